// SPDX-License-Identifier: MIT
package org.throng.scheme.tagged;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.throng.cipher.Bytes;
import org.throng.cipher.Sha256;
import org.throng.curve.Curve;
import org.throng.curve.PublicKey;
import org.throng.curve.bouncycastle.BouncyCastleCurve;
import org.throng.itests.contracts.SchemeContract;
import org.throng.parcel.BodyEvent;
import org.throng.parcel.Header;
import org.throng.parcel.HeaderEvent;
import org.throng.parcel.SealedPlain;
import org.throng.scheme.Contents;
import org.throng.scheme.Match;
import org.throng.scheme.OneTimeKey;
import org.throng.scheme.Reader;
import org.throng.scheme.Recipient;
import org.throng.scheme.Scheme;
import org.throng.scheme.SealedBody;
import org.throng.scheme.Sighting;

class TaggedSchemeTest extends SchemeContract {
    private static final OneTimeKey KEY = OneTimeKey.of(Sha256.of(Bytes.ascii("a message key")));
    private static final OneTimeKey OTHER = OneTimeKey.of(Sha256.of(Bytes.ascii("another one")));

    private final Curve curve = new BouncyCastleCurve();
    private final Scheme scheme = new TaggedScheme(curve);

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
        return super.recipient().with(KEY);
    }

    @Override
    protected Recipient recipientOfAnother() {
        return super.recipient().with(OTHER);
    }

    @Override
    protected Reader reader() {
        Reader plain = super.reader();
        return new Reader(
                plain.npub(),
                plain.scan(),
                plain.secret(),
                List.of(),
                tag -> List.of(KEY, OTHER).stream()
                        .filter(key -> ByteBuffer.wrap(key.tag()).getLong() == tag)
                        .toList());
    }

    @Test
    void recipientWithoutAKeyIsRefused() {
        Recipient stranger = super.recipient();
        assertThrows(IllegalArgumentException.class, () -> scheme.seal(sender(), stranger, Contents.of(), SLOT, LABEL));
    }

    @Test
    void severalKeysOfOneTagAreTriedInTurn() throws Exception {
        SealedBody body = scheme.seal(sender(), recipient(), Contents.of(), SLOT, LABEL);
        Header header = HeaderEvent.read(scheme.address(sender(), recipient(), body, SLOT, LABEL, 0))
                .header();
        Reader plain = super.reader();
        Reader both = new Reader(plain.npub(), plain.scan(), plain.secret(), List.of(), tag -> List.of(OTHER, KEY));
        List<Match> matches = scheme.recognise(List.of(new Sighting(header, LABEL, SLOT.day())), List.of(both));
        assertEquals(Bytes.hex(KEY.bodySecret()), Bytes.hex(matches.get(0).bodySecret()));
    }

    @Test
    void bodyOfAnotherKeyIsNotOpened() throws Exception {
        SealedBody body = scheme.seal(sender(), recipientOfAnother(), Contents.of(), SLOT, LABEL);
        Header header = HeaderEvent.read(scheme.address(sender(), recipient(), body, SLOT, LABEL, 0))
                .header();
        Match match = scheme.recognise(List.of(new Sighting(header, LABEL, SLOT.day())), List.of(reader()))
                .get(0);
        assertTrue(scheme.open(match, BodyEvent.read(body.event()).content()).isEmpty());
    }

    @Test
    void headerOfAPointOffTheCurveIsNotMatchedThoughItsMacVerifies() {
        PublicKey off =
                PublicKey.of(Bytes.fromHex("82cf19b8f57c41984e3b202d66ec962e76ee40c34bc3a135596661cce535bf42", 32));
        SealedPlain plain = new SealedPlain(
                new byte[32], org.throng.event.EventId.of(new byte[32]), scheme.number(), SLOT.day(), 0);
        Header header = KEY.header(off, recipient().npub()).seal(off, KEY.tag(), plain, LABEL);
        assertEquals(List.of(), scheme.recognise(List.of(new Sighting(header, LABEL, SLOT.day())), List.of(reader())));
    }

    @Test
    void headerThatNamesAnotherSchemeIsVoidForItsMacVerifies() {
        PublicKey e = super.recipient().npub(); // any point
        SealedPlain plain = new SealedPlain(new byte[32], org.throng.event.EventId.of(new byte[32]), 1, SLOT.day(), 0);
        Header ofAnotherScheme = KEY.header(e, recipient().npub()).seal(e, KEY.tag(), plain, LABEL);
        List<Match> matches =
                scheme.recognise(List.of(new Sighting(ofAnotherScheme, LABEL, SLOT.day())), List.of(reader()));
        assertEquals(List.of(true), matches.stream().map(Match::isVoid).toList());
        assertEquals(Bytes.hex(KEY.bodySecret()), Bytes.hex(matches.get(0).bodySecret()));
    }
}
