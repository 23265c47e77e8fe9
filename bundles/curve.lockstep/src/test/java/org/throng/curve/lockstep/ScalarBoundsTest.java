// SPDX-License-Identifier: MIT
package org.throng.curve.lockstep;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigInteger;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.throng.curve.lanes.Limbs;

/**
 * The steps of {@link ScalarField} in intervals: whatever the limbs, nothing overflows but what is meant to, and what comes
 * out is tight again. Then the field itself with limbs at these bounds.
 */
class ScalarBoundsTest {
    private static final BigInteger ONE = BigInteger.ONE;

    /** Limbs are kept times 64. */
    private static final int KEPT = 6;

    private static final Interval TIGHT = Interval.symmetric(ONE.shiftLeft(52).add(ONE.shiftLeft(44)));
    private static final Interval TIGHT_TOP =
            Interval.symmetric(ONE.shiftLeft(48).add(ONE.shiftLeft(44)));
    private static final Interval FOUR = Interval.of(4, 4);
    private static final Interval LOW = Interval.of(0, (1L << 52) - 1);
    private static final Interval R = Interval.of(Limbs.C << 4, Limbs.C << 4);

    private static Interval[] tight() {
        return new Interval[] {TIGHT, TIGHT, TIGHT, TIGHT, TIGHT_TOP};
    }

    private static Interval[] loose() {
        Interval[] loose = tight();
        for (int i = 0; i < 5; i++) {
            loose[i] = loose[i].times(FOUR);
        }
        return loose;
    }

    /** Products and sums of a column: two limbs' own, and those of a difference with another for each pair. */
    private static void differences(Interval[] a, Interval[] b, Interval[] high, Interval[] column) {
        for (int i = 0; i < 5; i++) {
            for (int j = i + 1; j < 5; j++) {
                Interval one = a[i].minus(a[j]);
                Interval other = b[j].minus(b[i]);
                assertTrue(one.isWord(6) && other.isWord(6), "room to be kept times 64");
                high[i + j] = high[i + j].plus(one.times(other).down(52));
                column[i + j] = column[i + j].plus(LOW);
            }
        }
        for (int k = 0; k < 9; k++) {
            for (int i = Math.max(0, k - 4); i <= Math.min(4, k); i++) {
                high[k] = high[k].plus(a[i].times(b[i]).down(52));
                column[k] = column[k].plus(LOW);
            }
        }
    }

    private static void pairs(Interval[] a, Interval[] b, Interval[] high, Interval[] column) {
        for (int k = 0; k < 9; k++) {
            for (int i = Math.max(0, k - 4); i <= Math.min(4, k); i++) {
                high[k] = high[k].plus(a[i].times(b[k - i]).down(52));
                // what a product has below 2^52 of itself
                column[k] = column[k].plus(LOW);
            }
        }
    }

    /** The steps of product and square, with {@code minus} taken off the low columns; what comes out. */
    private static Interval[] product(Interval[] a, Interval[] b, boolean square, Interval[] minus) {
        Interval[] high = new Interval[9];
        Interval[] column = new Interval[9];
        Arrays.fill(high, Interval.of(0, 0));
        Arrays.fill(column, Interval.of(0, 0));
        for (int i = 0; i < 5; i++) {
            assertTrue(a[i].isWord(6) && b[i].isWord(6), "room to be kept times 64");
        }
        if (square) {
            pairs(a, b, high, column);
        } else {
            differences(a, b, high, column);
        }
        for (Interval sum : high) {
            assertTrue(sum.isWord(1), "sum of high parts");
        }
        if (!square) { // what the sums stand for is smaller than the sums can be, one by one
            Interval[] narrow = new Interval[9];
            Arrays.fill(narrow, Interval.of(0, 0));
            Interval[] low = new Interval[9];
            Arrays.fill(low, Interval.of(0, 0));
            pairs(a, b, narrow, low);
            for (int k = 0; k < 9; k++) {
                // the same integers are divided, in up to seven parts of which each is rounded down
                high[k] = narrow[k].plus(Interval.of(-7, 7));
            }
        }
        for (int k = 8; k > 0; k--) {
            column[k] = column[k].plus(high[k - 1]);
        }
        for (int k = 0; k < 5; k++) {
            column[k] = column[k].minus(minus[k]);
        }
        for (Interval one : column) {
            assertTrue(one.isWord(1), "a column");
        }
        // each of the upper ones times R, in two parts
        Interval five = column[5].plus(high[8].times(R).down(52));
        Interval[] r = {
            column[0].plus(LOW),
            column[1].plus(five.times(R).down(52)).plus(LOW),
            column[2].plus(column[6].times(R).down(52)).plus(LOW),
            column[3].plus(column[7].times(R).down(52)).plus(LOW),
            column[4].plus(column[8].times(R).down(52)).plus(LOW)
        };
        Interval top = r[4].down(48).times(Interval.of(Limbs.C, Limbs.C));
        for (Interval one : r) {
            assertTrue(one.isWord(1), "a folded column");
        }
        assertTrue(top.isWord(1), "what the top returns");
        return new Interval[] {
            LOW.plus(top),
            LOW.plus(r[0].down(52)),
            LOW.plus(r[1].down(52)),
            LOW.plus(r[2].down(52)),
            Interval.of(0, (1L << 48) - 1).plus(r[3].down(52))
        };
    }

