// SPDX-License-Identifier: MIT
package org.throng.mail.inbox;

import java.io.IOException;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.throng.curve.PublicKey;
import org.throng.event.RelayUrl;
import org.throng.identity.IdentityException;
import org.throng.mail.AbsentException;
import org.throng.mailbox.Changes;
import org.throng.mailbox.Drawer;
import org.throng.mailbox.Mailbox;
import org.throng.scheme.Match;
import org.throng.scheme.Scheme;
import org.throng.scheme.Sighting;

/**
 * Tries all my keys on headers that nobody expected when they came, and notes the few that are mine. They are looked up once
 * more before: what expects them may have come meanwhile.
 *
 * <p>Threads: any.
 */
final class Scan {
    private final LookUp lookUp;
    private final Readers readers;
    private final Supplier<List<Scheme>> schemes;
    private final Clock clock;

    Scan(LookUp lookUp, Readers readers, Supplier<List<Scheme>> schemes, Clock clock) {
        this.lookUp = lookUp;
        this.readers = readers;
        this.schemes = schemes;
        this.clock = clock;
    }

    /**
     * @param with is written together with what was found
     * @return how many headers were mine and new
     */
    int scan(Mailbox mailbox, RelayUrl relay, List<Sighting> sightings, Changes with)
            throws IOException, IdentityException {
        LookUp.Looked looked = lookUp.look(mailbox, relay, sightings);
        List<Sighting> misses = looked.misses();
        List<Match> matches = misses.isEmpty() ? List.of() : agree(misses);
        int fresh = looked.fresh();
        synchronized (mailbox) { // a place that is noted here is not lost to a fetch that ends now, nor to another scan
            for (Match match : matches) {
                fresh += note(mailbox, with, relay, misses.get(match.index()), match);
            }
            if (!with.isEmpty()) {
                mailbox.write(with);
            }
        }
        return fresh;
    }

    private List<Match> agree(List<Sighting> misses) throws IOException, IdentityException {
        Scheme agreement = schemes.get().stream()
                .filter(scheme -> scheme.recognition() == Scheme.Recognition.AGREEMENT)
                .findFirst()
                .orElseThrow(() -> new AbsentException("no bundle offers a scheme that tries keys on headers now"));
        return readers.withAll(all -> agreement.recognise(misses, all));
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
