// SPDX-License-Identifier: MIT
package org.throng.curve.lockstep;

import org.throng.curve.lanes.LaneField;
import org.throng.curve.lanes.Limbs;

/**
 * The field in plain Java: five signed limbs of 52 bits in longs, one element after the other.
 *
 * <p>A column of a product is summed without carries between words: {@code high(a, b)} is ab / 2^52 rounded down, and
 * {@code ab - (high << 52)}, although ab overflows, is exactly what was cut off, from 0 to 2^52 - 1. The columns above 2^260
 * come back times R = 16 C, in the same two halves; then each limb keeps 52 bits (the top one 48) and hands the rest on, all
 * at once. Limbs are signed, so a difference needs no care.
 *
 * <p>Bounds, proven in {@code ScalarBoundsTest}: tight limbs lie within ±(2^52 + 2^44), the top one within ±(2^48 + 2^44);
 * loose ones within three times that; no product of limbs leaves ±2^114, no sum leaves a long.
 */
final class ScalarField implements LaneField<long[]> {
    private static final int L = Limbs.COUNT;
    private static final long M = Limbs.MASK;
    private static final long C = Limbs.C;
    private static final long R = C << 4;

    @Override
    public String name() {
        return "scalar";
    }

    @Override
    public int width() {
        return 1;
    }

    @Override
    public long[] array(int n) {
        return new long[L * n];
    }

    @Override
    public void read(long[] r, int lane, byte[] bytes, int at) {
        for (int l = 0; l < L; l++) {
            r[L * lane + l] = Limbs.read(bytes, at, l);
        }
    }

    @Override
    public void write(long[] a, int lane, byte[] bytes, int at) {
        int i = L * lane;
        Limbs.write(a[i], a[i + 1], a[i + 2], a[i + 3], a[i + 4], bytes, at);
    }

    @Override
    public void multiply(long[] r, int ro, long[] a, int ao, long[] b, int bo, int n) {
        product(r, L * ro, a, L * ao, b, L * bo, null, null, L * n);
    }

    @Override
    public void multiplyDifference(long[] r, long[] a, long[] x, long[] y, long[] z, int from, int to) {
        product(r, L * from, a, L * from, x, L * from, y, z, L * (to - from));
    }

    /** r = a (x - y) - z; y and z begin where x does, and are zero where they are null. */
    private static void product(long[] r, int ro, long[] a, int ao, long[] x, int xo, long[] y, long[] z, int length) {
        for (int i = 0; i < length; i += L) {
            long a0 = a[ao + i], a1 = a[ao + i + 1], a2 = a[ao + i + 2], a3 = a[ao + i + 3], a4 = a[ao + i + 4];
            long b0 = x[xo + i], b1 = x[xo + i + 1], b2 = x[xo + i + 2], b3 = x[xo + i + 3], b4 = x[xo + i + 4];
            if (y != null) {
                b0 -= y[xo + i];
                b1 -= y[xo + i + 1];
                b2 -= y[xo + i + 2];
                b3 -= y[xo + i + 3];
                b4 -= y[xo + i + 4];
            }
            long h0 = high(a0, b0);
            long c0 = a0 * b0 - (h0 << 52);
            long h1 = high(a0, b1) + high(a1, b0);
            long c1 = a0 * b1 + a1 * b0 - (h1 << 52) + h0;
            long h2 = high(a0, b2) + high(a1, b1) + high(a2, b0);
            long c2 = a0 * b2 + a1 * b1 + a2 * b0 - (h2 << 52) + h1;
            long h3 = high(a0, b3) + high(a1, b2) + high(a2, b1) + high(a3, b0);
            long c3 = a0 * b3 + a1 * b2 + a2 * b1 + a3 * b0 - (h3 << 52) + h2;
            long h4 = high(a0, b4) + high(a1, b3) + high(a2, b2) + high(a3, b1) + high(a4, b0);
            long c4 = a0 * b4 + a1 * b3 + a2 * b2 + a3 * b1 + a4 * b0 - (h4 << 52) + h3;
            long h5 = high(a1, b4) + high(a2, b3) + high(a3, b2) + high(a4, b1);
            long c5 = a1 * b4 + a2 * b3 + a3 * b2 + a4 * b1 - (h5 << 52) + h4;
            long h6 = high(a2, b4) + high(a3, b3) + high(a4, b2);
            long c6 = a2 * b4 + a3 * b3 + a4 * b2 - (h6 << 52) + h5;
            long h7 = high(a3, b4) + high(a4, b3);
            long c7 = a3 * b4 + a4 * b3 - (h7 << 52) + h6;
            long h8 = high(a4, b4);
            long c8 = a4 * b4 - (h8 << 52) + h7;
            if (z != null) {
                c0 -= z[xo + i];
                c1 -= z[xo + i + 1];
                c2 -= z[xo + i + 2];
                c3 -= z[xo + i + 3];
                c4 -= z[xo + i + 4];
            }
            fold(r, ro + i, c0, c1, c2, c3, c4, c5, c6, c7, c8, h8);
        }
    }

    @Override
    public void square(long[] r, long[] a, int from, int to) {
        squareMinus(r, a, null, null, from, to);
    }

