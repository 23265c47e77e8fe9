// SPDX-License-Identifier: MIT
package org.throng.mail.inbox;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.throng.curve.PublicKey;
import org.throng.event.Event;
import org.throng.event.RelayUrl;
import org.throng.identity.IdentityException;
import org.throng.mail.AbsentException;
import org.throng.mail.Inbox;
import org.throng.mailbox.Changes;
import org.throng.mailbox.Drawer;
import org.throng.mailbox.Mailbox;
import org.throng.parcel.Label;
import org.throng.transport.Follower;
import org.throng.transport.Following;
import org.throng.transport.Harvest;
import org.throng.transport.RelayFacts;
import org.throng.transport.Transport;

/**
 * Follows the headers of everybody on one relay, for all identities that read there.
 *
 * <p>First the live subscription, then everything since the cursor, so that nothing falls between. A header may be posted
 * until twenty minutes after its created_at: the cursor stays half an hour behind. It moves, every half hour, only after
 * everything up to there was asked for and scanned and the matches are on the disk. Each identity has a cursor of its
 * own, for a key that is taken in later has all the headers before it. One that was made here had none: it joins without a
 * sign, or the relay would know when this address got one more.
 *
 * <p>Threads: one of its own. Whatever fails begins anew after a wait.
 */
final class Watch implements Runnable {
    private static final Logger LOG = LoggerFactory.getLogger(Watch.class);
    private static final long BEHIND_SECONDS = 1_800;
    private static final long LONGEST_WAIT_MILLIS = 60_000;
    private static final Duration ANSWER = Duration.ofSeconds(45);
    private static final Duration HARVEST = Duration.ofMinutes(11);
    private static final long AGAIN_MILLIS = 1_800_000;
    private static final long MEET_MILLIS = 86_400_000;
    private static final int LIVE_ROOM = 20_000;
    private static final Label LABEL = Label.EVERYBODY;

    private final RelayUrl relay;
    private volatile List<PublicKey> owners;
    private final Mailbox mailbox;
    private final Parts parts;
    private final RandomGenerator random;
    private final Clock clock;
    private final Thread thread;
    private volatile boolean stopped;
    private volatile String state = "connecting";
    private volatile String detail = "";
    private volatile boolean unverified = true;
    private boolean demandsAuth; // of the watching thread alone
    private volatile long leftUntil;

    /** What a watch uses of its surroundings. */
    interface Parts {
        /** @throws IOException where none reaches the relay now */
        Transport transport(RelayUrl relay) throws IOException;

        void scan(Mailbox mailbox, RelayUrl relay, List<Event> headers) throws IOException, IdentityException;

        /** The relay answers; does not wait for it. */
        void met(Mailbox mailbox, RelayUrl relay, RelayFacts facts, List<PublicKey> owners);

        /** It could not be followed; does not wait for it. */
        default void lost(RelayUrl relay) {}

        /** Since when there can be headers for an identity, in UNIX seconds; 0 for ever. */
        default long bornAt(PublicKey owner) {
            return 0;
        }

        /** Waits before it begins anew. */
        default void pause(long millis) throws InterruptedException {
            Thread.sleep(millis);
        }
    }

    Watch(RelayUrl relay, List<PublicKey> owners, Mailbox mailbox, Parts parts, RandomGenerator random, Clock clock) {
        this.relay = relay;
        this.owners = List.copyOf(owners);
        this.mailbox = mailbox;
        this.parts = parts;
        this.random = random;
        this.clock = clock;
        this.thread = daemon(this, "throng-inbox-watch");
    }

    static Thread daemon(Runnable task, String name) {
        Thread thread = new Thread(task, name);
        thread.setDaemon(true);
        return thread;
    }

    void start() {
        thread.start();
    }

    /** Interrupts and waits; nothing is written to the mailbox afterwards. */
    void stop() throws InterruptedException {
        stopped = true;
        thread.interrupt();
        thread.join();
    }

    List<PublicKey> owners() {
        return owners;
    }

    /**
     * From now on it is for these. The relay notices nothing: so only for whom there was nothing before, or will be nothing
     * more.
     */
    void serve(List<PublicKey> others) {
        owners = List.copyOf(others);
    }

    /** @param seconds UNIX time until which it is read though nobody names it any longer; 0: it is named */
    void leftUntil(long seconds) {
        leftUntil = seconds;
    }

    Inbox.RelayState report() {
        String left = leftUntil == 0
                ? ""
                : "left; read until " + LocalDate.ofInstant(Instant.ofEpochSecond(leftUntil), ZoneOffset.UTC)
                        + " for who does not know yet";
        String told = left.isEmpty() || detail.isEmpty() ? left + detail : left + "; " + detail;
        return new Inbox.RelayState(relay, state, told, unverified, leftUntil != 0, owners);
    }

