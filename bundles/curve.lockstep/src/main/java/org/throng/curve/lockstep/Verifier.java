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
 * Many BIP-340 verifications in lock step, each judged by itself: R = A - e P with A = s G in every lane; -e in two halves of
 * regular digits, so that all lanes take the same steps with entries of their own; A by 32 additions from a table of G.
 *
 * <p><b>No square root.</b> Of P only x is known, and as in {@link Scanner} B = -e P is computed on another curve, with g = x³ + 7
 * from (g x, g²): there (X, Y) stands for x = X / g and y = Y u / g², where u is the y of P, a root of g and not known as yet. That
 * x(A + B) is the signature's r says ((yA - yB) / (xA - xB))² = r + xA + xB. With yA² and yB² from their x, this has yB to the
 * first power alone, which gives u = N W / wA W<sub>B</sub> with N = yA² + yB² - (r + xA + xB) (xA - xB)². If P has a point
 * and R has this x, its y can be no other; and if u² = g and u is even, u is that y and R has this x. It remains to see that the y
 * of R is even.
 *
 * <p>Who chooses a signature can make two points of a step meet. Such lanes are dead, and left to somebody who verifies one at
 * a time. All is public here.
 *
 * <p>Threads: one.
 */
final class Verifier<A> {
    private static final int STRETCH = 128;
    private static final int SEVEN = 7;

