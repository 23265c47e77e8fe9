// SPDX-License-Identifier: MIT
package org.throng.itests.wiring.probe.mail;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;
import org.throng.curve.PublicKey;
import org.throng.identity.Identities;
import org.throng.identity.IdentityException;
import org.throng.mail.Draft;
import org.throng.mail.MailException;
import org.throng.mail.Outbox;
import org.throng.mailbox.Mailbox;

/**
 * Speaks the contracts of mail for a test outside the container: {@code create LABEL…} makes identities and
 * gives their keys, {@code send FROM TO TEXT} queues a letter, {@code texts OWNER} gives the texts that came for it.
 */
@Component(service = Function.class, property = "probe=mail")
public final class Mail implements Function<List<String>, String> {
    @Reference
    private Identities identities;

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    private volatile Outbox outbox;

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    private volatile Mailbox mailbox;

    @Override
    public String apply(List<String> words) {
        try {
            return switch (words.get(0)) {
                case "create" -> create(words.subList(1, words.size()));
                case "send" -> send(key(words.get(1)), key(words.get(2)), words.get(3));
                case "texts" -> texts(key(words.get(1)));
                default -> throw new IllegalArgumentException(words.get(0));
            };
        } catch (IOException | IdentityException | MailException e) {
            throw new IllegalStateException(e);
        }
    }

    private String create(List<String> labels) throws IdentityException {
        List<String> keys = new ArrayList<>();
        for (String label : labels) {
            keys.add(identities.generate(label).npub().hex());
        }
        return String.join(" ", keys);
    }

    private String send(PublicKey from, PublicKey to, String text) throws MailException, IOException {
        return outbox.send(from, to, Draft.text(text)).id().hex();
    }

    private String texts(PublicKey owner) throws IOException {
        List<String> texts = new ArrayList<>();
        mailbox.letters(0, letter -> {
            if (letter.owner().equals(owner) && !letter.outgoing()) {
                texts.add(letter.text());
            }
            return true;
        });
        return String.join("\n", texts);
    }

    private static PublicKey key(String hex) {
        return PublicKey.ofHex(hex);
    }
}
