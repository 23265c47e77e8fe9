// SPDX-License-Identifier: MIT
package org.throng.relay.events;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;

/**
 * Events whose signatures wait to be checked. One verifier takes all that wait, for many are checked in hardly more time than a
 * few; another one helps only where {@link #WORTH_HELP} more have come meanwhile.
 *
 * <p>Threads: any.
 */
final class Unverified {
    /** Signatures that gain by another processor more than they lose by not being checked with the others. */
    static final int WORTH_HELP = 128;

    private final int most;
    private final Queue<Arrival> waiting = new ArrayDeque<>();
    private int busy;
    private boolean closed;

    /** @param most events of one batch */
    Unverified(int most) {
        this.most = most;
    }

    synchronized void add(Arrival arrival) {
        waiting.add(arrival);
        if (isWorkDue()) {
            notify();
        }
    }

    /** Waits for a batch, which is over with {@link #done}; empty at the end. */
    synchronized List<Arrival> take() throws InterruptedException {
        while (!isWorkDue() && !(closed && waiting.isEmpty())) {
            wait();
        }
        List<Arrival> batch = new ArrayList<>();
        while (batch.size() < most && !waiting.isEmpty()) {
            batch.add(waiting.remove());
        }
        if (!batch.isEmpty()) {
            busy++;
        }
        return batch;
    }

    /** Whoever took a batch is done with it. */
    synchronized void done() {
        busy--;
        if (isWorkDue()) {
            notify();
        }
    }

    private boolean isWorkDue() {
        return !waiting.isEmpty() && (busy == 0 || closed || waiting.size() >= WORTH_HELP);
    }

    synchronized int size() {
        return waiting.size();
    }

    /** What waits is still taken. */
    synchronized void close() {
        closed = true;
        notifyAll();
    }
}
