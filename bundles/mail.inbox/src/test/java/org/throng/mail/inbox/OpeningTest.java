// SPDX-License-Identifier: MIT
package org.throng.mail.inbox;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.throng.cipher.Bytes;
import org.throng.cipher.Sha256;
import org.throng.event.EventId;
import org.throng.event.RelayUrl;
import org.throng.itests.mail.Person;
import org.throng.itests.mail.TestClock;
import org.throng.mail.AckDuty;
import org.throng.mail.Begun;
import org.throng.mail.FailedKey;
import org.throng.mail.PeerKey;
import org.throng.mail.SentKey;
import org.throng.mailbox.Changes;
import org.throng.mailbox.Drawer;
import org.throng.mailbox.Letter;
import org.throng.parcel.SchemeId;
import org.throng.parcel.Tlv;
import org.throng.parcel.file.FileKey;
import org.throng.parcel.file.Manifest;
import org.throng.parcel.rumor.Part;
import org.throng.parcel.rumor.Rumor;
import org.throng.parcel.tlv.Acks;
import org.throng.parcel.tlv.ReplyRelay;
import org.throng.parcel.tlv.ShortId;
import org.throng.scheme.Opened;

class OpeningTest {
    private final Room room = new Room();
    private final Rumor hello = room.alice.text("hello", TestClock.START);
    private int headers;

    /** Keeps a body of somebody's, as if it had just been opened. */
    private void keep(Person writer, Tlv... parts) throws Exception {
        Pending pending = room.pending(++headers);
        room.mailbox.write(new Changes().put(Drawer.PENDING, pending.key(), pending.bytes()));
        room.opening.keep(
                room.mailbox,
                pending,
                room.a.url(),
                "direct",
                SchemeId.DIRECT,
                new Opened(writer.npub(), List.of(parts)));
        assertEquals(0, room.notes(Drawer.PENDING).size());
        assertEquals(headers, room.notes(Drawer.DONE).size());
    }

    private List<AckDuty> duties() throws Exception {
        return room.notes(Drawer.ACKS).stream().map(AckDuty::read).toList();
    }

    @Test
    void letterHasWhatItsWriterSaid() throws Exception {
        Rumor rumor = new Rumor(
                room.alice.npub(), 5, Rumor.REACTION, List.of(List.of("e", "x"), List.of("p", "y", "z")), "+");
        keep(room.alice, rumor.tlv());
        Letter letter = room.letters().get(0);
        assertEquals(rumor.id(), letter.id());
        assertEquals(Optional.of(rumor.id()), letter.rumor());
        assertEquals(rumor.tags(), letter.tags());
        assertEquals(7, letter.kind());
        assertEquals(5, letter.createdAt());
        assertEquals(TestClock.START, letter.storedAt());
        assertEquals(room.bob.npub(), letter.owner());
        assertFalse(letter.outgoing());
    }

    @Test
    void rumorIsStoredOnceHoweverOftenItComes() throws Exception {
        keep(room.alice, hello.tlv(), hello.tlv());
        keep(room.alice, hello.tlv());
        room.clock.move(Duration.ofDays(40));
        keep(room.alice, hello.tlv());
        assertEquals(List.of("hello"), room.texts());
        assertEquals(TestClock.START, room.letters().get(0).storedAt());
    }

    private Rumor sentTo(Person peer, String words) {
        return new Rumor(
                room.bob.npub(), 5, Rumor.TEXT, List.of(List.of("p", peer.npub().hex())), words);
    }

    @Test
    void whatAnotherNodeOfMineSentIsFiledAsSentUnderItsRecipient() throws Exception {
        Rumor sent = sentTo(room.carol, "hello Carol");
        keep(room.bob, sent.tlv());
        keep(room.bob, sent.tlv());
        Letter letter = room.letters().get(0);
        assertEquals(List.of("hello Carol"), room.texts());
        assertTrue(letter.outgoing());
        assertEquals(room.carol.npub(), letter.peer());
        assertEquals(Letter.State.POSTED, letter.state());
        assertTrue(room.identities.contact(room.bob.npub(), room.carol.npub()).isPresent());
        assertEquals(List.of(), duties(), "nobody is told");
    }

    @Test
    void copyThatComesBackToTheNodeThatSentItChangesNothing() throws Exception {
        Rumor sent = sentTo(room.alice, "hello Alice");
        keep(room.bob, sent.tlv());
        Letter letter = room.letters().get(0).with(Letter.State.QUEUED, "waits");
        room.mailbox.write(new Changes().put(letter));
        keep(room.bob, sent.tlv());
        assertEquals(letter, room.letters().get(0));
    }

    @Test
    void everyRumorOfABodyIsStored() throws Exception {
        keep(room.alice, hello.tlv(), room.alice.text("again", 1).tlv());
        assertEquals(List.of("hello", "again"), room.texts());
    }

