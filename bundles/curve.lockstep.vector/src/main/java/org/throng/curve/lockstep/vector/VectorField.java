// SPDX-License-Identifier: MIT
package org.throng.curve.lockstep.vector;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.VectorSpecies;
import org.throng.curve.lanes.LaneField;
import org.throng.curve.lanes.Limbs;

/**
 * The field in vectors of doubles: five balanced limbs of 52 bits, each an integer in a double, moved by additions,
 * subtractions and fused multiply-adds alone, all of them exact.
 *
 * <p>{@code t = ab + ROUND} rounds a product to a multiple of 2^52, so {@code h = ROUND - t} is minus its high part and
 * {@code ab + h}, again exact, its low part, at most 2^51. The two are summed for each column; a column whose sum would pass
 * 2^53 hands its upper part on in between, by {@code (l + ROUND) - ROUND}. Columns from 2^260 up come back times R = 16 C, in
 * the same two parts.
 *
 * <p>Bounds, proven in {@code VectorBoundsTest}: a limb, tight or loose, is at most 2^51 + 2^38; no product reaches 2^103, no
 * sum of limbs passes 2^53, so that every double is exact.
 *
 * <p>Layout: blocks of {@link #width} lanes, limb by limb, so that a loop reads one stretch of memory from its begin to its
 * end: limb l of lane i at (i / width · 5 + l) · width + i mod width.
 */
public final class VectorField implements LaneField<double[]> {
    private static final int L = Limbs.COUNT;
    static final double ROUND = 0x1.8p104;
    static final double ROUND_TOP = 0x1.8p100;
    static final double DOWN = 0x1p-52;
    static final double R = 16.0 * Limbs.C;
    static final double TOP = Limbs.C * 0x1p-48;

    static final VectorSpecies<Double> S = DoubleVector.SPECIES_PREFERRED;
    private static final int W = S.length();
    private static final int BLOCK = L * W;

    @Override
    public String name() {
        return "vector";
    }

    @Override
    public int width() {
        return W;
    }

    @Override
    public double[] array(int n) {
        return new double[L * n];
    }

    @Override
    public void read(double[] r, int lane, byte[] bytes, int at) {
        put(r, lane / W * BLOCK + lane % W, W, bytes, at);
    }

    /** Balances what comes: each limb hands a carry on, the top one back to the first. */
    private static void put(double[] r, int first, int step, byte[] bytes, int at) {
        long l0 = Limbs.read(bytes, at, 0);
        long l4 = Limbs.read(bytes, at, 4);
        long top = (l4 + (1L << 47)) >> 48;
        l0 += top * Limbs.C;
        long carry = (l0 + (1L << 51)) >> 52;
        r[first] = l0 - (carry << 52);
        for (int l = 1; l < 4; l++) {
            long limb = Limbs.read(bytes, at, l) + carry;
            carry = (limb + (1L << 51)) >> 52;
            r[first + l * step] = limb - (carry << 52);
        }
        r[first + 4 * step] = l4 - (top << 48) + carry;
    }

    @Override
    public void write(double[] a, int lane, byte[] bytes, int at) {
        int i = lane / W * BLOCK + lane % W;
        Limbs.write(
                (long) a[i], (long) a[i + W], (long) a[i + 2 * W], (long) a[i + 3 * W], (long) a[i + 4 * W], bytes, at);
    }

    @Override
    public void multiply(double[] r, int ro, double[] a, int ao, double[] b, int bo, int n) {
        VectorProduct.run(r, L * ro, a, L * ao, b, L * bo, L * n);
    }

    /** One after the other: all in one loop is more than a processor has registers for, and takes longer. */
    @Override
    public void multiplySum(
            double[] r,
            double[] a,
            int k,
            double[] x,
            int l,
            double[] y,
            int m,
            double[] z,
            double[] scratch,
            int from,
            int to) {
        double[] factor = x;
        if (y != null) {
            sum(scratch, k, x, l, y, from, to);
            factor = scratch;
        }
        int sign = y == null ? k : 1;
        if (z == null && sign == 1) {
            multiply(r, from, a, from, factor, from, to - from);
        } else {
            multiply(scratch, from, a, from, factor, from, to - from);
            sum(r, sign, scratch, z == null ? 0 : m, z == null ? scratch : z, from, to);
        }
    }

    @Override
    public void square(double[] r, double[] a, int from, int to) {
        VectorSquare.run(r, a, L * from, L * to);
    }

    @Override
    public void squareMinus(double[] r, double[] a, double[] x, double[] y, int from, int to) {
        VectorSquareMinus.run(r, a, x, y, L * from, L * to);
    }

