// SPDX-License-Identifier: MIT
package org.throng.curve.lockstep;

import java.math.BigInteger;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import org.throng.curve.Curve;
import org.throng.curve.SecretKey;
import org.throng.curve.lanes.LaneField;

/**
 * Many BIP-340 verifications in lock step, each judged by itself: R = s G - e P in every lane, -e in two halves of regular
 * digits, so that all lanes take the same steps with entries of their own; then 32 additions from a table of G.
 *
 * <p>Who chooses a signature can make two points of a step meet. Such lanes are dead, and left to somebody who verifies one at
 * a time. All is public here.
 *
 * <p>Threads: one.
 */
final class Verifier<A> {
    private static final int STRETCH = 128;

    private final LaneField<A> field;
    private final int capacity;
    private final GeneratorTable<A> generator;
    private final Inversion<A> inversion;
    private final Steps<A> steps;
    private final Table<A> table;
    private final Points<A> sum;
    private final Points<A> entry;
    private final Power<A> power;
    private final A t;
    private final A minusSeven;
    private final byte[] digits;
    private final int[] places;
    private final int[] step;
    private final Challenge challenge = new Challenge();
    private final byte[] bytes = new byte[Bytes32.LENGTH];

    /** @param capacity signatures at once, a multiple of the field's width */
    Verifier(LaneField<A> field, int capacity, GeneratorTable<A> generator) {
        this.field = field;
        this.capacity = capacity;
        this.generator = generator;
        inversion = new Inversion<>(field, capacity);
        steps = new Steps<>(field, inversion, capacity);
        table = new Table<>(field, capacity);
        sum = new Points<>(field, capacity);
        entry = new Points<>(field, capacity);
        power = new Power<>(field, Math.min(capacity, STRETCH));
        t = field.array(capacity);
        minusSeven = field.array(capacity);
        byte[] number = Bytes32.of(BigInteger.valueOf(-7).mod(Glv.P));
        for (int lane = 0; lane < capacity; lane++) {
            field.read(minusSeven, lane, number, 0);
        }
        digits = new byte[2 * Digits.WINDOWS * capacity];
        places = new int[GeneratorTable.PLACES * capacity];
        step = new int[capacity];
    }

    int capacity() {
        return capacity;
    }

    /**
     * @param claims at most the capacity
     * @param verdicts gets one for each, from {@code at} on
     * @return those, counted from 0, that are still to be verified one at a time
     */
    BitSet verify(List<Curve.Claim> claims, boolean[] verdicts, int at) {
        int count = claims.size();
        int n = padded(count);
        inversion.revive();
        BitSet bad = new BitSet();
        for (int lane = 0; lane < n; lane++) {
            read(claims.get(Math.min(lane, count - 1)), lane, bad);
        }
        lift(n, bad);
        table.fill(steps, n);
        multiply(n);
        addGenerator(n, false);
        BitSet dead = inversion.dead().get(0, count);
        dead.andNot(bad);
        for (int lane = 0; lane < count; lane++) {
            verdicts[at + lane] = !bad.get(lane) && !dead.get(lane) && isNonce(claims.get(lane), lane);
        }
        return dead;
    }

    /** Numbers that are too large are bad; whatever stands in their lanes does no harm. */
    private void read(Curve.Claim claim, int lane, BitSet bad) {
        byte[] key = claim.key().bytes();
        byte[] rs = claim.signature().bytes();
        BigInteger s = Bytes32.number(rs, Bytes32.LENGTH);
        if (Bytes32.isTooLarge(key, 0) || Bytes32.isTooLarge(rs, 0) || s.compareTo(Glv.N) >= 0) {
            bad.set(lane);
            s = BigInteger.ZERO;
        }
        field.read(table.point().x, lane, key, 0);
        BigInteger e = challenge.of(rs, key, claim.message());
        Glv halves = Glv.split(Glv.N.subtract(e).mod(Glv.N)).odd();
        Digits.regular(halves.k1(), digits, lane, 2 * capacity);
        Digits.regular(halves.k2(), digits, capacity + lane, 2 * capacity);
        GeneratorTable.places(s, places, lane, capacity);
    }

