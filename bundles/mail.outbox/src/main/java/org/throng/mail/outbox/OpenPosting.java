// SPDX-License-Identifier: MIT
package org.throng.mail.outbox;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.throng.curve.PublicKey;
import org.throng.curve.SecretKey;
import org.throng.event.Event;
import org.throng.event.MalformedException;
import org.throng.event.RelayUrl;
import org.throng.identity.Identities;
import org.throng.identity.IdentityException;
import org.throng.mail.AbsentException;
import org.throng.mail.StandardRelays;
import org.throng.mailbox.Changes;
import org.throng.mailbox.Drawer;
import org.throng.mailbox.Mailbox;
import org.throng.parcel.rumor.Rumor;
import org.throng.scheme.OpenScheme;
import org.throng.scheme.Sender;

/**
 * Posts a letter by an open scheme, for its writer asked for that: one event to the relays on which the recipient reads such
 * messages (kind 10050), and to nobody else. Where this node reads such messages itself, another one goes to its own user, once,
 * so that their other clients show what was written.
 */
final class OpenPosting {
    static final String NOTE = "the receiver is visible to the relay; there is no acknowledgement in NIP-17";

    private static final String COPY = "-copy";

    private final Supplier<List<OpenScheme>> schemes;
    private final Poster poster;
    private final Routes routes;
    private final Identities identities;
    private final StandardRelays standardRelays;
    private final Clock clock;

    OpenPosting(
            Supplier<List<OpenScheme>> schemes,
            Poster poster,
            Routes routes,
            Identities identities,
            StandardRelays standardRelays,
            Clock clock) {
        this.schemes = schemes;
        this.poster = poster;
        this.routes = routes;
        this.identities = identities;
        this.standardRelays = standardRelays;
        this.clock = clock;
    }

    /**
     * What came of it.
     *
     * @param relays on which the letter is or should be
     * @param problems what relays said that did not take it
     * @param refused whether all of them did so for good
     */
    record Result(
            Delivery delivery,
            int relays,
            Map<RelayUrl, String> problems,
            boolean refused,
            boolean progress,
            String note) {}

    Result post(Mailbox open, Delivery delivery, List<RelayUrl> hints, List<RelayUrl> own)
            throws IOException, IdentityException {
        OpenScheme scheme = scheme(delivery.open().orElseThrow());
        Rumor rumor = rumor(delivery);
        List<RelayUrl> relays = routes.wrapRelays(open, delivery.owner(), delivery.peer(), hints, own);
        if (relays.isEmpty()) {
            throw new IOException(
                    "the recipient has no list of relays for NIP-17 messages (kind 10050) where this node looked;"
                            + " without one nobody may write to them by it");
        }
        List<Set<RelayUrl>> posted = delivery.posted(scheme.name(), 1);
        Set<RelayUrl> all = new LinkedHashSet<>(relays);
        all.addAll(posted.get(0));
        List<RelayUrl> missing = new ArrayList<>(relays);
        missing.removeAll(posted.get(0));
        Map<RelayUrl, String> problems = new LinkedHashMap<>();
        boolean allFinal = true;
        for (Map.Entry<RelayUrl, Poster.Answer> answer :
                post(scheme, delivery, delivery.peer(), rumor, missing).entrySet()) {
            if (answer.getValue().accepted()) {
                posted.get(0).add(answer.getKey());
            } else {
                problems.put(answer.getKey(), answer.getValue().words());
                allFinal &= answer.getValue().isFinal();
            }
        }
        boolean progress = problems.size() < missing.size();
        Delivery now = delivery.withPosted(scheme.name(), posted);
        open.write(new Changes().put(Drawer.DELIVERY, now.key(), now.bytes()));
        String note = NOTE;
        if (progress && isCopyWanted(now, scheme)) {
            Set<RelayUrl> copied = copy(open, scheme, now, rumor, own);
            note += copied.isEmpty() ? "; no relay took the copy for your other clients" : "";
            now = copied.isEmpty() ? now : now.withPosted(scheme.name() + COPY, List.of(copied));
        }
        boolean refused = allFinal && problems.size() == relays.size();
        return new Result(now, all.size(), problems, refused, progress, note);
    }

    private OpenScheme scheme(String name) throws AbsentException {
        return schemes.get().stream()
                .filter(scheme -> scheme.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new AbsentException("no bundle offers scheme " + name + " now"));
    }

    private static Rumor rumor(Delivery delivery) throws IOException {
        try {
            return Rumor.read(delivery.rumor().orElseThrow().getBytes(StandardCharsets.UTF_8), delivery.owner());
        } catch (MalformedException e) {
            throw new IOException("a stored delivery is not in the form of this version", e);
        }
    }

    private Map<RelayUrl, Poster.Answer> post(
            OpenScheme scheme, Delivery delivery, PublicKey reader, Rumor rumor, List<RelayUrl> relays)
            throws IOException, IdentityException {
        if (relays.isEmpty()) {
            return Map.of();
        }
        Event wrap;
        try (SecretKey secret = identities.secret(delivery.owner())) {
            Sender sender = new Sender(delivery.owner(), secret);
            wrap = scheme.wrap(sender, reader, rumor, clock.instant().getEpochSecond());
        }
        Map<RelayUrl, CompletableFuture<Poster.Answer>> asked = new LinkedHashMap<>();
        relays.forEach(relay -> asked.put(relay, poster.post(relay, wrap)));
        return Poster.await(asked);
    }

    private boolean isCopyWanted(Delivery delivery, OpenScheme scheme) {
        // a disposable identity reads no wraps: a copy would only show the relay whose letter it was
        return standardRelays.readsWraps()
                && identities
                        .find(delivery.owner())
                        .filter(me -> !me.isDisposable())
                        .isPresent()
                && !delivery.peer().equals(delivery.owner())
                && delivery.posted(scheme.name() + COPY, 1).get(0).isEmpty();
    }

    /** The relays that took it. */
    private Set<RelayUrl> copy(Mailbox open, OpenScheme scheme, Delivery delivery, Rumor rumor, List<RelayUrl> own)
            throws IOException, IdentityException {
        PublicKey me = delivery.owner();
        Set<RelayUrl> taken = new LinkedHashSet<>();
        Optional<List<RelayUrl>> relays = ownWrapRelays(open, me, own);
        if (relays.isPresent()) {
            post(scheme, delivery, me, rumor, relays.get()).forEach((relay, answer) -> {
                if (answer.accepted()) {
                    taken.add(relay);
                }
            });
        }
        return taken;
    }

    private Optional<List<RelayUrl>> ownWrapRelays(Mailbox open, PublicKey me, List<RelayUrl> own) {
        try {
            return Optional.of(routes.wrapRelays(open, me, me, List.of(), own));
        } catch (IOException e) {
            return Optional.empty(); // the letter itself is posted: its note says that there is no copy
        }
    }
}
