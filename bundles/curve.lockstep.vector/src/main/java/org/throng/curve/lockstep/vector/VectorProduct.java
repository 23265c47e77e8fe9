// SPDX-License-Identifier: MIT
package org.throng.curve.lockstep.vector;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.VectorSpecies;
import org.throng.curve.lanes.Limbs;

/** r = a b. All in one loop, see {@link VectorField}. */
final class VectorProduct {
    private static final int L = Limbs.COUNT;
    private static final VectorSpecies<Double> S = VectorField.S;
    private static final int W = S.length();
    private static final int BLOCK = L * W;

    private VectorProduct() {}

    /** From {@code ro}, {@code ao} and {@code bo} on, {@code length} numbers of whole blocks. */
    static void run(double[] r, int ro, double[] a, int ao, double[] x, int xo, int length) {
        DoubleVector round = DoubleVector.broadcast(S, VectorField.ROUND);
        DoubleVector roundTop = DoubleVector.broadcast(S, VectorField.ROUND_TOP);
        DoubleVector down = DoubleVector.broadcast(S, VectorField.DOWN);
        DoubleVector minus = DoubleVector.broadcast(S, -VectorField.DOWN);
        DoubleVector top = DoubleVector.broadcast(S, VectorField.TOP);
        DoubleVector back = DoubleVector.broadcast(S, VectorField.R);
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
}
