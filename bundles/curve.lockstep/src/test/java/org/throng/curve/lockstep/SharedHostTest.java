// SPDX-License-Identifier: MIT
package org.throng.curve.lockstep;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.throng.curve.Curve;
import org.throng.curve.PublicKey;
import org.throng.curve.SecretKey;
import org.throng.curve.bouncycastle.BouncyCastleCurve;

/** The form for shared hosts: right, and the same steps for every secret. */
class SharedHostTest {
    private final Curve reference = new BouncyCastleCurve();
    private final Random random = new Random(52);

    @Test
    void agreesAsTheOtherForm() {
        List<SecretKey> secrets = new ArrayList<>();
        List<PublicKey> points = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            secrets.add(SecretKey.of(Bytes32.of(scalar())));
        }
        for (int i = 0; i < 100; i++) {
            points.add(PublicKey.of(Bytes32.of(scalar())));
        }
        try (LockStepCurve shared = new LockStepCurve(reference, true, 1)) {
            byte[][][] expected = reference.agreeAll(secrets, points);
            byte[][][] found = shared.agreeAll(secrets, points);
            for (int s = 0; s < expected.length; s++) {
                for (int p = 0; p < points.size(); p++) {
                    assertArrayEquals(expected[s][p], found[s][p]);
                }
            }
        }
    }

    @Test
    void everySecretTakesTheSameSteps() {
        List<Boolean> shape = shape(BigInteger.ONE);
        for (int i = 0; i < 50; i++) {
            assertEquals(shape, shape(scalar()));
        }
        assertEquals(shape, shape(Glv.LAMBDA));
        assertEquals(shape, shape(Glv.N.subtract(BigInteger.ONE)));
    }

    /** Of each step: whether it doubles, and whether it adds. */
    private static List<Boolean> shape(BigInteger scalar) {
        Schedule schedule = Schedule.of(scalar, Form.SHARED_HOST);
        List<Boolean> shape = new ArrayList<>();
        for (Schedule.Step step : schedule.steps()) {
            shape.add(step.twice());
            shape.add(step.addend() != null);
        }
        return shape;
    }

    private BigInteger scalar() {
        return new BigInteger(256, random).mod(Glv.N.subtract(BigInteger.ONE)).add(BigInteger.ONE);
    }
}
