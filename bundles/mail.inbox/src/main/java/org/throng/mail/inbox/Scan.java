// SPDX-License-Identifier: MIT
package org.throng.mail.inbox;

import java.io.IOException;
import java.lang.ref.Reference;
import java.lang.ref.WeakReference;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.throng.cipher.Bytes;
import org.throng.curve.PublicKey;
import org.throng.curve.SecretKey;
import org.throng.event.Event;
import org.throng.event.MalformedException;
import org.throng.event.RelayUrl;
import org.throng.identity.Identities;
import org.throng.identity.Identity;
import org.throng.identity.IdentityException;
import org.throng.mail.AbsentException;
import org.throng.mail.Conversations;
import org.throng.mail.ReadingKeys;
import org.throng.mailbox.Changes;
import org.throng.mailbox.Drawer;
import org.throng.mailbox.Mailbox;
import org.throng.parcel.Header;
import org.throng.parcel.HeaderEvent;
import org.throng.scheme.Expected;
import org.throng.scheme.Match;
import org.throng.scheme.Reader;
import org.throng.scheme.Scheme;
import org.throng.scheme.Sighting;

/**
 * Looks headers up among the one-time keys that are expected, tries all my keys on the others, and notes the few that are
 * mine, durably, before the cursor may move on.
 */
final class Scan {
    /** A plain relay's header counts while its created_at lies so far back, in seconds. */
    static final long OLDEST = 2_592_000;

    private static final long AHEAD = 1_200;

    private final Identities identities;
    private final Supplier<List<Scheme>> schemes;
    private final Supplier<Optional<ReadingKeys>> keys;
    private final Supplier<Optional<Conversations>> conversations;
    private final Clock clock;

    /** The disposable keys of pending headers of sessions: a copy on another relay cannot be looked up a second time. */
    private final Set<PublicKey> inSessions = ConcurrentHashMap.newKeySet();

    /** Whose they are; one that was closed must be able to go. */
    private volatile Reference<Mailbox> loaded = new WeakReference<>(null);

    Scan(
            Identities identities,
            Supplier<List<Scheme>> schemes,
            Supplier<Optional<ReadingKeys>> keys,
            Supplier<Optional<Conversations>> conversations,
            Clock clock) {
        this.identities = identities;
        this.schemes = schemes;
        this.keys = keys;
        this.conversations = conversations;
        this.clock = clock;
    }

    /** @return how many headers were mine and new */
    int scan(Mailbox mailbox, RelayUrl relay, List<Event> events) throws IOException, IdentityException {
        List<Sighting> sightings = sightings(events);
        if (sightings.isEmpty()) {
            return 0;
        }
        List<Scheme> all = schemes.get();
        if (all.isEmpty()) {
            throw new AbsentException("no bundle offers a scheme now");
        }
        load(mailbox);
        int fresh = meetAgain(mailbox, relay, sightings);
        List<Reader> readers = new ArrayList<>();
        try {
            for (Identity identity : identities.list()) {
                readers.addAll(readers(identity.npub()));
            }
            Set<Integer> found = new HashSet<>();
            Optional<Scheme> lookup = first(all, Scheme.Recognition.LOOKUP);
            if ((lookup.isEmpty() || conversations.get().isEmpty()) && hasSessions(mailbox)) {
                // the cursor would move over headers that nobody could find afterwards
                throw new AbsentException("no bundle looks headers of sessions up now");
            }
            if (lookup.isPresent()) {
                for (Match match : lookup.get().recognise(sightings, firstOfEach(readers))) {
                    Sighting sighting = sightings.get(match.index());
                    found.add(match.index());
                    fresh += use(mailbox, relay, sighting, match) ? 1 : 0;
                }
            }
            Optional<Scheme> agreement = first(all, Scheme.Recognition.AGREEMENT);
            if (agreement.isPresent()) {
                fresh += agree(mailbox, relay, agreement.get(), sightings, readers, found);
            }
        } finally {
            readers.forEach(reader -> reader.secret().close());
        }
        return fresh;
    }

