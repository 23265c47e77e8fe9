// SPDX-License-Identifier: MIT
package org.throng.itests.contracts;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.throng.cipher.Sha256;
import org.throng.curve.PublicKey;
import org.throng.curve.SecretKey;
import org.throng.event.Event;
import org.throng.parcel.BodyEvent;
import org.throng.parcel.BodySize;
import org.throng.parcel.Header;
import org.throng.parcel.HeaderEvent;
import org.throng.parcel.Label;
import org.throng.parcel.Tlv;
import org.throng.parcel.rumor.Rumor;
import org.throng.scheme.Contents;
import org.throng.scheme.Match;
import org.throng.scheme.Opened;
import org.throng.scheme.Reader;
import org.throng.scheme.Recipient;
import org.throng.scheme.Scheme;
import org.throng.scheme.SealedBody;
import org.throng.scheme.Sighting;

/**
 * What every variant of {@link Scheme} must do beside {@link SealingContract}: its headers, and bodies of one size. A variant whose sides must know each other first overrides
 * {@link #sender}, {@link #recipient} and {@link #reader} with two that do.
 */
public abstract class SchemeContract extends SealingContract {
    protected static final Label LABEL = new Label("04:0110");

    /** The scheme under test. */
    protected abstract Scheme scheme();

    protected Recipient recipient() {
        return Recipient.of(curve().publicKey(secret("bob")));
    }

    /** The same person for another message: of a scheme whose keys serve once, with another key. */
    protected Recipient recipientOfAnother() {
        return recipient();
    }

    protected Reader reader() {
        return readerOf("bob");
    }

    protected final Reader readerOf(String name) {
        SecretKey secret = secret(name);
        PublicKey npub = curve().publicKey(secret);
        return new Reader(npub, npub, secret);
    }

    protected final Contents text(String words) {
        return Contents.of(rumor(words).tlv());
    }

    @Override
    protected Sealed seal(Rumor rumor, int key) throws Exception {
        Recipient to = key == 0 ? recipient() : recipientOfAnother();
        SealedBody body = scheme().seal(sender(), to, Contents.of(rumor.tlv()), SLOT, LABEL);
        Event header = scheme().address(sender(), to, body, SLOT, LABEL, 0);
        List<byte[]> pieces = List.of(HeaderEvent.read(header).header().bytes(), content(body));
        return new Sealed(
                pieces,
                List.of(
                        pieces.get(0),
                        pieces.get(1),
                        header.pubkey().bytes(),
                        body.event().pubkey().bytes()));
    }

    @Override
    protected Optional<Rumor> open(List<byte[]> pieces, String reader) throws Exception {
        if (pieces.get(0).length != Header.LENGTH) {
            return Optional.empty(); // no header has another length
        }
        List<Match> matches = counting(scheme().recognise(
                        List.of(sighting(Header.of(pieces.get(0)))),
                        List.of(reader.equals("bob") ? reader() : readerOf(reader))));
        if (matches.isEmpty()) {
            return Optional.empty();
        }
        Optional<Opened> opened = scheme().open(matches.get(0), pieces.get(1));
        return opened.isEmpty()
                ? Optional.empty()
                : Optional.of(Rumor.read(
                        opened.get().parts().get(0).value(), opened.get().writer()));
    }

    private SealedBody seal(Contents contents) {
        return scheme().seal(sender(), recipient(), contents, SLOT, LABEL);
    }

    private Header header(SealedBody body) throws Exception {
        Event event = scheme().address(sender(), recipient(), body, SLOT, LABEL, 0);
        return HeaderEvent.read(event).header();
    }

    private static Sighting sighting(Header header) {
        return new Sighting(header, LABEL, SLOT.day());
    }

    private List<Match> recognise(Sighting... sightings) {
        return counting(scheme().recognise(List.of(sightings), List.of(reader())));
    }

