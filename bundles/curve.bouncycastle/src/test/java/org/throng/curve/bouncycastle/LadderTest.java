// SPDX-License-Identifier: MIT
package org.throng.curve.bouncycastle;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.bouncycastle.util.BigIntegers;
import org.junit.jupiter.api.Test;
import org.throng.curve.PublicKey;
import org.throng.curve.SecretKey;

/** The ladder of agreements beside the comb of public keys: with the generator's x both give the same. */
class LadderTest {
    private static final BigInteger N =
            new BigInteger("fffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141", 16);
    private static final PublicKey G =
            PublicKey.ofHex("79be667ef9dcbbac55a06295ce870b07029bfcdb2dce28d959f2815b16f81798");

    private final BouncyCastleCurve curve = new BouncyCastleCurve();

    @Test
    void agreementWithTheGeneratorIsThePublicKey() {
        List<BigInteger> scalars = new ArrayList<>();
        for (int i = 1; i <= 5; i++) {
            scalars.add(BigInteger.valueOf(i));
            scalars.add(N.subtract(BigInteger.valueOf(i)));
            scalars.add(N.shiftRight(1).add(BigInteger.valueOf(i - 3)));
            scalars.add(BigInteger.ONE.shiftLeft(126 + i));
        }
        Random random = new Random(256);
        for (int i = 0; i < 100; i++) {
            scalars.add(new BigInteger(255, random).add(BigInteger.ONE));
        }
        for (BigInteger scalar : scalars) {
            try (SecretKey secret = SecretKey.of(BigIntegers.asUnsignedByteArray(32, scalar))) {
                byte[] expected = curve.publicKey(secret).bytes();
                assertArrayEquals(expected, curve.agree(secret, G).orElseThrow(), scalar.toString(16));
            }
        }
    }
}
