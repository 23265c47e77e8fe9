// SPDX-License-Identifier: MIT
package org.throng.mail.inbox;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.throng.event.RelayUrl;
import org.throng.identity.IdentityException;
import org.throng.mail.AbsentException;
import org.throng.mail.Inbox;
import org.throng.mailbox.Changes;
import org.throng.mailbox.Drawer;
import org.throng.mailbox.Mailbox;
import org.throng.scheme.Sighting;

/**
 * The scan in the background: what came just now first, then the {@link Backlog}s, a batch of each in turn. A batch leaves its
 * backlog in the write that notes what was found in it, so that the scan goes on where it was, however it ended.
 *
 * <p>Live headers wait in memory, as many as there is room for: how far a relay was looked up is noted up to half an hour
 * before them, so that after a crash they are asked for again and then wait on the disk. The others, as while the scan is
 * paused, are given back, for the backlog.
 *
 * <p>Threads: one of its own, of the lowest priority; all methods may be called from any.
 */
final class Scanner {
    private static final Logger LOG = LoggerFactory.getLogger(Scanner.class);
    private static final String PAUSED = "scan paused";
    private static final int LIVE_ROOM = 4_096;
    private static final long AGAIN_MILLIS = 1_000;
    private static final long LOOK_MILLIS = 10_000;
    private static final long END_MILLIS = 2_000;

    private final Step step;
    private final Thread thread;
    private final Map<RelayUrl, Backlog> backlogs = new LinkedHashMap<>();
    private final Map<RelayUrl, Queue<Sighting>> live = new LinkedHashMap<>();
    private final Map<RelayUrl, Pace> paces = new HashMap<>();
    private final Queue<RelayUrl> turns = new ArrayDeque<>();
    private Mailbox mailbox;
    private boolean paused;
    private boolean atWork;
    private boolean stopped;

    /** Scans a batch. */
    interface Step {
        /** @param with is written together with what was found */
        void scan(Mailbox open, RelayUrl relay, List<Sighting> headers, Changes with)
                throws IOException, IdentityException;
    }

    /** What to scan now; without a batch they are live ones, and nothing is to be written for them. */
    private record Work(Mailbox open, RelayUrl relay, List<Sighting> headers, Backlog backlog, Backlog.Batch batch) {}

    Scanner(Step step) {
        this.step = step;
        thread = Watch.daemon(this::run, "throng-inbox-scan");
        lowestPriority(thread);
    }

    @SuppressWarnings("ThreadPriorityCheck") // nothing relies on it: where the system heeds it, others go first
    private static void lowestPriority(Thread thread) {
        thread.setPriority(Thread.MIN_PRIORITY);
    }

    void start() {
        thread.start();
    }

    /** There is a mailbox; what waits in it is scanned, whether its relays are followed or not. */
    synchronized void open(Mailbox opened) {
        forget();
        mailbox = opened;
        try {
            paused = opened.note(Drawer.NOTE, PAUSED).isPresent();
            for (RelayUrl relay : Backlog.relays(opened)) {
                backlog(opened, relay);
            }
        } catch (IOException e) {
            LOG.error("Headers that wait for the scan cannot be looked up: {}", e.getMessage(), e);
        }
        notifyAll();
    }

    private void forget() {
        mailbox = null;
        backlogs.clear();
        live.clear();
        turns.clear();
        paces.clear();
    }

    /** It is about to be closed: the batch at work is broken off, and waited for as long as is decent. */
    synchronized void close(Mailbox closed) throws InterruptedException {
        if (mailbox != closed) {
            return;
        }
        forget();
        if (atWork) {
            thread.interrupt();
        }
        long deadline = System.nanoTime() + END_MILLIS * 1_000_000;
        for (long left = END_MILLIS; atWork && left > 0; left = (deadline - System.nanoTime()) / 1_000_000) {
            wait(left);
        }
    }

    /** Ends the thread. */
    void stop() throws InterruptedException {
        synchronized (this) {
            stopped = true;
            forget();
            notifyAll();
        }
        thread.interrupt();
        thread.join(END_MILLIS);
    }

    /** Where the headers of a relay wait. */
    synchronized Backlog backlog(Mailbox open, RelayUrl relay) throws IOException {
        if (mailbox != open) {
            throw new AbsentException("the mailbox is closed");
        }
        Backlog held = backlogs.get(relay);
        if (held == null) {
            held = new Backlog(open, relay);
            backlogs.put(relay, held);
            turns.add(relay);
        }
        return held;
    }

    /** Headers wait in a backlog. */
    synchronized void wake() {
        notifyAll();
    }

    /**
     * Headers that came just now.
     *
     * @return those for which there is no room here
     */
    synchronized List<Sighting> live(Mailbox open, RelayUrl relay, List<Sighting> headers) {
        if (mailbox != open) {
            return List.of(); // it is read again from where it was noted
        }
        Queue<Sighting> waiting = live.computeIfAbsent(relay, url -> new ArrayDeque<>());
        int taken = Math.min(headers.size(), Math.max(0, LIVE_ROOM - waiting.size()));
        waiting.addAll(headers.subList(0, taken));
        notifyAll();
        return headers.subList(taken, headers.size());
    }