    private static List<Match> counting(List<Match> matches) {
        return matches.stream().filter(match -> !match.isVoid()).toList();
    }

    private static byte[] content(SealedBody body) throws Exception {
        return BodyEvent.read(body.event()).content();
    }

    @Test
    void sealedMessageIsRecognisedAndOpenedByItsReader() throws Exception {
        Contents contents = text("hello");
        SealedBody body = seal(contents);
        List<Match> matches = recognise(sighting(header(body)));
        assertEquals(1, matches.size());
        Match match = matches.get(0);
        assertEquals(0, match.index());
        assertEquals(body.event().id(), match.plain().bodyId());
        assertEquals(SLOT.day(), match.plain().day());
        assertEquals(0, match.plain().relayIndex());
        assertTrue(scheme().opens(match));
        Opened opened = scheme().open(match, content(body)).orElseThrow();
        assertEquals(sender().npub(), opened.writer());
        assertEquals(contents.parts(), opened.parts());
    }

    @Test
    void bodyWithoutPartsIsAMessageToo() throws Exception {
        SealedBody body = seal(Contents.of());
        Match match = recognise(sighting(header(body))).get(0);
        assertEquals(
                List.of(), scheme().open(match, content(body)).orElseThrow().parts());
    }

    @Test
    void unknownPartIsKept() throws Exception {
        Contents contents = Contents.of(new Tlv(200, new byte[] {1, 2, 3}));
        SealedBody body = seal(contents);
        Match match = recognise(sighting(header(body))).get(0);
        assertEquals(
                contents.parts(),
                scheme().open(match, content(body)).orElseThrow().parts());
    }

    @Test
    void relayIndexReachesTheReader() throws Exception {
        SealedBody body = seal(text("elsewhere"));
        Event event = scheme().address(sender(), recipient(), body, SLOT, LABEL, 3);
        List<Match> matches = recognise(sighting(HeaderEvent.read(event).header()));
        assertEquals(3, matches.get(0).plain().relayIndex());
    }

    @Test
    void eventsHaveTheStrictFormAndAreSigned() throws Exception {
        SealedBody body = seal(text("form"));
        Event header = scheme().address(sender(), recipient(), body, SLOT, LABEL, 0);
        assertEquals(LABEL, HeaderEvent.read(header).label());
        assertEquals(BodySize.SMALL, BodyEvent.read(body.event()).size());
        for (Event event : List.of(header, body.event())) {
            assertEquals(SLOT.createdAt(), event.createdAt());
            assertTrue(event.hasRightId());
            assertTrue(event.isSigned(curve()));
        }
    }

