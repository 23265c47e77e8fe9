// SPDX-License-Identifier: MIT
package org.throng.scheme.pq;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.throng.cipher.Bytes;
import org.throng.curve.Curve;
import org.throng.curve.PublicKey;
import org.throng.curve.SecretKey;
import org.throng.curve.bouncycastle.BouncyCastleCurve;
import org.throng.event.EventId;
import org.throng.itests.vectors.Vectors;
import org.throng.itests.vectors.Vectors.Case;
import org.throng.parcel.SchemeId;
import org.throng.parcel.SealedPlain;
import org.throng.parcel.Tlv;
import org.throng.scheme.Encapsulation;
import org.throng.scheme.Expected;
import org.throng.scheme.KemPair;
import org.throng.scheme.Match;
import org.throng.scheme.Opened;
import org.throng.scheme.Reader;

/** Data: docs/vectors/body-pq.json, and the pq bodies of scan-key.json and courier.json. */
class BodyVectorsTest {
    private static final int DAY = 20_416;

    private final Curve curve = new BouncyCastleCurve();
    private final PqScheme scheme = new PqScheme(curve);

    static List<Case> cases() {
        return Stream.of("body-pq", "scan-key", "courier")
                .flatMap(scenario -> Vectors.cases(scenario).stream())
                .filter(c -> c.has("content") && c.number("scheme") == SchemeId.PQ)
                .toList();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("cases")
    void caseAgrees(Case c) throws Exception {
        List<KemPair> pairs = new ArrayList<>();
        c.given()
                .get("kemSeeds")
                .forEach(seed -> pairs.add(KemPair.of(Bytes.fromHex(seed.asText(), KemPair.SEED_LENGTH))));
        try (SecretKey secret = SecretKey.of(c.bytes("receiverSecret"))) {
            Reader reader = new Reader(
                    PublicKey.ofHex(c.text("receiver")), curve.publicKey(secret), secret, pairs, Expected.NOTHING);
            SealedPlain plain = new SealedPlain(
                    c.bytes("sessionKey"),
                    EventId.of(new byte[32]),
                    SchemeId.PQ,
                    c.has("day") ? c.number("day") : DAY,
                    0);
            Optional<Opened> opened = scheme.open(new Match(0, reader, plain), c.bytes("content"));
            assertEquals(c.ok(), opened.isPresent(), c.why());
            if (c.ok()) {
                assertGood(c, opened.orElseThrow());
            }
        }
    }

    private static void assertGood(Case c, Opened opened) {
        Encapsulation kem = opened.kem().orElseThrow();
        if (c.values().has("ct")) {
            assertArrayEquals(c.valueBytes("ct"), kem.ciphertext());
        }
        if (c.values().has("ss")) {
            assertArrayEquals(c.valueBytes("ss"), kem.secret());
        }
        if (c.values().has("tlvs")) {
            List<Tlv> expected = new ArrayList<>();
            for (JsonNode tlv : c.values().get("tlvs")) {
                expected.add(new Tlv(tlv.get("type").asInt(), Vectors.hex(tlv, "value")));
            }
            assertEquals(c.value("A"), opened.writer().hex());
            assertEquals(expected, opened.parts());
        }
    }
}
