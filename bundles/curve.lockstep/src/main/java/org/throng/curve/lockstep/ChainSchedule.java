// SPDX-License-Identifier: MIT
package org.throng.curve.lockstep;

import java.math.BigInteger;

/**
 * How to add up one secret's multiple of a point from P, 2P, 4P … and λ times each, from the lowest digit up; for several
 * secrets that share these. Checked once, as {@link Schedule} is.
 *
 * @param isSafe no step meets equal or opposite points
 */
record ChainSchedule(byte[] first, byte[] second, boolean isSafe) implements Multiplier {
    private static final int WIDTH = 2;

    static ChainSchedule of(BigInteger secret) {
        Glv halves = Glv.split(secret);
        byte[] first = Digits.nonAdjacent(halves.k1(), WIDTH);
        byte[] second = Digits.nonAdjacent(halves.k2(), WIDTH);
        BigInteger sum = null;
        boolean safe = true;
        for (int i = 0; i < Digits.LENGTH; i++) {
            for (int half = 0; half < 2; half++) {
                int digit = (half == 0 ? first : second)[i];
                if (digit != 0) {
                    BigInteger power = BigInteger.valueOf(digit).shiftLeft(i);
                    BigInteger addend = half == 0 ? power : power.multiply(Glv.LAMBDA);
                    safe &= sum == null || Schedule.areApart(sum, addend);
                    sum = sum == null ? addend : sum.add(addend);
                }
            }
        }
        return new ChainSchedule(first, second, safe);
    }

    int digit(int half, int i) {
        return (half == 0 ? first : second)[i];
    }

    /** The highest place with a digit. */
    int top() {
        int top = Digits.LENGTH - 1;
        while (first[top] == 0 && second[top] == 0) {
            top--;
        }
        return top;
    }

    @Override
    public String toString() {
        return "ChainSchedule[hidden]";
    }
}
