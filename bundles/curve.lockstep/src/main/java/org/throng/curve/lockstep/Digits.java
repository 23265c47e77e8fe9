// SPDX-License-Identifier: MIT
package org.throng.curve.lockstep;

import java.math.BigInteger;

/** A half of a scalar in signed odd digits: the sum of digit i times 2^i. */
final class Digits {
    /** Bits of a half, and some for the carries of signed digits. */
    static final int LENGTH = 136;

    /** Bits of a regular digit. */
    static final int WIDTH = 4;

    /** Regular digits of a half: 33 times 4 bits hold 2^129. */
    static final int WINDOWS = 33;

    private Digits() {}

    /** Non-adjacent form: of {@code width} digits in a row at most one is not zero, and that is odd and small. */
    static byte[] nonAdjacent(BigInteger half, int width) {
        byte[] digits = new byte[LENGTH];
        BigInteger rest = half;
        for (int i = 0; rest.signum() != 0; i++) {
            if (rest.testBit(0)) {
                int digit = rest.intValue() << (Integer.SIZE - width) >> (Integer.SIZE - width);
                digits[i] = (byte) digit;
                rest = rest.subtract(BigInteger.valueOf(digit));
            }
            rest = rest.shiftRight(1);
        }
        return digits;
    }

    /**
     * Every fourth digit, beginning with the first, is odd and not zero; all others are zero. The last of the windows is
     * positive before the sign of the half.
     *
     * @param half odd
     */
    static byte[] regular(BigInteger half) {
        byte[] windows = new byte[WINDOWS];
        regular(half, windows, 0, 1);
        byte[] digits = new byte[LENGTH];
        for (int i = 0; i < WINDOWS; i++) {
            digits[WIDTH * i] = windows[i];
        }
        return digits;
    }

    /** The digits of an odd half, the lowest first, at {@code windows[at + step * i]}. */
    static void regular(BigInteger half, byte[] windows, int at, int step) {
        int sign = half.signum();
        BigInteger rest = half.abs();
        long low = rest.longValue();
        long middle = rest.shiftRight(64).longValue();
        long high = rest.shiftRight(128).longValue();
        for (int i = 0; i < WINDOWS - 1; i++) {
            int digit = (int) (low & 31) - 16;
            windows[at + step * i] = (byte) (sign * digit);
            // take the digit away, which may carry, and shift by four bits
            long left = low - digit;
            if (digit < 0 && Long.compareUnsigned(left, low) < 0 && ++middle == 0) {
                high++;
            }
            low = left >>> 4 | middle << 60;
            middle = middle >>> 4 | high << 60;
            high >>>= 4;
        }
        windows[at + step * (WINDOWS - 1)] = (byte) (sign * (int) low);
    }
}
