// SPDX-License-Identifier: MIT
package org.throng.scheme.tagged;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.throng.cipher.Bytes;
import org.throng.curve.Curve;
import org.throng.curve.PublicKey;
import org.throng.curve.bouncycastle.BouncyCastleCurve;
import org.throng.event.EventId;
import org.throng.itests.vectors.Vectors;
import org.throng.itests.vectors.Vectors.Case;
import org.throng.parcel.Header;
import org.throng.parcel.Label;
import org.throng.parcel.SchemeId;
import org.throng.parcel.SealedPlain;
import org.throng.parcel.Tlv;
import org.throng.scheme.Match;
import org.throng.scheme.OneTimeKey;
import org.throng.scheme.Opened;
import org.throng.scheme.Reader;
import org.throng.scheme.Sighting;

/** Headers and bodies through the scheme. Data: docs/vectors/header-tagged.json and body-tagged.json. */
class TaggedVectorsTest {
    private static final int DAY = 20_416;

    private final Curve curve = new BouncyCastleCurve();
    private final TaggedScheme scheme = new TaggedScheme(curve);

    static List<Case> headers() {
        return Vectors.cases("header-tagged");
    }

    static List<Case> bodies() {
        return Vectors.cases("body-tagged");
    }

    private static Reader reader(Case c) {
        OneTimeKey key = OneTimeKey.of(c.bytes("mk"));
        long expected = ByteBuffer.wrap(key.tag()).getLong();
        PublicKey npub = PublicKey.ofHex(c.text("receiver"));
        return new Reader(
                npub, npub, World.secret("any"), List.of(), tag -> tag == expected ? List.of(key) : List.of());
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("headers")
    void headerAgrees(Case c) {
        List<Match> matches = Header.read(c.bytes("record"))
                .map(header -> scheme.recognise(
                        List.of(new Sighting(header, new Label(c.text("label")), c.number("logDay"))),
                        List.of(reader(c))))
                .orElse(List.of())
                .stream()
                .filter(match -> !match.isVoid())
                .toList();
        assertEquals(c.ok(), matches.size() == 1, c.why());
        if (c.ok()) {
            assertEquals(c.value("plain"), Bytes.hex(matches.get(0).plain().bytes()));
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("bodies")
    void bodyAgrees(Case c) {
        SealedPlain plain = new SealedPlain(c.bytes("sessionKey"), EventId.of(new byte[32]), SchemeId.TAGGED, DAY, 0);
        byte[] bodySecret = OneTimeKey.of(c.bytes("mk")).bodySecret();
        Optional<Opened> opened = scheme.open(new Match(0, reader(c), plain, bodySecret), c.bytes("content"));
        assertEquals(c.ok(), opened.isPresent(), c.why());
        if (c.ok()) {
            List<Tlv> expected = new ArrayList<>();
            c.values()
                    .get("tlvs")
                    .forEach(tlv -> expected.add(new Tlv(tlv.get("type").asInt(), Vectors.hex(tlv, "value"))));
            assertEquals(c.value("A"), opened.get().writer().hex());
            assertEquals(expected, opened.get().parts());
        }
    }
}
