// SPDX-License-Identifier: MIT
package org.throng.mail.inbox;

import java.io.IOException;
import java.lang.ref.Reference;
import java.lang.ref.WeakReference;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.throng.cipher.Bytes;
import org.throng.curve.PublicKey;
import org.throng.event.RelayUrl;
import org.throng.identity.Identities;
import org.throng.identity.Identity;
import org.throng.identity.IdentityException;
import org.throng.mail.AbsentException;
import org.throng.mail.Conversations;
import org.throng.mailbox.Changes;
import org.throng.mailbox.Drawer;
import org.throng.mailbox.Mailbox;
import org.throng.parcel.Header;
import org.throng.scheme.Match;
import org.throng.scheme.Scheme;
import org.throng.scheme.Sighting;

/**
 * Looks headers up among the one-time keys that are expected: some hash tables for each header and no key agreement, so that
 * what contacts send is found as it arrives. What is found is on the disk when a call returns.
 *
 * <p>Threads: any.
 */
final class LookUp {
    private final Identities identities;
    private final Readers readers;
    private final Supplier<List<Scheme>> schemes;
    private final Supplier<Optional<Conversations>> conversations;
    private final Clock clock;

    /** The disposable keys of pending headers of sessions: a copy on another relay cannot be looked up a second time. */
    private final Set<PublicKey> inSessions = ConcurrentHashMap.newKeySet();

    /** Whose they are; one that was closed must be able to go. */
    private volatile Reference<Mailbox> loaded = new WeakReference<>(null);

    LookUp(
            Identities identities,
            Readers readers,
            Supplier<List<Scheme>> schemes,
            Supplier<Optional<Conversations>> conversations,
            Clock clock) {
        this.identities = identities;
        this.readers = readers;
        this.schemes = schemes;
        this.conversations = conversations;
        this.clock = clock;
    }

    /**
     * What a look brought.
     *
     * @param fresh how many headers have something to fetch now
     * @param misses those that nobody expects: not mine, or to be found by the scan
     */
    record Looked(int fresh, List<Sighting> misses) {}

    /** @throws AbsentException where sessions are kept and no bundle looks their headers up: they would be lost */
    Looked look(Mailbox mailbox, RelayUrl relay, List<Sighting> sightings) throws IOException, IdentityException {
        if (sightings.isEmpty()) {
            return new Looked(0, List.of());
        }
        if (schemes.get().isEmpty()) {
            throw new AbsentException("no bundle offers a scheme now");
        }
        load(mailbox);
        int fresh = meetAgain(mailbox, relay, sightings);
        Optional<Scheme> lookup = schemes.get().stream()
                .filter(scheme -> scheme.recognition() == Scheme.Recognition.LOOKUP)
                .findFirst();
        if ((lookup.isEmpty() || conversations.get().isEmpty()) && hasSessions(mailbox)) {
            throw new AbsentException("no bundle looks headers of sessions up now");
        }
        if (lookup.isEmpty()) {
            return new Looked(fresh, sightings);
        }
        List<Match> matches = readers.withNpubs(all -> lookup.get().recognise(sightings, all));
        if (matches.isEmpty()) {
            return new Looked(fresh, sightings); // as almost always
        }
        Set<Integer> found = new HashSet<>();
        for (Match match : matches) {
            found.add(match.index());
            fresh += use(mailbox, relay, sightings.get(match.index()), match) ? 1 : 0;
        }
        List<Sighting> misses = new ArrayList<>();
        for (int i = 0; i < sightings.size(); i++) {
            if (!found.contains(i)) {
                misses.add(sightings.get(i));
            }
        }
        return new Looked(fresh, misses);
    }

    /** The index is used up and the header noted in one write. */
    private boolean use(Mailbox mailbox, RelayUrl relay, Sighting sighting, Match match)
            throws IOException, IdentityException {
        Optional<Conversations> kept = conversations.get();
        if (kept.isEmpty()) {
            return false;
        }
        if (match.isVoid()) {
            waste(kept.get(), sighting.header(), match);
            return false;
        }
        Header header = sighting.header();
        PublicKey owner = match.reader().npub();
        inSessions.add(header.e()); // before: another relay may show it at this moment
        boolean used = kept.get()
                .used(owner, header.viewTag(), match.bodySecret(), index -> {
                    Pending.InSession session =
                            new Pending.InSession(index.peer(), index.source(), Bytes.hex(match.bodySecret()));
                    Pending pending = Pending.fresh(
                            header.e(),
                            owner,
                            match.reader().scan(),
                            match.plain(),
                            Optional.of(session),
                            relay,
                            clock.millis());
                    return new Changes().put(Drawer.PENDING, pending.key(), pending.bytes());
                })
                .isPresent();
        return used || meetAgain(mailbox, relay, List.of(sighting)) > 0;
    }

    /** Its key is used up whatever else is wrong with it, and its message will never arrive. */
    private static void waste(Conversations kept, Header header, Match match) throws IOException, IdentityException {
        PublicKey owner = match.reader().npub();
        Optional<Conversations.Index> index =
                kept.used(owner, header.viewTag(), match.bodySecret(), used -> new Changes());
        if (index.isPresent()) {
            kept.lost(owner, index.get().peer(), index.get().source(), new Changes());
        }
    }

    private static boolean hasSessions(Mailbox mailbox) throws IOException {
        boolean[] any = new boolean[1];
        mailbox.notes(Drawer.SESSION, (key, bytes) -> any[0] = true);
        return any[0];
    }

    private void load(Mailbox mailbox) throws IOException {
        if (loaded.get() != mailbox) {
            inSessions.clear();
            mailbox.notes(Drawer.PENDING, (key, bytes) -> {
                Pending pending = Pending.read(bytes);
                if (pending.session().isPresent()) {
                    inSessions.add(pending.e());
                }
            });
            loaded = new WeakReference<>(mailbox);
        }
    }

    /** A header of a session whose index is used up has one more place. */
    private int meetAgain(Mailbox mailbox, RelayUrl relay, List<Sighting> sightings) throws IOException {
        int again = 0;
        if (inSessions.isEmpty()) {
            return again;
        }
        for (Sighting sighting : sightings) {
            PublicKey e = sighting.header().e();
            if (inSessions.contains(e)) {
                synchronized (mailbox) {
                    again += meetAgain(mailbox, relay, e);
                }
            }
        }
        return again;
    }

    private int meetAgain(Mailbox mailbox, RelayUrl relay, PublicKey e) throws IOException {
        int again = 0;
        for (Identity identity : identities.list()) {
            String key = Pending.key(e, identity.npub());
            Optional<byte[]> held = mailbox.note(Drawer.PENDING, key);
            if (held.isPresent()) {
                Pending pending = Pending.read(held.get());
                if (!pending.isMetAt(relay)) {
                    mailbox.write(new Changes()
                            .put(
                                    Drawer.PENDING,
                                    key,
                                    pending.metAt(relay, clock.millis()).bytes()));
                    again++;
                }
            }
        }
        return again;
    }
}
