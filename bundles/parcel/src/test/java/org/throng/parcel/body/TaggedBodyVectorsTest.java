// SPDX-License-Identifier: MIT
package org.throng.parcel.body;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.throng.cipher.Bytes;
import org.throng.cipher.Hmac;
import org.throng.curve.Curve;
import org.throng.curve.PublicKey;
import org.throng.curve.bouncycastle.BouncyCastleCurve;
import org.throng.event.MalformedException;
import org.throng.itests.vectors.Vectors;
import org.throng.itests.vectors.Vectors.Case;
import org.throng.parcel.BodySize;
import org.throng.parcel.SchemeId;

/** Plaintext, keys and authenticator of scheme tagged. Data: docs/vectors/body-tagged.json. */
class TaggedBodyVectorsTest {
    private static final int DAY = 20_416;

    private final Curve curve = new BouncyCastleCurve();

    static List<Case> cases() {
        return Vectors.cases("body-tagged");
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("cases")
    void caseAgrees(Case c) throws Exception {
        byte[] sessionKey = c.bytes("sessionKey");
        byte[] plain = BodyKeys.open(sessionKey, c.bytes("content")).orElseThrow();
        BodyText text = BodyText.read(plain);
        PublicKey b = PublicKey.ofHex(c.text("receiver"));
        byte[] proof = Hmac.sha256(c.bytes("mk"), new byte[] {3});
        byte[] key = BodyKeys.authentication(proof, sessionKey, text.writer(), b);
        byte[] expected = BodyKeys.authenticator(key, text.authenticated(SchemeId.TAGGED, b));
        assertEquals(c.ok(), Hmac.equal(expected, text.authenticator()), c.why());
        if (c.ok()) {
            assertGood(c, text, key);
        }
    }

    private void assertGood(Case c, BodyText text, byte[] key) throws MalformedException {
        new BodyRules(curve, SchemeId.TAGGED, BodySize.SMALL, DAY).check(text);
        assertEquals(c.value("kOut"), Bytes.hex(BodyKeys.outer(c.bytes("sessionKey"))));
        assertEquals(c.value("kAuth"), Bytes.hex(key));
        assertEquals(c.value("plain"), Bytes.hex(text.bytes()));
        assertEquals(c.text("content"), Bytes.hex(BodyKeys.seal(c.bytes("sessionKey"), text.bytes())));
    }
}
