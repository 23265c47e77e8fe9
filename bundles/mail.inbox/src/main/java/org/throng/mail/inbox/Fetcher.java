// SPDX-License-Identifier: MIT
package org.throng.mail.inbox;

import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.throng.curve.PublicKey;
import org.throng.curve.SecretKey;
import org.throng.event.Event;
import org.throng.event.MalformedException;
import org.throng.event.RelayUrl;
import org.throng.identity.Identities;
import org.throng.identity.IdentityException;
import org.throng.mail.Chores;
import org.throng.mailbox.Changes;
import org.throng.mailbox.Drawer;
import org.throng.mailbox.Mailbox;
import org.throng.parcel.BodyEvent;
import org.throng.parcel.BodySize;
import org.throng.scheme.Match;
import org.throng.scheme.Opened;
import org.throng.scheme.Reader;
import org.throng.scheme.Scheme;
import org.throng.transport.Transport;

/**
 * Quick mode's fetching: the body of each pending header at once, each on a connection of its own.
 *
 * <p>Threads: those of its {@link Chores}, three of them, each header on one at a time.
 */
final class Fetcher {
    private static final Logger LOG = LoggerFactory.getLogger(Fetcher.class);
    private static final Duration LIMIT = Duration.ofSeconds(45);
    private static final long MISSING_MILLIS = 20_000;
    private static final long MARK_SECONDS = 35L * 86_400;

    private final Identities identities;
    private final Supplier<List<Scheme>> schemes;
    private final Supplier<List<Transport>> transports;
    private final BiFunction<PublicKey, Integer, Optional<RelayUrl>> ownRelay;
    private final Opening opening;
    private final FileFetch files;
    private final RandomGenerator random;
    private final Clock clock;

    private final Chores chores = new Chores("throng-inbox-fetch", 3, this::look);
    private long sweptAt;

    /** @param ownRelay the i-th relay, from 1, of an identity's profile */
    Fetcher(
            Identities identities,
            Supplier<List<Scheme>> schemes,
            Supplier<List<Transport>> transports,
            BiFunction<PublicKey, Integer, Optional<RelayUrl>> ownRelay,
            Opening opening,
            FileFetch files,
            RandomGenerator random,
            Clock clock) {
        this.identities = identities;
        this.schemes = schemes;
        this.transports = transports;
        this.ownRelay = ownRelay;
        this.opening = opening;
        this.files = files;
        this.random = random;
        this.clock = clock;
    }

    Chores chores() {
        return chores;
    }

    private void look(Mailbox open) throws IOException {
        due(open).forEach((key, chore) -> chores.submit(open, key, chore));
    }

    /** What is to be done now, by what it is about. */
    Map<String, Chores.Chore> due(Mailbox open) throws IOException {
        long now = clock.millis();
        Map<String, Chores.Chore> work = new LinkedHashMap<>();
        open.notes(Drawer.PENDING, (key, bytes) -> {
            Pending pending = Pending.read(bytes);
            if (pending.nextAt() <= now) {
                work.put(key, () -> fetch(open, pending));
            }
        });
        open.notes(Drawer.NOTE, (key, bytes) -> {
            if (key.startsWith(FileTask.PREFIX)) {
                FileTask task = FileTask.read(bytes);
                if (task.wanted() && task.nextAt() <= now) {
                    work.put(key, () -> files.fetch(open, task, transports.get()));
                }
            }
        });
        if (now - sweptAt > Duration.ofHours(6).toMillis()) {
            sweptAt = now;
            forget(open, now / 1000);
        }
        return work;
    }

    /** Marks of headers that no relay can show any more. */
    private static void forget(Mailbox open, long now) throws IOException {
        Changes changes = new Changes();
        open.notes(Drawer.DONE, (key, mark) -> {
            if (now - Done.at(mark) > MARK_SECONDS) {
                changes.remove(Drawer.DONE, key);
            }
        });
        open.write(changes);
    }

