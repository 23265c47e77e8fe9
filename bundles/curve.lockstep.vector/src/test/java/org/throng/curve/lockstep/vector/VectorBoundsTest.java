// SPDX-License-Identifier: MIT
package org.throng.curve.lockstep.vector;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigInteger;
import java.util.Arrays;
import java.util.Random;
import java.util.function.IntFunction;
import org.junit.jupiter.api.Test;
import org.throng.curve.lanes.Limbs;

/**
 * The steps of {@link VectorField} with bounds in place of numbers: no product reaches 2^103, no sum passes 2^53, and what
 * comes out is bounded as what went in. Then the field itself with limbs at these bounds.
 */
class VectorBoundsTest {
    private static final BigInteger P =
            new BigInteger("fffffffffffffffffffffffffffffffffffffffffffffffffffffffefffffc2f", 16);
    private static final double EXACT = 0x1p53;
    private static final double LOW = 0x1p51;
    private static final double R = 16.0 * Limbs.C;

    /** Largest absolute values of tight limbs. */
    private static final double[] TIGHT = {
        0x1p51 + 0x1p38, 0x1p51 + 0x1p38, 0x1p51 + 0x1p38, 0x1p51 + 0x1p38, 0x1p47 + 0x1p38
    };

    /** A sum of integers, each at most so large; exact. */
    private static double sum(double... bounds) {
        double sum = 0;
        for (double bound : bounds) {
            sum += bound;
            assertTrue(sum <= EXACT, "a sum may reach " + Math.log(sum) / Math.log(2) + " bits");
        }
        return sum;
    }

    /** The high part of a product. */
    private static double high(double a, double b) {
        assertTrue(a * b < 0x1p103, "a product may reach " + Math.log(a * b) / Math.log(2) + " bits");
        return a * b * 0x1p-52 + 1;
    }

    /** The bounds after each limb handed on what is above 52 bits, 48 of the last. */
    private static double[] carry(double[] l) {
        double top = (l[4] * 0x1p-48 + 1) * Limbs.C;
        return new double[] {
            sum(LOW, top),
            sum(LOW, l[0] * 0x1p-52 + 1),
            sum(LOW, l[1] * 0x1p-52 + 1),
            sum(LOW, l[2] * 0x1p-52 + 1),
            sum(0x1p47, l[3] * 0x1p-52 + 1)
        };
    }

    private static double[] plus(double[] one, double[] other) {
        double[] sums = new double[5];
        for (int i = 0; i < 5; i++) {
            sums[i] = sum(one[i], other[i]);
        }
        return sums;
    }

    /** Columns 0 to 4 of a product or a square before their last carry. */
    private static double[] columns(double[] a, double[] b, boolean square) {
        double[] l = new double[10];
        double[] h = new double[9];
        for (int k = 0; k < 9; k++) {
            int terms = 0;
            for (int i = Math.max(0, k - 4); i <= Math.min(4, k); i++) {
                h[k] += high(a[i], b[k - i]);
                terms++;
            }
            if (k == 4 && square) {
                // the pairs are carried before they are doubled, and once more with the square
                h[k] += 2 * (sum(LOW, LOW) * 0x1p-52 + 1);
                h[k] += sum(2 * LOW, LOW) * 0x1p-52 + 1;
                l[k] = LOW;
            } else if (k == 4) {
                // carried before the last term
                h[k] += sum(LOW, LOW, LOW, LOW) * 0x1p-52 + 1;
                l[k] = sum(LOW, LOW);
            } else {
                l[k] = sum(terms * LOW);
                if (k >= 2 && k <= 6) {
                    h[k] += l[k] * 0x1p-52 + 1;
                    l[k] = LOW;
                }
            }
            assertTrue(h[k] <= EXACT);
        }
        l[9] = h[8];
        double carried = sum(l[4], LOW) * 0x1p-52 + 1;
        l[4] = LOW;
        for (int k = 1; k < 9; k++) {
            l[k] = k == 5 ? sum(l[k], h[4], carried, high(l[9], R)) : sum(l[k], h[k - 1]);
        }
        for (int k = 5; k < 9; k++) {
            l[k - 5] = sum(l[k - 5], LOW);
            l[k - 4] = sum(l[k - 4], high(l[k], R));
        }
        return Arrays.copyOf(l, 5);
    }

    private static void assertTight(double[] limbs) {
        for (int i = 0; i < 5; i++) {
            assertTrue(limbs[i] <= TIGHT[i], "limb " + i + " may reach " + limbs[i]);
        }
    }

