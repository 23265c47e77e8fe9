// SPDX-License-Identifier: MIT
package org.throng.policy.limits;

/** Counts what somebody does against a rate. */
final class Bucket {
    private static final double MILLIS = 1_000;

    private double level;
    private long last;

    Bucket(Rate rate, long millis) {
        this.level = rate.burst();
        this.last = millis;
    }

    /** Whether one more is within the rate; it counts then, unless it is only asked. */
    synchronized boolean take(Rate rate, long millis, boolean asked) {
        level = Math.min(rate.burst(), level + Math.max(0, millis - last) / MILLIS * rate.perSecond());
        last = millis;
        if (level < 1) {
            return false;
        }
        level -= asked ? 0 : 1;
        return true;
    }
}