    private final LaneField<A> field;
    private final int capacity;
    private final GeneratorTable<A> generator;
    private final Inversion<A> inversion;
    private final Steps<A> steps;
    private final Table<A> table;
    private final Points<A> sum;
    private final Points<A> ofG;
    private final Points<A> entry;
    private final Power<A> power;
    private final A g;
    private final A t;
    private final A v;
    private final A r;
    private final A scratch;
    private final A minusSeven;
    private final A minusFourteen;
    private final A half;
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
        ofG = new Points<>(field, capacity);
        entry = new Points<>(field, capacity);
        power = new Power<>(field, Math.min(capacity, STRETCH));
        g = field.array(capacity);
        t = field.array(capacity);
        v = field.array(capacity);
        r = field.array(capacity);
        scratch = field.array(capacity);
        minusSeven = everywhere(BigInteger.valueOf(-SEVEN));
        minusFourteen = everywhere(BigInteger.valueOf(-2 * SEVEN));
        half = everywhere(BigInteger.TWO.modInverse(Glv.P));
        digits = new byte[2 * Digits.WINDOWS * capacity];
        places = new int[GeneratorTable.PLACES * capacity];
        step = new int[capacity];
    }

    private A everywhere(BigInteger number) {
        A array = field.array(capacity);
        byte[] one = Bytes32.of(number.mod(Glv.P));
        for (int lane = 0; lane < capacity; lane++) {
            field.read(array, lane, one, 0);
        }
        return array;
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
        Points<A> point = table.point();
        cube(g, point.x, minusSeven, n);
        field.multiply(point.x, 0, point.x, 0, g, 0, n);
        field.multiplySum(point.w, g, 1, g, 1, g, 0, null, scratch, 0, n);
        table.fill(steps, n);
        multiply(n);
        addGenerator(ofG, n);
        findRoots(n);
        BitSet dead = inversion.dead().get(0, count);
        dead.andNot(bad);
        for (int lane = 0; lane < count; lane++) {
            verdicts[at + lane] = !bad.get(lane) && !dead.get(lane) && isRight(lane);
        }
        return dead;
    }

    /** {@code to = x³ - minus} */
    private void cube(A to, A x, A minus, int n) {
        field.square(t, x, 0, n);
        field.multiplySum(to, t, 1, x, 0, null, -1, minus, scratch, 0, n);
    }

    /** u goes to {@code v}, u² - g to {@code t}, and y of R to {@code sum.w}, provided that u² = g. */
    private void findRoots(int n) {
        A inverses = inversion.inverses();
        A point = table.point().w;
        A d = entry.x;
        A both = entry.w;
        field.multiply(both, 0, ofG.w, 0, sum.w, 0, n);
        field.multiply(inversion.values(), 0, both, 0, g, 0, n);
        invert(n);
        // xB = X / g; 1 / wA WB
        field.multiply(t, 0, both, 0, inverses, 0, n);
        field.multiply(sum.x, 0, sum.x, 0, t, 0, n);
        field.multiply(both, 0, g, 0, inverses, 0, n);
        // N = xA³ - ((r + xA + xB) d² - xB³ - 14)
        field.sum(d, 1, ofG.x, -1, sum.x, 0, n);
        cube(v, sum.x, minusFourteen, n);
        field.square(t, d, 0, n);
        field.multiplySum(v, t, 1, ofG.x, 1, sum.x, -1, v, scratch, 0, n);
        field.multiplySum(v, t, 1, r, 0, null, 1, v, scratch, 0, n);
        cube(v, ofG.x, v, n);
        // yB = N WB / wA WB = WB u / W
        field.multiply(v, 0, v, 0, both, 0, n);
        field.multiply(sum.w, 0, sum.w, 0, v, 0, n);
        field.multiply(v, 0, v, 0, point, 0, n);
        field.copy(inversion.values(), 0, d, 0, n);
        invert(n);
        // 2 s = (wA - 2 yB) / d; w = 2 s (xA - r) - wA
        field.multiplySum(t, inverses, 1, ofG.w, -2, sum.w, 0, null, scratch, 0, n);
        field.multiplySum(t, t, 1, ofG.x, -1, r, -1, ofG.w, scratch, 0, n);
        field.multiply(sum.w, 0, t, 0, half, 0, n);
        field.square(t, v, 0, n);
        field.sum(t, 1, t, -1, g, 0, n);
    }

    private void invert(int n) {
        inversion.run(inversion.values(), n, Inversion.Lanes.NOTHING, Inversion.Lanes.NOTHING);
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
        field.read(r, lane, rs, 0);
        BigInteger e = challenge.of(rs, key, claim.message());
        Glv halves = Glv.split(Glv.N.subtract(e).mod(Glv.N)).odd();
        Digits.regular(halves.k1(), digits, lane, 2 * capacity);
        Digits.regular(halves.k2(), digits, capacity + lane, 2 * capacity);
        GeneratorTable.places(s, places, lane, capacity);
    }

    private void multiply(int n) {
        for (int window = Digits.WINDOWS - 1; window >= 0; window--) {
            boolean first = window == Digits.WINDOWS - 1;
            for (int i = first ? Digits.WIDTH : 1; i < Digits.WIDTH; i++) {
                steps.twice(sum, sum, n);
            }
            pick(first ? sum : entry, window, false, n);
            if (!first) {
                steps.twiceAdd(sum, 1, entry.x, entry.w, n);
            }
            pick(entry, window, true, n);
            steps.add(sum, 1, sum, entry.x, entry.w, n);
        }
    }

    private void pick(Points<A> to, int window, boolean lambda, int n) {
        int at = 2 * capacity * window + (lambda ? capacity : 0);
        field.pick(to.x, table.xs(lambda), digits, at, false, n);
        field.pick(to.w, table.ws(), digits, at, true, n);
    }

    private void addGenerator(Points<A> to, int n) {
        for (int m = 0; m < GeneratorTable.PLACES; m++) {
            System.arraycopy(places, capacity * m, step, 0, n);
            if (m == 0) {
                generator.gather(field, to, step, n);
            } else {
                generator.gather(field, entry, step, n);
                steps.add(to, 1, to, entry.x, entry.w, n);
            }
        }
    }

    private boolean isRight(int lane) {
        field.write(t, lane, bytes, 0);
        if (!Bytes32.isZero(bytes)) {
            return false;
        }
        field.write(v, lane, bytes, 0);
        if ((bytes[Bytes32.LENGTH - 1] & 1) != 0) {
            return false;
        }
        field.write(sum.w, lane, bytes, 0);
        return (bytes[Bytes32.LENGTH - 1] & 1) == 0;
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
        addGenerator(sum, n);
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
        for (int lane = 0; lane < n; lane++) {
            field.read(v, lane, points, Bytes32.LENGTH * (from + Math.min(lane, count - 1)));
        }
        cube(g, v, minusSeven, n);
        power.root(v, g, n);
        field.square(t, v, 0, n);
        field.sum(t, 1, t, -1, g, 0, n);
        for (int lane = 0; lane < count; lane++) {
            field.write(t, lane, bytes, 0);
            verdicts[from + lane] =
                    Bytes32.isZero(bytes) && !Bytes32.isTooLarge(points, Bytes32.LENGTH * (from + lane));
        }
    }

    private int padded(int count) {
        int width = field.width();
        return (count + width - 1) / width * width;
    }
}