    /** Stops scanning after the batch at work, or goes on; it lasts until it is said otherwise. Look-up goes on. */
    synchronized void pause(boolean stop) throws IOException {
        if (mailbox == null) {
            throw new AbsentException("the mailbox is closed");
        }
        Changes changes = new Changes();
        mailbox.write(
                stop
                        ? changes.put(Drawer.NOTE, PAUSED, "1".getBytes(StandardCharsets.UTF_8))
                        : changes.remove(Drawer.NOTE, PAUSED));
        paused = stop;
        notifyAll();
    }

    /**
     * How far a relay's headers are scanned.
     *
     * @param unread seconds of its headers that are still to be read
     */
    synchronized Inbox.Scanning report(RelayUrl relay, long unread) {
        Backlog backlog = backlogs.get(relay);
        int fresh = live.getOrDefault(relay, new ArrayDeque<>()).size();
        if (backlog == null) {
            return new Inbox.Scanning(0, fresh, false, paused, -1);
        }
        long scanned = backlog.scannedNow();
        long more = backlog.estimate(unread);
        long total = Math.max(scanned, backlog.addedNow() + more) + fresh;
        Pace pace = paces.get(relay);
        long left = paused || pace == null ? -1 : pace.secondsFor(total - scanned);
        return new Inbox.Scanning(scanned, total, unread > 0, paused, left);
    }

    private void run() {
        while (true) {
            Work work;
            try {
                work = next();
            } catch (InterruptedException e) {
                continue; // whoever closes a mailbox wakes us so; the end is told otherwise
            }
            if (work == null) {
                return;
            }
            boolean done = false;
            try {
                scan(work);
                done = true;
            } catch (AbsentException e) {
                LOG.debug("The scan waits: {}", e.getMessage());
            } catch (IOException | IdentityException | RuntimeException e) {
                if (isOpen(work.open())) {
                    LOG.warn("Headers could not be scanned and are tried again: {}", e.getMessage(), e);
                }
            }
            ended(work, done);
        }
    }

    private void scan(Work work) throws IOException, IdentityException {
        if (work.batch() == null) {
            step.scan(work.open(), work.relay(), work.headers(), new Changes());
        } else {
            step.scan(work.open(), work.relay(), work.headers(), work.backlog().without(work.batch()));
            work.backlog().taken(work.batch());
        }
    }

    private synchronized boolean isOpen(Mailbox open) {
        return mailbox == open && !stopped;
    }

    private synchronized void ended(Work work, boolean done) {
        atWork = false;
        Thread.interrupted(); // meant for this batch
        notifyAll();
        if (done && work.batch() != null && mailbox == work.open()) {
            paces.computeIfAbsent(work.relay(), url -> new Pace())
                    .did(work.headers().size());
        }
        if (!done && mailbox == work.open()) {
            if (work.batch() == null) {
                live.computeIfAbsent(work.relay(), url -> new ArrayDeque<>()).addAll(work.headers());
            }
            pauseABit(work.open());
        }
    }

    private synchronized void pauseABit(Mailbox open) {
        long until = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(AGAIN_MILLIS);
        try {
            for (long left = AGAIN_MILLIS; left > 0 && isOpen(open); ) {
                wait(left);
                left = TimeUnit.NANOSECONDS.toMillis(until - System.nanoTime());
            }
        } catch (InterruptedException e) {
            LOG.debug("Woken", e);
        }
    }

    /** Waits for work; {@code null} at the end. */
    private synchronized Work next() throws InterruptedException {
        while (!stopped) {
            Work work = mailbox == null || paused ? null : find();
            if (work != null) {
                atWork = true;
                return work;
            }
            wait(LOOK_MILLIS);
        }
        return null;
    }

    private Work find() {
        for (Map.Entry<RelayUrl, Queue<Sighting>> waiting : live.entrySet()) {
            if (!waiting.getValue().isEmpty()) {
                List<Sighting> headers = new ArrayList<>(waiting.getValue());
                waiting.getValue().clear();
                return new Work(mailbox, waiting.getKey(), headers, null, null);
            }
        }
        for (int i = 0; i < turns.size(); i++) {
            RelayUrl relay = turns.remove();
            turns.add(relay);
            Backlog backlog = backlogs.get(relay);
            if (!backlog.isEmpty()) {
                try {
                    Backlog.Batch batch = backlog.peek();
                    return new Work(mailbox, relay, batch.sightings(), backlog, batch);
                } catch (IOException e) {
                    LOG.warn("Headers that wait for the scan cannot be read: {}", e.getMessage(), e);
                }
            }
        }
        return null;
    }

    /** How fast the headers of one relay are scanned, what others take of the machine and of the scan included. */
    private static final class Pace {
        private static final double WEIGHT = 0.1;
        private static final long PAUSE_NANOS = 10_000_000_000L;

        private long last;
        private double secondsEach;

        private void did(int headers) {
            long now = System.nanoTime();
            double each = (now - last) / 1e9 / Math.max(1, headers);
            if (last != 0 && now - last < PAUSE_NANOS) {
                secondsEach = secondsEach == 0 ? each : (1 - WEIGHT) * secondsEach + WEIGHT * each;
            }
            last = now;
        }

        private long secondsFor(long headers) {
            return secondsEach == 0 ? -1 : Math.round(headers * secondsEach);
        }
    }
}
