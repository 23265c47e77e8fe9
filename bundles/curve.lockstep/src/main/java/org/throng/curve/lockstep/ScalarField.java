// SPDX-License-Identifier: MIT
package org.throng.curve.lockstep;

import org.throng.curve.lanes.LaneField;
import org.throng.curve.lanes.Limbs;

/**
 * The field in plain Java: five signed limbs of 52 bits in longs, one element after the other, each limb kept times 64.
 *
 * <p>A product of two limbs ab then is 2^12 ab, of which {@code high} is ab / 2^52 rounded down, and {@code low} exactly what
 * was cut off, from 0 to 2^52 - 1: a column is summed without carries between words, and no limb is shifted before it is
 * multiplied. The columns above 2^260 come back times R = 16 C, in the same two halves; then each limb keeps 52 bits (the top one
 * 48) and hands the rest on, all at once. Limbs are signed, so a difference needs no care.
 *
 * <p>Bounds, proven in {@code ScalarBoundsTest}: tight limbs lie within ±(2^52 + 2^44), the top one within ±(2^48 + 2^44);
 * loose ones, and their sums, within four times that; no product of limbs leaves ±2^114, no sum leaves a long.
 */
final class ScalarField implements LaneField<long[]> {
    private static final int L = Limbs.COUNT;
    private static final long M = Limbs.MASK;
    private static final long C = Limbs.C;

    /** R times 2^12. */
    private static final long R12 = C << 16;

