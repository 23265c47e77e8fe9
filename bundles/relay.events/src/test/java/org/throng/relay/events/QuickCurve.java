// SPDX-License-Identifier: MIT
package org.throng.relay.events;

import java.io.IOException;
import java.nio.file.Files;
import java.security.SecureRandom;
import org.throng.curve.Curve;
import org.throng.curve.bouncycastle.BouncyCastleCurve;
import org.throng.curve.libsecp256k1.NativeCurve;

/** The curve of these tests: libsecp256k1, and Bouncy Castle where there is no library for the machine. */
final class QuickCurve {
    static final Curve CURVE = load();

    private QuickCurve() {}

    private static Curve load() {
        try {
            return new NativeCurve(Files.createTempDirectory("relay-events"), new SecureRandom());
        } catch (IOException | UnsatisfiedLinkError e) {
            return new BouncyCastleCurve();
        }
    }
}