    private void fetch(Mailbox open, Pending asked) throws IOException, IdentityException, InterruptedException {
        // the note may have changed since the look: another relay, or done
        Optional<byte[]> held = open.note(Drawer.PENDING, asked.key());
        if (held.isEmpty()) {
            return;
        }
        Pending pending = Pending.read(held.get());
        int number = pending.plain().scheme();
        Optional<Scheme> scheme = schemes.get().stream()
                .filter(candidate -> candidate.number() == number)
                .findFirst();
        if (scheme.isEmpty()) {
            // a plugin that is being swapped, or a scheme that this node does not have: it may come
            settle(open, pending, true);
            return;
        }
        boolean silent = false;
        for (Pending.Place place : pending.places()) {
            if (place.isGivenUp()) {
                continue;
            }
            int index = pending.plain().relayIndex();
            Optional<RelayUrl> where = index == 0 ? Optional.of(place.relay()) : ownRelay.apply(pending.owner(), index);
            if (where.isEmpty()) {
                // an index without an entry: given up at this place
                for (int i = 0; i < Pending.MISSES; i++) {
                    pending = pending.missedAt(place.relay());
                }
                continue;
            }
            try {
                Optional<Event> body = body(where.get(), pending);
                if (body.isPresent()) {
                    open(open, pending, where.get(), scheme.get(), body.get());
                    return;
                }
                pending = pending.missedAt(place.relay());
            } catch (IOException e) {
                LOG.debug("{} did not give a body: {}", where.get(), e.getMessage());
                silent = true;
            }
        }
        settle(open, pending, silent);
    }

    private Optional<Event> body(RelayUrl relay, Pending pending) throws IOException, InterruptedException {
        Transport transport = transports.get().stream()
                .filter(candidate -> candidate.reaches(relay))
                .findFirst()
                .orElseThrow(() -> new IOException("no bundle reaches " + relay + " now"));
        return Answers.await(transport.body(relay, pending.body()), LIMIT);
    }

    private void open(Mailbox open, Pending pending, RelayUrl relay, Scheme scheme, Event body)
            throws IOException, IdentityException {
        Optional<Opened> opened;
        try (SecretKey secret = identities.secret(pending.owner())) {
            Reader reader = new Reader(pending.owner(), pending.owner(), secret);
            BodyEvent event = BodyEvent.read(body);
            opened = event.size() == BodySize.CHUNK
                    ? Optional.empty()
                    : scheme.open(new Match(0, reader, pending.plain()), event.content());
        } catch (MalformedException e) {
            opened = Optional.empty();
        }
        if (opened.isPresent()) {
            opening.keep(open, pending, relay, scheme.name(), scheme.number(), opened.get());
        } else {
            // the id fixes the content: no other place can have a better one
            open.write(new Changes()
                    .remove(Drawer.PENDING, pending.key())
                    .put(Drawer.DONE, pending.key(), Done.opened(clock.instant().getEpochSecond())));
        }
    }

    private void settle(Mailbox open, Pending asked, boolean silent) throws IOException {
        synchronized (open) { // see Scan
            Optional<byte[]> held = open.note(Drawer.PENDING, asked.key());
            Pending now = asked;
            if (held.isPresent()) {
                for (Pending.Place place : Pending.read(held.get()).places()) {
                    now = now.isMetAt(place.relay()) ? now : now.metAt(place.relay(), clock.millis());
                }
            }
            open.write(
                    now.places().size() > asked.places().size()
                            ? new Changes().put(Drawer.PENDING, now.key(), now.bytes())
                            : settled(asked, silent));
        }
    }

    private Changes settled(Pending pending, boolean silent) {
        Changes changes = new Changes();
        long age = clock.instant().getEpochSecond() / 86_400 - pending.plain().day();
        if (pending.isGivenUp() || age > 31) {
            LOG.info("A body was missing wherever its header was met, and is given up; its sender may send it again");
            changes.remove(Drawer.PENDING, pending.key())
                    .put(
                            Drawer.DONE,
                            pending.key(),
                            Done.givenUp(clock.instant().getEpochSecond(), pending.places()));
        } else {
            int failures = pending.failures() + 1;
            long wait = silent ? Math.min(300_000L, 1_000L << Math.min(failures - 1, 9)) : MISSING_MILLIS * failures;
            changes.put(
                    Drawer.PENDING,
                    pending.key(),
                    pending.again(failures, clock.millis() + wait / 2 + random.nextLong(wait))
                            .bytes());
        }
        return changes;
    }
}