    @Test
    void ownHeadersAreFoundAmongOthersWithTheirIndex() throws Exception {
        List<Sighting> sightings = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            Recipient other = Recipient.of(curve().publicKey(secret("other " + i)));
            SealedBody body = seal(text("for " + i));
            Event strange = scheme().address(sender(), recipient(), body, SLOT, LABEL, 0);
            Header mine = HeaderEvent.read(strange).header();
            sightings.add(sighting(i % 2 == 0 ? mine : noise(other.npub(), i)));
        }
        List<Integer> found = scheme().recognise(sightings, List.of(readerOf("carol"), reader())).stream()
                .map(Match::index)
                .toList();
        assertEquals(List.of(0, 2, 4), found);
    }

    /** A record with a good point and nothing behind it, as a dummy has. */
    private static Header noise(PublicKey point, int seed) {
        byte[] content = new byte[Header.CONTENT_LENGTH];
        for (int i = 0; i < 3; i++) {
            System.arraycopy(Sha256.of(new byte[] {(byte) seed, (byte) i}), 0, content, 32 * i, 32);
        }
        return Header.of(point, content);
    }

    @Test
    void askingAboutNothingFindsNothing() throws Exception {
        assertEquals(List.of(), scheme().recognise(List.of(), List.of(reader())));
        Sighting sighting = sighting(header(seal(text("x"))));
        assertEquals(List.of(), scheme().recognise(List.of(sighting), List.of()));
    }

    @Test
    void headerWithAFlippedBitIsNotMatched() throws Exception {
        byte[] record = header(seal(text("flip"))).bytes();
        List<Sighting> sightings = new ArrayList<>();
        for (int at = 0; at < Header.LENGTH; at++) {
            sightings.add(sighting(Header.of(flipped(record, 8 * at + at % 8))));
        }
        assertEquals(List.of(), scheme().recognise(sightings, List.of(reader())));
    }

    @Test
    void headerUnderAnotherLabelIsNotMatched() throws Exception {
        Header header = header(seal(text("label")));
        assertEquals(List.of(), recognise(new Sighting(header, Label.EVERYBODY, SLOT.day())));
    }

    @Test
    void headerOfAnotherDayIsNotMatched() throws Exception {
        Header header = header(seal(text("day")));
        assertEquals(1, recognise(new Sighting(header, LABEL, SLOT.day() - 1)).size());
        assertEquals(1, recognise(new Sighting(header, LABEL, SLOT.day() + 3)).size());
        assertEquals(0, recognise(new Sighting(header, LABEL, SLOT.day() - 2)).size());
        assertEquals(0, recognise(new Sighting(header, LABEL, SLOT.day() + 4)).size());
        boolean looksUp = scheme().recognition() == Scheme.Recognition.LOOKUP;
        List<Match> all = scheme().recognise(List.of(new Sighting(header, LABEL, SLOT.day() + 4)), List.of(reader()));
        assertEquals(looksUp ? 1 : 0, all.size(), "what is found by look-up uses its key up");
        all.forEach(match -> assertFalse(scheme().opens(match)));
    }

    @Test
    void tamperedBodyIsNotOpened() throws Exception {
        SealedBody body = seal(text("tamper"));
        Match match = recognise(sighting(header(body))).get(0);
        byte[] content = content(body);
        for (int at = 0; at < content.length; at += 61) {
            assertFalse(scheme().open(match, flipped(content, 8 * at)).isPresent());
        }
    }

    @Test
    void bodyOfAnotherMessageIsNotOpened() throws Exception {
        SealedBody first = seal(text("first"));
        Match match = recognise(sighting(header(first))).get(0);
        assertFalse(scheme().open(match, content(seal(text("second")))).isPresent());
    }

    @Test
    void contentOfAnotherLengthIsNotOpened() throws Exception {
        Match match = recognise(sighting(header(seal(text("length"))))).get(0);
        for (int length : new int[] {0, 1, 15, 16, 2_047, 2_049, 4_096, 32_768}) {
            assertFalse(scheme().open(match, new byte[length]).isPresent());
        }
    }

    @Test
    void twoHeadersOfOneBodyHaveNothingInCommon() throws Exception {
        if (scheme().recognition() == Scheme.Recognition.AGREEMENT) {
            SealedBody body = seal(text("twice"));
            assertNothingInCommon(header(body).bytes(), header(body).bytes());
        }
    }

    @Test
    void moreThanABodyHoldsIsRefused() {
        Contents contents = Contents.of(new Tlv(200, new byte[2_048]));
        assertThrows(IllegalArgumentException.class, () -> seal(contents));
    }

    @Test
    void secretsAreNotPrinted() throws Exception {
        SealedBody body = seal(text("quiet"));
        Match match = recognise(sighting(header(body))).get(0);
        Opened opened = scheme().open(match, content(body)).orElseThrow();
        String key = java.util.HexFormat.of().formatHex(body.sessionKey());
        for (Object value :
                List.of(body, match, match.plain(), opened, opened.parts().get(0))) {
            assertFalse(value.toString().contains(key));
            assertFalse(value.toString().contains("quiet"));
        }
        assertArrayEquals(body.sessionKey(), match.plain().sessionKey());
    }
}
