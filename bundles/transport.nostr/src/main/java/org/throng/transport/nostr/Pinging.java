// SPDX-License-Identifier: MIT
package org.throng.transport.nostr;

import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.util.thread.Scheduler;

/** Keeps a live subscription's connection from idling away: a ping every 25 s. */
final class Pinging implements Runnable {
    private static final long SECONDS = 25;

    private final Conversation conversation;
    private final Scheduler timer;
    private Scheduler.Task next;
    private boolean stopped;
    private boolean silenced;

    Pinging(Conversation conversation, Scheduler timer) {
        this.conversation = conversation;
        this.timer = timer;
    }

    synchronized void start() {
        if (!stopped) {
            next = timer.schedule(this, SECONDS, TimeUnit.SECONDS);
        }
    }

    @Override
    public void run() {
        conversation.ping();
        start();
    }

    synchronized void stop() {
        stopped = true;
        if (next != null) {
            next.cancel();
        }
    }

    /** Whoever follows wants to hear nothing more. */
    synchronized void silence() {
        silenced = true;
    }

    synchronized boolean isSilenced() {
        return silenced;
    }
}
