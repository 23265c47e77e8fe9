// SPDX-License-Identifier: MIT
package org.throng.parcel.tlv;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.throng.curve.Curve;
import org.throng.curve.PublicKey;
import org.throng.curve.bouncycastle.BouncyCastleCurve;
import org.throng.event.MalformedException;
import org.throng.itests.vectors.Vectors;
import org.throng.itests.vectors.Vectors.Case;

/** The share records of docs/vectors/session.json; its roots and keys belong to scheme tagged. */
class ShareRecordVectorsTest {
    private final Curve curve = new BouncyCastleCurve();

    static List<Case> cases() {
        return Vectors.cases("session").stream().filter(c -> c.has("record")).toList();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("cases")
    void caseAgrees(Case c) throws Exception {
        byte[] value = c.bytes("record");
        if (!c.ok()) {
            assertThrows(MalformedException.class, () -> ShareRecord.read(curve, value), c.why());
            return;
        }
        JsonNode values = c.values();
        Optional<PublicKey> share = values.get("share").isNull()
                ? Optional.empty()
                : Optional.of(PublicKey.ofHex(values.get("share").asText()));
        ShortId kemId = values.get("kemId").isNull() ? ShortId.ZERO : ShortId.ofHex(c.value("kemId"));
        ShareRecord expected = new ShareRecord(
                ShortId.ofHex(c.value("to")), values.get("e").asLong(), share, kemId, ShortId.ofHex(c.value("have")));
        assertEquals(expected, ShareRecord.read(curve, value));
        assertArrayEquals(value, expected.bytes());
    }
}
