// SPDX-License-Identifier: MIT
package org.throng.parcel;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.random.RandomGenerator;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.throng.cipher.Bytes;
import org.throng.cipher.Sha256;
import org.throng.curve.Curve;
import org.throng.curve.PublicKey;
import org.throng.curve.SecretKey;
import org.throng.curve.bouncycastle.BouncyCastleCurve;
import org.throng.itests.vectors.Vectors;
import org.throng.itests.vectors.Vectors.Case;

/** Data: docs/vectors/ephemeral.json. */
class HedgeVectorsTest {
    private final Curve curve = new BouncyCastleCurve();

    static List<Case> cases() {
        return Vectors.cases("ephemeral");
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("cases")
    void caseAgrees(Case c) {
        if (c.has("okm")) {
            assertSecret(c, "beforeNegation", Hedge.toScalar(c.bytes("okm")));
            return;
        }
        Hedge hedge = new Hedge(SecretKey.of(c.bytes("nsec")), only(c.bytes("rand")));
        if (c.has("content")) {
            // a signature is the same by either sign; the vector shows the one with an even y
            assertSecret(c, "bodySecret", curve.withEvenY(hedge.bodyKey(c.bytes("content"))));
            return;
        }
        PublicKey receiver = PublicKey.ofHex(c.text("receiver"));
        if (c.has("plain")) {
            SealedPlain plain = SealedPlain.read(c.bytes("plain")).orElseThrow();
            assertEquals(c.text("bodyId"), plain.bodyId().hex());
            SecretKey e = hedge.headerKey(receiver, plain, new Label(c.text("label")));
            assertSecret(c, "beforeNegation", e);
            SecretKey even = curve.withEvenY(e);
            assertSecret(c, "secret", even);
            assertEquals(c.values().get("negated").asBoolean(), !even.equals(e));
            assertEquals(c.value("E"), curve.publicKey(even).hex());
        } else if (c.has("authenticated")) {
            // the vector gives the ciphertext of pq behind what is authenticated
            assertBytes(c, "sessionKey", hedge.sessionKey(receiver, c.bytes("authenticated"), new byte[0]));
        } else if (c.has("ek")) {
            assertBytes(c, "kemM", hedge.kemMessage(receiver, c.bytes("ek")));
        } else {
            assertBytes(c, "fileKey", hedge.fileKey(receiver, Sha256.of(c.bytes("file"))));
        }
    }

    private static void assertSecret(Case c, String value, SecretKey secret) {
        assertBytes(c, value, secret.insecureBytes());
    }

    private static void assertBytes(Case c, String value, byte[] actual) {
        assertEquals(c.value(value), Bytes.hex(actual), value);
    }

    /** Gives these bytes, and no others. */
    private static RandomGenerator only(byte[] bytes) {
        return new RandomGenerator() {
            @Override
            public long nextLong() {
                throw new IllegalStateException("only bytes are drawn");
            }

            @Override
            public void nextBytes(byte[] target) {
                assertEquals(bytes.length, target.length);
                System.arraycopy(bytes, 0, target, 0, bytes.length);
            }
        };
    }
}
