// SPDX-License-Identifier: MIT
package org.throng.curve.lockstep;

import java.util.ArrayList;
import java.util.List;
import org.throng.curve.lanes.LaneField;

/** P, 3P, 5P … 15P in each lane, and the x of λ times each. */
final class Table<A> {
    private static final int ENTRIES = 8;

    private final LaneField<A> field;
    private final List<Points<A>> odd = new ArrayList<>();
    private final A[] xs;
    private final A[] ws;
    private final A[] lambdaXs;
    private final Points<A> twice;
    private final A beta;

    Table(LaneField<A> field, int capacity) {
        this.field = field;
        for (int i = 0; i < ENTRIES; i++) {
            odd.add(new Points<>(field, capacity));
        }
        twice = new Points<>(field, capacity);
        beta = field.array(capacity);
        byte[] bytes = Bytes32.of(Glv.BETA);
        for (int lane = 0; lane < capacity; lane++) {
            field.read(beta, lane, bytes, 0);
        }
        xs = arrays(field);
        ws = arrays(field);
        lambdaXs = arrays(field);
        for (int i = 0; i < ENTRIES; i++) {
            lambdaXs[i] = field.array(capacity);
        }
    }

    @SuppressWarnings("unchecked") // an array of the arrays that this very field makes
    private static <A> A[] arrays(LaneField<A> field) {
        return (A[]) java.lang.reflect.Array.newInstance(field.array(0).getClass(), ENTRIES);
    }

    /** Where the point goes before {@link #fill}. */
    Points<A> point() {
        return odd.get(0);
    }

    void fill(Steps<A> steps, int n) {
        steps.twice(twice, odd.get(0), n);
        for (int i = 1; i < ENTRIES; i++) {
            steps.add(odd.get(i), 1, odd.get(i - 1), twice.x, twice.w, n);
        }
        for (int i = 0; i < ENTRIES; i++) {
            xs[i] = odd.get(i).x;
            ws[i] = odd.get(i).w;
            field.multiply(lambdaXs[i], 0, xs[i], 0, beta, 0, n);
        }
    }

    A x(Schedule.Addend addend) {
        return (addend.lambda() ? lambdaXs : xs)[addend.entry()];
    }

    A w(Schedule.Addend addend) {
        return ws[addend.entry()];
    }

    A[] xs(boolean lambda) {
        return lambda ? lambdaXs : xs;
    }

    A[] ws() {
        return ws;
    }

    /** λ times the point has this x. */
    void lambda(A r, A x, int n) {
        field.multiply(r, 0, x, 0, beta, 0, n);
    }
}
