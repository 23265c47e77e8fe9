// SPDX-License-Identifier: MIT
package org.throng.relay.events;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.throng.relay.Retention;
import org.throng.store.StoreException;

/**
 * Applies the rules of retention from time to time, and when asked. A hundred events are erased in one commit, under the lock of the
 * one who writes; in the background a pause as long as it took follows, so that clients have at least half of the disk.
 *
 * <p>The first round comes one interval after the start or after a change of the rules: who made a mistake has so long to see it.
 */
final class RetentionRounds implements Retention, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(RetentionRounds.class);
    private static final int TOGETHER = 100;
    private static final long JOIN_MILLIS = 4_000;

    private final EventRelay relay;
    private final StoredEvents events;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final ReentrantLock round = new ReentrantLock(true);
    private final Thread thread = new Thread(this::run, "throng-relay-retain");
    private long intervalMillis;
    private long changes;
    private volatile boolean closed;

    RetentionRounds(EventRelay relay) {
        this.relay = relay;
        events = relay.events();
        thread.setDaemon(true);
    }

    /** From now on these rules count; the first time a thread is started. */
    void set(RetentionRules rules, long newIntervalMillis) {
        lock.lock();
        try {
            events.retain(rules);
            intervalMillis = newIntervalMillis;
            changes++;
            changed.signalAll();
            if (thread.getState() == Thread.State.NEW && !rules.list().isEmpty() && !closed) {
                thread.start();
            }
        } finally {
            lock.unlock();
        }
    }

    private void run() {
        while (awaitRound()) {
            try {
                long erased = 0;
                for (Due due : apply(true)) {
                    erased += due.events();
                }
                if (erased > 0) {
                    LOG.info("retention: {} events erased", erased);
                }
            } catch (IOException | RuntimeException e) {
                if (!closed) {
                    LOG.error("the rules of retention could not be applied: {}", e.getMessage(), e);
                }
            }
        }
    }

    /** Waits one interval without a change; false at the end. */
    private boolean awaitRound() {
        lock.lock();
        try {
            long before = changes;
            long left = TimeUnit.MILLISECONDS.toNanos(intervalMillis);
            while (!closed && left > 0) {
                left = changed.awaitNanos(left);
                if (before != changes) {
                    before = changes;
                    left = TimeUnit.MILLISECONDS.toNanos(intervalMillis);
                }
            }
            return !closed;
        } catch (InterruptedException e) {
            return false;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public List<Due> due() throws IOException {
        RetentionRules rules = events.retention();
        List<Due> all = new ArrayList<>();
        for (RetentionRule rule : rules.list()) {
            long[] sums = new long[2];
            new RetentionWalk(events, rules, rule, relay.now()).run((id, bytes) -> {
                sums[0]++;
                sums[1] += bytes;
                return !closed;
            });
            all.add(new Due(rule.text(), sums[0], sums[1]));
        }
        return all;
    }

    @Override
    public List<Due> apply() throws IOException {
        return apply(false);
    }

    private List<Due> apply(boolean gently) throws IOException {
        round.lock();
        try {
            RetentionRules rules = events.retention();
            List<Due> all = new ArrayList<>();
            for (RetentionRule rule : rules.list()) {
                all.add(apply(rules, rule, gently));
            }
            return all;
        } finally {
            round.unlock();
        }
    }

    private Due apply(RetentionRules rules, RetentionRule rule, boolean gently) throws IOException {
        long[] sums = new long[2];
        List<byte[]> ids = new ArrayList<>();
        new RetentionWalk(events, rules, rule, relay.now()).run((id, bytes) -> {
            ids.add(id);
            sums[0]++;
            sums[1] += bytes;
            if (ids.size() == TOGETHER) {
                erase(ids, gently);
            }
            return !closed;
        });
        erase(ids, gently);
        return new Due(rule.text(), sums[0], sums[1]);
    }

    private void erase(List<byte[]> ids, boolean gently) throws StoreException {
        if (ids.isEmpty() || closed) {
            return;
        }
        long began = System.nanoTime();
        events.writing().lock();
        try {
            Overlay overlay = new Overlay(events.store());
            for (byte[] id : ids) {
                events.erase(overlay, id);
            }
            events.commit(overlay);
        } finally {
            events.writing().unlock();
        }
        relay.counters().retained.add(ids.size());
        ids.clear();
        if (gently) {
            pause(System.nanoTime() - began);
        }
    }

    private void pause(long nanos) {
        try {
            TimeUnit.NANOSECONDS.sleep(nanos);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        lock.lock();
        try {
            closed = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
        try {
            thread.join(JOIN_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