    @Test
    void firstLetterAfterAnotherSessionBeganSaysSo() throws Exception {
        Changes changes = new Changes();
        Begun.another(room.mailbox, changes, room.bob.npub(), room.alice.npub(), TestClock.START);
        room.mailbox.write(changes);
        keep(room.alice, hello.tlv());
        assertEquals("", room.letters().get(0).detail(), "it was the first session");
        changes = new Changes();
        Begun.another(room.mailbox, changes, room.bob.npub(), room.alice.npub(), TestClock.START + 1);
        room.mailbox.write(changes);
        keep(room.alice, room.alice.text("again", 1).tlv());
        keep(room.alice, room.alice.text("once more", 2).tlv());
        assertTrue(
                room.letters().get(1).detail().startsWith("new session: "),
                room.letters().get(1).detail());
        assertEquals("", room.letters().get(2).detail(), "said once");
    }

    @Test
    void rumorOfAnotherAuthorIsRefused() throws Exception {
        Tlv forged = room.carol.text("I am Carol", 1).tlv();
        keep(room.alice, forged, hello.tlv());
        assertEquals(List.of("hello"), room.texts());
        byte[] json = room.carol.text("x".repeat(2_000), 1).json();
        for (Part part : Part.split(json, SchemeId.DIRECT)) {
            keep(room.alice, part.tlv());
        }
        assertEquals(List.of("hello"), room.texts());
    }

    @Test
    void contactIsOwedAnAcknowledgementWithinSecondsInThreeBodies() throws Exception {
        keep(room.alice, hello.tlv());
        AckDuty duty = duties().get(0);
        assertEquals(ShortId.ofFirst(hello.id().bytes()).hex(), duty.rumor());
        assertEquals(3, duty.left());
        long wait = duty.due() - room.clock.millis();
        assertTrue(wait >= 500 && wait < 6_500, "waits " + wait);
    }

    @Test
    void rumorThatComesAgainIsAcknowledgedAgain() throws Exception {
        keep(room.alice, hello.tlv());
        AckDuty used = duties().get(0).used().orElseThrow();
        room.mailbox.write(new Changes().put(Drawer.ACKS, used.key(), used.bytes()));
        keep(room.alice, hello.tlv());
        assertEquals(3, duties().get(0).left());
        assertTrue(duties().get(0).due() < Long.MAX_VALUE);
    }

    @Test
    void strangerIsStoredAsARequestAndToldNothing() throws Exception {
        keep(room.carol, room.carol.text("who are you?", 1).tlv());
        assertEquals(List.of("who are you?"), room.texts());
        assertEquals(Optional.empty(), room.identities.contact(room.bob.npub(), room.carol.npub()));
        assertEquals(Long.MAX_VALUE, duties().get(0).due(), "it waits until one writes to them");
    }

    @Test
    void wordsOfABlockedContactAreThrownAway() throws Exception {
        room.identities.blocking(room.bob, room.carol);
        keep(
                room.carol,
                room.carol.text("let me in", 1).tlv(),
                ReplyRelay.of(room.b.url()).orElseThrow().tlv());
        assertEquals(List.of(), room.letters());
        assertEquals(0, room.notes(Drawer.ACKS).size() + room.notes(Drawer.PEER).size());
    }

    @Test
    void replyRelayIsNotedForWhoNamedIt() throws Exception {
        keep(room.alice, ReplyRelay.of(room.b.url()).orElseThrow().tlv());
        byte[] held = room.mailbox
                .note(Drawer.PEER, PeerKey.replyRelay(room.bob.npub(), room.alice.npub()))
                .orElseThrow();
        assertEquals(room.b.url(), RelayUrl.of(new String(held, StandardCharsets.UTF_8)));
        keep(room.alice, new Tlv(Tlv.REPLY_RELAY, Bytes.ascii("ws://%%%")));
        assertArrayEquals(
                held,
                room.mailbox
                        .note(Drawer.PEER, PeerKey.replyRelay(room.bob.npub(), room.alice.npub()))
                        .orElseThrow());
    }

