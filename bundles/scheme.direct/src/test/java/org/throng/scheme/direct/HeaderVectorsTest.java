// SPDX-License-Identifier: MIT
package org.throng.scheme.direct;

import static org.junit.jupiter.api.Assertions.assertEquals;

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
import org.throng.itests.vectors.Vectors;
import org.throng.itests.vectors.Vectors.Case;
import org.throng.parcel.Header;
import org.throng.parcel.HeaderKeys;
import org.throng.parcel.Label;
import org.throng.parcel.SealedPlain;
import org.throng.scheme.Match;
import org.throng.scheme.Reader;
import org.throng.scheme.Sighting;

/** Data: docs/vectors/header-direct.json, and the headers of scan-key.json. */
class HeaderVectorsTest {
    private final Curve curve = new BouncyCastleCurve();
    private final DirectScheme scheme = new DirectScheme(curve);

    static List<Case> cases() {
        return Stream.of("header-direct", "scan-key")
                .flatMap(scenario -> Vectors.cases(scenario).stream())
                .filter(c -> c.has("record"))
                .toList();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("cases")
    void caseAgrees(Case c) {
        Label label = new Label(c.text("label"));
        try (SecretKey secret = SecretKey.of(c.bytes("receiverSecret"))) {
            PublicKey b = PublicKey.ofHex(c.text("receiver"));
            Reader reader = new Reader(b, curve.publicKey(secret), secret);
            Optional<Header> header = Header.read(c.bytes("record"));
            List<Match> matches = header.isEmpty()
                    ? List.of()
                    : scheme.recognise(List.of(new Sighting(header.get(), label, c.number("logDay"))), List.of(reader));
            assertEquals(c.ok(), matches.size() == 1, c.why());
            if (c.ok()) {
                assertGood(
                        c, header.orElseThrow(), label, reader, matches.get(0).plain());
            }
        }
    }

    private void assertGood(Case c, Header header, Label label, Reader reader, SealedPlain plain) {
        assertEquals(c.value("plain"), Bytes.hex(plain.bytes()));
        byte[] shared = curve.agree(reader.secret(), header.e()).orElseThrow();
        assertEquals(c.value("S"), Bytes.hex(shared));
        assertEquals(c.value("viewTag"), Bytes.hex(HeaderKeys.viewTag(shared)));
        Header again = HeaderKeys.direct(shared, header.e(), reader.scan(), reader.npub())
                .seal(header.e(), HeaderKeys.viewTag(shared), plain, label);
        assertEquals(c.text("record"), Bytes.hex(again.bytes()));
    }
}
