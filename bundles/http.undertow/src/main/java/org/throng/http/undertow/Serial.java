// SPDX-License-Identifier: MIT
package org.throng.http.undertow;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;

/** Runs what it is given one at a time, in order, on the threads of another executor. */
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
        if (count.getAndIncrement() == 0) {
            try {
                threads.execute(this::run);
            } catch (RejectedExecutionException e) {
                run(); // the server stops; the last words of its conversations are said on this thread
            }
        }
    }

    private void run() {
        do {
            waiting.remove().run();
        } while (count.decrementAndGet() > 0);
    }
}