    @Override
    public void run() {
        int failures = 0;
        while (!stopped) {
            long began = clock.millis();
            try {
                follow();
            } catch (AbsentException e) {
                failures = 0; // the relay's fault it is not
                state = "connecting";
                detail = e.getMessage();
            } catch (IOException | IdentityException | RuntimeException e) {
                boolean lasted = clock.millis() - began > 60_000;
                failures = lasted ? 1 : failures + 1;
                state = demandsAuth ? "unusable" : "unreachable";
                detail = String.valueOf(e.getMessage());
                parts.lost(relay);
                if (failures == 1) {
                    LOG.info("{} is not followed now: {}", relay, detail);
                }
                if (e instanceof RuntimeException) {
                    LOG.warn("Following {} failed", relay, e);
                }
            } catch (InterruptedException e) {
                return;
            }
            try {
                long wait = Math.min(LONGEST_WAIT_MILLIS, 500L << Math.min(failures, 10));
                parts.pause(wait / 2 + random.nextLong(wait));
            } catch (InterruptedException e) {
                return;
            }
        }
    }

    private void follow() throws IOException, IdentityException, InterruptedException {
        Transport transport = parts.transport(relay);
        demandsAuth = false;
        RelayFacts facts = Answers.await(transport.look(relay), ANSWER);
        unverified = !facts.feed();
        demandsAuth = facts.demandsAuth();
        if (demandsAuth) {
            throw new IOException(
                    "the relay wants to know who reads (NIP-42); a reader's key is never shown, use another relay");
        }
        // a cursor from a clock that is ahead would leave out what comes until then
        long ours = facts.clockAhead().map(theirs -> -theirs.toSeconds()).orElse(0L);
        long behind = BEHIND_SECONDS + Math.max(0, ours);
        long start = clock.instant().getEpochSecond();
        BlockingQueue<Event> live = new LinkedBlockingQueue<>(LIVE_ROOM);
        Ended ended = new Ended();
        Follower follower = new Follower() {
            @Override
            public void header(Event event) {
                if (!live.offer(event)) {
                    ended.set(new IOException("more headers came than could be scanned; the rest is asked for anew"));
                }
            }

            @Override
            public void ended(String reason) {
                ended.set(new IOException(reason));
            }
        };
        long since = since(start);
        Following following = Answers.await(transport.follow(relay, LABEL, start - behind, follower), ANSWER);
        try {
            Harvest harvest = Answers.await(transport.headers(relay, LABEL, since, page -> scan(page, ended)), HARVEST);
            ended.check();
            state = "following";
            detail =
                    harvest.complete() ? "" : "incomplete: more headers of one slot than the relay gives in one answer";
            moveTo(start - behind);
            LOG.info("Following {}, {} headers read", relay, harvest.headers());
            parts.met(mailbox, relay, facts, owners);
            stay(transport, facts, live, ended, behind);
        } finally {
            following.close();
        }
    }

    private void stay(Transport transport, RelayFacts facts, BlockingQueue<Event> live, Ended ended, long behind)
            throws IOException, IdentityException, InterruptedException {
        long movedAt = clock.millis();
        long metAt = movedAt;
        while (true) {
            Event first = live.poll(ended.isSet() ? 0 : 1, TimeUnit.SECONDS);
            if (first != null) {
                List<Event> batch = new ArrayList<>(List.of(first));
                live.drainTo(batch, 4_095);
                parts.scan(mailbox, relay, batch);
            } else {
                ended.check();
            }
            if (clock.millis() - movedAt > AGAIN_MILLIS && live.isEmpty()) {
                movedAt = clock.millis();
                // a relay may forget a subscription and keep its connection: the cursor moves over what was asked for
                long since = since(movedAt / 1000);
                Answers.await(transport.headers(relay, LABEL, since, page -> scan(page, ended)), HARVEST);
                ended.check();
                moveTo(movedAt / 1000 - behind);
                if (movedAt - metAt > MEET_MILLIS) {
                    metAt = movedAt;
                    parts.met(
                            mailbox, relay, facts,
                            owners); // keys in a profile are renewed, however long a connection lasts
                }
            }
        }
    }

    private void scan(List<Event> page, Ended ended) {
        try {
            parts.scan(mailbox, relay, page);
        } catch (IOException e) {
            ended.set(e);
        } catch (IdentityException e) {
            ended.set(new IOException(e.getMessage(), e));
        }
    }

    private long since(long now) throws IOException {
        long since = now;
        for (PublicKey owner : owners) {
            Optional<byte[]> cursor = mailbox.note(Drawer.CURSOR, cursorKey(owner));
            since = Math.min(
                    since,
                    cursor.map(bytes -> Long.parseLong(new String(bytes, StandardCharsets.UTF_8)))
                            .filter(seconds -> seconds <= now) // else it was written by a clock that was wrong
                            .orElseGet(() -> parts.bornAt(owner) - BEHIND_SECONDS));
        }
        return Math.max(since, now - Scan.OLDEST);
    }

    private void moveTo(long seconds) throws IOException {
        Changes changes = new Changes();
        for (PublicKey owner : owners) {
            changes.put(Drawer.CURSOR, cursorKey(owner), Long.toString(seconds).getBytes(StandardCharsets.UTF_8));
        }
        mailbox.write(changes);
    }

    private String cursorKey(PublicKey owner) {
        return relay + " " + LABEL + " " + owner.hex();
    }

    /** The first reason why following is over. */
    private static final class Ended {
        private volatile IOException reason;

        synchronized void set(IOException why) {
            if (reason == null) {
                reason = why;
            }
        }

        boolean isSet() {
            return reason != null;
        }

        void check() throws IOException {
            if (reason != null) {
                throw reason;
            }
        }
    }
}