    private static Optional<Scheme> first(List<Scheme> all, Scheme.Recognition recognition) {
        return all.stream()
                .filter(scheme -> scheme.recognition() == recognition)
                .findFirst();
    }

    /** Expected keys belong to the npub, whatever else it scans with. */
    private static List<Reader> firstOfEach(List<Reader> readers) {
        return readers.stream()
                .filter(reader -> reader.scan().equals(reader.npub()))
                .toList();
    }

    private List<Reader> readers(PublicKey npub) throws IOException, IdentityException {
        ReadingKeys mine = keys.get().orElseThrow(() -> new AbsentException("no bundle keeps the reading keys now"));
        Expected expected = conversations.get().map(kept -> kept.expected(npub)).orElse(Expected.NOTHING);
        List<Reader> readers = new ArrayList<>();
        for (PublicKey agreeing : mine.agreeing(npub)) {
            Optional<SecretKey> secret = mine.secret(npub, agreeing);
            if (secret.isPresent()) {
                readers.add(new Reader(npub, agreeing, secret.get(), List.of(), expected));
            }
        }
        return readers;
    }

    private int agree(
            Mailbox mailbox,
            RelayUrl relay,
            Scheme scheme,
            List<Sighting> sightings,
            List<Reader> readers,
            Set<Integer> found)
            throws IOException {
        List<Sighting> misses = new ArrayList<>();
        for (int i = 0; i < sightings.size(); i++) {
            if (!found.contains(i)) {
                misses.add(sightings.get(i));
            }
        }
        List<Match> matches = scheme.recognise(misses, readers);
        Changes changes = new Changes();
        int fresh = 0;
        synchronized (mailbox) { // a place that is noted here is not lost to a fetch that ends now, nor to another scan
            for (Match match : matches) {
                fresh += note(mailbox, changes, relay, misses.get(match.index()), match);
            }
            if (!changes.isEmpty()) {
                mailbox.write(changes);
            }
        }
        return fresh;
    }

    /** The index is used up and the header noted in one write. */
    private boolean use(Mailbox mailbox, RelayUrl relay, Sighting sighting, Match match)
            throws IOException, IdentityException {
        Optional<Conversations> kept = conversations.get();
        if (kept.isEmpty()) {
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

    private List<Sighting> sightings(List<Event> events) {
        long now = clock.instant().getEpochSecond();
        List<Sighting> sightings = new ArrayList<>();
        for (Event event : new LinkedHashSet<>(events)) {
            if (event.createdAt() < now - OLDEST || event.createdAt() > now + AHEAD) {
                continue;
            }
            try {
                HeaderEvent header = HeaderEvent.read(event);
                sightings.add(new Sighting(
                        header.header(), header.label(), header.slot().day()));
            } catch (MalformedException e) {
                throw new IllegalStateException("a transport lets no such header through", e);
            }
        }
        return sightings;
    }

    private int note(Mailbox mailbox, Changes changes, RelayUrl relay, Sighting sighting, Match match)
            throws IOException {
        PublicKey e = sighting.header().e();
        PublicKey owner = match.reader().npub();
        String key = Pending.key(e, owner);
        long now = clock.millis();
        Optional<byte[]> held = mailbox.note(Drawer.PENDING, key);
        if (held.isPresent()) {
            Pending pending = Pending.read(held.get());
            if (!pending.isMetAt(relay)) {
                changes.put(Drawer.PENDING, key, pending.metAt(relay, now).bytes());
            }
            return 0;
        }
        Optional<byte[]> done = mailbox.note(Drawer.DONE, key);
        if (done.isPresent() && !Done.isGivenUpElsewhere(done.get(), relay)) {
            return 0;
        }
        Pending pending = Pending.fresh(e, owner, match.reader().scan(), match.plain(), Optional.empty(), relay, now);
        changes.put(Drawer.PENDING, key, pending.bytes());
        return 1;
    }
}
