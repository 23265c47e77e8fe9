// SPDX-License-Identifier: MIT
package org.throng.http.undertow;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Runs what it is given one at a time, in order, on the threads of another executor; after each it stands at the end of that one's
 * line again.
 */
final class Serial implements Executor {
    private final Executor threads;
    private final Queue<Runnable> waiting = new ConcurrentLinkedQueue<>();
    private final AtomicInteger count = new AtomicInteger();

    Serial(Executor threads) {
        this.threads = threads;
    }

    @Override
    public void execute(Runnable task) {
        waiting.add(task);
        if (count.getAndIncrement() == 0 && !isHandedOver()) {
            runAll();
        }
    }

    private boolean isHandedOver() {
        try {
            threads.execute(this::run);
            return true;
        } catch (RejectedExecutionException e) {
            return false; // the server stops; the last words of its conversations are said on this thread
        }
    }

    private void run() {
        waiting.remove().run();
        if (count.decrementAndGet() > 0 && !isHandedOver()) {
            runAll();
        }
    }

    private void runAll() {
        do {
            waiting.remove().run();
        } while (count.decrementAndGet() > 0);
    }
}
