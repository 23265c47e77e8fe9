// SPDX-License-Identifier: MIT
package org.throng.mail;

import java.io.IOException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.throng.identity.IdentityException;
import org.throng.mailbox.Mailbox;

/**
 * Does what lies in the mailbox and is due: looks for it once a second and when woken, and works it off, each key on one
 * thread at a time. Nothing is remembered here: what fails or is cut short lies in the mailbox still.
 *
 * <p>Threads: one that looks, and as many daemons as the maker says. All methods may be called from any thread.
 */
public final class Chores {
    private static final Logger LOG = LoggerFactory.getLogger(Chores.class);
    private static final long LOOK_MILLIS = 1_000;

    private final Look look;
    private final ExecutorService workers;
    private final Thread looker;
    private final Map<String, Future<?>> underWay = new ConcurrentHashMap<>();
    private final Object bell = new Object();
    private boolean rung;
    private volatile boolean stopped;
    private volatile Mailbox mailbox;

    /** Finds what is due, and submits it. */
    public interface Look {
        /** Runs on the thread that looks. */
        void at(Mailbox open) throws IOException;
    }

    /** One piece of work. */
    public interface Chore {
        /** Runs on a worker's thread; it is interrupted where its mailbox closes. */
        void run() throws IOException, IdentityException, InterruptedException;
    }

    /** @param name of the threads: {@code name} looks, {@code name-worker} works */
    public Chores(String name, int threads, Look look) {
        this.look = look;
        workers = Executors.newFixedThreadPool(threads, task -> daemon(task, name + "-worker"));
        looker = daemon(this::run, name);
    }

    private static Thread daemon(Runnable task, String name) {
        Thread thread = new Thread(task, name);
        thread.setDaemon(true);
        return thread;
    }

    /** Begins to look. */
    public void start() {
        looker.start();
    }

    /** There is a mailbox. */
    public void open(Mailbox opened) {
        mailbox = opened;
        wake();
    }

    /** It is closed, or about to be: what is under way in it is interrupted. */
    public void close(Mailbox closed) {
        if (mailbox == closed) {
            mailbox = null;
            underWay.values().forEach(work -> work.cancel(true));
        }
    }

    /** Ends the threads; waits three seconds for those at work. */
    public void close() throws InterruptedException {
        stopped = true;
        wake();
        workers.shutdownNow();
        looker.join();
        workers.awaitTermination(3, TimeUnit.SECONDS);
    }

    /** There is work. */
    public void wake() {
        synchronized (bell) {
            rung = true;
            bell.notifyAll();
        }
    }

    private void run() {
        while (!stopped) {
            Mailbox open = mailbox;
            if (open != null) {
                try {
                    look.at(open);
                } catch (IOException | RuntimeException e) {
                    if (mailbox == open) {
                        LOG.warn("Cannot look for what is due: {}", e.getMessage(), e);
                    }
                }
            }
            try {
                synchronized (bell) {
                    if (!rung && !stopped) {
                        bell.wait(LOOK_MILLIS);
                    }
                    rung = false;
                }
            } catch (InterruptedException e) {
                return;
            }
        }
    }

    /** Does it soon, unless something of this key is under way. */
    public void submit(Mailbox open, String key, Chore chore) {
        FutureTask<?> task = new FutureTask<>(() -> work(open, key, chore), null);
        if (underWay.putIfAbsent(key, task) != null) {
            return;
        }
        try {
            workers.execute(() -> {
                try {
                    task.run();
                } finally {
                    underWay.remove(key, task);
                }
            });
        } catch (RejectedExecutionException e) {
            underWay.remove(key, task); // stopping
        }
    }

    private void work(Mailbox open, String key, Chore chore) {
        if (mailbox != open || stopped) {
            return;
        }
        try {
            chore.run();
        } catch (IOException | IdentityException | RuntimeException e) {
            if (mailbox == open && !stopped) {
                LOG.warn("Something due could not be done and is tried again: {}", e.getMessage(), e);
            }
        } catch (InterruptedException e) {
            LOG.debug("{} was interrupted", key, e);
        }
    }
}
