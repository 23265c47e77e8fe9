// SPDX-License-Identifier: MIT
package org.throng.policy.limits;

/**
 * How many bits of work are asked for. It is looked at anew every {@value #STEP_MILLIS} ms, and what was asked for before still
 * passes until the next look: a client needs time to do the work that it was told of.
 */
final class Difficulty {
    private static final long STEP_MILLIS = 15_000;

    /** More bits for each doubling of the load: four times the work for twice the events. */
    private static final double BITS_A_DOUBLING = 2;

    private final Terms terms;
    private int asked;
    private int before;
    private long since;

    /**
     * @param bits always
     * @param busyPerSecond events of all together from which on more is asked for; 0 for never
     * @param busyBits at that load
     * @param mostBits however high the load
     */
    record Terms(int bits, double busyPerSecond, int busyBits, int mostBits) {}

    Difficulty(Terms terms, long millis) {
        this.terms = terms;
        asked = terms.bits();
        before = terms.bits();
        since = millis;
    }

    /** What clients are told. */
    synchronized int asked(double perSecond, long millis) {
        look(perSecond, millis);
        return asked;
    }

    /** What passes. */
    synchronized int needed(double perSecond, long millis) {
        look(perSecond, millis);
        return Math.min(asked, before);
    }

    private void look(double perSecond, long millis) {
        if (millis - since < STEP_MILLIS) {
            return;
        }
        before = millis - since < 2 * STEP_MILLIS ? asked : terms.bits();
        asked = bits(perSecond);
        since = millis;
    }

    private int bits(double perSecond) {
        if (terms.busyPerSecond() == 0 || perSecond <= terms.busyPerSecond()) {
            return terms.bits();
        }
        double doublings = Math.log(perSecond / terms.busyPerSecond()) / Math.log(2);
        int rising = (int) Math.min(256, terms.busyBits() + Math.floor(BITS_A_DOUBLING * doublings));
        return Math.max(terms.bits(), Math.min(terms.mostBits(), rising));
    }
}
