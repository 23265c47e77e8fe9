// SPDX-License-Identifier: MIT
package org.throng.curve.lockstep;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A few threads of the lowest priority for the parts of a long scan; they end when there was nothing to do for a while.
 *
 * <p>Many systems give a thread no less for a low priority. So after each part a thread steps aside for as long as others
 * kept it from its core: where a scan is alone it has all that it is given, where it is not it takes the smaller share.
 */
final class Workers implements AutoCloseable {
    private static final ThreadMXBean CLOCKS = ManagementFactory.getThreadMXBean();
    private static final int PATIENCE_SECONDS = 5;

    /** Less may be the clocks' own. */
    private static final long NOTICED_NANOS = 5_000_000;

    private static final long LONGEST_ASIDE_NANOS = 200_000_000;

    private final ThreadPoolExecutor pool;
    private final AtomicInteger number = new AtomicInteger();
    private volatile int threads;

    Workers(int threads) {
        this.threads = threads;
        pool = new ThreadPoolExecutor(
                threads, threads, PATIENCE_SECONDS, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), this::thread);
        pool.allowCoreThreadTimeOut(true);
    }

    /** So many from now on; what is at work ends first. */
    synchronized void resize(int wanted) {
        if (wanted > pool.getMaximumPoolSize()) {
            pool.setMaximumPoolSize(wanted);
            pool.setCorePoolSize(wanted);
        } else {
            pool.setCorePoolSize(wanted);
            pool.setMaximumPoolSize(wanted);
        }
        threads = wanted;
    }

    @SuppressWarnings("ThreadPriorityCheck") // nothing relies on it: where the system heeds it, others go first
    private Thread thread(Runnable work) {
        Thread thread = new Thread(work, "throng-curve-" + number.getAndIncrement());
        thread.setDaemon(true);
        thread.setPriority(Thread.MIN_PRIORITY);
        return thread;
    }

    int threads() {
        return threads;
    }

    /**
     * Returns when all parts are done; a single part is done by the caller.
     *
     * @throws CancellationException where the caller is interrupted, or the threads end meanwhile
     */
    void run(List<Callable<Void>> parts) {
        try {
            if (parts.size() == 1) {
                parts.get(0).call();
                return;
            }
            List<Callable<Void>> polite = parts.stream()
                    .<Callable<Void>>map(part -> () -> aside(part))
                    .toList();
            for (Future<Void> done : pool.invokeAll(polite)) {
                done.get();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw cancelled("interrupted", e);
        } catch (RejectedExecutionException e) {
            throw cancelled("the curve is being stopped", e);
        } catch (ExecutionException e) {
            throw unexpected(e.getCause());
        } catch (Exception e) {
            throw unexpected(e);
        }
    }

    private static Void aside(Callable<Void> part) throws Exception {
        long began = System.nanoTime();
        long used = CLOCKS.getCurrentThreadCpuTime();
        part.call();
        if (used >= 0) {
            long lost = System.nanoTime() - began - (CLOCKS.getCurrentThreadCpuTime() - used);
            if (lost > NOTICED_NANOS) {
                try {
                    TimeUnit.NANOSECONDS.sleep(Math.min(lost, LONGEST_ASIDE_NANOS));
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt(); // the part is done all the same
                }
            }
        }
        return null;
    }

    private static CancellationException cancelled(String why, Exception cause) {
        CancellationException cancelled = new CancellationException(why);
        cancelled.initCause(cause);
        return cancelled;
    }

    /** A part throws nothing that is checked. */
    private static RuntimeException unexpected(Throwable failure) {
        if (failure instanceof Error error) {
            throw error;
        }
        return failure instanceof RuntimeException unchecked ? unchecked : new IllegalStateException(failure);
    }

    /** What runs is interrupted, which ends it at its next part. */
    @Override
    public void close() {
        pool.shutdownNow();
    }
}
