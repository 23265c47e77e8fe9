// SPDX-License-Identifier: MIT
package org.throng.mail.inbox;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.throng.curve.PublicKey;
import org.throng.event.Event;
import org.throng.event.RelayUrl;
import org.throng.identity.IdentityException;
import org.throng.mail.AbsentException;
import org.throng.mailbox.Changes;
import org.throng.mailbox.Drawer;
import org.throng.mailbox.Mailbox;
import org.throng.transport.Follower;
import org.throng.transport.Following;
import org.throng.transport.Transport;

/**
 * Follows the wraps for one identity on one relay, on connections that nothing else shares.
 *
 * <p>Wraps are dated up to two days back, so each question goes back two days and an hour before the cursor, which is the moment
 * of the last question that was answered to the end; what comes again is known by its id. The first question has no beginning.
 * First all that is there, then the live subscription, which goes as far back: nothing falls between.
 *
 * <p>Threads: one of its own. Whatever fails begins anew after a wait.
 */
final class WrapWatch implements Runnable {
    static final long BACK_SECONDS = 2 * 86_400 + 3_600;

    private static final Logger LOG = LoggerFactory.getLogger(WrapWatch.class);
    private static final Duration ANSWER = Duration.ofSeconds(45);
    private static final Duration HARVEST = Duration.ofMinutes(11);
    private static final long AGAIN_MILLIS = 1_800_000;
    private static final long LONGEST_WAIT_MILLIS = 60_000;
    private static final long UNUSABLE_WAIT_MILLIS = 600_000;
    private static final int LIVE_ROOM = 20_000;
    private static final long LIVE_CHARACTERS = 32 << 20;

    private final RelayUrl relay;
    private final PublicKey owner;
    private final Mailbox mailbox;
    private final Parts parts;
    private final RandomGenerator random;
    private final Clock clock;
    private final Thread thread;
    private volatile boolean stopped;
    private volatile State state = State.CONNECTING;
    private volatile String detail = "";

    /** How it stands. */
    enum State {
        CONNECTING,
        FOLLOWING,
        UNREACHABLE,
        /** The relay wants to know who reads. */
        UNUSABLE
    }

    /** What it uses of its surroundings. */
    interface Parts {
        /** @throws IOException where none reaches the relay now */
        Transport transport(RelayUrl relay) throws IOException;

        void keep(Mailbox mailbox, PublicKey owner, List<Event> wraps) throws IOException, IdentityException;

        /** Whether the relay can be used is known now, or is another than before; does not wait for it. */
        void judged(Mailbox mailbox, PublicKey owner);

        /** Waits before it begins anew. */
        default void pause(long millis) throws InterruptedException {
            Thread.sleep(millis);
        }
    }

