// SPDX-License-Identifier: MIT
package org.throng.mail.inbox;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.throng.cipher.Bytes;
import org.throng.cipher.Sha256;
import org.throng.event.Event;
import org.throng.event.EventId;
import org.throng.mail.ChunkKey;
import org.throng.mail.Outbox;
import org.throng.mailbox.Changes;
import org.throng.mailbox.Drawer;
import org.throng.mailbox.Letter;
import org.throng.parcel.BodyEvent;
import org.throng.parcel.Label;
import org.throng.parcel.SchemeId;
import org.throng.parcel.Slot;
import org.throng.parcel.file.FileKey;
import org.throng.parcel.file.Manifest;
import org.throng.parcel.rumor.Rumor;
import org.throng.scheme.Opened;

class FileFetchTest {
    private static final int CHUNK = FileKey.CHUNK_LENGTH;

    private final Room room = new Room();
    private final List<Event> chunks = new ArrayList<>();
    private int headers;

    private static byte[] file(int size) {
        byte[] file = new byte[size];
        new Random(size).nextBytes(file);
        return file;
    }

    /** Seals a file into {@link #chunks}. */
    private Manifest seal(String mime, byte[] file) {
        FileKey key = FileKey.of(Sha256.of(file));
        int n = (int) FileKey.chunks(file.length);
        List<EventId> bodies = new ArrayList<>();
        for (int j = 0; j < n; j++) {
            int from = Math.min(j * CHUNK, file.length);
            byte[] piece = Arrays.copyOfRange(file, from, Math.min(from + CHUNK, file.length));
            Event chunk = body(key.seal(j, n, piece));
            chunks.add(chunk);
            bodies.add(chunk.id());
        }
        return new Manifest(mime, file.length, Bytes.hex(Sha256.of(file)), key, bodies);
    }

    private Event body(byte[] content) {
        Slot slot = Slot.at(room.clock.seconds());
        Event.Unsigned unsigned = BodyEvent.make(room.carol.npub(), content, slot, Label.EVERYBODY);
        return room.carol.sign(
                slot.createdAt(),
                BodyEvent.KIND,
                unsigned.tags(),
                Base64.getEncoder().encodeToString(content));
    }

    private Letter receive(Manifest manifest) throws Exception {
        return receive(manifest.rumor(room.alice.npub(), 1));
    }

    /** Alice's manifest was opened, met on relay a. */
    private Letter receive(Rumor rumor) throws Exception {
        Pending pending = room.pending(++headers);
        room.opening.keep(
                room.mailbox,
                pending,
                room.a.url(),
                "direct",
                SchemeId.DIRECT,
                new Opened(room.alice.npub(), List.of(rumor.tlv())));
        return room.mailbox.find(room.bob.npub(), rumor.id()).orElseThrow();
    }

    private Letter now(Letter letter) throws Exception {
        return room.mailbox.find(letter.owner(), letter.id()).orElseThrow();
    }

    private Optional<FileTask> task(Letter letter) throws Exception {
        Optional<byte[]> held = room.mailbox.note(Drawer.NOTE, FileTask.key(letter.owner(), letter.id()));
        return held.isEmpty() ? Optional.empty() : Optional.of(FileTask.read(held.get()));
    }

    private void wish(Letter letter) throws Exception {
        FileFetch.wish(room.mailbox, task(letter).orElseThrow(), room.clock.millis());
    }

    private void hold() {
        room.a.hold(chunks.toArray(Event[]::new));
    }

    private void assertWhole(byte[] file, Letter letter) throws Exception {
        Letter whole = now(letter);
        assertTrue(whole.file().orElseThrow().isWhole(), whole.detail());
        assertEquals("", whole.detail());
        ByteArrayOutputStream held = new ByteArrayOutputStream();
        for (int j = 0; held.size() < file.length; j++) {
            held.writeBytes(room.mailbox
                    .note(Drawer.CHUNK, ChunkKey.of(letter.owner(), letter.id(), j))
                    .orElseThrow());
        }
        assertArrayEquals(file, held.toByteArray());
        assertEquals(0, room.notes(Drawer.NOTE).size(), "nothing is left to do");
    }

    private void assertSays(Letter letter, String words) throws Exception {
        String detail = now(letter).detail();
        assertTrue(detail.contains(words), "'" + words + "' is not in: " + detail);
    }

