// SPDX-License-Identifier: MIT
package org.throng.parcel.tlv;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.throng.curve.Curve;
import org.throng.curve.PublicKey;
import org.throng.curve.SecretKey;
import org.throng.curve.bouncycastle.BouncyCastleCurve;
import org.throng.itests.vectors.Vectors;
import org.throng.itests.vectors.Vectors.Case;

/** The certificates of docs/vectors/scan-key.json; its headers and bodies are tested with their schemes. */
class ScanCertificateVectorsTest {
    private final Curve curve = new BouncyCastleCurve();

    static List<Case> cases() {
        return Vectors.cases("scan-key").stream()
                .filter(c -> c.has("certificate"))
                .toList();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("cases")
    void caseAgrees(Case c) throws Exception {
        ScanCertificate read = ScanCertificate.read(c.bytes("certificate"));
        boolean good = read.isBy(curve, PublicKey.ofHex(c.text("npub"))) && read.isGoodAt(c.number("now"));
        assertEquals(c.ok(), good, c.why());
        assertArrayEquals(c.bytes("certificate"), read.bytes());
        if (c.ok()) {
            assertEquals(c.value("scan"), read.scan().hex());
            assertEquals(c.values().get("until").asLong(), read.until());
        }
    }

    @Test
    void certificateIsMadeAgainFromItsInputs() throws Exception {
        Case c = Vectors.find("scan-key", "certificate");
        ScanCertificate read = ScanCertificate.read(c.bytes("certificate"));
        byte[] aux = Vectors.hex(Vectors.scenario("scan-key").get("inputs"), "aux");
        try (SecretKey nsec =
                SecretKey.of(Vectors.hex(Vectors.scenario("scan-key").get("inputs"), "senderSecret"))) {
            assertEquals(read, ScanCertificate.make(curve, nsec, read.scan(), read.until(), aux));
        }
    }

    @Test
    void highestBitOfUntilMakesItLaterNotNegative() throws Exception {
        byte[] value = Vectors.find("scan-key", "certificate").bytes("certificate");
        value[32] = (byte) 0x80;
        assertTrue(ScanCertificate.read(value).isGoodAt(Long.MAX_VALUE));
    }
}