    /** The even y of each x; an x without one is bad. */
    private void lift(int n, BitSet bad) {
        Points<A> point = table.point();
        liftY(point, n);
        field.square(sum.x, point.y, 0, n);
        field.difference(sum.x, sum.x, t, 0, n);
        for (int lane = 0; lane < n; lane++) {
            field.write(sum.x, lane, bytes, 0);
            if (!Bytes32.isZero(bytes)) {
                bad.set(lane);
            }
            field.write(point.y, lane, bytes, 0);
            if ((bytes[31] & 1) == 1) {
                negate(point.y, lane);
            }
        }
    }

    /** {@code y = sqrt(t)}, {@code t = x³ + 7} */
    private void liftY(Points<A> point, int n) {
        field.square(sum.x, point.x, 0, n);
        field.multiplyDifference(t, sum.x, point.x, null, minusSeven, 0, n);
        power.root(point.y, t, n);
    }

    private void negate(A a, int lane) {
        field.read(a, lane, Bytes32.of(Glv.P.subtract(Bytes32.number(bytes, 0))), 0);
    }

    private void multiply(int n) {
        for (int window = Digits.WINDOWS - 1; window >= 0; window--) {
            boolean first = window == Digits.WINDOWS - 1;
            for (int i = first ? Digits.WIDTH : 1; i < Digits.WIDTH; i++) {
                steps.twice(sum, sum, n);
            }
            pick(first ? sum : entry, window, false, n);
            if (!first) {
                steps.twiceAdd(sum, entry.x, entry.y, n);
            }
            pick(entry, window, true, n);
            steps.add(sum, sum, entry.x, entry.y, n);
        }
    }

    private void pick(Points<A> to, int window, boolean lambda, int n) {
        int at = 2 * capacity * window + (lambda ? capacity : 0);
        field.pick(to.x, table.xs(lambda), digits, at, false, n);
        field.pick(to.y, table.ys(), digits, at, true, n);
    }

    private void addGenerator(int n, boolean begin) {
        for (int m = 0; m < GeneratorTable.PLACES; m++) {
            System.arraycopy(places, capacity * m, step, 0, n);
            if (begin && m == 0) {
                generator.gather(field, sum, step, n);
            } else {
                generator.gather(field, entry, step, n);
                steps.add(sum, sum, entry.x, entry.y, n);
            }
        }
    }

    private boolean isNonce(Curve.Claim claim, int lane) {
        field.write(sum.y, lane, bytes, 0);
        boolean even = (bytes[31] & 1) == 0;
        field.write(sum.x, lane, bytes, 0);
        return even && Arrays.equals(bytes, 0, Bytes32.LENGTH, claim.signature().bytes(), 0, Bytes32.LENGTH);
    }

    /**
     * The x of each secret's multiple of G.
     *
     * @param secrets at most the capacity
     * @param xs gets 32 bytes for each
     * @return those that are still to be done one at a time
     */
    BitSet multiplyGenerator(List<SecretKey> secrets, byte[] xs) {
        int count = secrets.size();
        int n = padded(count);
        inversion.revive();
        for (int lane = 0; lane < n; lane++) {
            byte[] secret = secrets.get(Math.min(lane, count - 1)).insecureBytes();
            GeneratorTable.places(Bytes32.number(secret, 0), places, lane, capacity);
            Arrays.fill(secret, (byte) 0);
        }
        addGenerator(n, true);
        for (int lane = 0; lane < count; lane++) {
            field.write(sum.x, lane, xs, Bytes32.LENGTH * lane);
        }
        Arrays.fill(places, 0);
        Arrays.fill(step, 0);
        return inversion.dead().get(0, count);
    }

    /** Whether each x is that of a point. */
    void contain(byte[] points, int from, int count, boolean[] verdicts) {
        int n = padded(count);
        BitSet bad = new BitSet();
        for (int lane = 0; lane < n; lane++) {
            int at = Bytes32.LENGTH * (from + Math.min(lane, count - 1));
            field.read(table.point().x, lane, points, at);
            if (Bytes32.isTooLarge(points, at)) {
                bad.set(lane);
            }
        }
        lift(n, bad);
        for (int lane = 0; lane < count; lane++) {
            verdicts[from + lane] = !bad.get(lane);
        }
    }

    private int padded(int count) {
        int width = field.width();
        return (count + width - 1) / width * width;
    }
}