    @Test
    void smallFileIsFetchedByItself() throws Exception {
        byte[] file = file(2 * CHUNK + 5);
        Letter letter = receive(seal("image/png; name=a.png", file));
        hold();
        room.work();
        assertWhole(file, letter);
        assertEquals("a.png", now(letter).file().orElseThrow().name());
    }

    @Test
    void emptyFileIsAFileToo() throws Exception {
        Letter letter = receive(seal("image/png", new byte[0]));
        hold();
        room.work();
        assertWhole(new byte[0], letter);
    }

    @Test
    void longTextBecomesTheTextOfItsLetter() throws Exception {
        byte[] text = "naïve ".repeat(9_000).getBytes(StandardCharsets.UTF_8);
        Letter letter = receive(seal("text/plain", text));
        hold();
        room.work();
        assertEquals(new String(text, StandardCharsets.UTF_8), now(letter).text());
    }

    @Test
    void largeFileIsFetchedOnlyOnAWish() throws Exception {
        byte[] file = file(6 * CHUNK);
        Letter letter = receive(seal("image/png", file));
        hold();
        room.workLater();
        assertEquals(List.of(), room.a.calls());
        wish(letter);
        room.work();
        assertWhole(file, letter);
    }

    @Test
    void chunkIsLookedForOnAllRelaysThatIUse() throws Exception {
        byte[] file = file(3 * CHUNK);
        Letter letter = receive(seal("image/png", file));
        room.a.hold(chunks.get(0), chunks.get(2));
        room.b.hold(chunks.get(1));
        room.work();
        assertWhole(file, letter);
    }

    @Test
    void whatIsHereIsNotFetchedAgainAfterACrash() throws Exception {
        byte[] file = file(8 * CHUNK);
        Letter letter = receive(seal("image/png", file));
        room.a.hold(chunks.subList(0, 5).toArray(Event[]::new));
        wish(letter);
        room.work();
        assertEquals(5, now(letter).file().orElseThrow().done());
        assertSays(letter, "tried again");
        room.a.hold(chunks.subList(5, 8).toArray(Event[]::new));
        int before = room.a.calls().size();
        room.fetcher = room.fetcher();
        room.workLater();
        assertEquals(3, room.a.calls().size() - before);
        assertWhole(file, letter);
    }

    @Test
    void chunkThatIsNowhereIsLookedForFiveTimesAndThenTheFileIsGivenUp() throws Exception {
        byte[] file = file(2 * CHUNK);
        Letter letter = receive(seal("image/png", file));
        room.a.hold(chunks.get(0));
        room.work();
        for (int i = 1; i < 5; i++) {
            assertTrue(task(letter).orElseThrow().wanted());
            room.workLater();
        }
        assertSays(letter, "on no relay");
        assertSays(letter, "ask for the file again");
        assertFalse(task(letter).orElseThrow().wanted());
        room.a.hold(chunks.get(1));
        room.workLater();
        assertFalse(now(letter).file().orElseThrow().isWhole());
        wish(letter);
        room.work();
        assertWhole(file, letter);
    }

    @Test
    void chunkThatComesBetweenStartsTheCountAnew() throws Exception {
        byte[] file = file(8 * CHUNK);
        Letter letter = receive(seal("image/png", file));
        wish(letter);
        for (Event chunk : chunks) {
            room.workLater();
            room.a.hold(chunk);
        }
        room.workLater();
        assertWhole(file, letter);
    }

    @Test
    void silenceIsNotAMissingChunk() throws Exception {
        byte[] file = file(2 * CHUNK);
        Letter letter = receive(seal("image/png", file));
        hold();
        room.a.falls();
        for (int i = 0; i < 20; i++) {
            room.workLater();
        }
        assertSays(letter, "did not answer");
        room.transports.clear();
        room.workLater();
        assertSays(letter, "no bundle reaches");
        room.transports.add(room.transport);
        room.a.rises();
        room.workLater();
        assertWhole(file, letter);
    }

    @Test
    void silenceOfAMonthIsTheEnd() throws Exception {
        Letter letter = receive(seal("image/png", file(5)));
        room.a.falls();
        room.clock.move(Duration.ofDays(32));
        room.work();
        assertFalse(task(letter).orElseThrow().wanted());
        assertSays(letter, "ask for the file again");
    }

