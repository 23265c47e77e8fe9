// SPDX-License-Identifier: MIT
package org.throng.curve.lanes;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Five signed limbs of 52 bits, value = sum of limb i times 2^(52 i): the form in which fields exchange elements with bytes.
 * Branch-free.
 */
public final class Limbs {
    /** Of one element. */
    public static final int COUNT = 5;

    /** 2^256 - p. */
    public static final long C = 0x1000003D1L;

    /** Of 52 bits. */
    public static final long MASK = (1L << 52) - 1;

    /** Of the topmost limb of a number below 2^256: 48 bits. */
    public static final long TOP_MASK = (1L << 48) - 1;

    private static final VarHandle WORD = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

    private Limbs() {}

    /** The limb {@code i} of 32 big-endian bytes: from 0 to 2^52 - 1. */
    public static long read(byte[] bytes, int at, int i) {
        return switch (i) {
            case 0 -> word(bytes, at, 0) & MASK;
            case 1 -> (word(bytes, at, 0) >>> 52 | word(bytes, at, 1) << 12) & MASK;
            case 2 -> (word(bytes, at, 1) >>> 40 | word(bytes, at, 2) << 24) & MASK;
            case 3 -> (word(bytes, at, 2) >>> 28 | word(bytes, at, 3) << 36) & MASK;
            case 4 -> word(bytes, at, 3) >>> 16;
            default -> throw new IndexOutOfBoundsException("five limbs, no limb " + i);
        };
    }

    /** The 64 bits that stand {@code i} places from the right. */
    private static long word(byte[] bytes, int at, int i) {
        return (long) WORD.get(bytes, at + 24 - 8 * i);
    }

    /**
     * The number modulo p, from 0 to p - 1, in 32 big-endian bytes.
     *
     * @param l0 each limb from -2^55 to 2^55, the last from -2^51 to 2^51
     */
    public static void write(long l0, long l1, long l2, long l3, long l4, byte[] bytes, int at) {
        // 16 p makes each limb positive; what stands above 2^256 comes back times C
        long r0 = l0 + 16 * (MASK + 1 - C);
        long r1 = l1 + 16 * MASK;
        long r2 = l2 + 16 * MASK;
        long r3 = l3 + 16 * MASK;
        long r4 = l4 + 16 * TOP_MASK;
        for (int round = 0; round < 3; round++) {
            r1 += r0 >> 52;
            r2 += r1 >> 52;
            r3 += r2 >> 52;
            r4 += r3 >> 52;
            r0 = (r0 & MASK) + (r4 >> 48) * C;
            r1 &= MASK;
            r2 &= MASK;
            r3 &= MASK;
            r4 &= TOP_MASK;
        }
        r1 += r0 >> 52;
        r2 += r1 >> 52;
        r3 += r2 >> 52;
        r4 += r3 >> 52;
        // from 0 to 2^256 - 1 now: p is taken away once where adding C overflows
        long s0 = (r0 & MASK) + C;
        long s1 = (r1 & MASK) + (s0 >> 52);
        long s2 = (r2 & MASK) + (s1 >> 52);
        long s3 = (r3 & MASK) + (s2 >> 52);
        long s4 = r4 + (s3 >> 52);
        long over = -(s4 >>> 48);
        r0 = choose(over, s0, r0) & MASK;
        r1 = choose(over, s1, r1) & MASK;
        r2 = choose(over, s2, r2) & MASK;
        r3 = choose(over, s3, r3) & MASK;
        r4 = choose(over, s4, r4) & TOP_MASK;
        WORD.set(bytes, at + 24, r0 | r1 << 52);
        WORD.set(bytes, at + 16, r1 >>> 12 | r2 << 40);
        WORD.set(bytes, at + 8, r2 >>> 24 | r3 << 28);
        WORD.set(bytes, at, r3 >>> 36 | r4 << 16);
    }

    private static long choose(long mask, long one, long other) {
        return (one & mask) | (other & ~mask);
    }
}
