// SPDX-License-Identifier: MIT
package org.throng.relay.events;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.throng.curve.Curve;
import org.throng.curve.PublicKey;
import org.throng.event.Event;
import org.throng.event.EventId;
import org.throng.policy.Verdict;
import org.throng.store.StoreException;

/**
 * Takes events in: some threads verify, policies judge, one writes.
 *
 * <p>A verifier takes what waits ({@link Unverified}), up to {@link #VERIFY_TOGETHER} events, and has their signatures checked in one call. Then the
 * policies are asked; where one takes its time, nobody waits for it, and the event goes on when the verdict is there.
 * The writer takes what was verified, up to {@link #WRITE_TOGETHER} events, decides about each in order, and makes them
 * durable in one commit; so a single event waits for nobody, and many share one fsync. Nothing is answered, and nobody
 * is shown anything, before the commit returned. Where it fails, all of it is refused and the relay goes on.
 *
 * <p>Between events the writer sweeps what has expired. It holds {@link StoredEvents#writing} for each batch, so that rules of
 * retention can erase in between.
 */
final class Intake implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Intake.class);
    private static final int VERIFY_TOGETHER = 1_024;
    private static final int WRITE_TOGETHER = 512;
    private static final long WRITE_BYTES = 4 << 20;
    private static final int SWEEP_TOGETHER = 200;
    private static final long COMPLAIN_MILLIS = 60_000;
    private static final long JOIN_MILLIS = 4_000;

    private final Curve curve;
    private final Gate gate;
    private final StoredEvents events;
    private final Ledgers ledgers;
    private final Subscribers subscribers;
    private final Counters counters;
    private final InstantSource clock;
    private final long sweepMillis;
    private final Unverified unverified = new Unverified(VERIFY_TOGETHER);
    private final BlockingQueue<Arrival> verified = new LinkedBlockingQueue<>();
    private final AtomicInteger judged = new AtomicInteger();
    private final Queue<Erasure> erasures = new ConcurrentLinkedQueue<>();
    private final List<Thread> verifiers = new ArrayList<>();
    private final Thread writer;
    private final AtomicLong accepted = new AtomicLong();
    private final AtomicLong refused = new AtomicLong();
    private long lastComplaint = Long.MIN_VALUE / 2;
    private long nextSweep;
    private volatile long busySince;
    private volatile boolean closed;

    /** @param done whether there was anything to erase */
    private record Erasure(Erasing work, CompletableFuture<Boolean> done) {}

    /** Erases something, or begins to. */
    @FunctionalInterface
    private interface Erasing {
        /** @return whether there was anything */
        boolean run() throws StoreException;
    }

    /** @param threads that verify */
    Intake(
            Curve curve,
            Gate gate,
            StoredEvents events,
            Ledgers ledgers,
            Subscribers subscribers,
            Counters counters,
            InstantSource clock,
            int sweepSeconds,
            int threads) {
        this.curve = curve;
        this.gate = gate;
        this.events = events;
        this.ledgers = ledgers;
        this.subscribers = subscribers;
        this.counters = counters;
        this.clock = clock;
        this.sweepMillis = sweepSeconds * 1_000L;
        for (int i = 0; i < threads; i++) {
            verifiers.add(start("throng-relay-verify-" + i, this::verify));
        }
        writer = start("throng-relay-write", this::write);
    }

    private static Thread start(String name, Runnable work) {
        Thread thread = new Thread(work, name);
        thread.setDaemon(true);
        thread.start();
        return thread;
    }

    /** Takes an event whose form was checked; it will be answered. */
    void add(Arrival arrival) {
        unverified.add(arrival);
    }

    /** As {@link #add}, of an event whose signature somebody vouches for. */
    void addVerified(Arrival arrival) {
        judge(arrival);
    }

    /** Events that wait, for verification, for a verdict or to be written. */
    int waiting() {
        return unverified.size() + judged.get() + verified.size();
    }

    boolean isAlive() {
        return writer.isAlive() && verifiers.stream().allMatch(Thread::isAlive);
    }

    /** How long the writer has been at one batch; 0 where it is at none. */
    long busyMillis() {
        long since = busySince;
        return since == 0 ? 0 : (System.nanoTime() - since) / 1_000_000;
    }

    /** An event was refused before it came here. */
    void noteRefusal() {
        refused.incrementAndGet();
    }

    long accepted() {
        return accepted.get();
    }

    long refused() {
        return refused.get();
    }

    private void verify() {
        try {
            for (List<Arrival> batch = unverified.take(); !batch.isEmpty(); batch = unverified.take()) {
                try {
                    verify(batch);
                } finally {
                    unverified.done();
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // it was told to end
        }
    }

    private void verify(List<Arrival> batch) {
        try {
            boolean[] verdicts = curve.verifyAll(batch.stream()
                    .map(one -> new Curve.Claim(
                            one.event().pubkey(),
                            one.event().id().bytes(),
                            one.event().signature()))
                    .toList());
            for (int i = 0; i < verdicts.length; i++) {
                if (verdicts[i]) {
                    judge(batch.get(i));
                } else {
                    answer(batch.get(i), Outcome.refused("invalid: the signature does not verify"));
                }
            }
        } catch (RuntimeException e) {
            LOG.error("signatures could not be verified", e);
            batch.forEach(one -> answer(one, Outcome.refused("error: could not be verified, try again later")));
        }
    }

    private void judge(Arrival one) {
        CompletableFuture<Verdict> verdict = gate.judge(one.submission());
        if (verdict.isDone()) {
            settle(one, verdict.join());
            return;
        }
        judged.incrementAndGet();
        verdict.whenComplete((given, failure) -> {
            settle(one, given);
            judged.decrementAndGet();
        });
    }

    private void settle(Arrival one, Verdict verdict) {
        if (closed) {
            answer(one, Outcome.refused("error: the relay is ending, try again later"));
            return;
        }
        switch (verdict.action()) {
            case ACCEPT -> verified.add(one);
            case REFUSE -> answer(one, Outcome.refused(verdict.text()));
            case SHADOW -> {
                Outcome shadowed = Outcome.shadowed(one.submission().source());
                if (shadowed.accepted()) {
                    noteRefusal();
                }
                answer(one, shadowed);
            }
        }
    }

    /** Erases a stored event; told whether it was there, once it is gone. */
    CompletableFuture<Boolean> erase(EventId id) {
        return erase(() -> {
            boolean there = events.find(id.bytes()).isPresent();
            Overlay overlay = new Overlay(events.store());
            events.erase(overlay, id.bytes());
            if (!overlay.isEmpty()) {
                events.commit(overlay);
            }
            return there;
        });
    }

    /** Erases all of an author and wraps to them; told whether there was anything, once nothing of it is served any more. */
    CompletableFuture<Boolean> erase(PublicKey author) {
        return erase(() -> {
            nextSweep = 0;
            return events.vanishing().eraseAll(events, author, clock.instant().getEpochSecond());
        });
    }

    private CompletableFuture<Boolean> erase(Erasing work) {
        Erasure erasure = new Erasure(work, new CompletableFuture<>());
        erasures.add(erasure);
        verified.add(Arrival.NUDGE);
        return erasure.done();
    }

    private void write() {
        List<Arrival> batch = new ArrayList<>();
        while (takeVerified(batch)) {
            busySince = System.nanoTime() | 1;
            events.writing().lock();
            try {
                if (!batch.isEmpty()) {
                    store(batch);
                }
                erase();
                sweepIfDue();
            } finally {
                events.writing().unlock();
                busySince = 0;
            }
        }
        events.writing().lock();
        try {
            erase();
        } finally {
            events.writing().unlock();
        }
    }

    private void erase() {
        for (Erasure next = erasures.poll(); next != null; next = erasures.poll()) {
            try {
                next.done().complete(next.work().run());
            } catch (StoreException | RuntimeException e) {
                forget();
                next.done().completeExceptionally(e);
            }
        }
    }

    private boolean takeVerified(List<Arrival> batch) {
        batch.clear();
        try {
            long wait = Math.max(0, Math.min(sweepMillis, nextSweep - clock.millis()));
            Arrival next = verified.poll(wait, TimeUnit.MILLISECONDS);
            long bytes = 0;
            while (next != null && !next.isEnd()) {
                if (!next.isNudge()) {
                    batch.add(next);
                    bytes += next.weight();
                }
                next = batch.size() < WRITE_TOGETHER && bytes < WRITE_BYTES ? verified.poll() : null;
            }
            if (next != null) {
                verified.add(Arrival.END);
                return !batch.isEmpty();
            }
            return true;
        } catch (InterruptedException e) {
            return false;
        }
    }

    private void store(List<Arrival> batch) {
        long now = clock.instant().getEpochSecond();
        Overlay overlay = new Overlay(events.store());
        List<Outcome> outcomes = new ArrayList<>();
        try {
            for (Arrival one : batch) {
                outcomes.add(
                        Address.isEphemeral(one.event().kind())
                                ? Outcome.STORED // in no store: shown to those who listen, and gone
                                : events.add(overlay, one.event(), one.row(), now));
            }
            batch.forEach(one -> subscribers.announce(one.event().id()));
            if (!overlay.isEmpty()) {
                long before = System.nanoTime();
                ledgers.commit(overlay, () -> entered(batch, outcomes));
                counters.writeMicros.add((System.nanoTime() - before) / 1_000);
                counters.writes.increment();
                counters.lastBatch.set(batch.size());
            }
        } catch (StoreException | RuntimeException e) {
            counters.writesFailed.increment();
            complain("events could not be stored", e);
            forget();
            batch.forEach(one -> subscribers.forget(one.event().id()));
            batch.forEach(one -> answer(one, Outcome.refused("error: could not be stored, try again later")));
            return;
        }
        for (int i = 0; i < batch.size(); i++) {
            Arrival one = batch.get(i);
            if (outcomes.get(i).isNew() && one.event().kind() == Vanishing.KIND) {
                events.vanishing().begin(one.event());
                nextSweep = 0;
            }
            if (outcomes.get(i).isNew()) {
                subscribers.show(one.event(), one.row());
            } else {
                subscribers.forget(one.event().id());
            }
            // OK comes last: a question that follows it is not shown this event as a live one
            answer(one, outcomes.get(i));
        }
    }

    /** What is new and of a kind that somebody keeps account of: hardly ever anything, and then no list is made. */
    private List<Event> entered(List<Arrival> batch, List<Outcome> outcomes) {
        List<Event> entered = List.of();
        for (int i = 0; i < batch.size(); i++) {
            Event event = batch.get(i).event();
            if (ledgers.want(event.kind()) && outcomes.get(i).isNew()) {
                entered = entered.isEmpty() ? new ArrayList<>() : entered;
                entered.add(event);
            }
        }
        return entered;
    }

    private void answer(Arrival one, Outcome outcome) {
        if (outcome.isNew()) {
            accepted.incrementAndGet();
            counters.stored(one.event().kind());
        } else if (outcome.equals(Outcome.DUPLICATE)) {
            counters.duplicates.increment();
        } else if (!outcome.accepted()) {
            refused.incrementAndGet();
        }
        try {
            one.answer().give(outcome.accepted(), outcome.text());
        } catch (RuntimeException e) {
            LOG.error("an answer could not be given", e);
        }
    }

    private void forget() {
        try {
            events.forget();
        } catch (StoreException e) {
            complain("the number of events could not be read again", e);
        }
    }

    private void sweepIfDue() {
        if (clock.millis() < nextSweep) {
            return;
        }
        boolean more = false;
        try {
            more = events.sweep(clock.instant().getEpochSecond(), SWEEP_TOGETHER);
            more |= events.vanishing().erase(events, SWEEP_TOGETHER);
        } catch (StoreException | RuntimeException e) {
            complain("expired events could not be erased", e);
        }
        nextSweep = clock.millis() + (more ? 0 : sweepMillis);
    }

    /** A disk that is full would fill the log as well. */
    private void complain(String what, Exception e) {
        long now = clock.millis();
        if (now - lastComplaint >= COMPLAIN_MILLIS) {
            lastComplaint = now;
            LOG.error("{}: {}", what, e.getMessage(), e);
        }
    }

    /** Stores what was verified, refuses nothing silently, ends the threads. */
    @Override
    public void close() {
        unverified.close();
        verifiers.forEach(Intake::join);
        awaitVerdicts();
        closed = true;
        verified.add(Arrival.END);
        join(writer);
    }

    /** A policy that takes longer than that has its events refused. */
    private void awaitVerdicts() {
        long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(JOIN_MILLIS / 2);
        try {
            while (judged.get() > 0 && System.nanoTime() - deadline < 0) {
                TimeUnit.MILLISECONDS.sleep(10);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void join(Thread thread) {
        try {
            thread.join(JOIN_MILLIS);
            if (thread.isAlive()) {
                LOG.warn("{} does not end", thread.getName());
                thread.interrupt();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