    @Override
    public void sum(double[] r, int k, double[] x, int l, double[] y, int from, int to) {
        DoubleVector kTimes = DoubleVector.broadcast(S, k);
        DoubleVector lTimes = DoubleVector.broadcast(S, l);
        for (int i = L * from; i < L * to; i += BLOCK) {
            DoubleVector l0 = DoubleVector.fromArray(S, x, i)
                    .mul(kTimes)
                    .add(DoubleVector.fromArray(S, y, i).mul(lTimes));
            DoubleVector l1 = DoubleVector.fromArray(S, x, i + W)
                    .mul(kTimes)
                    .add(DoubleVector.fromArray(S, y, i + W).mul(lTimes));
            DoubleVector l2 = DoubleVector.fromArray(S, x, i + 2 * W)
                    .mul(kTimes)
                    .add(DoubleVector.fromArray(S, y, i + 2 * W).mul(lTimes));
            DoubleVector l3 = DoubleVector.fromArray(S, x, i + 3 * W)
                    .mul(kTimes)
                    .add(DoubleVector.fromArray(S, y, i + 3 * W).mul(lTimes));
            DoubleVector l4 = DoubleVector.fromArray(S, x, i + 4 * W)
                    .mul(kTimes)
                    .add(DoubleVector.fromArray(S, y, i + 4 * W).mul(lTimes));
            carry(r, i, l0, l1, l2, l3, l4);
        }
    }

    @Override
    public void scale(double[] r, double[] x, int k, int from, int to) {
        for (int i = L * from; i < L * to; i += BLOCK) {
            DoubleVector l0 = DoubleVector.fromArray(S, x, i).mul(k);
            DoubleVector l1 = DoubleVector.fromArray(S, x, i + W).mul(k);
            DoubleVector l2 = DoubleVector.fromArray(S, x, i + 2 * W).mul(k);
            DoubleVector l3 = DoubleVector.fromArray(S, x, i + 3 * W).mul(k);
            DoubleVector l4 = DoubleVector.fromArray(S, x, i + 4 * W).mul(k);
            carry(r, i, l0, l1, l2, l3, l4);
        }
    }

    /** Each limb keeps what is nearest to zero and hands the rest on. */
    private static void carry(
            double[] r, int i, DoubleVector l0, DoubleVector l1, DoubleVector l2, DoubleVector l3, DoubleVector l4) {
        DoubleVector round = DoubleVector.broadcast(S, ROUND);
        DoubleVector q0 = l0.add(round).sub(round);
        DoubleVector q1 = l1.add(round).sub(round);
        DoubleVector q2 = l2.add(round).sub(round);
        DoubleVector q3 = l3.add(round).sub(round);
        DoubleVector roundTop = DoubleVector.broadcast(S, ROUND_TOP);
        DoubleVector q4 = l4.add(roundTop).sub(roundTop);
        DoubleVector down = DoubleVector.broadcast(S, DOWN);
        q4.fma(DoubleVector.broadcast(S, TOP), l0.sub(q0)).intoArray(r, i);
        q0.fma(down, l1.sub(q1)).intoArray(r, i + W);
        q1.fma(down, l2.sub(q2)).intoArray(r, i + 2 * W);
        q2.fma(down, l3.sub(q3)).intoArray(r, i + 3 * W);
        q3.fma(down, l4.sub(q4)).intoArray(r, i + 4 * W);
    }

    @Override
    public void copy(double[] r, int ro, double[] x, int xo, int n) {
        System.arraycopy(x, L * xo, r, L * ro, L * n);
    }

    @Override
    public void pick(double[] r, double[][] tables, byte[] digits, int at, boolean signed, int n) {
        for (int lane = 0; lane < n; lane++) {
            int digit = digits[at + lane];
            double sign = signed ? 1 | digit >> 31 : 1;
            double[] table = tables[Math.abs(digit) >> 1];
            int first = lane / W * BLOCK + lane % W;
            for (int i = first; i < first + BLOCK; i += W) {
                r[i] = sign * table[i];
            }
        }
    }

    @Override
    public void store(double[] table, int place, byte[] bytes, int at) {
        put(table, L * place, 1, bytes, at);
    }

    @Override
    public void gather(double[] r, double[] table, int[] places, int n) {
        for (int lane = 0; lane < n; lane++) {
            int first = lane / W * BLOCK + lane % W;
            int from = L * places[lane];
            for (int l = 0; l < L; l++) {
                r[first + l * W] = table[from + l];
            }
        }
    }
}