    /** What limbs are shifted by. */
    private static final int KEPT = 6;

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
            r[L * lane + l] = Limbs.read(bytes, at, l) << KEPT;
        }
    }

    @Override
    public void write(long[] a, int lane, byte[] bytes, int at) {
        int i = L * lane;
        Limbs.write(a[i] >> KEPT, a[i + 1] >> KEPT, a[i + 2] >> KEPT, a[i + 3] >> KEPT, a[i + 4] >> KEPT, bytes, at);
    }

    @Override
    public void multiply(long[] r, int ro, long[] a, int ao, long[] b, int bo, int n) {
        product(r, L * ro, a, L * ao, b, L * bo, 1, 0, null, 0, null, L * n);
    }

    @Override
    public void multiplySum(
            long[] r, long[] a, int k, long[] x, int l, long[] y, int m, long[] z, long[] scratch, int from, int to) {
        product(r, L * from, a, L * from, x, L * from, k, l, y, m, z, L * (to - from));
    }

    /**
     * r = a (k x + l y) + m z; y and z begin where x does, and are zero where they are null.
     *
     * <p>Products cost more than sums: a<sub>i</sub> b<sub>j</sub> + a<sub>j</sub> b<sub>i</sub> is (a<sub>i</sub> -
     * a<sub>j</sub>) (b<sub>j</sub> - b<sub>i</sub>) + a<sub>i</sub> b<sub>i</sub> + a<sub>j</sub> b<sub>j</sub>, so that 15
     * products do for 25. High and low parts pi and qi of the five a<sub>i</sub> b<sub>i</sub> are summed up once for all
     * columns.
     */
    private static void product(
            long[] r, int ro, long[] a, int ao, long[] x, int xo, int k, int l, long[] y, int m, long[] z, int length) {
        int kTwice = Math.abs(k) >> 1;
        int lTwice = Math.abs(l) >> 1;
        long kSign = k >> 31;
        long lSign = l >> 31;
        long mSign = m >> 31;
        for (int i = 0; i < length; i += L) {
            long a0 = a[ao + i], a1 = a[ao + i + 1], a2 = a[ao + i + 2], a3 = a[ao + i + 3], a4 = a[ao + i + 4];
            long b0 = x[xo + i], b1 = x[xo + i + 1], b2 = x[xo + i + 2], b3 = x[xo + i + 3], b4 = x[xo + i + 4];
            if (k != 1) {
                b0 = times(b0, kSign, kTwice);
                b1 = times(b1, kSign, kTwice);
                b2 = times(b2, kSign, kTwice);
                b3 = times(b3, kSign, kTwice);
                b4 = times(b4, kSign, kTwice);
            }
            if (y != null) {
                b0 += times(y[xo + i], lSign, lTwice);
                b1 += times(y[xo + i + 1], lSign, lTwice);
                b2 += times(y[xo + i + 2], lSign, lTwice);
                b3 += times(y[xo + i + 3], lSign, lTwice);
                b4 += times(y[xo + i + 4], lSign, lTwice);
            }
            long p0 = high(a0, b0), p1 = high(a1, b1), p2 = high(a2, b2), p3 = high(a3, b3), p4 = high(a4, b4);
            long q0 = low(a0, b0), q1 = low(a1, b1), q2 = low(a2, b2), q3 = low(a3, b3), q4 = low(a4, b4);
            long p01 = p0 + p1, p34 = p3 + p4, p012 = p01 + p2, p234 = p2 + p34;
            long q01 = q0 + q1, q34 = q3 + q4, q012 = q01 + q2, q234 = q2 + q34;
            long c0 = q0;
            long u01 = a0 - a1, v01 = b1 - b0;
            long h1 = p01 + high(u01, v01);
            long c1 = q01 + low(u01, v01) + p0;
            long u02 = a0 - a2, v02 = b2 - b0;
            long h2 = p012 + high(u02, v02);
            long c2 = q012 + low(u02, v02) + h1;
            long u03 = a0 - a3, v03 = b3 - b0;
            long u12 = a1 - a2, v12 = b2 - b1;
            long h3 = p012 + p3 + high(u03, v03) + high(u12, v12);
            long c3 = q012 + q3 + low(u03, v03) + low(u12, v12) + h2;
            long u04 = a0 - a4, v04 = b4 - b0;
            long u13 = a1 - a3, v13 = b3 - b1;
            long h4 = p012 + p34 + high(u04, v04) + high(u13, v13);
            long c4 = q012 + q34 + low(u04, v04) + low(u13, v13) + h3;
            long u14 = a1 - a4, v14 = b4 - b1;
            long u23 = a2 - a3, v23 = b3 - b2;
            long h5 = p1 + p234 + high(u14, v14) + high(u23, v23);
            long c5 = q1 + q234 + low(u14, v14) + low(u23, v23) + h4;
            long u24 = a2 - a4, v24 = b4 - b2;
            long h6 = p234 + high(u24, v24);
            long c6 = q234 + low(u24, v24) + h5;
            long u34 = a3 - a4, v34 = b4 - b3;
            long h7 = p34 + high(u34, v34);
            long c7 = q34 + low(u34, v34) + h6;
            long c8 = q4 + h7;
            if (z != null) {
                c0 += times(z[xo + i], mSign, 0) >> KEPT;
                c1 += times(z[xo + i + 1], mSign, 0) >> KEPT;
                c2 += times(z[xo + i + 2], mSign, 0) >> KEPT;
                c3 += times(z[xo + i + 3], mSign, 0) >> KEPT;
                c4 += times(z[xo + i + 4], mSign, 0) >> KEPT;
            }
            fold(r, ro + i, c0, c1, c2, c3, c4, c5, c6, c7, c8, p4);
        }
    }

    /** 1 or -1, times 1 or 2: no product, for these are what is scarce. */
    private static long times(long limb, long sign, int twice) {
        return ((limb ^ sign) - sign) << twice;
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
            long c0 = low(a0, a0);
            long h1 = 2 * high(a0, a1);
            long c1 = 2 * low(a0, a1) + h0;
            long h2 = 2 * high(a0, a2) + high(a1, a1);
            long c2 = 2 * low(a0, a2) + low(a1, a1) + h1;
            long h3 = 2 * (high(a0, a3) + high(a1, a2));
            long c3 = 2 * (low(a0, a3) + low(a1, a2)) + h2;
            long h4 = 2 * (high(a0, a4) + high(a1, a3)) + high(a2, a2);
            long c4 = 2 * (low(a0, a4) + low(a1, a3)) + low(a2, a2) + h3;
            long h5 = 2 * (high(a1, a4) + high(a2, a3));
            long c5 = 2 * (low(a1, a4) + low(a2, a3)) + h4;
            long h6 = 2 * high(a2, a4) + high(a3, a3);
            long c6 = 2 * low(a2, a4) + low(a3, a3) + h5;
            long h7 = 2 * high(a3, a4);
            long c7 = 2 * low(a3, a4) + h6;
            long h8 = high(a4, a4);
            long c8 = low(a4, a4) + h7;
            if (x != null) {
                c0 -= (x[i] + y[i]) >> KEPT;
                c1 -= (x[i + 1] + y[i + 1]) >> KEPT;
                c2 -= (x[i + 2] + y[i + 2]) >> KEPT;
                c3 -= (x[i + 3] + y[i + 3]) >> KEPT;
                c4 -= (x[i + 4] + y[i + 4]) >> KEPT;
            }
            fold(r, i, c0, c1, c2, c3, c4, c5, c6, c7, c8, h8);
        }
    }

    /** Of a product 2^12 times itself, what it has above 2^52 of itself, rounded down; below 2^114 of itself. */
    private static long high(long a, long b) {
        return Math.multiplyHigh(a, b);
    }

    /** And what it has below. */
    private static long low(long a, long b) {
        return a * b >>> 12;
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
        long g9 = high(c9, R12);
        long d5 = c5 + g9;
        long g5 = high(d5, R12);
        long g6 = high(c6, R12);
        long g7 = high(c7, R12);
        long g8 = high(c8, R12);
        long r0 = c0 + low(d5, R12);
        long r1 = c1 + g5 + low(c6, R12);
        long r2 = c2 + g6 + low(c7, R12);
        long r3 = c3 + g7 + low(c8, R12);
        long r4 = c4 + g8 + low(c9, R12);
        r[ro] = ((r0 & M) + (r4 >> 48) * C) << KEPT;
        r[ro + 1] = ((r1 & M) + (r0 >> 52)) << KEPT;
        r[ro + 2] = ((r2 & M) + (r1 >> 52)) << KEPT;
        r[ro + 3] = ((r3 & M) + (r2 >> 52)) << KEPT;
        r[ro + 4] = ((r4 & Limbs.TOP_MASK) + (r3 >> 52)) << KEPT;
    }

    @Override
    public void sum(long[] r, int k, long[] x, int l, long[] y, int from, int to) {
        for (int i = L * from; i < L * to; i++) {
            r[i] = k * x[i] + l * y[i];
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
