// SPDX-License-Identifier: MIT
package org.throng.curve.lockstep;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.math.BigInteger;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ReciprocalTest {
    private static final int TRIES = 20_000;

    private final Reciprocal reciprocal = new Reciprocal();

    private void assertInverse(BigInteger number) {
        byte[] bytes = Bytes32.of(number);
        reciprocal.invert(bytes);
        BigInteger expected = number.signum() == 0 ? number : number.modInverse(Glv.P);
        assertEquals(expected, Bytes32.number(bytes, 0), () -> "1 / " + number);
    }

    @Test
    void zeroStaysZero() {
        assertInverse(BigInteger.ZERO);
    }

    @Test
    void numbersAtTheEdgesAreInverted() {
        for (int i = 1; i < 200; i++) {
            assertInverse(BigInteger.valueOf(i));
            assertInverse(Glv.P.subtract(BigInteger.valueOf(i)));
        }
        for (int bit = 0; bit < 256; bit++) {
            BigInteger power = BigInteger.ONE.shiftLeft(bit);
            assertInverse(power);
            assertInverse(power.subtract(BigInteger.ONE).mod(Glv.P));
            assertInverse(Glv.P.subtract(power));
        }
        assertInverse(Glv.BETA);
        assertInverse(Glv.P.shiftRight(1));
    }

    @Test
    void randomNumbersAreInverted() {
        Random random = new Random(62);
        for (int i = 0; i < TRIES; i++) {
            assertInverse(new BigInteger(256, random).mod(Glv.P));
        }
    }
}
