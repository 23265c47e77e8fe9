// SPDX-License-Identifier: MIT
package org.throng.curve.lockstep;

import java.math.BigInteger;

/** All integers from one to another: what a limb can be. */
record Interval(BigInteger low, BigInteger high) {
    private static final BigInteger WORD = BigInteger.ONE.shiftLeft(63);

    static Interval symmetric(BigInteger bound) {
        return new Interval(bound.negate(), bound);
    }

    static Interval of(long low, long high) {
        return new Interval(BigInteger.valueOf(low), BigInteger.valueOf(high));
    }

    Interval plus(Interval other) {
        return new Interval(low.add(other.low), high.add(other.high));
    }

    Interval minus(Interval other) {
        return new Interval(low.subtract(other.high), high.subtract(other.low));
    }

    Interval times(Interval other) {
        BigInteger a = low.multiply(other.low);
        BigInteger b = low.multiply(other.high);
        BigInteger c = high.multiply(other.low);
        BigInteger d = high.multiply(other.high);
        return new Interval(a.min(b).min(c).min(d), a.max(b).max(c).max(d));
    }

    /** Divided by 2^bits, rounded down. */
    Interval down(int bits) {
        return new Interval(low.shiftRight(bits), high.shiftRight(bits));
    }

    Interval or(Interval other) {
        return new Interval(low.min(other.low), high.max(other.high));
    }

    boolean isWithin(Interval other) {
        return low.compareTo(other.low) >= 0 && high.compareTo(other.high) <= 0;
    }

    /** Whether it fits in so many bits less than a long has. */
    boolean isWord(int spare) {
        return low.compareTo(WORD.shiftRight(spare).negate()) >= 0 && high.compareTo(WORD.shiftRight(spare)) < 0;
    }
}
