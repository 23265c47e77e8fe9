// SPDX-License-Identifier: MIT
package org.throng.curve.libsecp256k1;

import java.util.Arrays;
import java.util.HexFormat;

/** Numbers modulo the order n of the curve, 32 big-endian bytes each. */
final class Scalars {
    static final int LENGTH = 32;

    private static final byte[] N =
            HexFormat.of().parseHex("fffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141");

    private Scalars() {}

    /** Whether it is n or more. */
    static boolean isTooLarge(byte[] scalar) {
        return Arrays.compareUnsigned(scalar, N) >= 0;
    }

    static boolean isZero(byte[] scalar) {
        int any = 0;
        for (byte b : scalar) {
            any |= b;
        }
        return any == 0;
    }

    /** Takes n off a hash that is n or more: once in 2^128, which is all that its time tells. In place. */
    static byte[] reduce(byte[] hash) {
        if (isTooLarge(hash)) {
            int borrow = 0;
            for (int i = LENGTH - 1; i >= 0; i--) {
                int difference = (hash[i] & 0xff) - (N[i] & 0xff) - borrow;
                hash[i] = (byte) difference;
                borrow = difference < 0 ? 1 : 0;
            }
        }
        return hash;
    }
}
