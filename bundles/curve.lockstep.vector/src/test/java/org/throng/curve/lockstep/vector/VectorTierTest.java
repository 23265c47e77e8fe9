// SPDX-License-Identifier: MIT
package org.throng.curve.lockstep.vector;

import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.throng.curve.Curve;
import org.throng.curve.bouncycastle.BouncyCastleCurve;
import org.throng.curve.lockstep.LockStepCurve;
import org.throng.itests.contracts.CurveContract;

/** With {@code -XX:UseAVX=2} the same for four lanes. */
class VectorTierTest extends CurveContract {
    private final Curve reference = new BouncyCastleCurve();
    private final LockStepCurve curve = new LockStepCurve(reference, false, 2);

    VectorTierTest() {
        curve.add(new VectorField());
    }

    @Override
    protected Curve curve() {
        return curve;
    }

    @Override
    protected Curve reference() {
        return reference;
    }

    @AfterEach
    void close() {
        curve.close();
    }

    @Test
    void vectorsAreUsedWhereThereAreEnoughLanes() {
        assertNull(VectorTier.missing());
        int lanes = new VectorField().width();
        String used = lanes < 4 ? "scalar" : "vector, " + lanes + " lanes";
        assertTrue(curve.description().contains(used), curve.description());
    }
}