    @Test
    void partThatNobodyKnowsChangesNothing() throws Exception {
        keep(room.alice, new Tlv(200, new byte[] {1, 2, 3}), hello.tlv(), new Tlv(Tlv.ACKS, new byte[] {9}));
        assertEquals(List.of("hello"), room.texts());
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void partsComeInAnyOrderAndMoreThanOnce(long seed) throws Exception {
        Rumor first = room.alice.text("a".repeat(9_000), 1);
        Rumor second = room.alice.text("b".repeat(7_000), 2);
        List<Part> parts = new ArrayList<>();
        for (Rumor rumor : List.of(first, second, first)) {
            parts.addAll(Part.split(rumor.json(), SchemeId.DIRECT));
        }
        Collections.shuffle(parts, new Random(seed));
        for (Part part : parts) {
            keep(room.alice, part.tlv());
        }
        assertEquals(
                List.of(first.content(), second.content()),
                room.texts().stream().sorted().toList());
    }

    @Test
    void partsOfTwoWritersDoNotMeet() throws Exception {
        List<Part> parts = Part.split(room.alice.text("x".repeat(2_000), 1).json(), SchemeId.DIRECT);
        keep(room.alice, parts.get(0).tlv());
        keep(room.carol, parts.get(1).tlv());
        assertEquals(List.of(), room.letters());
        keep(room.alice, parts.get(1).tlv());
        assertEquals(1, room.letters().size());
    }

    @Test
    void partsThatAreNeverCompletedExpireAfterThirtyFiveDays() throws Exception {
        List<Part> parts = Part.split(room.alice.text("x".repeat(2_000), 1).json(), SchemeId.DIRECT);
        keep(room.alice, parts.get(0).tlv());
        assertEquals(1, room.notes(Drawer.PARTS).size());
        room.clock.move(Duration.ofDays(35));
        keep(room.alice, parts.get(1).tlv());
        assertEquals(List.of(), room.letters());
        room.clock.move(Duration.ofDays(34));
        keep(room.alice, parts.get(0).tlv());
        assertEquals(1, room.letters().size());
        assertEquals(0, room.notes(Drawer.PARTS).size());
    }

    @Test
    void openSetsOfPartsAreReadAsTheyWereStored() throws Exception {
        for (int i = 0; i < 9; i++) {
            List<Part> parts = Part.split(room.alice.text("x".repeat(13_000), i).json(), SchemeId.DIRECT);
            keep(room.alice, parts.get(7).tlv());
            keep(room.alice, parts.get(0).tlv());
        }
        var sets = PartsCodec.read(Optional.of(room.notes(Drawer.PARTS).get(0)));
        assertEquals(8, sets.open().size(), "the oldest gave way");
        assertEquals(sets, PartsCodec.read(Optional.of(PartsCodec.write(sets))));
        assertEquals(2, sets.open().get(0).parts().size());
    }

    /** A letter of Bob's to somebody that waits for its acknowledgement. */
    private Letter sent(Person to, Rumor rumor, EventId id, Letter.State state) throws Exception {
        Letter letter = new Letter(
                0,
                id,
                Optional.of(rumor.id()),
                room.bob.npub(),
                to.npub(),
                true,
                rumor.kind(),
                rumor.content(),
                List.of(),
                1,
                1,
                "direct",
                state,
                "",
                Optional.empty());
        room.mailbox.write(new Changes()
                .put(letter)
                .put(Drawer.DELIVERY, room.bob.npub().hex() + ":" + id.hex(), new byte[] {1})
                .put(
                        Drawer.NOTE,
                        SentKey.of(room.bob.npub(), to.npub(), shortId(rumor).hex()),
                        id.bytes()));
        return letter;
    }

    private static ShortId shortId(Rumor rumor) {
        return ShortId.ofFirst(rumor.id().bytes());
    }

    private Letter now(Letter letter) throws Exception {
        return room.mailbox.find(letter.owner(), letter.id()).orElseThrow();
    }

    @Test
    void acknowledgementEndsTheWorkForItsLetter() throws Exception {
        Rumor rumor = room.bob.text("are you there?", 1);
        Letter letter = sent(room.alice, rumor, rumor.id(), Letter.State.POSTED);
        keep(room.alice, Acks.of(List.of(shortId(rumor), shortId(hello))).tlv());
        assertEquals(Letter.State.ACKNOWLEDGED, now(letter).state());
        assertEquals(0, room.notes(Drawer.DELIVERY).size());
        assertEquals(0, room.notes(Drawer.NOTE).size());
        keep(room.alice, Acks.of(List.of(shortId(rumor))).tlv());
        assertEquals(Letter.State.ACKNOWLEDGED, now(letter).state());
    }

    @Test
    void acknowledgementByAnybodyElseIsIgnored() throws Exception {
        Rumor rumor = room.bob.text("are you there?", 1);
        Letter letter = sent(room.alice, rumor, rumor.id(), Letter.State.POSTED);
        room.identities.knowing(room.bob, room.carol);
        keep(room.carol, Acks.of(List.of(shortId(rumor))).tlv());
        assertEquals(Letter.State.POSTED, now(letter).state());
        assertEquals(1, room.notes(Drawer.DELIVERY).size());
    }

    @Test
    void letterThatHadFailedAndIsAcknowledgedIsNotCountedAsFailedAnyMore() throws Exception {
        Rumor rumor = room.bob.text("are you there?", 1);
        Letter letter = sent(room.alice, rumor, rumor.id(), Letter.State.FAILED);
        String mark = FailedKey.of(letter.owner(), letter.id());
        room.mailbox.write(new Changes().put(Drawer.NOTE, mark, new byte[] {1}));
        keep(room.alice, Acks.of(List.of(shortId(rumor))).tlv());
        assertEquals(Letter.State.ACKNOWLEDGED, now(letter).state());
        assertEquals(Optional.empty(), room.mailbox.note(Drawer.NOTE, mark));
    }

    @Test
    void wordsToOneselfAreAcknowledgedWhenTheyComeBack() throws Exception {
        Rumor note = room.bob.text("milk", 1);
        Letter letter = sent(room.bob, note, note.id(), Letter.State.POSTED);
        keep(room.bob, note.tlv());
        assertEquals(Letter.State.ACKNOWLEDGED, now(letter).state());
        assertEquals(1, room.letters().size());
        assertEquals(0, room.notes(Drawer.ACKS).size());
    }

    @Test
    void fileToOneselfIsAcknowledgedWhenItComesBack() throws Exception {
        Rumor manifest = manifest(room.bob, 100).rumor(room.bob.npub(), 1);
        EventId id = EventId.of(Sha256.of(new byte[] {77}));
        Letter letter = sent(room.bob, manifest, id, Letter.State.POSTED);
        keep(room.bob, manifest.tlv());
        assertEquals(Letter.State.ACKNOWLEDGED, now(letter).state());
        assertEquals(1, room.letters().size());
    }

    private static Manifest manifest(Person writer, long size) {
        byte[] seed = Sha256.of(writer.npub().bytes());
        List<EventId> bodies = Collections.nCopies((int) FileKey.chunks(size), EventId.of(seed));
        return new Manifest("image/png; name=a.png", size, Bytes.hex(seed), FileKey.of(seed), bodies);
    }

    @Test
    void smallFileIsFetchedUnaskedAndALargeOneWaitsForAWish() throws Exception {
        int chunk = FileKey.CHUNK_LENGTH;
        keep(
                room.alice,
                manifest(room.alice, 4L * chunk).rumor(room.alice.npub(), 1).tlv());
        keep(
                room.alice,
                manifest(room.alice, 5L * chunk).rumor(room.alice.npub(), 2).tlv());
        Letter small = room.letters().get(0);
        Letter large = room.letters().get(1);
        assertEquals(
                new Letter.Attachment("a.png", "image/png", 4L * chunk, 4, 0),
                small.file().orElseThrow());
        assertTrue(task(small).wanted());
        assertFalse(task(large).wanted());
        assertTrue(large.detail().contains("waits until you ask for it"), large.detail());
    }

    private FileTask task(Letter letter) throws Exception {
        return FileTask.read(room.mailbox
                .note(Drawer.NOTE, FileTask.key(letter.owner(), letter.id()))
                .orElseThrow());
    }

    @Test
    void manifestThatNobodyUnderstandsIsALetterThatSaysSo() throws Exception {
        keep(room.alice, new Rumor(room.alice.npub(), 1, Rumor.FILE, List.of(List.of("url", "x")), "x").tlv());
        Letter letter = room.letters().get(0);
        assertEquals(Optional.empty(), letter.file());
        assertTrue(letter.detail().contains("in a form that this node does not know"), letter.detail());
    }

    private Rumor deletion(Person by, EventId... ids) {
        List<List<String>> tags = new ArrayList<>(List.of(List.of("e"), List.of("e", "not an id")));
        for (EventId id : ids) {
            tags.add(List.of("e", id.hex()));
        }
        return new Rumor(by.npub(), 9, Rumor.DELETION, tags, "");
    }

    @Test
    void writerCanTakeALetterBackAndNobodyElse() throws Exception {
        keep(room.alice, hello.tlv());
        keep(room.carol, deletion(room.carol, hello.id()).tlv());
        assertTrue(room.mailbox.find(room.bob.npub(), hello.id()).isPresent());
        keep(room.alice, deletion(room.alice, hello.id()).tlv());
        assertFalse(room.mailbox.find(room.bob.npub(), hello.id()).isPresent());
        keep(room.alice, hello.tlv());
        assertFalse(room.mailbox.find(room.bob.npub(), hello.id()).isPresent());
    }

    @Test
    void whatISentCannotBeTakenBackByTheOther() throws Exception {
        Rumor rumor = room.bob.text("mine", 1);
        Letter letter = sent(room.alice, rumor, rumor.id(), Letter.State.POSTED);
        keep(room.alice, deletion(room.alice, rumor.id()).tlv());
        assertEquals("mine", now(letter).text());
    }
}
