// SPDX-License-Identifier: MIT
package org.throng.mail.inbox;

import java.io.IOException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.throng.curve.PublicKey;
import org.throng.curve.SecretKey;
import org.throng.event.Event;
import org.throng.identity.Contact;
import org.throng.identity.Identities;
import org.throng.identity.IdentityException;
import org.throng.mail.AbsentException;
import org.throng.mail.Strength;
import org.throng.mailbox.Changes;
import org.throng.mailbox.Drawer;
import org.throng.mailbox.Letter;
import org.throng.mailbox.Mailbox;
import org.throng.parcel.rumor.Rumor;
import org.throng.scheme.OpenScheme;
import org.throng.scheme.Reader;

/**
 * Opens wraps and stores what is in them, each in one write with the mark that it is done. A rumor is stored once, whatever
 * wraps it comes in. Nothing is acknowledged, and nothing is fetched: not the files that other clients name by web addresses
 * either.
 */
final class Wraps {
    /** What holds for every such message. */
    static final String VISIBLE = "the receiver is visible to the relay";

    private final Identities identities;
    private final Supplier<List<OpenScheme>> schemes;
    private final Clock clock;

    Wraps(Identities identities, Supplier<List<OpenScheme>> schemes, Clock clock) {
        this.identities = identities;
        this.schemes = schemes;
        this.clock = clock;
    }

    /** One page at a time: the same rumor may come from two relays at once. */
    synchronized void keep(Mailbox mailbox, PublicKey owner, List<Event> wraps) throws IOException, IdentityException {
        OpenScheme scheme = schemes.get().stream()
                .filter(candidate -> candidate.name().equals(OpenScheme.NIP17))
                .findFirst()
                .orElseThrow(() -> new AbsentException("no bundle offers scheme nip17 now"));
        List<Event> fresh = new ArrayList<>();
        for (Event wrap : wraps) {
            if (mailbox.note(Drawer.DONE, key(wrap, owner)).isEmpty()) {
                fresh.add(wrap);
            }
        }
        if (fresh.isEmpty()) {
            return;
        }
        try (SecretKey secret = identities.secret(owner)) {
            Reader reader = new Reader(owner, owner, secret);
            for (Event wrap : fresh) {
                Changes changes = new Changes()
                        .put(
                                Drawer.DONE,
                                key(wrap, owner),
                                Done.opened(clock.instant().getEpochSecond()));
                Optional<Rumor> rumor = scheme.unwrap(wrap, reader);
                if (rumor.isPresent()) {
                    keep(mailbox, changes, owner, rumor.get());
                }
                mailbox.write(changes);
            }
        }
    }

    private static String key(Event wrap, PublicKey owner) {
        return wrap.id().hex() + ":" + owner.hex();
    }

    private void keep(Mailbox mailbox, Changes changes, PublicKey owner, Rumor rumor)
            throws IOException, IdentityException {
        PublicKey writer = rumor.pubkey();
        if (mailbox.knows(owner, writer, rumor.id())) {
            return;
        }
        Set<String> others = new LinkedHashSet<>();
        rumor.tags().stream()
                .filter(tag ->
                        tag.size() > 1 && tag.get(0).equals("p") && tag.get(1).matches("[0-9a-f]{64}"))
                .map(tag -> tag.get(1))
                .filter(key -> !key.equals(owner.hex()) && !key.equals(writer.hex()))
                .forEach(others::add);
        if (writer.equals(owner)) {
            PublicKey peer = others.stream().findFirst().map(PublicKey::ofHex).orElse(owner);
            String detail = "written in another client of yours; " + VISIBLE;
            changes.put(letter(owner, peer, true, rumor, Letter.State.POSTED, detail));
            return;
        }
        Optional<Contact> contact = identities.contact(owner, writer);
        if (contact.map(Contact::blocked).orElse(false)) {
            return;
        }
        if (rumor.kind() == Rumor.DELETION) {
            Opening.delete(mailbox, changes, owner, rumor);
        }
        String detail = VISIBLE + weaker(mailbox, owner, writer) + group(others.size()) + file(rumor);
        changes.put(letter(owner, writer, false, rumor, Letter.State.RECEIVED, detail));
    }

    private static String weaker(Mailbox mailbox, PublicKey owner, PublicKey writer) throws IOException {
        Strength floor = Strength.floor(mailbox, owner, writer);
        return floor == Strength.DIRECT
                ? ""
                : "; weaker than '" + floor.name().toLowerCase(Locale.ROOT)
                        + "' of earlier ones: the contact used another client, or somebody else has their key";
    }

    private static String group(int others) {
        return others == 0 ? "" : "; to a group of " + (others + 2) + ", an answer goes to the writer alone";
    }

    private static String file(Rumor rumor) {
        return rumor.kind() == Rumor.FILE
                ? "; a file at a web address, which this node does not fetch: it would show who reads"
                : "";
    }

    private Letter letter(
            PublicKey owner, PublicKey peer, boolean outgoing, Rumor rumor, Letter.State state, String detail) {
        return new Letter(
                0,
                rumor.id(),
                Optional.of(rumor.id()),
                owner,
                peer,
                outgoing,
                rumor.kind(),
                rumor.content(),
                rumor.tags(),
                rumor.createdAt(),
                clock.instant().getEpochSecond(),
                OpenScheme.NIP17,
                state,
                detail,
                Optional.empty());
    }
}
