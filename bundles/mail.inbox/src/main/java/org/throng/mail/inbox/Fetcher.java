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
import org.throng.identity.IdentityException;
import org.throng.mail.AbsentException;
import org.throng.mail.Chores;
import org.throng.mail.Conversations;
import org.throng.mail.ReadingKeys;
import org.throng.mailbox.Changes;
import org.throng.mailbox.Drawer;
import org.throng.mailbox.Mailbox;
import org.throng.parcel.BodyEvent;
import org.throng.parcel.BodySize;
import org.throng.scheme.Expected;
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
    private static final int OLDEST_DAYS = 31;

    private final Supplier<List<Scheme>> schemes;
    private final Supplier<List<Transport>> transports;
    private final Supplier<Optional<ReadingKeys>> keys;
    private final Supplier<Optional<Conversations>> conversations;
    private final BiFunction<PublicKey, Integer, Optional<RelayUrl>> ownRelay;
    private final Opening opening;
    private final FileFetch files;
    private final RandomGenerator random;
    private final Clock clock;

    /** Looks for a scheme after which it is not just being swapped. */
    private static final int SWAPPED = 2;

    private final Chores chores = new Chores("throng-inbox-fetch", 3, this::look);
    private long sweptAt;

    /** @param ownRelay the i-th relay, from 1, of an identity's profile */
    Fetcher(
            Supplier<List<Scheme>> schemes,
            Supplier<List<Transport>> transports,
            Supplier<Optional<ReadingKeys>> keys,
            Supplier<Optional<Conversations>> conversations,
            BiFunction<PublicKey, Integer, Optional<RelayUrl>> ownRelay,
            Opening opening,
            FileFetch files,
            RandomGenerator random,
            Clock clock) {
        this.schemes = schemes;
        this.transports = transports;
        this.keys = keys;
        this.conversations = conversations;
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
    private void forget(Mailbox open, long now) throws IOException {
        Changes changes = new Changes();
        open.notes(Drawer.PENDING, (key, bytes) -> {
            Pending pending = Pending.read(bytes);
            if (pending.nextAt() == Pending.DORMANT && age(pending) > OLDEST_DAYS) {
                changes.remove(Drawer.PENDING, key).put(Drawer.DONE, key, Done.givenUp(now, pending.places()));
            }
        });
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
            if (pending.failures() == SWAPPED) {
                LOG.warn("A message waits for a plugin that opens scheme {}; put one into the deploy folder", number);
            }
            settle(open, pending, true);
            return;
        }
        if (pending.session().isPresent() && conversations.get().isEmpty()) {
            settle(open, pending, true); // being swapped: what it says could not be told to the session
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
        ReadingKeys mine = keys.get().orElseThrow(() -> new AbsentException("no bundle keeps the reading keys now"));
        Optional<Opened> opened = Optional.empty();
        Optional<SecretKey> key = mine.secret(pending.owner(), pending.reader());
        if (key.isPresent()) { // else its time is over
            try (SecretKey secret = key.get()) {
                Reader reader = new Reader(
                        pending.owner(), pending.reader(), secret, mine.kems(pending.owner()), Expected.NOTHING);
                BodyEvent event = BodyEvent.read(body);
                if (event.size() != BodySize.CHUNK) {
                    opened = scheme.open(new Match(0, reader, pending.plain(), pending.bodySecret()), event.content());
                }
            } catch (MalformedException e) {
                LOG.debug("A body has not the form: {}", e.getMessage());
            }
        }
        // in a session both sides have the key: what one of them writes in another's name is not theirs
        opened = opened.filter(one ->
                pending.session().map(in -> in.peer().equals(one.writer())).orElse(true));
        if (opened.isPresent()) {
            opening.keep(open, pending, relay, scheme.name(), scheme.number(), opened.get());
        } else {
            // the id fixes the content: no other place can have a better one
            Changes changes = new Changes()
                    .remove(Drawer.PENDING, pending.key())
                    .put(Drawer.DONE, pending.key(), Done.opened(clock.instant().getEpochSecond()));
            lose(open, pending, changes);
        }
    }

    private Conversations kept() throws AbsentException {
        return conversations.get().orElseThrow(() -> new AbsentException("no bundle keeps sessions now"));
    }

    /** Its index, if it has one, will never arrive. */
    private void lose(Mailbox open, Pending pending, Changes changes) throws IOException, IdentityException {
        if (pending.session().isPresent()) {
            Pending.InSession in = pending.session().get();
            kept().lost(pending.owner(), in.peer(), in.index(), changes);
        } else {
            open.write(changes);
        }
    }

    private void settle(Mailbox open, Pending asked, boolean silent) throws IOException, IdentityException {
        synchronized (open) { // see Scan
            Optional<byte[]> held = open.note(Drawer.PENDING, asked.key());
            Pending now = asked;
            if (held.isPresent()) {
                for (Pending.Place place : Pending.read(held.get()).places()) {
                    now = now.isMetAt(place.relay()) ? now : now.metAt(place.relay(), clock.millis());
                }
            }
            if (now.places().size() > asked.places().size()) {
                open.write(new Changes().put(Drawer.PENDING, now.key(), now.bytes()));
            } else if (isOver(asked)) {
                lose(open, asked, givenUp(asked));
            } else {
                open.write(later(asked, silent));
            }
        }
    }

    private boolean isOver(Pending pending) {
        return pending.isGivenUp() || age(pending) > OLDEST_DAYS;
    }

    private long age(Pending pending) {
        return clock.instant().getEpochSecond() / 86_400 - pending.plain().day();
    }

    /** One of a session lies on, for its key is used up and another place could not be told any more. */
    private Changes givenUp(Pending pending) {
        LOG.info("A body was missing wherever its header was met, and is given up; its sender may send it again");
        if (pending.session().isPresent() && age(pending) <= OLDEST_DAYS) {
            return new Changes()
                    .put(
                            Drawer.PENDING,
                            pending.key(),
                            pending.again(pending.failures(), Pending.DORMANT).bytes());
        }
        return new Changes()
                .remove(Drawer.PENDING, pending.key())
                .put(Drawer.DONE, pending.key(), Done.givenUp(clock.instant().getEpochSecond(), pending.places()));
    }

    private Changes later(Pending pending, boolean silent) {
        int failures = pending.failures() + 1;
        long wait = silent ? Math.min(300_000L, 1_000L << Math.min(failures - 1, 9)) : MISSING_MILLIS * failures;
        return new Changes()
                .put(
                        Drawer.PENDING,
                        pending.key(),
                        pending.again(failures, clock.millis() + wait / 2 + random.nextLong(wait))
                                .bytes());
    }
}
