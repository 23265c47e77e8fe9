// SPDX-License-Identifier: MIT
package org.throng.parcel;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.throng.cipher.Bytes;
import org.throng.cipher.Hmac;
import org.throng.curve.Curve;
import org.throng.curve.PublicKey;
import org.throng.curve.bouncycastle.BouncyCastleCurve;
import org.throng.itests.vectors.Vectors;
import org.throng.itests.vectors.Vectors.Case;

/** The symmetric side of a header that look-up finds. Data: docs/vectors/header-tagged.json. */
class HeaderTaggedVectorsTest {
    private final Curve curve = new BouncyCastleCurve();

    static List<Case> cases() {
        return Vectors.cases("header-tagged");
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("cases")
    void caseAgrees(Case c) {
        Optional<SealedPlain> plain = open(c);
        assertEquals(c.ok(), plain.isPresent(), c.why());
        if (c.ok()) {
            Header header = Header.of(c.bytes("record"));
            HeaderKeys keys = keys(c, header);
            assertEquals(c.value("plain"), Bytes.hex(plain.orElseThrow().bytes()));
            assertEquals(c.value("kEnc"), Bytes.hex(keys.enc()));
            assertEquals(c.value("kMac"), Bytes.hex(keys.mac()));
            assertEquals(c.value("tag"), Bytes.hex(tag(c)));
            assertEquals(header, keys.seal(header.e(), tag(c), plain.orElseThrow(), label(c)));
        }
    }

    private Optional<SealedPlain> open(Case c) {
        return Header.read(c.bytes("record"))
                .filter(header -> header.hasViewTag(tag(c)))
                .filter(header -> curve.contains(header.e()))
                .flatMap(header -> keys(c, header).open(header, label(c)))
                .filter(plain -> plain.scheme() == SchemeId.TAGGED && plain.isTimely(c.number("logDay")));
    }

    private static HeaderKeys keys(Case c, Header header) {
        return HeaderKeys.tagged(c.bytes("mk"), header.e(), PublicKey.ofHex(c.text("receiver")), tag(c));
    }

    private static byte[] tag(Case c) {
        return Arrays.copyOf(Hmac.sha256(c.bytes("mk"), new byte[] {1}), Header.TAG_LENGTH);
    }

    private static Label label(Case c) {
        return new Label(c.text("label"));
    }
}
