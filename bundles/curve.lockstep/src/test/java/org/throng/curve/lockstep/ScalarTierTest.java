// SPDX-License-Identifier: MIT
package org.throng.curve.lockstep;

import org.junit.jupiter.api.AfterEach;
import org.throng.curve.Curve;
import org.throng.curve.bouncycastle.BouncyCastleCurve;
import org.throng.itests.contracts.CurveContract;

class ScalarTierTest extends CurveContract {
    private final Curve reference = new BouncyCastleCurve();
    private final LockStepCurve curve = new LockStepCurve(reference, false, 2);

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
}
