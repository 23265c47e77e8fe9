// SPDX-License-Identifier: MIT
package org.throng.curve.bouncycastle;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.throng.curve.Curve;
import org.throng.curve.PublicKey;
import org.throng.curve.SecretKey;
import org.throng.curve.Signature;

/** The 19 rows of BIP-340's own table (bitcoin/bips, bip-0340/test-vectors.csv; BSD-2-Clause, MIT or CC0-1.0). */
class Bip340VectorsTest {
    private final Curve curve = new BouncyCastleCurve();

    @ParameterizedTest(name = "row {0}: {1}")
    @MethodSource("rows")
    void rowHasTheVerdictOfTheTable(int index, String comment, String[] row) {
        byte[] message = HexFormat.of().parseHex(row[4]);
        PublicKey key = PublicKey.ofHex(row[2].toLowerCase(java.util.Locale.ROOT));
        Signature signature = Signature.ofHex(row[5].toLowerCase(java.util.Locale.ROOT));
        assertEquals(Boolean.parseBoolean(row[6]), curve.verify(key, message, signature), comment);
        if (!row[1].isEmpty()) {
            try (SecretKey secret = SecretKey.of(HexFormat.of().parseHex(row[1]))) {
                assertEquals(key, curve.publicKey(secret));
                assertEquals(
                        signature, curve.sign(secret, message, HexFormat.of().parseHex(row[3])));
            }
        }
    }

    static List<Arguments> rows() throws IOException {
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(
                Bip340VectorsTest.class.getResourceAsStream("/bip340-test-vectors.csv"), StandardCharsets.UTF_8))) {
            return lines.lines()
                    .skip(1)
                    .map(line -> line.split(",", 8))
                    .map(row -> arguments(Integer.parseInt(row[0]), row[7], row))
                    .toList();
        }
    }
}
