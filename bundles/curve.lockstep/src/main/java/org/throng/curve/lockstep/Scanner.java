// SPDX-License-Identifier: MIT
package org.throng.curve.lockstep;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import org.throng.curve.lanes.LaneField;

/**
 * Multiplies many points, of which only x is known, by a few secrets, and gives the x of what comes out.
 *
 * <p><b>No square root.</b> With g = x³ + 7, the point (g x, g²) lies on Y² = X³ + 7 g³: the curve itself, or its twist, in
 * other coordinates, x = X / g. The formulas of addition do not know the constant, so everything happens there, and the x at
 * the end is divided by g. Whether x was on the curve at all is not asked: that is for the few hits.
 *
 * <p><b>Lock step.</b> One schedule of steps for each secret, see {@link Schedule}, carried out on all points at once.
 *
 * <p><b>Many secrets.</b> One or two have their own doublings and share the points' tables. From {@link #CHAIN} on all of
 * them share the doublings, which are most of the work: P, 2P, 4P … are made once, and each secret adds what it needs of
 * them, from its lowest digit up ({@link ChainSchedule}).
 *
 * <p>Threads: one. What the last secrets left here is overwritten at the end of each call.
 */
final class Scanner<A> {
    /** Secrets from which on a shared chain of doublings is less work. */
    static final int CHAIN = 3;

    private static final int SEVEN = 7;

    private final LaneField<A> field;
    private final int capacity;
    private final Inversion<A> inversion;
    private final Steps<A> steps;
    private final Table<A> table;
    private final Points<A> sum;
    private final A g;
    private final A t;
    private final A minusSeven;
    private final List<Points<A>> sums = new ArrayList<>();
    private final byte[] one = new byte[Bytes32.LENGTH];

    /** @param capacity points at once, a multiple of the field's width */
    Scanner(LaneField<A> field, int capacity) {
        this.field = field;
        this.capacity = capacity;
        inversion = new Inversion<>(field, capacity);
        steps = new Steps<>(field, inversion, capacity);
        table = new Table<>(field, capacity);
        sum = new Points<>(field, capacity);
        g = field.array(capacity);
        t = field.array(capacity);
        minusSeven = field.array(capacity);
        byte[] number = Bytes32.of(BigInteger.valueOf(-SEVEN).mod(Glv.P));
        for (int lane = 0; lane < capacity; lane++) {
            field.read(minusSeven, lane, number, 0);
        }
        one[31] = 1;
    }

    int capacity() {
        return capacity;
    }

    /**
     * @param points 32 bytes each
     * @param from the first point
     * @param count of points, at most the capacity
     * @param shared of secret s and point p at {@code 32 (first + s * stride + p)}; nothing that means anything where x is not
     *     on the curve
     * @param stride points in all
     */
    void scan(
            List<? extends Multiplier> secrets,
            byte[] points,
            int from,
            int count,
            byte[] shared,
            int first,
            int stride) {
        int n = padded(count);
        inversion.revive();
        read(points, from, count, n);
        // (g x, 2 g²) in the lanes of the table's first entry
        Points<A> point = table.point();
        field.square(g, t, 0, n);
        field.multiplySum(g, g, 1, t, 0, null, -1, minusSeven, sum.x, 0, n);
        field.multiply(point.x, 0, t, 0, g, 0, n);
        field.multiplySum(point.w, g, 1, g, 1, g, 0, null, sum.x, 0, n);
        field.copy(inversion.values(), 0, g, 0, n);
        inversion.run(
                inversion.values(),
                n,
                Inversion.Lanes.NOTHING,
                (at, to) -> field.copy(g, at, inversion.inverses(), at, to - at));
        if (secrets.get(0) instanceof ChainSchedule) {
            List<ChainSchedule> chains =
                    secrets.stream().map(ChainSchedule.class::cast).toList();
            chain(chains, n);
            for (int s = 0; s < chains.size(); s++) {
                write(sums.get(s), shared, first + s * stride + from, count, n);
            }
        } else {
            table.fill(steps, n);
            for (int s = 0; s < secrets.size(); s++) {
                multiply((Schedule) secrets.get(s), n);
                write(sum, shared, first + s * stride + from, count, n);
            }
        }
        wipe(n);
    }

    private void read(byte[] points, int from, int count, int n) {
        for (int lane = 0; lane < n; lane++) {
            if (lane < count) {
                field.read(t, lane, points, Bytes32.LENGTH * (from + lane));
            } else {
                field.read(t, lane, one, 0); // x = 1 is on the curve
            }
        }
    }

    private int padded(int count) {
        int width = field.width();
        return (count + width - 1) / width * width;
    }

    /**
     * The sum carries a sign of its own: where an addend is negative, the sum is negated instead, whose sign does not change x
     * in the end.
     */
    private void multiply(Schedule schedule, int n) {
        Schedule.Addend start = schedule.start();
        field.copy(sum.x, 0, table.x(start), 0, n);
        field.copy(sum.w, 0, table.w(start), 0, n);
        boolean negative = start.negative();
        for (Schedule.Step step : schedule.steps()) {
            Schedule.Addend addend = step.addend();
            if (addend == null) {
                steps.twice(sum, sum, n);
                continue;
            }
            int sign = negative == addend.negative() ? 1 : -1;
            negative = addend.negative();
            if (step.twice()) {
                steps.twiceAdd(sum, sign, table.x(addend), table.w(addend), n);
            } else {
                steps.add(sum, sign, sum, table.x(addend), table.w(addend), n);
            }
        }
    }

    private void chain(List<ChainSchedule> secrets, int n) {
        while (sums.size() < secrets.size()) {
            sums.add(new Points<>(field, capacity));
        }
        boolean[] negative = new boolean[secrets.size()];
        boolean[] begun = new boolean[secrets.size()];
        Points<A> power = table.point();
        int top = secrets.stream().mapToInt(ChainSchedule::top).max().orElse(0);
        for (int i = 0; i <= top; i++) {
            if (i > 0) {
                steps.twice(power, power, n);
            }
            for (int half = 0; half < 2; half++) {
                A x = power.x;
                if (half == 1) {
                    table.lambda(t, power.x, n);
                    x = t;
                }
                for (int s = 0; s < secrets.size(); s++) {
                    int digit = secrets.get(s).digit(half, i);
                    if (digit != 0) {
                        add(sums.get(s), begun[s], negative[s] == digit < 0 ? 1 : -1, x, power.w, n);
                        begun[s] = true;
                        negative[s] = digit < 0;
                    }
                }
            }
        }
    }

    private void add(Points<A> to, boolean begun, int sign, A x, A w, int n) {
        if (begun) {
            steps.add(to, sign, to, x, w, n);
        } else {
            field.copy(to.x, 0, x, 0, n);
            field.copy(to.w, 0, w, 0, n);
        }
    }

    private void write(Points<A> result, byte[] shared, int at, int count, int n) {
        field.multiply(t, 0, result.x, 0, g, 0, n);
        for (int lane = 0; lane < count; lane++) {
            field.write(t, lane, shared, Bytes32.LENGTH * (at + lane));
        }
    }

    private void wipe(int n) {
        steps.wipe(n);
        wipe(sum, n);
        sums.forEach(points -> wipe(points, n));
        field.scale(t, t, 0, 0, n);
    }

    private void wipe(Points<A> points, int n) {
        field.scale(points.x, points.x, 0, 0, n);
        field.scale(points.w, points.w, 0, 0, n);
    }
}
