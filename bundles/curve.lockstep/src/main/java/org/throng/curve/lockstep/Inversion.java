// SPDX-License-Identifier: MIT
package org.throng.curve.lockstep;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import org.throng.curve.lanes.LaneField;
import org.throng.curve.lanes.Limbs;

/**
 * Inverts a value in each lane with three products a lane: a tree of products up to one block of lanes, whose few values are
 * inverted with one power, and down again. All products of a level are independent of each other.
 *
 * <p>A value of zero would make every product above it zero. Where the root is zero, the lanes that did it are found, count
 * as one, and are dead from then on: one bad lane costs a second way up, and no other lane its result.
 */
final class Inversion<A> {
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
    private final Power<long[]> power = new Power<>(ROOT, 1);

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

    /** What to invert. */
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

    /** @param n lanes in use */
    void run(int n) {
        int top = up(n);
        if (!invertRoot(top)) {
            bury(n);
            up(n);
            if (!invertRoot(top)) {
                throw new IllegalStateException(
                        "no lane is zero, and their product is: the field " + field.name() + " computes wrong");
            }
        }
        down(n);
    }

    /** @return the level of the root */
    private int up(int n) {
        int level = 0;
        for (int size = n; size > width; size = above(size)) {
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

    private void down(int n) {
        int[] sizes = new int[products.size()];
        int level = 0;
        for (int size = n; ; size = above(size)) {
            sizes[level] = size;
            if (size <= width) {
                break;
            }
            level++;
        }
        while (level-- > 0) {
            A from = inverses.get(level + 1);
            A to = inverses.get(level);
            A values = products.get(level);
            int pairs = pairs(sizes[level]);
            field.multiply(to, 0, from, 0, values, pairs, pairs);
            field.multiply(to, pairs, from, 0, values, 0, pairs);
            if (2 * pairs < sizes[level]) {
                field.copy(to, 2 * pairs, from, pairs, width);
            }
        }
    }

    /** The few values of the root, by one power of their product; false where one is zero. */
    private boolean invertRoot(int level) {
        A values = products.get(level);
        A results = inverses.get(level);
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
        ROOT.copy(next, 0, prefix, width - 1, 1);
        power.inverse(inverse, next, 1);
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

    private void bury(int n) {
        A values = values();
        for (int lane = 0; lane < n; lane++) {
            field.write(values, lane, bytes, 0);
            if (Bytes32.isZero(bytes)) {
                field.read(values, lane, one, 0);
                dead.set(lane);
            }
        }
    }
}
