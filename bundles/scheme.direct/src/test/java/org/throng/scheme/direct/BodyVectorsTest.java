// SPDX-License-Identifier: MIT
package org.throng.scheme.direct;

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
import org.throng.event.MalformedException;
import org.throng.itests.vectors.Vectors;
import org.throng.itests.vectors.Vectors.Case;
import org.throng.parcel.SchemeId;
import org.throng.parcel.SealedPlain;
import org.throng.parcel.Tlv;
import org.throng.parcel.body.BodyKeys;
import org.throng.parcel.rumor.Rumor;
import org.throng.scheme.Match;
import org.throng.scheme.Opened;
import org.throng.scheme.Reader;

/** Data: docs/vectors/body-direct.json, and the direct bodies of scan-key.json, courier.json and body-pq.json. */
class BodyVectorsTest {
    private static final int DAY = 20_416;

    private final Curve curve = new BouncyCastleCurve();
    private final DirectScheme scheme = new DirectScheme(curve);

    static List<Case> cases() {
        return Stream.of("body-direct", "scan-key", "courier", "body-pq")
                .flatMap(scenario -> Vectors.cases(scenario).stream())
                .filter(c -> c.has("content") && c.number("scheme") == SchemeId.DIRECT)
                .toList();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("cases")
    void caseAgrees(Case c) throws Exception {
        try (SecretKey secret = SecretKey.of(c.bytes("receiverSecret"))) {
            Reader reader = new Reader(PublicKey.ofHex(c.text("receiver")), curve.publicKey(secret), secret);
            SealedPlain plain = new SealedPlain(
                    c.bytes("sessionKey"),
                    EventId.of(new byte[32]),
                    SchemeId.DIRECT,
                    c.has("day") ? c.number("day") : DAY,
                    0);
            Optional<Opened> opened = scheme.open(new Match(0, reader, plain), c.bytes("content"));
            assertEquals(c.ok(), opened.isPresent(), c.why());
            if (c.ok()) {
                assertGood(c, opened.orElseThrow());
            }
        }
    }

    private static void assertGood(Case c, Opened opened) throws MalformedException {
        byte[] text = BodyKeys.open(c.bytes("sessionKey"), c.bytes("content")).orElseThrow();
        assertEquals(c.value("plain"), Bytes.hex(text));
        if (c.values().has("tlvs")) {
            List<Tlv> expected = new ArrayList<>();
            for (JsonNode tlv : c.values().get("tlvs")) {
                expected.add(new Tlv(tlv.get("type").asInt(), Vectors.hex(tlv, "value")));
            }
            assertEquals(c.value("A"), opened.writer().hex());
            assertEquals(expected, opened.parts());
        }
        if (c.values().has("rumorIds")) {
            List<String> ids = new ArrayList<>();
            for (Tlv part : opened.parts()) {
                if (part.type() == Tlv.RUMOR) {
                    ids.add(Rumor.read(part.value(), opened.writer()).id().hex());
                }
            }
            List<String> expected = new ArrayList<>();
            c.values().get("rumorIds").forEach(id -> expected.add(id.asText()));
            assertEquals(expected, ids);
        }
    }
}
