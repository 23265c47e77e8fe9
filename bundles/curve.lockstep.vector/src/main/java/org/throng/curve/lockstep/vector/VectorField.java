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
    private static final double ROUND = 0x1.8p104;
    private static final double ROUND_TOP = 0x1.8p100;
    private static final double DOWN = 0x1p-52;
    private static final double R = 16.0 * Limbs.C;
    private static final double TOP = Limbs.C * 0x1p-48;

    private static final VectorSpecies<Double> S = DoubleVector.SPECIES_PREFERRED;
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
        product(r, L * ro, a, L * ao, b, L * bo, null, null, L * n);
    }

    @Override
    public void multiplyDifference(double[] r, double[] a, double[] x, double[] y, double[] z, int from, int to) {
        product(r, L * from, a, L * from, x, L * from, y, z, L * (to - from));
    }

    /**
     * r = a (x - y) - z; y and z begin where x does, and are zero where they are null.
     *
     * <p>Column k of a product has the low parts lk and minus the high parts hk. All of it in one method and one loop, and no
     * method of ours called from it: the compiler inlines the operations of vectors whatever their number, but nothing else
     * beyond a limit, and a call would put every vector on the heap.
     */
    private static void product(
            double[] r, int ro, double[] a, int ao, double[] x, int xo, double[] y, double[] z, int length) {
        DoubleVector round = DoubleVector.broadcast(S, ROUND);
        DoubleVector roundTop = DoubleVector.broadcast(S, ROUND_TOP);
        DoubleVector down = DoubleVector.broadcast(S, DOWN);
        DoubleVector minus = DoubleVector.broadcast(S, -DOWN);
        DoubleVector top = DoubleVector.broadcast(S, TOP);
        DoubleVector back = DoubleVector.broadcast(S, R);
        for (int i = 0; i < length; i += BLOCK) {
            DoubleVector a0 = DoubleVector.fromArray(S, a, ao + i);
            DoubleVector a1 = DoubleVector.fromArray(S, a, ao + i + W);
            DoubleVector a2 = DoubleVector.fromArray(S, a, ao + i + 2 * W);
            DoubleVector a3 = DoubleVector.fromArray(S, a, ao + i + 3 * W);
            DoubleVector a4 = DoubleVector.fromArray(S, a, ao + i + 4 * W);
            DoubleVector b0 = DoubleVector.fromArray(S, x, xo + i);
            DoubleVector b1 = DoubleVector.fromArray(S, x, xo + i + W);
            DoubleVector b2 = DoubleVector.fromArray(S, x, xo + i + 2 * W);
            DoubleVector b3 = DoubleVector.fromArray(S, x, xo + i + 3 * W);
            DoubleVector b4 = DoubleVector.fromArray(S, x, xo + i + 4 * W);
            if (y != null) {
                b0 = b0.sub(DoubleVector.fromArray(S, y, xo + i));
                b1 = b1.sub(DoubleVector.fromArray(S, y, xo + i + W));
                b2 = b2.sub(DoubleVector.fromArray(S, y, xo + i + 2 * W));
                b3 = b3.sub(DoubleVector.fromArray(S, y, xo + i + 3 * W));
                b4 = b4.sub(DoubleVector.fromArray(S, y, xo + i + 4 * W));
                DoubleVector qb0 = b0.add(round).sub(round);
                DoubleVector qb1 = b1.add(round).sub(round);
                DoubleVector qb2 = b2.add(round).sub(round);
                DoubleVector qb3 = b3.add(round).sub(round);
                DoubleVector qb4 = b4.add(roundTop).sub(roundTop);
                b0 = qb4.fma(top, b0.sub(qb0));
                b1 = qb0.fma(down, b1.sub(qb1));
                b2 = qb1.fma(down, b2.sub(qb2));
                b3 = qb2.fma(down, b3.sub(qb3));
                b4 = qb3.fma(down, b4.sub(qb4));
            }
            DoubleVector h00 = round.sub(a0.fma(b0, round));
            DoubleVector l0 = a0.fma(b0, h00);
            DoubleVector h0 = h00;
            DoubleVector h01 = round.sub(a0.fma(b1, round));
            DoubleVector h10 = round.sub(a1.fma(b0, round));
            DoubleVector l1 = a0.fma(b1, h01).add(a1.fma(b0, h10));
            DoubleVector h1 = h01.add(h10);
            DoubleVector h02 = round.sub(a0.fma(b2, round));
            DoubleVector h11 = round.sub(a1.fma(b1, round));
            DoubleVector h20 = round.sub(a2.fma(b0, round));
            DoubleVector l2 = a0.fma(b2, h02).add(a1.fma(b1, h11)).add(a2.fma(b0, h20));
            DoubleVector h2 = h02.add(h11).add(h20);
            DoubleVector c2 = l2.add(round).sub(round);
            l2 = l2.sub(c2);
            h2 = h2.sub(c2);
            DoubleVector h03 = round.sub(a0.fma(b3, round));
            DoubleVector h12 = round.sub(a1.fma(b2, round));
            DoubleVector h21 = round.sub(a2.fma(b1, round));
            DoubleVector h30 = round.sub(a3.fma(b0, round));
            DoubleVector l3 =
                    a0.fma(b3, h03).add(a1.fma(b2, h12)).add(a2.fma(b1, h21)).add(a3.fma(b0, h30));
            DoubleVector h3 = h03.add(h12).add(h21).add(h30);
            DoubleVector c3 = l3.add(round).sub(round);
            l3 = l3.sub(c3);
            h3 = h3.sub(c3);
            DoubleVector h04 = round.sub(a0.fma(b4, round));
            DoubleVector h13 = round.sub(a1.fma(b3, round));
            DoubleVector h22 = round.sub(a2.fma(b2, round));
            DoubleVector h31 = round.sub(a3.fma(b1, round));
            DoubleVector h40 = round.sub(a4.fma(b0, round));
            DoubleVector l4 =
                    a0.fma(b4, h04).add(a1.fma(b3, h13)).add(a2.fma(b2, h22)).add(a3.fma(b1, h31));
            DoubleVector h4 = h04.add(h13).add(h22).add(h31).add(h40);
            DoubleVector c4 = l4.add(round).sub(round);
            l4 = l4.sub(c4);
            h4 = h4.sub(c4);
            l4 = l4.add(a4.fma(b0, h40));
            DoubleVector h14 = round.sub(a1.fma(b4, round));
            DoubleVector h23 = round.sub(a2.fma(b3, round));
            DoubleVector h32 = round.sub(a3.fma(b2, round));
            DoubleVector h41 = round.sub(a4.fma(b1, round));
            DoubleVector l5 =
                    a1.fma(b4, h14).add(a2.fma(b3, h23)).add(a3.fma(b2, h32)).add(a4.fma(b1, h41));
            DoubleVector h5 = h14.add(h23).add(h32).add(h41);
            DoubleVector c5 = l5.add(round).sub(round);
            l5 = l5.sub(c5);
            h5 = h5.sub(c5);
            DoubleVector h24 = round.sub(a2.fma(b4, round));
            DoubleVector h33 = round.sub(a3.fma(b3, round));
            DoubleVector h42 = round.sub(a4.fma(b2, round));
            DoubleVector l6 = a2.fma(b4, h24).add(a3.fma(b3, h33)).add(a4.fma(b2, h42));
            DoubleVector h6 = h24.add(h33).add(h42);
            DoubleVector c6 = l6.add(round).sub(round);
            l6 = l6.sub(c6);
            h6 = h6.sub(c6);
            DoubleVector h34 = round.sub(a3.fma(b4, round));
            DoubleVector h43 = round.sub(a4.fma(b3, round));
            DoubleVector l7 = a3.fma(b4, h34).add(a4.fma(b3, h43));
            DoubleVector h7 = h34.add(h43);
            DoubleVector h44 = round.sub(a4.fma(b4, round));
            DoubleVector l8 = a4.fma(b4, h44);
            DoubleVector h8 = h44;
            DoubleVector l9 = h8.mul(minus);
            DoubleVector f9 = round.sub(l9.fma(back, round));
            l4 = l4.add(l9.fma(back, f9));
            DoubleVector m4 = l4.add(round).sub(round);
            l4 = l4.sub(m4);
            h4 = h4.sub(m4);
            l1 = h0.fma(minus, l1);
            l2 = h1.fma(minus, l2);
            l3 = h2.fma(minus, l3);
            l4 = h3.fma(minus, l4);
            l5 = f9.fma(minus, h4.fma(minus, l5));
            l6 = h5.fma(minus, l6);
            l7 = h6.fma(minus, l7);
            l8 = h7.fma(minus, l8);
            DoubleVector f5 = round.sub(l5.fma(back, round));
            l0 = l0.add(l5.fma(back, f5));
            l1 = f5.fma(minus, l1);
            DoubleVector f6 = round.sub(l6.fma(back, round));
            l1 = l1.add(l6.fma(back, f6));
            l2 = f6.fma(minus, l2);
            DoubleVector f7 = round.sub(l7.fma(back, round));
            l2 = l2.add(l7.fma(back, f7));
            l3 = f7.fma(minus, l3);
            DoubleVector f8 = round.sub(l8.fma(back, round));
            l3 = l3.add(l8.fma(back, f8));
            l4 = f8.fma(minus, l4);
            if (z != null) {
                DoubleVector p0 = l0.add(round).sub(round);
                DoubleVector p1 = l1.add(round).sub(round);
                DoubleVector p2 = l2.add(round).sub(round);
                DoubleVector p3 = l3.add(round).sub(round);
                DoubleVector p4 = l4.add(roundTop).sub(roundTop);
                l0 = p4.fma(top, l0.sub(p0));
                l1 = p0.fma(down, l1.sub(p1));
                l2 = p1.fma(down, l2.sub(p2));
                l3 = p2.fma(down, l3.sub(p3));
                l4 = p3.fma(down, l4.sub(p4));
                l0 = l0.sub(DoubleVector.fromArray(S, z, xo + i));
                l1 = l1.sub(DoubleVector.fromArray(S, z, xo + i + W));
                l2 = l2.sub(DoubleVector.fromArray(S, z, xo + i + 2 * W));
                l3 = l3.sub(DoubleVector.fromArray(S, z, xo + i + 3 * W));
                l4 = l4.sub(DoubleVector.fromArray(S, z, xo + i + 4 * W));
            }
            DoubleVector q0 = l0.add(round).sub(round);
            DoubleVector q1 = l1.add(round).sub(round);
            DoubleVector q2 = l2.add(round).sub(round);
            DoubleVector q3 = l3.add(round).sub(round);
            DoubleVector q4 = l4.add(roundTop).sub(roundTop);
            l0 = q4.fma(top, l0.sub(q0));
            l1 = q0.fma(down, l1.sub(q1));
            l2 = q1.fma(down, l2.sub(q2));
            l3 = q2.fma(down, l3.sub(q3));
            l4 = q3.fma(down, l4.sub(q4));
            l0.intoArray(r, ro + i);
            l1.intoArray(r, ro + i + W);
            l2.intoArray(r, ro + i + 2 * W);
            l3.intoArray(r, ro + i + 3 * W);
            l4.intoArray(r, ro + i + 4 * W);
        }
    }

    @Override
    public void square(double[] r, double[] a, int from, int to) {
        squareMinus(r, a, null, null, from, to);
    }

    /** x and y are zero where x is null. */
    @Override
    public void squareMinus(double[] r, double[] a, double[] x, double[] y, int from, int to) {
        DoubleVector round = DoubleVector.broadcast(S, ROUND);
        DoubleVector roundTop = DoubleVector.broadcast(S, ROUND_TOP);
        DoubleVector down = DoubleVector.broadcast(S, DOWN);
        DoubleVector minus = DoubleVector.broadcast(S, -DOWN);
        DoubleVector top = DoubleVector.broadcast(S, TOP);
        DoubleVector back = DoubleVector.broadcast(S, R);
        for (int i = L * from; i < L * to; i += BLOCK) {
            DoubleVector a0 = DoubleVector.fromArray(S, a, i);
            DoubleVector a1 = DoubleVector.fromArray(S, a, i + W);
            DoubleVector a2 = DoubleVector.fromArray(S, a, i + 2 * W);
            DoubleVector a3 = DoubleVector.fromArray(S, a, i + 3 * W);
            DoubleVector a4 = DoubleVector.fromArray(S, a, i + 4 * W);
            DoubleVector h00 = round.sub(a0.fma(a0, round));
            DoubleVector l0 = a0.fma(a0, h00);
            DoubleVector h0 = h00;
            DoubleVector h01 = round.sub(a0.fma(a1, round));
            DoubleVector l1 = a0.fma(a1, h01);
            DoubleVector h1 = h01;
            l1 = l1.add(l1);
            h1 = h1.add(h1);
            DoubleVector h02 = round.sub(a0.fma(a2, round));
            DoubleVector h11 = round.sub(a1.fma(a1, round));
            DoubleVector l2 = a0.fma(a2, h02);
            DoubleVector h2 = h02;
            l2 = l2.add(l2);
            h2 = h2.add(h2);
            l2 = l2.add(a1.fma(a1, h11));
            h2 = h2.add(h11);
            DoubleVector c2 = l2.add(round).sub(round);
            l2 = l2.sub(c2);
            h2 = h2.sub(c2);
            DoubleVector h03 = round.sub(a0.fma(a3, round));
            DoubleVector h12 = round.sub(a1.fma(a2, round));
            DoubleVector l3 = a0.fma(a3, h03).add(a1.fma(a2, h12));
            DoubleVector h3 = h03.add(h12);
            l3 = l3.add(l3);
            h3 = h3.add(h3);
            DoubleVector c3 = l3.add(round).sub(round);
            l3 = l3.sub(c3);
            h3 = h3.sub(c3);
            DoubleVector h04 = round.sub(a0.fma(a4, round));
            DoubleVector h13 = round.sub(a1.fma(a3, round));
            DoubleVector h22 = round.sub(a2.fma(a2, round));
            DoubleVector l4 = a0.fma(a4, h04).add(a1.fma(a3, h13));
            DoubleVector h4 = h04.add(h13);
            DoubleVector c = l4.add(round).sub(round);
            l4 = l4.sub(c);
            h4 = h4.sub(c);
            l4 = l4.add(l4);
            h4 = h4.add(h4);
            l4 = l4.add(a2.fma(a2, h22));
            h4 = h4.add(h22);
            DoubleVector c4 = l4.add(round).sub(round);
            l4 = l4.sub(c4);
            h4 = h4.sub(c4);
            DoubleVector h14 = round.sub(a1.fma(a4, round));
            DoubleVector h23 = round.sub(a2.fma(a3, round));
            DoubleVector l5 = a1.fma(a4, h14).add(a2.fma(a3, h23));
            DoubleVector h5 = h14.add(h23);
            l5 = l5.add(l5);
            h5 = h5.add(h5);
            DoubleVector c5 = l5.add(round).sub(round);
            l5 = l5.sub(c5);
            h5 = h5.sub(c5);
            DoubleVector h24 = round.sub(a2.fma(a4, round));
            DoubleVector h33 = round.sub(a3.fma(a3, round));
            DoubleVector l6 = a2.fma(a4, h24);
            DoubleVector h6 = h24;
            l6 = l6.add(l6);
            h6 = h6.add(h6);
            l6 = l6.add(a3.fma(a3, h33));
            h6 = h6.add(h33);
            DoubleVector c6 = l6.add(round).sub(round);
            l6 = l6.sub(c6);
            h6 = h6.sub(c6);
            DoubleVector h34 = round.sub(a3.fma(a4, round));
            DoubleVector l7 = a3.fma(a4, h34);
            DoubleVector h7 = h34;
            l7 = l7.add(l7);
            h7 = h7.add(h7);
            DoubleVector h44 = round.sub(a4.fma(a4, round));
            DoubleVector l8 = a4.fma(a4, h44);
            DoubleVector h8 = h44;
            DoubleVector l9 = h8.mul(minus);
            DoubleVector f9 = round.sub(l9.fma(back, round));
            l4 = l4.add(l9.fma(back, f9));
            DoubleVector m4 = l4.add(round).sub(round);
            l4 = l4.sub(m4);
            h4 = h4.sub(m4);
            l1 = h0.fma(minus, l1);
            l2 = h1.fma(minus, l2);
            l3 = h2.fma(minus, l3);
            l4 = h3.fma(minus, l4);
            l5 = f9.fma(minus, h4.fma(minus, l5));
            l6 = h5.fma(minus, l6);
            l7 = h6.fma(minus, l7);
            l8 = h7.fma(minus, l8);
            DoubleVector f5 = round.sub(l5.fma(back, round));
            l0 = l0.add(l5.fma(back, f5));
            l1 = f5.fma(minus, l1);
            DoubleVector f6 = round.sub(l6.fma(back, round));
            l1 = l1.add(l6.fma(back, f6));
            l2 = f6.fma(minus, l2);
            DoubleVector f7 = round.sub(l7.fma(back, round));
            l2 = l2.add(l7.fma(back, f7));
            l3 = f7.fma(minus, l3);
            DoubleVector f8 = round.sub(l8.fma(back, round));
            l3 = l3.add(l8.fma(back, f8));
            l4 = f8.fma(minus, l4);
            if (x != null) {
                DoubleVector p0 = l0.add(round).sub(round);
                DoubleVector p1 = l1.add(round).sub(round);
                DoubleVector p2 = l2.add(round).sub(round);
                DoubleVector p3 = l3.add(round).sub(round);
                DoubleVector p4 = l4.add(roundTop).sub(roundTop);
                l0 = p4.fma(top, l0.sub(p0));
                l1 = p0.fma(down, l1.sub(p1));
                l2 = p1.fma(down, l2.sub(p2));
                l3 = p2.fma(down, l3.sub(p3));
                l4 = p3.fma(down, l4.sub(p4));
                l0 = l0.sub(DoubleVector.fromArray(S, x, i)).sub(DoubleVector.fromArray(S, y, i));
                l1 = l1.sub(DoubleVector.fromArray(S, x, i + W)).sub(DoubleVector.fromArray(S, y, i + W));
                l2 = l2.sub(DoubleVector.fromArray(S, x, i + 2 * W)).sub(DoubleVector.fromArray(S, y, i + 2 * W));
                l3 = l3.sub(DoubleVector.fromArray(S, x, i + 3 * W)).sub(DoubleVector.fromArray(S, y, i + 3 * W));
                l4 = l4.sub(DoubleVector.fromArray(S, x, i + 4 * W)).sub(DoubleVector.fromArray(S, y, i + 4 * W));
            }
            DoubleVector q0 = l0.add(round).sub(round);
            DoubleVector q1 = l1.add(round).sub(round);
            DoubleVector q2 = l2.add(round).sub(round);
            DoubleVector q3 = l3.add(round).sub(round);
            DoubleVector q4 = l4.add(roundTop).sub(roundTop);
            l0 = q4.fma(top, l0.sub(q0));
            l1 = q0.fma(down, l1.sub(q1));
            l2 = q1.fma(down, l2.sub(q2));
            l3 = q2.fma(down, l3.sub(q3));
            l4 = q3.fma(down, l4.sub(q4));
            l0.intoArray(r, i);
            l1.intoArray(r, i + W);
            l2.intoArray(r, i + 2 * W);
            l3.intoArray(r, i + 3 * W);
            l4.intoArray(r, i + 4 * W);
        }
    }

    @Override
    public void difference(double[] r, double[] x, double[] y, int from, int to) {
        for (int i = L * from; i < L * to; i += BLOCK) {
            DoubleVector l0 = DoubleVector.fromArray(S, x, i).sub(DoubleVector.fromArray(S, y, i));
            DoubleVector l1 = DoubleVector.fromArray(S, x, i + W).sub(DoubleVector.fromArray(S, y, i + W));
            DoubleVector l2 = DoubleVector.fromArray(S, x, i + 2 * W).sub(DoubleVector.fromArray(S, y, i + 2 * W));
            DoubleVector l3 = DoubleVector.fromArray(S, x, i + 3 * W).sub(DoubleVector.fromArray(S, y, i + 3 * W));
            DoubleVector l4 = DoubleVector.fromArray(S, x, i + 4 * W).sub(DoubleVector.fromArray(S, y, i + 4 * W));
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
