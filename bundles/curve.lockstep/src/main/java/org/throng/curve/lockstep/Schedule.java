// SPDX-License-Identifier: MIT
package org.throng.curve.lockstep;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;

/**
 * How to multiply a point, any point, by one secret: steps from the highest digit down, on a table of the point's odd
 * multiples and of λ times them. Made once for a key, then carried out on all points together.
 *
 * <p>Affine addition fails where two points are equal or opposite. Each point of the curve has the order n, a prime: what is
 * equal is decided by the scalars alone, so it is checked here, step by step, once for all points.
 *
 * @param start what the sum begins with
 * @param isSafe no step meets equal or opposite points
 */
record Schedule(Addend start, List<Step> steps, boolean isSafe) implements Multiplier {
    private static final int WIDTH = 5;

    /**
     * An entry of the table.
     *
     * @param entry 0 for the point, 1 for three times it, and so on
     * @param lambda of the second half
     */
    record Addend(int entry, boolean lambda, boolean negative) {
        static Addend of(int digit, boolean lambda) {
            return new Addend(Math.abs(digit) >> 1, lambda, digit < 0);
        }

        BigInteger value() {
            BigInteger odd = BigInteger.valueOf(2L * entry + 1);
            BigInteger value = lambda ? odd.multiply(Glv.LAMBDA) : odd;
            return negative ? value.negate() : value;
        }
    }

    /**
     * Twice the sum where {@code twice}, plus an addend where there is one.
     *
     * @param addend null for none
     */
    record Step(boolean twice, Addend addend) {}

    static Schedule of(BigInteger secret, Form form) {
        Glv halves = Glv.split(secret);
        if (form == Form.SHARED_HOST) {
            Glv odd = halves.odd();
            return of(Digits.regular(odd.k1()), Digits.regular(odd.k2()));
        }
        return of(Digits.nonAdjacent(halves.k1(), WIDTH), Digits.nonAdjacent(halves.k2(), WIDTH));
    }

    private static Schedule of(byte[] first, byte[] second) {
        List<Step> steps = new ArrayList<>();
        Addend start = null;
        BigInteger sum = BigInteger.ZERO;
        boolean safe = true;
        for (int i = Digits.LENGTH - 1; i >= 0; i--) {
            boolean twice = start != null;
            for (int half = 0; half < 2; half++) {
                int digit = half == 0 ? first[i] : second[i];
                if (digit == 0) {
                    continue;
                }
                Addend addend = Addend.of(digit, half == 1);
                if (start == null) {
                    start = addend;
                    sum = addend.value();
                    continue;
                }
                steps.add(new Step(twice, addend));
                safe &= areApart(sum, addend.value());
                if (twice) {
                    // 2 S + Q is (S + Q) + S
                    safe &= areApart(sum.add(addend.value()), sum);
                    sum = sum.shiftLeft(1);
                    twice = false;
                }
                sum = sum.add(addend.value());
            }
            if (twice) {
                steps.add(new Step(true, null));
                sum = sum.shiftLeft(1);
            }
        }
        return new Schedule(start, List.copyOf(steps), safe);
    }

    /** Neither is zero, nor are they equal or opposite. */
    static boolean areApart(BigInteger one, BigInteger other) {
        return one.mod(Glv.N).signum() != 0
                && other.mod(Glv.N).signum() != 0
                && one.subtract(other).mod(Glv.N).signum() != 0
                && one.add(other).mod(Glv.N).signum() != 0;
    }

    @Override
    public String toString() {
        return "Schedule[hidden]";
    }
}