    @Test
    void fileWithAnotherHashIsGivenUp() throws Exception {
        Manifest right = seal("image/png", file(CHUNK));
        Letter letter = receive(new Manifest(
                right.mime(), right.size(), Bytes.hex(Sha256.of(new byte[1])), right.key(), right.bodies()));
        hold();
        room.work();
        assertSays(letter, "its SHA-256 is another one");
        assertFalse(task(letter).orElseThrow().wanted());
    }

    @Test
    void chunkThatDoesNotOpenOrIsNoneEndsTheFetching() throws Exception {
        Manifest right = seal("image/png", file(2 * CHUNK));
        Event note = room.carol.sign(room.clock.seconds(), 1, List.of(), "hello");
        Event small = body(new byte[2_048]);
        room.a.hold(note, small);
        for (Event wrong : List.of(chunks.get(1), note, small)) {
            List<EventId> bodies = List.of(wrong.id(), right.bodies().get(1));
            Letter letter = receive(new Manifest(right.mime(), right.size(), right.sha256(), right.key(), bodies));
            hold();
            room.work();
            assertSays(letter, "the file is not what its sender announced");
            assertFalse(task(letter).orElseThrow().wanted());
        }
    }

    @Test
    void nothingIsAskedForAFileOfMoreThanEightMebibytes() throws Exception {
        long size = Outbox.MAX_FILE + 1;
        // its manifest would be too long for a body: it comes as any letter does that was stored before
        List<EventId> bodies =
                java.util.Collections.nCopies((int) FileKey.chunks(size), EventId.of(Sha256.of(new byte[1])));
        byte[] hash = Sha256.of(new byte[2]);
        Manifest inner = new Manifest("image/png", size, Bytes.hex(hash), FileKey.of(hash), bodies);
        Letter letter =
                receive(seal(Manifest.NESTED, inner.rumor(room.alice.npub(), 1).json()));
        hold();
        room.work();
        assertSays(letter, "it has more than 8 MiB");
        assertEquals(chunks.size(), room.a.calls().size());
    }

    private Manifest nested(byte[] file) {
        Manifest inner = seal("image/png; name=b.png", file);
        return seal(Manifest.NESTED, inner.rumor(room.alice.npub(), 1).json());
    }

    @Test
    void manifestThatIsAFileIsUnfoldedAndThenWaitsForAWish() throws Exception {
        byte[] file = file(10 * CHUNK);
        Letter letter = receive(nested(file));
        hold();
        room.work();
        assertEquals(
                new Letter.Attachment("b.png", "image/png", file.length, 10, 0),
                now(letter).file().orElseThrow());
        assertSays(letter, "waits until you ask for it");
        assertEquals(1, room.a.calls().size());
        room.workLater();
        assertEquals(1, room.a.calls().size());
        wish(letter);
        room.work();
        assertWhole(file, letter);
        assertEquals(11, room.a.calls().size());
    }

    @Test
    void crashBehindTheInnerManifestMakesNoWish() throws Exception {
        Letter letter = receive(nested(file(10 * CHUNK)));
        hold();
        FileTask before = task(letter).orElseThrow();
        room.work();
        room.mailbox.write(new Changes().put(Drawer.NOTE, before.key(), before.bytes()));
        room.workLater();
        assertEquals(1, room.a.calls().size());
        assertFalse(task(letter).orElseThrow().wanted());
    }

    @Test
    void manifestOfAManifestOfAManifestIsRefused() throws Exception {
        Manifest inner = nested(file(CHUNK));
        Letter letter =
                receive(seal(Manifest.NESTED, inner.rumor(room.alice.npub(), 1).json()));
        hold();
        room.work();
        assertSays(letter, "a manifest of a manifest of a manifest");
    }

    @Test
    void innerManifestOfAnotherWriterIsRefused() throws Exception {
        Manifest inner = seal("image/png", file(CHUNK));
        Letter letter =
                receive(seal(Manifest.NESTED, inner.rumor(room.carol.npub(), 1).json()));
        hold();
        room.work();
        assertSays(letter, "pubkey must be the writer's");
    }

    @Test
    void fileOfALetterThatWasDeletedIsNotFetched() throws Exception {
        Letter letter = receive(seal("image/png", file(CHUNK)));
        hold();
        room.mailbox.write(new Changes().remove(letter.owner(), letter.id()));
        room.work();
        assertEquals(List.of(), room.a.calls());
        assertEquals(Optional.empty(), task(letter));
    }
}
