// SPDX-License-Identifier: MIT
package org.throng.relay.events;

import java.time.InstantSource;

/** Counts what somebody does against a rate. */
final class Bucket {
    private static final double MILLIS = 1_000;

    private final Terms.Rate rate;
    private final InstantSource clock;
    private double level;
    private long last;

    Bucket(Terms.Rate rate, InstantSource clock) {
        this.rate = rate;
        this.clock = clock;
        this.level = rate.burst();
        this.last = clock.millis();
    }

    /** Whether one more is within the rate; it counts then. */
    synchronized boolean take() {
        fill();
        if (level < 1) {
            return false;
        }
        level--;
        return true;
    }

    /**
     * Whether one more of something that has begun is within the rate; it counts then. Who has spent all may owe as much as a full
     * bucket, so that what was begun in time is not broken off.
     */
    synchronized boolean owe() {
        fill();
        if (level - 1 < -rate.burst()) {
            return false;
        }
        level--;
        return true;
    }

    /** One more happened that could not be refused any longer; it is paid for later. */
    synchronized void charge() {
        fill();
        level = Math.max(level - 1, -rate.burst());
    }

    private void fill() {
        long now = clock.millis();
        level = Math.min(rate.burst(), level + Math.max(0, now - last) / MILLIS * rate.perSecond());
        last = now;
    }
}
