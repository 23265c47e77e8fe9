// SPDX-License-Identifier: MIT
package org.throng.policy.limits;

/** Events a second, smoothed: what was {@value #SECONDS} seconds ago counts for a little more than a third. */
final class Load {
    private static final double SECONDS = 10;
    private static final double MILLIS = 1_000;

    private double perSecond;
    private long last;

    Load(long millis) {
        this.last = millis;
    }

    /** Counts one more. */
    synchronized void note(long millis) {
        fade(millis);
        perSecond += 1 / SECONDS;
    }

    synchronized double perSecond(long millis) {
        fade(millis);
        return perSecond;
    }

    private void fade(long millis) {
        perSecond *= Math.exp(-Math.max(0, millis - last) / MILLIS / SECONDS);
        last = Math.max(last, millis);
    }
}