    /** x and y are zero where x is null. */
    @Override
    public void squareMinus(long[] r, long[] a, long[] x, long[] y, int from, int to) {
        for (int i = L * from; i < L * to; i += L) {
            long a0 = a[i], a1 = a[i + 1], a2 = a[i + 2], a3 = a[i + 3], a4 = a[i + 4];
            long h0 = high(a0, a0);
            long c0 = a0 * a0 - (h0 << 52);
            long h1 = 2 * high(a0, a1);
            long c1 = 2 * a0 * a1 - (h1 << 52) + h0;
            long h2 = 2 * high(a0, a2) + high(a1, a1);
            long c2 = 2 * a0 * a2 + a1 * a1 - (h2 << 52) + h1;
            long h3 = 2 * (high(a0, a3) + high(a1, a2));
            long c3 = 2 * (a0 * a3 + a1 * a2) - (h3 << 52) + h2;
            long h4 = 2 * (high(a0, a4) + high(a1, a3)) + high(a2, a2);
            long c4 = 2 * (a0 * a4 + a1 * a3) + a2 * a2 - (h4 << 52) + h3;
            long h5 = 2 * (high(a1, a4) + high(a2, a3));
            long c5 = 2 * (a1 * a4 + a2 * a3) - (h5 << 52) + h4;
            long h6 = 2 * high(a2, a4) + high(a3, a3);
            long c6 = 2 * a2 * a4 + a3 * a3 - (h6 << 52) + h5;
            long h7 = 2 * high(a3, a4);
            long c7 = 2 * a3 * a4 - (h7 << 52) + h6;
            long h8 = high(a4, a4);
            long c8 = a4 * a4 - (h8 << 52) + h7;
            if (x != null) {
                c0 -= x[i] + y[i];
                c1 -= x[i + 1] + y[i + 1];
                c2 -= x[i + 2] + y[i + 2];
                c3 -= x[i + 3] + y[i + 3];
                c4 -= x[i + 4] + y[i + 4];
            }
            fold(r, i, c0, c1, c2, c3, c4, c5, c6, c7, c8, h8);
        }
    }

    /** ab / 2^52, rounded down; |ab| below 2^114, |a| and |b| below 2^57. */
    private static long high(long a, long b) {
        return Math.multiplyHigh(a << 6, b << 6);
    }

    /** Columns 5 to 9 (the last is h8) come back to 0 to 4, and every limb hands on what it has too much. */
    private static void fold(
            long[] r,
            int ro,
            long c0,
            long c1,
            long c2,
            long c3,
            long c4,
            long c5,
            long c6,
            long c7,
            long c8,
            long c9) {
        long g9 = Math.multiplyHigh(c9, R << 12);
        long d5 = c5 + g9;
        long g5 = Math.multiplyHigh(d5, R << 12);
        long g6 = Math.multiplyHigh(c6, R << 12);
        long g7 = Math.multiplyHigh(c7, R << 12);
        long g8 = Math.multiplyHigh(c8, R << 12);
        long r0 = c0 + d5 * R - (g5 << 52);
        long r1 = c1 + g5 + c6 * R - (g6 << 52);
        long r2 = c2 + g6 + c7 * R - (g7 << 52);
        long r3 = c3 + g7 + c8 * R - (g8 << 52);
        long r4 = c4 + g8 + c9 * R - (g9 << 52);
        r[ro] = (r0 & M) + (r4 >> 48) * C;
        r[ro + 1] = (r1 & M) + (r0 >> 52);
        r[ro + 2] = (r2 & M) + (r1 >> 52);
        r[ro + 3] = (r3 & M) + (r2 >> 52);
        r[ro + 4] = (r4 & Limbs.TOP_MASK) + (r3 >> 52);
    }

    @Override
    public void difference(long[] r, long[] x, long[] y, int from, int to) {
        for (int i = L * from; i < L * to; i++) {
            r[i] = x[i] - y[i];
        }
    }

    @Override
    public void scale(long[] r, long[] x, int k, int from, int to) {
        for (int i = L * from; i < L * to; i++) {
            r[i] = k * x[i];
        }
    }

    @Override
    public void copy(long[] r, int ro, long[] x, int xo, int n) {
        System.arraycopy(x, L * xo, r, L * ro, L * n);
    }

    @Override
    public void pick(long[] r, long[][] tables, byte[] digits, int at, boolean signed, int n) {
        for (int lane = 0; lane < n; lane++) {
            int digit = digits[at + lane];
            long sign = signed ? digit >> 31 : 0;
            long[] table = tables[Math.abs(digit) >> 1];
            for (int i = L * lane; i < L * lane + L; i++) {
                r[i] = (table[i] ^ sign) - sign;
            }
        }
    }

    @Override
    public void store(long[] table, int place, byte[] bytes, int at) {
        read(table, place, bytes, at);
    }

    @Override
    public void gather(long[] r, long[] table, int[] places, int n) {
        for (int lane = 0; lane < n; lane++) {
            System.arraycopy(table, L * places[lane], r, L * lane, L);
        }
    }
}