    WrapWatch(RelayUrl relay, PublicKey owner, Mailbox mailbox, Parts parts, RandomGenerator random, Clock clock) {
        this.relay = relay;
        this.owner = owner;
        this.mailbox = mailbox;
        this.parts = parts;
        this.random = random;
        this.clock = clock;
        this.thread = Watch.daemon(this, "throng-inbox-wraps");
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

    State state() {
        return state;
    }

    /** For a person. */
    String report() {
        return switch (state) {
            case CONNECTING -> "NIP-17: connecting";
            case FOLLOWING -> "NIP-17: following";
            case UNREACHABLE -> "NIP-17: " + detail;
            case UNUSABLE ->
                "NIP-17: unusable here, the relay wants to know who reads (NIP-42); a reader's key is never shown by that";
        };
    }

    @Override
    public void run() {
        int failures = 0;
        while (!stopped) {
            long began = clock.millis();
            try {
                follow();
            } catch (AbsentException e) {
                failures = 0;
                state = State.CONNECTING;
            } catch (IOException | IdentityException | RuntimeException e) {
                failures = clock.millis() - began > 60_000 ? 1 : failures + 1;
                fail(e, failures);
            } catch (InterruptedException e) {
                return;
            }
            try {
                long wait = state == State.UNUSABLE
                        ? UNUSABLE_WAIT_MILLIS
                        : Math.min(LONGEST_WAIT_MILLIS, 500L << Math.min(failures, 10));
                parts.pause(wait / 2 + random.nextLong(wait));
            } catch (InterruptedException e) {
                return;
            }
        }
    }

    private void fail(Exception e, int failures) {
        detail = String.valueOf(e.getMessage());
        boolean unusable = detail.contains("auth-required:") || detail.contains("restricted:");
        State before = state;
        state = unusable ? State.UNUSABLE : State.UNREACHABLE;
        if (failures == 1) {
            LOG.info("Wraps on {} are not followed now: {}", relay, detail);
        }
        if (e instanceof RuntimeException) {
            LOG.warn("Following wraps on {} failed", relay, e);
        }
        if (unusable && before != State.UNUSABLE) {
            parts.judged(mailbox, owner);
        }
    }

    private void follow() throws IOException, IdentityException, InterruptedException {
        Transport transport = parts.transport(relay);
        read(transport);
        AtomicReference<String> ended = new AtomicReference<>();
        AtomicLong waiting = new AtomicLong();
        BlockingQueue<Event> live = new LinkedBlockingQueue<>(LIVE_ROOM);
        Follower follower = new Follower() {
            @Override
            public void header(Event wrap) {
                if (waiting.addAndGet(wrap.content().length()) > LIVE_CHARACTERS || !live.offer(wrap)) {
                    ended.compareAndSet(null, "more wraps came than could be opened; the rest is asked for anew");
                }
            }

            @Override
            public void ended(String reason) {
                ended.compareAndSet(null, reason);
            }
        };
        long since = Math.max(0, clock.instant().getEpochSecond() - BACK_SECONDS);
        Following following = Answers.following(transport.followWraps(relay, owner, since, follower), ANSWER);
        try {
            stay(transport, live, waiting, ended);
        } finally {
            following.close();
        }
    }

    /** Everything since the cursor. */
    private void read(Transport transport) throws IOException, IdentityException, InterruptedException {
        long start = clock.instant().getEpochSecond();
        AtomicReference<Exception> failure = new AtomicReference<>();
        Answers.await(
                transport.wraps(relay, owner, since(start), page -> {
                    try {
                        if (failure.get() == null) {
                            parts.keep(mailbox, owner, page);
                        }
                    } catch (IOException | IdentityException e) {
                        failure.set(e);
                    }
                }),
                HARVEST);
        if (failure.get() instanceof IOException e) {
            throw e;
        }
        if (failure.get() instanceof IdentityException e) {
            throw e;
        }
        mailbox.write(new Changes()
                .put(Drawer.CURSOR, cursorKey(), Long.toString(start).getBytes(StandardCharsets.UTF_8)));
        if (state != State.FOLLOWING) {
            state = State.FOLLOWING;
            LOG.info("Following wraps on {}", relay);
            parts.judged(mailbox, owner);
        }
    }

    private void stay(Transport transport, BlockingQueue<Event> live, AtomicLong waiting, AtomicReference<String> ended)
            throws IOException, IdentityException, InterruptedException {
        long readAt = clock.millis();
        while (true) {
            Event first = live.poll(ended.get() != null ? 0 : 1, TimeUnit.SECONDS);
            if (first != null) {
                List<Event> batch = new ArrayList<>(List.of(first));
                live.drainTo(batch, 199);
                batch.forEach(wrap -> waiting.addAndGet(-wrap.content().length()));
                parts.keep(mailbox, owner, batch);
            } else if (ended.get() != null) {
                throw new IOException(ended.get());
            } else if (clock.millis() - readAt > AGAIN_MILLIS) {
                readAt = clock.millis();
                read(transport); // a relay may forget a subscription and keep its connection
            }
        }
    }

    private long since(long now) throws IOException {
        Optional<byte[]> cursor = mailbox.note(Drawer.CURSOR, cursorKey());
        return cursor.map(bytes -> Long.parseLong(new String(bytes, StandardCharsets.UTF_8)))
                .filter(seconds -> seconds <= now) // else it was written by a clock that was wrong
                .map(seconds -> Math.max(0, seconds - BACK_SECONDS))
                .orElse(0L);
    }

    private String cursorKey() {
        return relay + " wraps " + owner.hex();
    }
}
