// SPDX-License-Identifier: MIT
package org.throng.scheme.direct;

import org.throng.curve.Curve;
import org.throng.curve.bouncycastle.BouncyCastleCurve;
import org.throng.itests.contracts.SchemeContract;
import org.throng.scheme.Scheme;

class DirectSchemeTest extends SchemeContract {
    private final Curve curve = new BouncyCastleCurve();
    private final Scheme scheme = new DirectScheme(curve);

    @Override
    protected Scheme scheme() {
        return scheme;
    }

    @Override
    protected Curve curve() {
        return curve;
    }
}
