// SPDX-License-Identifier: MIT
package org.throng.curve.lockstep;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import org.throng.curve.lanes.LaneField;
import org.throng.curve.lanes.Limbs;

/**
 * Inverts a value in each lane with three products a lane: a tree of products up to one block of lanes, whose few values are
 * inverted by one inverse of their product, and down again. All products of a level are independent of each other.
 *
 * <p>A value of zero would make every product above it zero. Where the root is zero, the lanes that did it are found, count
 * as one, and are dead from then on: one bad lane costs a second way up, and no other lane its result.
 */
final class Inversion<A> {
    /** Lanes that are worked on together: their numbers stay in the processor's first cache. */
    private static final int STRETCH = 128;

    private static final ScalarField ROOT = new ScalarField();

    private final LaneField<A> field;
    private final int width;
    private final List<A> products = new ArrayList<>();
    private final List<A> inverses = new ArrayList<>();
    private final BitSet dead = new BitSet();
    private final byte[] bytes = new byte[32];
    private final byte[] one = new byte[32];
    private final long[] root;
    private final long[] prefix;
    private final long[] inverse = new long[Limbs.COUNT];
    private final long[] next = new long[Limbs.COUNT];
    private final Reciprocal reciprocal = new Reciprocal();

    Inversion(LaneField<A> field, int capacity) {
        this.field = field;
        width = field.width();
        for (int size = capacity; ; size = above(size)) {
            products.add(field.array(size));
            inverses.add(field.array(size));
            if (size == width) {
                break;
            }
        }
        root = ROOT.array(width);
        prefix = ROOT.array(width);
        one[31] = 1;
    }

    /** What is done in the lanes from one to another. */
    interface Lanes {
        Lanes NOTHING = (from, to) -> {};

        void on(int from, int to);
    }

    /** Room for what is to be inverted. */
    A values() {
        return products.get(0);
    }

    /** What came out. */
    A inverses() {
        return inverses.get(0);
    }

    /** Lanes that were zero since {@link #revive}. */
    BitSet dead() {
        return dead;
    }

    void revive() {
        dead.clear();
    }

    /** A pair of blocks becomes one; a last one without a partner goes up as it is. */
    private int above(int size) {
        return (size / width + 1) / 2 * width;
    }

    private int pairs(int size) {
        return size / width / 2 * width;
    }

    /**
     * Inverts what stands in the lanes from 0 on. A stretch of lanes is filled just before it is read for the first time, and
     * used as soon as its inverses are there; what a stretch needs then, nobody needs any more.
     *
     * @param values what to invert; a zero in it becomes one
     * @param n lanes in use
     * @param before fills lanes of {@code values}
     * @param after uses lanes of {@link #inverses}
     */
    void run(A values, int n, Lanes before, Lanes after) {
        first(values, n, before);
        int top = up(n);
        if (!invertRoot(top == 0 ? values : products.get(top), inverses.get(top))) {
            bury(values, n);
            first(values, n, Lanes.NOTHING);
            up(n);
            if (!invertRoot(top == 0 ? values : products.get(top), inverses.get(top))) {
                throw new IllegalStateException(
                        "no lane is zero, and their product is: the field " + field.name() + " computes wrong");
            }
        }
        down(values, n, after);
    }

    /** From the lanes to the first level, stretch by stretch. */
    private void first(A values, int n, Lanes before) {
        if (n <= width) {
            before.on(0, n);
            return;
        }
        int pairs = pairs(n);
        A to = products.get(1);
        for (int from = 0; from < pairs; from += STRETCH) {
            int end = Math.min(pairs, from + STRETCH);
            before.on(from, end);
            before.on(pairs + from, pairs + end);
            field.multiply(to, from, values, from, values, pairs + from, end - from);
        }
        if (2 * pairs < n) {
            before.on(2 * pairs, n);
            field.copy(to, pairs, values, 2 * pairs, width);
        }
    }

    /** @return the level of the root */
    private int up(int n) {
        if (n <= width) {
            return 0;
        }
        int level = 1;
        for (int size = above(n); size > width; size = above(size)) {
            A from = products.get(level++);
            A to = products.get(level);
            int pairs = pairs(size);
            field.multiply(to, 0, from, 0, from, pairs, pairs);
            if (2 * pairs < size) {
                field.copy(to, pairs, from, 2 * pairs, width);
            }
        }
        return level;
    }

    private void down(A values, int n, Lanes after) {
        if (n <= width) {
            after.on(0, n);
            return;
        }
        down(above(n), 1);
        A from = inverses.get(1);
        A to = inverses.get(0);
        int pairs = pairs(n);
        for (int at = 0; at < pairs; at += STRETCH) {
            int end = Math.min(pairs, at + STRETCH);
            field.multiply(to, at, from, at, values, pairs + at, end - at);
            field.multiply(to, pairs + at, from, at, values, at, end - at);
            after.on(at, end);
            after.on(pairs + at, pairs + end);
        }
        if (2 * pairs < n) {
            field.copy(to, 2 * pairs, from, pairs, width);
            after.on(2 * pairs, n);
        }
    }

    /** Inverses of a level, and of all above it first. */
    private void down(int size, int level) {
        if (size <= width) {
            return;
        }
        down(above(size), level + 1);
        A from = inverses.get(level + 1);
        A to = inverses.get(level);
        A values = products.get(level);
        int pairs = pairs(size);
        field.multiply(to, 0, from, 0, values, pairs, pairs);
        field.multiply(to, pairs, from, 0, values, 0, pairs);
        if (2 * pairs < size) {
            field.copy(to, 2 * pairs, from, pairs, width);
        }
    }

    /** The few values of the root, by one inverse of their product; false where one is zero. */
    private boolean invertRoot(A values, A results) {
        for (int i = 0; i < width; i++) {
            field.write(values, i, bytes, 0);
            ROOT.read(root, i, bytes, 0);
            if (i == 0) {
                ROOT.copy(prefix, 0, root, 0, 1);
            } else {
                ROOT.multiply(prefix, i, prefix, i - 1, root, i, 1);
            }
        }
        ROOT.write(prefix, width - 1, bytes, 0);
        if (Bytes32.isZero(bytes)) {
            return false;
        }
        reciprocal.invert(bytes);
        ROOT.read(inverse, 0, bytes, 0);
        for (int i = width - 1; i >= 0; i--) {
            if (i > 0) {
                ROOT.multiply(next, 0, inverse, 0, prefix, i - 1, 1);
                ROOT.multiply(inverse, 0, inverse, 0, root, i, 1);
            } else {
                ROOT.copy(next, 0, inverse, 0, 1);
            }
            ROOT.write(next, 0, bytes, 0);
            field.read(results, i, bytes, 0);
        }
        return true;
    }

    private void bury(A values, int n) {
        for (int lane = 0; lane < n; lane++) {
            field.write(values, lane, bytes, 0);
            if (Bytes32.isZero(bytes)) {
                field.read(values, lane, one, 0);
                dead.set(lane);
            }
        }
    }
}
