// SPDX-License-Identifier: MIT
package org.throng.relay.feed;

import java.io.IOException;
import java.time.InstantSource;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.throng.feed.Tick;

/** Brings a tick at each full minute, on a thread of its own; where the disk fails, again a few seconds later. */
final class Ticker implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Ticker.class);
    private static final long AGAIN_MILLIS = 5_000;
    private static final long COMPLAIN_MILLIS = 60_000;
    private static final long JOIN_MILLIS = 4_000;

    private final InstantSource clock;
    private final Work work;
    private final CountDownLatch closed = new CountDownLatch(1);
    private final Thread thread;
    private long nextComplaint;

    /** What a tick does. */
    @FunctionalInterface
    interface Work {
        void tick() throws IOException;
    }

    Ticker(InstantSource clock, Work work) {
        this.clock = clock;
        this.work = work;
        thread = new Thread(this::run, "throng-relay-feed");
        thread.setDaemon(true);
        thread.start();
    }

    private void run() {
        long wait = untilNext();
        try {
            while (!closed.await(wait, TimeUnit.MILLISECONDS)) {
                wait = once() ? untilNext() : AGAIN_MILLIS;
            }
        } catch (InterruptedException e) {
            LOG.debug("the ticker was told to end", e);
        }
    }

    private boolean once() {
        try {
            work.tick();
            return true;
        } catch (IOException | RuntimeException e) {
            if (clock.millis() >= nextComplaint) {
                nextComplaint = clock.millis() + COMPLAIN_MILLIS;
                LOG.error("The feed has no new tick: {}", e.getMessage(), e);
            }
            return false;
        }
    }

    private long untilNext() {
        long minute = Tick.SECONDS * 1_000L;
        return minute - clock.millis() % minute;
    }

    @Override
    public void close() {
        closed.countDown();
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
