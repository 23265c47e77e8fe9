// SPDX-License-Identifier: MIT
package org.throng.curve.lockstep;

import org.throng.curve.lanes.LaneField;

/**
 * Addition of points in all lanes at once, in affine coordinates, with one inversion for all lanes. The constant of the curve
 * does not occur in the formulas, so they hold on every curve y² = x³ + b.
 *
 * <p>Lanes where two points are equal or opposite are dead afterwards, see {@link Inversion#dead}.
 */
final class Steps<A> {
    private final LaneField<A> field;
    private final Inversion<A> inversion;
    private final A slope;
    private final A square;
    private A third;

    Steps(LaneField<A> field, Inversion<A> inversion, int capacity) {
        this.field = field;
        this.inversion = inversion;
        slope = field.array(capacity);
        square = field.array(capacity);
        third = field.array(capacity);
    }

    /** {@code r = 2 p}: 5 products and 2 squares a lane; r may be p. */
    void twice(Points<A> r, Points<A> p, int n) {
        inversion.run(p.w, n, Inversion.Lanes.NOTHING, (from, to) -> {
            // s = 3 x² / w
            field.square(square, p.x, from, to);
            field.scale(square, square, 3, from, to);
            field.multiply(slope, from, square, from, inversion.inverses(), from, to - from);
            finish(r, p, 1, p.x, from, to);
        });
        turn(r);
    }

    /**
     * {@code r = sign p + q}: 5 products and a square a lane; r may be p.
     *
     * @param sign 1 or -1
     */
    void add(Points<A> r, int sign, Points<A> p, A qx, A qw, int n) {
        A values = inversion.values();
        inversion.run(values, n, (from, to) -> field.sum(values, 2, qx, -2, p.x, from, to), (from, to) -> {
            chord(p, sign, qw, from, to);
            finish(r, p, sign, qx, from, to);
        });
        turn(r);
    }

    /**
     * {@code p = sign 2 p + q}, as (sign p + q) + sign p without the y between: 9 products and 2 squares a lane.
     *
     * @param sign 1 or -1
     */
    void twiceAdd(Points<A> p, int sign, A qx, A qw, int n) {
        A values = inversion.values();
        A middle = square; // x3, the sum's x
        inversion.run(values, n, (from, to) -> field.sum(values, 2, qx, -2, p.x, from, to), (from, to) -> {
            chord(p, sign, qw, from, to);
            field.squareMinus(middle, slope, p.x, qx, from, to);
            field.sum(values, 1, p.x, -1, middle, from, to);
        });
        inversion.run(values, n, Inversion.Lanes.NOTHING, (from, to) -> {
            // the slope of the second chord is minus (s + w / (x3 - x)); its sign goes into the order of the last
            // difference
            field.multiplySum(slope, inversion.inverses(), sign, p.w, 0, null, -1, slope, third, from, to);
            finish(p, p, sign, middle, from, to);
        });
        turn(p);
    }

    /** s = (wq - w) / 2 (xq - x) */
    private void chord(Points<A> p, int sign, A qw, int from, int to) {
        field.multiplySum(slope, inversion.inverses(), 1, qw, -sign, p.w, 0, null, third, from, to);
    }

    /** x' = s² - x - xq; w' = 2 s (x - x') - w; x' takes the place of x in {@link #turn}. */
    private void finish(Points<A> r, Points<A> p, int sign, A qx, int from, int to) {
        field.squareMinus(third, slope, p.x, qx, from, to);
        field.multiplySum(r.w, slope, 2, p.x, -2, third, -sign, p.w, square, from, to);
    }

    private void turn(Points<A> r) {
        A x = r.x;
        r.x = third;
        third = x;
    }

    /** Overwrites what the last step left here. */
    void wipe(int n) {
        field.scale(slope, slope, 0, 0, n);
        field.scale(square, square, 0, 0, n);
        field.scale(third, third, 0, 0, n);
    }
}
