// SPDX-License-Identifier: MIT
package org.throng.parcel.body;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.throng.cipher.Bytes;
import org.throng.curve.Curve;
import org.throng.curve.PublicKey;
import org.throng.curve.SecretKey;
import org.throng.curve.bouncycastle.BouncyCastleCurve;
import org.throng.itests.vectors.Vectors;
import org.throng.itests.vectors.Vectors.Case;
import org.throng.parcel.BodySize;
import org.throng.parcel.SchemeId;
import org.throng.parcel.tlv.KemCiphertext;
import org.throng.parcel.tlv.ScanCertificate;

/**
 * Outer layer, plaintext and authenticator of the good bodies of scheme pq; the layer of ML-KEM itself belongs to that
 * scheme. Data: docs/vectors/body-pq.json, scan-key.json and courier.json.
 */
class PqBodyVectorsTest {
    private static final int DAY = 20_416;

    private final Curve curve = new BouncyCastleCurve();

    static List<Case> cases() {
        return Stream.of("body-pq", "scan-key", "courier")
                .flatMap(scenario -> Vectors.cases(scenario).stream())
                .filter(c -> c.ok() && c.has("kemSeeds"))
                .toList();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("cases")
    void goodCaseAgrees(Case c) throws Exception {
        byte[] content = c.bytes("content");
        BodySize size = BodySize.of(content.length).orElseThrow();
        byte[] layer = BodyKeys.open(c.bytes("sessionKey"), content).orElseThrow();
        if (c.values().has("ct")) {
            assertArrayEquals(c.valueBytes("ct"), Arrays.copyOf(layer, KemCiphertext.CIPHERTEXT_LENGTH));
        }
        byte[] plain = c.valueBytes("plain");
        assertEquals(plain.length, layer.length - PqLayer.OVERHEAD);
        assertEquals(plain.length, BodyText.length(SchemeId.PQ, size));
        BodyText text = BodyText.read(plain);
        assertArrayEquals(plain, text.bytes());
        BodyRules rules = new BodyRules(curve, SchemeId.PQ, size, DAY);
        rules.check(text);
        PublicKey agreeing = rules.certificate(text).map(ScanCertificate::scan).orElse(text.writer());
        PublicKey b = PublicKey.ofHex(c.text("receiver"));
        try (SecretKey secret = SecretKey.of(c.bytes("receiverSecret"))) {
            byte[] shared = curve.agree(secret, agreeing).orElseThrow();
            byte[] key = BodyKeys.authentication(shared, c.bytes("sessionKey"), text.writer(), b);
            byte[] expected = BodyKeys.authenticator(key, text.authenticated(SchemeId.PQ, b));
            assertEquals(Bytes.hex(expected), Bytes.hex(text.authenticator()));
        }
    }
}
