// SPDX-License-Identifier: MIT
package org.throng.curve.lockstep;

import java.util.stream.IntStream;
import org.throng.curve.lanes.LaneField;

/** Powers whose exponents are almost all ones: inverse and square root, by one chain of 255 squares and a dozen products. */
final class Power<A> {
    private final LaneField<A> field;
    private final int lanes;
    private final A base;
    private final A ones2;
    private final A ones3;
    private final A ones22;
    private final A ones44;
    private final A ones88;
    private final A t;
    private final A u;

    /** @param lanes that are worked on at once */
    Power(LaneField<A> field, int lanes) {
        this.field = field;
        this.lanes = lanes;
        base = field.array(lanes);
        ones2 = field.array(lanes);
        ones3 = field.array(lanes);
        ones22 = field.array(lanes);
        ones44 = field.array(lanes);
        ones88 = field.array(lanes);
        t = field.array(lanes);
        u = field.array(lanes);
    }

    /** {@code r = 1 / a}, and zero for zero: a^(p - 2). */
    void inverse(A r, A a, int n) {
        each(a, n, (at, m) -> {
            ones223(m);
            squares(t, t, 23, m);
            product(t, t, ones22, m);
            squares(t, t, 5, m);
            product(t, t, base, m);
            squares(t, t, 3, m);
            product(t, t, ones2, m);
            squares(t, t, 2, m);
            field.multiply(r, at, t, 0, base, 0, m);
        });
    }

    /** {@code r = a^((p + 1) / 4)}: a root of a, where it has one. */
    void root(A r, A a, int n) {
        each(a, n, (at, m) -> {
            ones223(m);
            squares(t, t, 23, m);
            product(t, t, ones22, m);
            squares(t, t, 6, m);
            product(t, t, ones2, m);
            squares(t, t, 2, m);
            field.copy(r, at, t, 0, m);
        });
    }

    private void each(A a, int n, Stretch work) {
        IntStream.iterate(0, at -> at < n, at -> at + lanes).forEach(at -> {
            int m = Math.min(lanes, n - at);
            field.copy(base, 0, a, at, m);
            work.on(at, m);
        });
    }

    private interface Stretch {
        void on(int at, int lanes);
    }

    /** {@code t = base^(2^223 - 1)}; ones k is base^(2^k - 1). */
    private void ones223(int m) {
        squares(t, base, 1, m);
        product(ones2, t, base, m);
        squares(t, ones2, 1, m);
        product(ones3, t, base, m);
        squares(t, ones3, 3, m);
        product(t, t, ones3, m);
        squares(t, t, 3, m);
        product(t, t, ones3, m);
        squares(t, t, 2, m);
        product(u, t, ones2, m);
        squares(t, u, 11, m);
        product(ones22, t, u, m);
        squares(t, ones22, 22, m);
        product(ones44, t, ones22, m);
        squares(t, ones44, 44, m);
        product(ones88, t, ones44, m);
        squares(t, ones88, 88, m);
        product(t, t, ones88, m);
        squares(t, t, 44, m);
        product(t, t, ones44, m);
        squares(t, t, 3, m);
        product(t, t, ones3, m);
    }

    private void squares(A r, A a, int times, int m) {
        field.square(r, a, 0, m);
        for (int i = 1; i < times; i++) {
            field.square(r, r, 0, m);
        }
    }

    private void product(A r, A a, A b, int m) {
        field.multiply(r, 0, a, 0, b, 0, m);
    }
}
