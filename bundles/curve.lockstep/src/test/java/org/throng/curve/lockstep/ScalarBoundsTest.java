// SPDX-License-Identifier: MIT
package org.throng.curve.lockstep;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigInteger;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.throng.curve.lanes.Limbs;

/**
 * The steps of {@link ScalarField} in intervals: whatever the limbs, nothing overflows but what is meant to, and what comes
 * out is tight again. Then the field itself with limbs at these bounds.
 */
class ScalarBoundsTest {
    private static final BigInteger ONE = BigInteger.ONE;
    private static final Interval TIGHT = Interval.symmetric(ONE.shiftLeft(52).add(ONE.shiftLeft(44)));
    private static final Interval TIGHT_TOP =
            Interval.symmetric(ONE.shiftLeft(48).add(ONE.shiftLeft(44)));
    private static final Interval THREE = Interval.of(3, 3);
    private static final Interval LOW = Interval.of(0, (1L << 52) - 1);
    private static final Interval R = Interval.of(Limbs.C << 4, Limbs.C << 4);

    private static Interval[] tight() {
        return new Interval[] {TIGHT, TIGHT, TIGHT, TIGHT, TIGHT_TOP};
    }

    private static Interval[] loose() {
        Interval[] loose = tight();
        for (int i = 0; i < 5; i++) {
            loose[i] = loose[i].times(THREE).or(loose[i].minus(loose[i]));
        }
        return loose;
    }

    /** The steps of product and square alike, with {@code minus} taken off the low columns; what comes out. */
    private static Interval[] product(Interval[] a, Interval[] b, Interval[] minus) {
        Interval[] high = new Interval[9];
        Interval[] column = new Interval[9];
        for (int k = 0; k < 9; k++) {
            high[k] = Interval.of(0, 0);
            column[k] = Interval.of(0, 0);
            for (int i = Math.max(0, k - 4); i <= Math.min(4, k); i++) {
                assertTrue(a[i].isWord(6) && b[k - i].isWord(6), "room for a shift by 6");
                Interval product = a[i].times(b[k - i]);
                high[k] = high[k].plus(product.down(52));
                // what a product has below 2^52 of itself
                column[k] = column[k].plus(LOW);
            }
            assertTrue(high[k].isWord(1), "sum of high parts");
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
        assertTight(product(loose(), loose(), tight()));
    }

    @Test
    void squaresOfLooseLessTwoAreTight() {
        assertTight(product(loose(), loose(), twice(tight())));
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
            field.multiplyDifference(r, a, b, null, z, 0, 1);
            assertSame(value(a).multiply(value(b)).subtract(value(z)), r, field);
            field.multiplyDifference(r, a, y, z, y, 0, 1);
            assertSame(value(a).multiply(value(y).subtract(value(z))).subtract(value(y)), r, field);
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
        return limbs;
    }

    private static BigInteger value(long[] limbs) {
        BigInteger value = BigInteger.ZERO;
        for (int i = 4; i >= 0; i--) {
            value = value.shiftLeft(52).add(BigInteger.valueOf(limbs[i]));
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
            assertTrue(Interval.of(found[i], found[i]).isWithin(tight[i]), "limb " + i + ": " + found[i]);
        }
    }
}