    private static void assertTight(Interval[] limbs) {
        Interval[] tight = tight();
        for (int i = 0; i < 5; i++) {
            assertTrue(limbs[i].isWithin(tight[i]), "limb " + i + ": " + limbs[i]);
        }
    }

    private static Interval[] twice(Interval[] limbs) {
        Interval[] twice = limbs.clone();
        for (int i = 0; i < 5; i++) {
            twice[i] = limbs[i].plus(limbs[i]);
        }
        return twice;
    }

    @Test
    void productsOfLooseFactorsAreTight() {
        assertTight(product(loose(), loose(), false, tight()));
    }

    @Test
    void squaresOfLooseLessTwoAreTight() {
        assertTight(product(loose(), loose(), true, twice(tight())));
    }

    @Test
    void tightIsSmallEnoughToBeWritten() {
        for (Interval limb : loose()) {
            assertTrue(limb.isWithin(Interval.symmetric(ONE.shiftLeft(55))));
        }
    }

    @Test
    void limbsAtTheBoundsAreComputedRight() {
        ScalarField field = new ScalarField();
        Random random = new Random(1);
        for (int i = 0; i < 20_000; i++) {
            long[] a = extreme(random, loose());
            long[] b = extreme(random, loose());
            long[] z = extreme(random, tight());
            long[] y = extreme(random, tight());
            long[] r = new long[5];
            for (int k : new int[] {-2, -1, 1, 2}) {
                int l = random.nextBoolean() ? -k : k;
                int m = k < 0 ? 1 : -1;
                field.multiplySum(r, a, Integer.signum(k), y, 0, null, m, z, new long[5], 0, 1);
                assertSame(value(a).multiply(times(k < 0 ? -1 : 1, y)).add(times(m, z)), r, field);
                field.multiplySum(r, a, k, y, l, z, m, y, new long[5], 0, 1);
                assertSame(value(a).multiply(times(k, y).add(times(l, z))).add(times(m, y)), r, field);
            }
            field.squareMinus(r, a, y, z, 0, 1);
            assertSame(value(a).multiply(value(a)).subtract(value(y)).subtract(value(z)), r, field);
            field.multiply(r, 0, a, 0, b, 0, 1);
            assertSame(value(a).multiply(value(b)), r, field);
        }
    }

    private static long[] extreme(Random random, Interval[] bounds) {
        long[] limbs = new long[5];
        for (int i = 0; i < 5; i++) {
            limbs[i] = switch (random.nextInt(4)) {
                case 0 -> bounds[i].low().longValueExact();
                case 1 -> bounds[i].high().longValueExact();
                case 2 -> random.nextInt(3) - 1;
                default -> random.nextLong() >> 12;
            };
            if (i == 4 && Math.abs(limbs[i]) > bounds[i].high().longValueExact()) {
                limbs[i] >>= 4;
            }
        }
        for (int i = 0; i < 5; i++) {
            limbs[i] <<= KEPT;
        }
        return limbs;
    }

    private static BigInteger times(int k, long[] limbs) {
        return value(limbs).multiply(BigInteger.valueOf(k));
    }

    private static BigInteger value(long[] limbs) {
        BigInteger value = BigInteger.ZERO;
        for (int i = 4; i >= 0; i--) {
            value = value.shiftLeft(52).add(BigInteger.valueOf(limbs[i] >> KEPT));
        }
        return value;
    }

    private static void assertSame(BigInteger expected, long[] found, ScalarField field) {
        byte[] bytes = new byte[32];
        field.write(found, 0, bytes, 0);
        assertEquals(expected.mod(Glv.P), new BigInteger(1, bytes));
        assertEquals(expected.mod(Glv.P), value(found).mod(Glv.P));
        Interval[] tight = tight();
        for (int i = 0; i < 5; i++) {
            assertTrue(
                    Interval.of(found[i] >> KEPT, found[i] >> KEPT).isWithin(tight[i]), "limb " + i + ": " + found[i]);
        }
    }
}
