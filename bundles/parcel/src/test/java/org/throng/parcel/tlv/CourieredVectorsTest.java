// SPDX-License-Identifier: MIT
package org.throng.parcel.tlv;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.throng.curve.Curve;
import org.throng.curve.bouncycastle.BouncyCastleCurve;
import org.throng.event.EventReader;
import org.throng.event.MalformedException;
import org.throng.itests.vectors.Vectors;
import org.throng.itests.vectors.Vectors.Case;

/** Values of type 14. Data: docs/vectors/courier.json; its bodies are tested with their schemes. */
class CourieredVectorsTest {
    private final Curve curve = new BouncyCastleCurve();

    static List<Case> cases() {
        return Vectors.cases("courier").stream().filter(c -> c.has("value")).toList();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("cases")
    void caseAgrees(Case c) throws Exception {
        byte[] value = c.bytes("value");
        if (!c.ok()) {
            assertThrows(MalformedException.class, () -> Couriered.read(curve, value), c.why());
            return;
        }
        Couriered read = Couriered.read(curve, value);
        assertEquals(EventReader.event(c.values().get("event").toString()), read.event());
        assertEquals(c.values().get("relay").asInt(), read.relayIndex());
        assertArrayEquals(value, read.bytes());
    }
}
