// SPDX-License-Identifier: MIT
package org.throng.mail.inbox;

import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
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
import org.throng.mailbox.Mailbox;
import org.throng.scheme.Sighting;
import org.throng.transport.Follower;
import org.throng.transport.Following;
import org.throng.transport.RelayFacts;
import org.throng.transport.Transport;

/**
 * Follows the headers of everybody on one relay, for all identities that read there.
 *
 * <p>First the live subscription, then everything that was not looked up yet, so that nothing falls between; what comes live
 * meanwhile does not wait for it. A header may be posted until twenty minutes after its created_at: half an hour before now
 * nothing counts as looked up, and it is asked for every half hour. One more identity
 * that was made here joins without a sign, or the relay would know when this address got it.
 *
 * <p>Threads: one of its own; pages come on the transport's. Whatever fails begins anew after a wait.
 */
final class Watch implements Runnable {
    private static final Logger LOG = LoggerFactory.getLogger(Watch.class);
    static final long BEHIND_SECONDS = 1_800;
    private static final long LONGEST_WAIT_MILLIS = 60_000;
    private static final Duration ANSWER = Duration.ofSeconds(45);
    private static final long AGAIN_MILLIS = 1_800_000;
    private static final long SOON_MILLIS = 60_000;
    private static final long MEET_MILLIS = 86_400_000;
    private static final int LIVE_ROOM = 8_192;

    private final RelayUrl relay;
    private volatile List<PublicKey> owners;
    private final Mailbox mailbox;
    private final Parts parts;
    private final RandomGenerator random;
    private final Clock clock;
    private final Thread thread;
    private final Reading reading;
    private volatile boolean stopped;
    private volatile String state = "connecting";
    private volatile String detail = "";
    private boolean demandsAuth; // of the watching thread alone
    private volatile long leftUntil;

    /** What a watch uses of its surroundings. */
    interface Parts extends Reading.Parts {
        /** @throws IOException where none reaches the relay now */
        Transport transport(RelayUrl relay) throws IOException;

        /**
         * Headers that came just now and were not found by look-up.
         *
         * @return those for which there is no room
         */
        List<Sighting> live(Mailbox mailbox, RelayUrl relay, List<Sighting> misses);

        /** How far what was read is scanned. */
        Inbox.Scanning scanning(RelayUrl relay, long unread);

        /** The relay answers; does not wait for it. */
        void met(Mailbox mailbox, RelayUrl relay, RelayFacts facts, List<PublicKey> owners);

        /** It could not be followed; does not wait for it. */
        default void lost(RelayUrl relay) {}

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
        this.reading = new Reading(relay, owners, mailbox, parts, clock);
    }

    static Thread daemon(Runnable task, String name) {
        Thread thread = new Thread(task, name);
        thread.setDaemon(true);
        return thread;
    }

    void start() {
        try {
            reading.load();
        } catch (IOException e) {
            LOG.debug("It is tried again with the relay at hand", e);
        }
        thread.start();
    }

    /** Interrupts and waits; nothing is written to the mailbox afterwards. */
    void stop() throws InterruptedException {
        stopped = true;
        thread.interrupt();
        thread.join();
        reading.close();
    }

    List<PublicKey> owners() {
        return owners;
    }

    /** Whether it writes into this mailbox: another one may have taken its place in a moment. */
    boolean isIn(Mailbox open) {
        return mailbox == open;
    }

    /**
     * From now on it is for these. The relay notices nothing: so only for whom there was nothing before, or will be nothing
     * more.
     */
    void serve(List<PublicKey> others) {
        owners = List.copyOf(others);
        reading.serve(owners);
    }

    /** Asks for everything since a moment once more, in UNIX seconds; durable when it returns. */
    void again(long since) throws IOException {
        reading.again(since);
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
        return new Inbox.RelayState(
                relay,
                state,
                told,
                !reading.isVerified(),
                leftUntil != 0,
                owners,
                parts.scanning(relay, reading.unread()));
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
        demandsAuth = facts.demandsAuth();
        if (demandsAuth) {
            throw new IOException(
                    "the relay wants to know who reads (NIP-42); a reader's key is never shown, use another relay");
        }
        // what a clock that is ahead counts as looked up would leave out what comes until then
        long ours = facts.clockAhead().map(theirs -> -theirs.toSeconds()).orElse(0L);
        long behind = BEHIND_SECONDS + Math.max(0, ours);
        long start = clock.instant().getEpochSecond();
        BlockingQueue<Event> live = new LinkedBlockingQueue<>(LIVE_ROOM);
        Ended ended = new Ended();
        Follower follower = new Follower() {
            @Override
            public void header(Event event) {
                if (!live.offer(event)) {
                    ended.set(new IOException("more headers came than could be looked up; the rest is asked for anew"));
                }
            }

            @Override
            public void ended(String reason) {
                ended.set(new IOException(reason));
            }
        };
        Following following =
                Answers.following(transport.follow(relay, Sightings.LABEL, start - behind, follower), ANSWER);
        try {
            reading.begin(start, behind, facts.feed());
            stay(transport, facts, live, ended, behind);
        } finally {
            reading.breakOff();
            following.close();
        }
    }

    private void stay(Transport transport, RelayFacts facts, BlockingQueue<Event> live, Ended ended, long behind)
            throws IOException, IdentityException, InterruptedException {
        long readAt = clock.millis();
        long metAt = 0;
        state = "reading";
        detail = "";
        while (true) {
            Reading.Stand stand = reading.goOn(transport);
            if (stand == Reading.Stand.READ || stand == Reading.Stand.WAITS_FOR_ROOM) {
                state = "following";
                detail = reading.told();
                if (metAt == 0) {
                    LOG.info("Following {}, {} headers read", relay, reading.headers());
                }
                if (clock.millis() - metAt > MEET_MILLIS) {
                    metAt = clock.millis();
                    // keys in a profile are renewed, however long a connection lasts
                    parts.met(mailbox, relay, facts, owners);
                }
            }
            Event first = live.poll(patience(ended, stand), TimeUnit.MILLISECONDS);
            if (first != null) {
                List<Event> batch = new ArrayList<>(List.of(first));
                live.drainTo(batch, 4_095);
                reading.late(parts.live(mailbox, relay, parts.lookUp(mailbox, relay, batch)));
            } else {
                ended.check();
            }
            long age = clock.millis() - readAt;
            boolean due = age > AGAIN_MILLIS || age > SOON_MILLIS && reading.isBehind();
            if (stand == Reading.Stand.READ && due && live.isEmpty()) {
                readAt = clock.millis();
                // a relay may forget a subscription and keep its connection
                reading.begin(readAt / 1000, behind, facts.feed());
            }
        }
    }

    private static long patience(Ended ended, Reading.Stand stand) {
        return ended.isSet() ? 0 : stand == Reading.Stand.READS ? 50 : 1_000;
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
