// SPDX-License-Identifier: MIT
package org.throng.mail.inbox;

import java.io.IOException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.throng.curve.PublicKey;
import org.throng.event.Event;
import org.throng.event.MalformedException;
import org.throng.event.RelayUrl;
import org.throng.identity.Identities;
import org.throng.identity.Identity;
import org.throng.identity.IdentityException;
import org.throng.mail.AbsentException;
import org.throng.mailbox.Changes;
import org.throng.mailbox.Drawer;
import org.throng.mailbox.Mailbox;
import org.throng.parcel.HeaderEvent;
import org.throng.scheme.Match;
import org.throng.scheme.Reader;
import org.throng.scheme.Scheme;
import org.throng.scheme.Sighting;

/** Tries all my keys on headers and notes the few that are mine, durably, before the cursor may move on. */
final class Scan {
    /** A plain relay's header counts while its created_at lies so far back, in seconds. */
    static final long OLDEST = 2_592_000;

    private static final long AHEAD = 1_200;

    private final Identities identities;
    private final Supplier<List<Scheme>> schemes;
    private final Clock clock;

    Scan(Identities identities, Supplier<List<Scheme>> schemes, Clock clock) {
        this.identities = identities;
        this.schemes = schemes;
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
        List<Reader> readers = new ArrayList<>();
        List<Match> matches = new ArrayList<>();
        try {
            for (Identity identity : identities.list()) {
                readers.add(new Reader(identity.npub(), identity.npub(), identities.secret(identity.npub())));
            }
            for (Scheme scheme : all) {
                matches.addAll(scheme.recognise(sightings, readers));
            }
        } finally {
            readers.forEach(reader -> reader.secret().close());
        }
        Changes changes = new Changes();
        int fresh = 0;
        synchronized (mailbox) { // a place that is noted here is not lost to a fetch that ends now, nor to another scan
            for (Match match : matches) {
                fresh += note(mailbox, changes, relay, sightings.get(match.index()), match);
            }
            if (!changes.isEmpty()) {
                mailbox.write(changes);
            }
        }
        return fresh;
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
        Pending pending = Pending.fresh(e, owner, match.plain(), relay, now);
        changes.put(Drawer.PENDING, key, pending.bytes());
        return 1;
    }
}
