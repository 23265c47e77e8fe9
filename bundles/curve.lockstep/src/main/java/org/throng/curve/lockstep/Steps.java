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
    /** Lanes that are finished together: their numbers stay in the processor's first cache. */
    private static final int STRETCH = 128;

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
        field.scale(inversion.values(), p.y, 2, 0, n);
        inversion.run(n);
        for (int from = 0; from < n; from += STRETCH) {
            int to = Math.min(n, from + STRETCH);
            // s = 3 x² / 2 y
            field.square(square, p.x, from, to);
            field.scale(square, square, 3, from, to);
            field.multiply(slope, from, square, from, inversion.inverses(), from, to - from);
            finish(r, p, p.x, from, to);
        }
        turn(r);
    }

    /** {@code r = p + q}: 5 products and a square a lane; r may be p. */
    void add(Points<A> r, Points<A> p, A qx, A qy, int n) {
        field.difference(inversion.values(), qx, p.x, 0, n);
        inversion.run(n);
        for (int from = 0; from < n; from += STRETCH) {
            int to = Math.min(n, from + STRETCH);
            chord(p, qy, from, to);
            finish(r, p, qx, from, to);
        }
        turn(r);
    }

    /** {@code p = 2 p + q}, as (p + q) + p without the y between: 9 products and 2 squares a lane. */
    void twiceAdd(Points<A> p, A qx, A qy, int n) {
        field.difference(inversion.values(), qx, p.x, 0, n);
        inversion.run(n);
        A middle = square; // x3, the sum's x
        for (int from = 0; from < n; from += STRETCH) {
            int to = Math.min(n, from + STRETCH);
            chord(p, qy, from, to);
            field.squareMinus(middle, slope, p.x, qx, from, to);
            field.difference(inversion.values(), p.x, middle, from, to);
        }
        inversion.run(n);
        for (int from = 0; from < n; from += STRETCH) {
            int to = Math.min(n, from + STRETCH);
            // the slope of the second chord is minus (s + 2 y / (x3 - x)); its sign goes into the order of the last
            // difference
            field.scale(third, p.y, 2, from, to);
            field.multiplyDifference(slope, inversion.inverses(), third, null, slope, from, to);
            field.squareMinus(third, slope, p.x, middle, from, to);
            field.multiplyDifference(p.y, slope, p.x, third, p.y, from, to);
        }
        turn(p);
    }

    /** s = (yq - y) / (xq - x) */
    private void chord(Points<A> p, A qy, int from, int to) {
        field.multiplyDifference(slope, inversion.inverses(), qy, p.y, null, from, to);
    }

    /** x' = s² - x - xq; y' = s (x - x') - y; x' takes the place of x in {@link #turn}. */
    private void finish(Points<A> r, Points<A> p, A qx, int from, int to) {
        field.squareMinus(third, slope, p.x, qx, from, to);
        field.multiplyDifference(r.y, slope, p.x, third, p.y, from, to);
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
