// SPDX-License-Identifier: MIT
package org.throng.scheme.pq;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.throng.cipher.Bytes;
import org.throng.cipher.Sha256;
import org.throng.curve.Curve;
import org.throng.curve.bouncycastle.BouncyCastleCurve;
import org.throng.itests.contracts.SchemeContract;
import org.throng.parcel.BodyEvent;
import org.throng.parcel.HeaderEvent;
import org.throng.scheme.Encapsulation;
import org.throng.scheme.Expected;
import org.throng.scheme.KemPair;
import org.throng.scheme.Match;
import org.throng.scheme.Opened;
import org.throng.scheme.Reader;
import org.throng.scheme.Recipient;
import org.throng.scheme.Scheme;
import org.throng.scheme.SealedBody;
import org.throng.scheme.Sighting;

class PqSchemeTest extends SchemeContract {
    private final Curve curve = new BouncyCastleCurve();
    private final Scheme scheme = new PqScheme(curve);

    @Override
    protected Scheme scheme() {
        return scheme;
    }

    @Override
    protected Curve curve() {
        return curve;
    }

    @Override
    protected Recipient recipient() {
        return super.recipient().with(Encapsulation.to(pair(0).key(), hash("m")));
    }

    @Override
    protected Reader reader() {
        return readerWith(List.of(pair(0)));
    }

    private Reader readerWith(List<KemPair> pairs) {
        Reader plain = readerOf("bob");
        return new Reader(plain.npub(), plain.scan(), plain.secret(), pairs, Expected.NOTHING);
    }

    private static byte[] hash(String name) {
        return Sha256.of(name.getBytes(StandardCharsets.UTF_8));
    }

    private static KemPair pair(int number) {
        return KemPair.of(Bytes.join(hash("d" + number), hash("z" + number)));
    }

    private Optional<Opened> sendTo(Reader reader) throws Exception {
        SealedBody body = scheme.seal(sender(), recipient(), text("words"), SLOT, LABEL);
        HeaderEvent header = HeaderEvent.read(scheme.address(sender(), recipient(), body, SLOT, LABEL, 0));
        List<Match> matches =
                scheme.recognise(List.of(new Sighting(header.header(), LABEL, SLOT.day())), List.of(reader));
        assertEquals(1, matches.size(), "the header does not need the KEM key");
        return scheme.open(matches.get(0), BodyEvent.read(body.event()).content());
    }

    @Test
    void olderPairOpensToo() throws Exception {
        Opened opened = sendTo(readerWith(List.of(pair(2), pair(1), pair(0)))).orElseThrow();
        assertEquals(pair(0).key(), opened.kem().orElseThrow().key());
        assertArrayEquals(
                recipient().kem().orElseThrow().secret(),
                opened.kem().orElseThrow().secret());
    }

    @Test
    void withoutThePairTheSecretKeyAloneOpensNothing() throws Exception {
        assertFalse(sendTo(readerWith(List.of())).isPresent());
        assertFalse(sendTo(readerWith(List.of(pair(1)))).isPresent());
    }

    @Test
    void recipientWithoutKemKeyIsRefused() {
        Recipient plain = super.recipient();
        IllegalArgumentException refused = assertThrows(
                IllegalArgumentException.class, () -> scheme.seal(sender(), plain, text("words"), SLOT, LABEL));
        assertTrue(refused.getMessage().contains("KEM key"), refused.getMessage());
    }

    @Test
    void ciphertextThatIsUsedAgainSealsUnderAnotherKey() throws Exception {
        List<String> contents = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
            SealedBody body = scheme.seal(sender(), recipient(), text("words"), SLOT, LABEL);
            contents.add(Bytes.hex(BodyEvent.read(body.event()).content()));
        }
        byte[] first = Bytes.fromHex(contents.get(0), 2048);
        byte[] second = Bytes.fromHex(contents.get(1), 2048);
        int equal = 0;
        for (int i = 0; i < first.length; i++) {
            equal += first[i] == second[i] ? 1 : 0;
        }
        assertTrue(equal < 40, "two bodies of one ciphertext agree in " + equal + " of 2048 bytes");
        assertFalse(Arrays.equals(first, second));
    }
}
