// SPDX-License-Identifier: MIT
package org.throng.scheme.direct;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.ByteRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.throng.curve.Curve;
import org.throng.curve.SecretKey;
import org.throng.curve.bouncycastle.BouncyCastleCurve;
import org.throng.event.MalformedException;
import org.throng.parcel.BodyEvent;
import org.throng.parcel.BodySize;
import org.throng.parcel.Header;
import org.throng.parcel.HeaderEvent;
import org.throng.parcel.Label;
import org.throng.parcel.SchemeId;
import org.throng.parcel.Slot;
import org.throng.parcel.Tlv;
import org.throng.parcel.body.BodyText;
import org.throng.parcel.rumor.Rumor;
import org.throng.scheme.Contents;
import org.throng.scheme.Match;
import org.throng.scheme.Opened;
import org.throng.scheme.Reader;
import org.throng.scheme.Recipient;
import org.throng.scheme.SealedBody;
import org.throng.scheme.Sender;
import org.throng.scheme.Sighting;

class MessagePropertiesTest {
    private static final Curve CURVE = new BouncyCastleCurve();
    private static final DirectScheme SCHEME = new DirectScheme(CURVE);
    private static final Slot SLOT = new Slot(1_764_000_000);
    private static final Label LABEL = Label.EVERYBODY;

    @Property(tries = 60)
    void whatIsSealedIsOpened(
            @ForAll("secrets") SecretKey from,
            @ForAll("secrets") SecretKey to,
            @ForAll("unknownParts") List<Tlv> parts,
            @ForAll("texts") String words,
            @ForAll @IntRange(max = 255) int relayIndex)
            throws Exception {
        Sender sender = new Sender(CURVE.publicKey(from), from);
        List<Tlv> all = new ArrayList<>(parts);
        all.add(new Rumor(sender.npub(), 0, Rumor.TEXT, List.of(), words).tlv());
        SealedBody body = SCHEME.seal(sender, recipient(to), new Contents(all), SLOT, LABEL);
        Header header = header(sender, to, body, relayIndex);
        List<Match> matches = recognise(header, to);
        assertEquals(1, matches.size());
        assertEquals(relayIndex, matches.get(0).plain().relayIndex());
        Opened opened = SCHEME.open(matches.get(0), content(body)).orElseThrow();
        assertEquals(sender.npub(), opened.writer());
        assertEquals(all, opened.parts());
    }

    @Property(tries = 60)
    void anotherKeyRecognisesNothing(
            @ForAll("secrets") SecretKey from, @ForAll("secrets") SecretKey to, @ForAll("secrets") SecretKey other)
            throws Exception {
        Sender sender = new Sender(CURVE.publicKey(from), from);
        SealedBody body = SCHEME.seal(sender, recipient(to), Contents.of(), SLOT, LABEL);
        boolean same = CURVE.publicKey(other).equals(CURVE.publicKey(to));
        assertEquals(same ? 1 : 0, recognise(header(sender, to, body, 0), other).size());
    }

    @Property(tries = 200)
    void flippedBitAnywhereIsNotOpened(
            @ForAll @IntRange(max = 8 * Header.LENGTH - 1) int headerBit,
            @ForAll @IntRange(max = 8 * 2_048 - 1) int bodyBit)
            throws Exception {
        SecretKey to = Message.TO;
        byte[] record = Message.HEADER.bytes();
        flip(record, headerBit);
        assertEquals(List.of(), recognise(Header.of(record), to));
        byte[] content = content(Message.BODY);
        flip(content, bodyBit);
        Match match = recognise(Message.HEADER, to).get(0);
        assertFalse(SCHEME.open(match, content).isPresent());
    }

    @Property(tries = 200)
    void noiseIsNobodysHeader(@ForAll @Size(Header.LENGTH) @ByteRange byte[] record) {
        Header.read(record).ifPresent(header -> assertEquals(List.of(), recognise(header, Message.TO)));
    }

    /** One message for the properties that only read it. */
    private static final class Message {
        static final SecretKey TO = SecretKey.of(filled(7));
        static final SecretKey FROM = SecretKey.of(filled(9));
        static final Sender SENDER = new Sender(CURVE.publicKey(FROM), FROM);
        static final SealedBody BODY = SCHEME.seal(SENDER, recipient(TO), Contents.of(), SLOT, LABEL);
        static final Header HEADER = headerOf();

        private static Header headerOf() {
            try {
                return header(SENDER, TO, BODY, 0);
            } catch (MalformedException e) {
                throw new IllegalStateException(e);
            }
        }

        private static byte[] filled(int value) {
            byte[] bytes = new byte[32];
            java.util.Arrays.fill(bytes, (byte) value);
            return bytes;
        }
    }

    private static Recipient recipient(SecretKey secret) {
        return Recipient.of(CURVE.publicKey(secret));
    }

    private static Header header(Sender sender, SecretKey to, SealedBody body, int relayIndex)
            throws MalformedException {
        return HeaderEvent.read(SCHEME.address(sender, recipient(to), body, SLOT, LABEL, relayIndex))
                .header();
    }

    private static byte[] content(SealedBody body) throws MalformedException {
        return BodyEvent.read(body.event()).content();
    }

    private static List<Match> recognise(Header header, SecretKey secret) {
        Reader reader = new Reader(CURVE.publicKey(secret), CURVE.publicKey(secret), secret);
        return SCHEME.recognise(List.of(new Sighting(header, LABEL, SLOT.day())), List.of(reader));
    }

    private static void flip(byte[] bytes, int bit) {
        bytes[bit / 8] ^= (byte) (1 << bit % 8);
    }

    @Provide
    Arbitrary<SecretKey> secrets() {
        return Arbitraries.bytes()
                .array(byte[].class)
                .ofSize(32)
                .filter(SecretKey::isValid)
                .map(SecretKey::of);
    }

    @Provide
    Arbitrary<String> texts() {
        return Arbitraries.strings().ofMaxLength(120).filter(text -> !text.matches("(?s).*[\\ud800-\\udfff].*"));
    }

    /** What fits beside a short text. */
    @Provide
    Arbitrary<List<Tlv>> unknownParts() {
        int room = BodyText.room(BodyText.length(SchemeId.DIRECT, BodySize.SMALL)) - 900;
        Arbitrary<Integer> types = Arbitraries.integers().between(15, 255);
        Arbitrary<byte[]> values = Arbitraries.bytes().array(byte[].class).ofMaxSize(200);
        return net.jqwik.api.Combinators.combine(types, values)
                .as(Tlv::new)
                .list()
                .ofMaxSize(12)
                .filter(parts -> BodyText.length(parts) <= room);
    }
}
