// SPDX-License-Identifier: MIT
package org.throng.curve.lockstep;

import java.math.BigInteger;

/**
 * A scalar in two halves: k = k1 + k2 λ modulo n, each below 2^129. λ times a point costs one product, for
 * λ (x, y) = (β x, y).
 *
 * <p>Timing: variable, by way of big integers.
 *
 * @param k1 may be negative
 * @param k2 may be negative
 */
record Glv(BigInteger k1, BigInteger k2) {
    static final BigInteger N = new BigInteger("fffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141", 16);
    static final BigInteger P = new BigInteger("fffffffffffffffffffffffffffffffffffffffffffffffffffffffefffffc2f", 16);
    static final BigInteger LAMBDA =
            new BigInteger("5363ad4cc05c30e0a5261c028812645a122e22ea20816678df02967c1b23bd72", 16);
    static final BigInteger BETA =
            new BigInteger("7ae96a2b657c07106e64479eac3434e99cf0497512f58995c1396c28719501ee", 16);

    /** Short vectors (a, b) with a + bλ = 0 modulo n: (A1, -B1) and (A2, A1). A1 and B1 are odd, A2 is even. */
    private static final BigInteger A1 = new BigInteger("3086d221a7d46bcde86c90e49284eb15", 16);

    private static final BigInteger B1 = new BigInteger("e4437ed6010e88286f547fa90abfe4c3", 16);
    private static final BigInteger A2 = new BigInteger("114ca50f7a8e2f3f657c1108d9d44cfd8", 16);

    /** A division by n is a product with these and a shift. */
    private static final int SHIFT = 384;

    private static final BigInteger G1 = A1.shiftLeft(SHIFT).divide(N);
    private static final BigInteger G2 = B1.shiftLeft(SHIFT).divide(N);
    private static final BigInteger HALF = BigInteger.ONE.shiftLeft(SHIFT - 1);

    /** @param k from 0 to n - 1 */
    static Glv split(BigInteger k) {
        BigInteger c1 = k.multiply(G1).add(HALF).shiftRight(SHIFT);
        BigInteger c2 = k.multiply(G2).add(HALF).shiftRight(SHIFT);
        return new Glv(
                k.subtract(c1.multiply(A1)).subtract(c2.multiply(A2)),
                c1.multiply(B1).subtract(c2.multiply(A1)));
    }

    /** The same scalar in two odd halves. */
    Glv odd() {
        Glv first = k1.testBit(0) ? this : new Glv(k1.subtract(A1), k2.add(B1));
        return first.k2.testBit(0) ? first : new Glv(first.k1.subtract(A2), first.k2.subtract(A1));
    }

    @Override
    public String toString() {
        return "Glv[hidden]";
    }
}
