// SPDX-License-Identifier: MIT
package org.throng.curve.lockstep;

import java.math.BigInteger;
import java.util.Arrays;

/** Numbers as 32 big-endian bytes. */
final class Bytes32 {
    static final int LENGTH = 32;

    private static final byte[] P = of(Glv.P);

    private Bytes32() {}

    /** @param number from 0 to 2^256 - 1 */
    static byte[] of(BigInteger number) {
        byte[] signed = number.toByteArray();
        byte[] bytes = new byte[LENGTH];
        int from = Math.max(0, signed.length - LENGTH);
        System.arraycopy(signed, from, bytes, LENGTH - signed.length + from, signed.length - from);
        Arrays.fill(signed, (byte) 0);
        return bytes;
    }

    static BigInteger number(byte[] bytes, int at) {
        return new BigInteger(1, bytes, at, LENGTH);
    }

    /** Whether they are no element of the field: p or more. */
    static boolean isTooLarge(byte[] bytes, int at) {
        return Arrays.compareUnsigned(bytes, at, at + LENGTH, P, 0, LENGTH) >= 0;
    }

    /** Looks at every byte. */
    static boolean isZero(byte[] bytes) {
        int any = 0;
        for (byte b : bytes) {
            any |= b;
        }
        return any == 0;
    }
}