    @Test
    void productsAreTight() {
        assertTight(carry(columns(TIGHT, TIGHT, false)));
    }

    @Test
    void productsAndATightOneAreTight() {
        assertTight(carry(plus(TIGHT, TIGHT)));
    }

    @Test
    void squaresLessTwoTightOnesAreTight() {
        assertTight(carry(columns(TIGHT, TIGHT, true)));
        assertTight(carry(plus(plus(carry(columns(TIGHT, TIGHT, true)), TIGHT), TIGHT)));
    }

    @Test
    void sumsAndTriplesAreTight() {
        assertTight(carry(plus(TIGHT, TIGHT)));
        assertTight(carry(plus(plus(TIGHT, TIGHT), TIGHT)));
        // twice one and twice another: an even number, of which a double holds one bit more
        double[] four = new double[5];
        for (int i = 0; i < 5; i++) {
            four[i] = 4 * TIGHT[i];
            assertTrue(four[i] <= 2 * EXACT);
        }
        assertTight(carry(four));
    }

    @Test
    void limbsAtTheBoundsAreComputedRight() {
        VectorField field = new VectorField();
        int lanes = field.width();
        Random random = new Random(1);
        for (int i = 0; i < 2_000; i++) {
            double[] a = extreme(random, lanes);
            double[] x = extreme(random, lanes);
            double[] y = extreme(random, lanes);
            double[] z = extreme(random, lanes);
            double[] r = field.array(lanes);
            field.multiply(r, 0, a, 0, x, 0, lanes);
            assertSame(field, r, lane -> value(a, lane).multiply(value(x, lane)));
            for (int k : new int[] {-2, -1, 1, 2}) {
                int l = random.nextBoolean() ? -k : k;
                int m = k < 0 ? 1 : -1;
                field.multiplySum(r, a, k, x, l, y, m, z, field.array(lanes), 0, lanes);
                assertSame(
                        field,
                        r,
                        lane -> value(a, lane)
                                .multiply(times(k, x, lane).add(times(l, y, lane)))
                                .add(times(m, z, lane)));
                field.multiplySum(r, a, m, x, 0, null, m, z, field.array(lanes), 0, lanes);
                assertSame(
                        field,
                        r,
                        lane -> value(a, lane).multiply(times(m, x, lane)).add(times(m, z, lane)));
                field.sum(r, k, x, l, y, 0, lanes);
                assertSame(field, r, lane -> times(k, x, lane).add(times(l, y, lane)));
            }
            field.square(r, a, 0, lanes);
            assertSame(field, r, lane -> value(a, lane).pow(2));
            field.squareMinus(r, a, x, y, 0, lanes);
            assertSame(
                    field,
                    r,
                    lane -> value(a, lane).pow(2).subtract(value(x, lane)).subtract(value(y, lane)));
            field.scale(r, x, -3, 0, lanes);
            assertSame(field, r, lane -> value(x, lane).multiply(BigInteger.valueOf(-3)));
        }
    }

    private static double[] extreme(Random random, int lanes) {
        double[] a = new double[5 * lanes];
        for (int i = 0; i < a.length; i++) {
            double bound = TIGHT[i / lanes];
            a[i] = switch (random.nextInt(4)) {
                case 0 -> bound;
                case 1 -> -bound;
                case 2 -> random.nextInt(3) - 1;
                default -> Math.rint((2 * random.nextDouble() - 1) * bound);
            };
        }
        return a;
    }

    private static BigInteger times(int k, double[] a, int lane) {
        return value(a, lane).multiply(BigInteger.valueOf(k));
    }

    private static BigInteger value(double[] a, int lane) {
        int lanes = a.length / 5;
        BigInteger value = BigInteger.ZERO;
        for (int l = 4; l >= 0; l--) {
            value = value.shiftLeft(52).add(BigInteger.valueOf((long) a[l * lanes + lane]));
        }
        return value;
    }

    private static void assertSame(VectorField field, double[] r, IntFunction<BigInteger> expected) {
        byte[] bytes = new byte[32];
        for (int lane = 0; lane < field.width(); lane++) {
            field.write(r, lane, bytes, 0);
            assertEquals(expected.apply(lane).mod(P), new BigInteger(1, bytes));
            for (int l = 0; l < 5; l++) {
                assertTrue(Math.abs(r[l * field.width() + lane]) <= TIGHT[l], "limb " + l);
            }
        }
    }
}
