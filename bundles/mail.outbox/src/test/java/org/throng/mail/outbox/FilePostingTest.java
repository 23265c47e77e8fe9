// SPDX-License-Identifier: MIT
package org.throng.mail.outbox;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.throng.cipher.Bytes;
import org.throng.cipher.Sha256;
import org.throng.curve.PublicKey;
import org.throng.curve.SecretKey;
import org.throng.event.Event;
import org.throng.event.EventId;
import org.throng.itests.mail.MemoryRelay;
import org.throng.itests.mail.TestClock;
import org.throng.mail.SentKey;
import org.throng.mailbox.Drawer;
import org.throng.mailbox.Letter;
import org.throng.parcel.BodyEvent;
import org.throng.parcel.file.FileKey;
import org.throng.parcel.file.Manifest;
import org.throng.parcel.rumor.Rumor;
import org.throng.parcel.tlv.ShortId;
import org.throng.transport.Receipt;

class FilePostingTest {
    private final Desk desk = new Desk();
    private final FilePosting posting = new FilePosting(
            org.throng.itests.mail.Person.CURVE,
            new Poster(() -> List.of(), () -> List.of(desk.transport), desk.clock),
            new Random(15),
            desk.clock);
    private final List<Integer> progress = new ArrayList<>();

    private static byte[] file(int size) {
        byte[] file = new byte[size];
        new Random(size).nextBytes(file);
        return file;
    }

    private FilePosting.Result post(byte[] file) throws IOException {
        try (SecretKey secret = desk.alice.secret()) {
            return posting.post(
                    desk.alice.npub(),
                    secret,
                    desk.bob.npub(),
                    "image/png",
                    file,
                    TestClock.START,
                    List.of(desk.a.url(), desk.b.url()),
                    progress::add);
        }
    }

    /** What a manifest leads to on a relay. */
    private static byte[] read(MemoryRelay relay, Manifest manifest) throws Exception {
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        for (int j = 0; j < manifest.bodies().size(); j++) {
            EventId id = manifest.bodies().get(j);
            Event event = relay.events(BodyEvent.KIND).stream()
                    .filter(body -> body.id().equals(id))
                    .findFirst()
                    .orElseThrow();
            byte[] content = BodyEvent.read(event).content();
            file.writeBytes(
                    manifest.key().open(j, manifest.bodies().size(), content).orElseThrow());
        }
        byte[] bytes = Arrays.copyOf(file.toByteArray(), (int) manifest.size());
        assertEquals(manifest.sha256(), Bytes.hex(Sha256.of(bytes)));
        return bytes;
    }

    @Test
    void everyRelayHasAllChunksAndTheManifestLeadsToThem() throws Exception {
        byte[] file = file(5 * FileKey.CHUNK_LENGTH + 1);
        FilePosting.Result result = post(file);
        assertEquals(List.of(desk.a.url(), desk.b.url()), result.relays());
        Manifest manifest = Manifest.read(result.manifest());
        assertEquals("image/png", manifest.mime());
        assertEquals(desk.alice.npub(), result.manifest().pubkey());
        assertArrayEquals(file, read(desk.a, manifest));
        assertArrayEquals(file, read(desk.b, manifest));
        assertEquals(List.of(4, 6), progress);
    }

    @Test
    void emptyFileAndFullChunksComeThrough() throws Exception {
        for (int size : new int[] {0, 1, FileKey.CHUNK_LENGTH, 2 * FileKey.CHUNK_LENGTH}) {
            byte[] file = file(size);
            assertArrayEquals(file, read(desk.a, Manifest.read(post(file).manifest())), size + " bytes");
        }
    }

    @Test
    void everyChunkHasADisposableKeyOfItsOwn() throws Exception {
        post(file(4 * FileKey.CHUNK_LENGTH));
        Set<PublicKey> keys = new HashSet<>();
        desk.a.offered().forEach(event -> keys.add(event.pubkey()));
        assertEquals(4, keys.size());
        assertFalse(keys.contains(desk.alice.npub()));
        desk.a.offered().forEach(event -> assertTrue(event.isSigned(org.throng.itests.mail.Person.CURVE)));
    }

    @Test
    void sameFileTwiceHasNothingInCommonOnTheRelay() throws Exception {
        byte[] file = file(2 * FileKey.CHUNK_LENGTH);
        Rumor first = post(file).manifest();
        Rumor second = post(file).manifest();
        assertFalse(first.id().equals(second.id()));
        assertEquals(4, desk.a.offered().stream().map(Event::pubkey).distinct().count());
        assertEquals(4, desk.a.offered().stream().map(Event::content).distinct().count());
    }

    @Test
    void relayThatFailsInTheMiddleIsLeftOut() throws Exception {
        AtomicInteger chunks = new AtomicInteger();
        desk.a.judges(event -> new Receipt(chunks.incrementAndGet() <= 5, "error: disk full"));
        byte[] file = file(12 * FileKey.CHUNK_LENGTH);
        FilePosting.Result result = post(file);
        assertEquals(List.of(desk.b.url()), result.relays());
        assertArrayEquals(file, read(desk.b, Manifest.read(result.manifest())));
        assertTrue(desk.a.offered().size() <= 8, "it is not asked any more");
    }

    @Test
    void whenNoRelayIsLeftThePostingHasFailedAndSaysWhy() {
        desk.a.falls();
        desk.b.judges(event -> new Receipt(desk.b.offered().size() <= 5, "blocked: quota"));
        IOException e = assertThrows(IOException.class, () -> post(file(12 * FileKey.CHUNK_LENGTH)));
        assertTrue(e.getMessage().contains("no relay took chunk 4 of 12"), e.getMessage());
        assertTrue(e.getMessage().contains("blocked: quota"), e.getMessage());
    }

    @Test
    void manifestThatIsTooLongForBodiesIsItselfAFile() throws Exception {
        byte[] file = file(176 * FileKey.CHUNK_LENGTH);
        FilePosting.Result result = post(file);
        assertTrue(result.manifest().json().length <= Rumor.MAX_LENGTH);
        Manifest outer = Manifest.read(result.manifest());
        assertTrue(outer.isNested());
        Manifest inner = Manifest.read(Rumor.read(read(desk.a, outer), desk.alice.npub()));
        assertEquals("image/png", inner.mime());
        assertArrayEquals(file, read(desk.b, inner));
        assertEquals(176, progress.get(progress.size() - 1), "chunks of the file itself are counted, and only they");
    }

    @Test
    void fileLetterIsPostedCountedAndFoundByItsAcknowledgement() throws Exception {
        byte[] file = file(5 * FileKey.CHUNK_LENGTH);
        EventId letter = desk.file(file);
        desk.work();
        Letter posted = desk.letter(letter);
        assertEquals(Letter.State.POSTED, posted.state(), posted.detail());
        assertTrue(posted.file().orElseThrow().isWhole());
        Rumor manifest = desk.bob.rumors(desk.a).get(0);
        assertEquals(manifest.id(), posted.rumor().orElseThrow());
        assertEquals("image/png; name=a.png", Manifest.read(manifest).mime());
        assertArrayEquals(file, read(desk.a, Manifest.read(manifest)));
        String key = SentKey.of(
                desk.alice.npub(),
                desk.bob.npub(),
                ShortId.ofFirst(manifest.id().bytes()).hex());
        assertArrayEquals(letter.bytes(), desk.mailbox.note(Drawer.NOTE, key).orElseThrow());
    }

    @Test
    void manifestGoesOnlyWhereAllChunksAreAlsoAfterACrash() throws Exception {
        EventId letter = desk.file(file(5 * FileKey.CHUNK_LENGTH));
        desk.a.judges(event -> new Receipt(desk.a.offered().size() <= 5, "error: disk full"));
        desk.b.falls();
        desk.work();
        assertEquals(
                Letter.State.QUEUED,
                desk.letter(letter).state(),
                desk.letter(letter).detail());
        int chunks = desk.a.offered().size();
        desk.postman = desk.postman();
        desk.a.says(true, "");
        desk.b.rises();
        desk.workLater();
        assertEquals(Letter.State.POSTED, desk.letter(letter).state());
        assertEquals(chunks + 2, desk.a.offered().size(), "only body and header of the manifest");
        assertEquals(List.of(), desk.b.offered());
        assertTrue(desk.letter(letter).detail().contains("relay 1 of 1 said OK"));
    }

    @Test
    void retryOfAFilePostsItUnderAnotherKey() throws Exception {
        byte[] file = file(2 * FileKey.CHUNK_LENGTH);
        EventId letter = desk.file(file);
        desk.work();
        desk.postman.again(desk.mailbox, desk.letter(letter));
        desk.work();
        List<Rumor> manifests = desk.bob.rumors(desk.a);
        assertEquals(2, manifests.size());
        assertFalse(Manifest.read(manifests.get(0))
                .key()
                .equals(Manifest.read(manifests.get(1)).key()));
        assertArrayEquals(file, read(desk.a, Manifest.read(manifests.get(1))));
        assertEquals(manifests.get(1).id(), desk.letter(letter).rumor().orElseThrow());
        assertEquals(8, desk.a.offered().stream().map(Event::pubkey).distinct().count());
    }

    @Test
    void pieceThatIsNotInTheMailboxIsSaid() throws Exception {
        EventId letter = desk.file(file(3 * FileKey.CHUNK_LENGTH));
        desk.mailbox.write(new org.throng.mailbox.Changes()
                .remove(Drawer.CHUNK, org.throng.mail.ChunkKey.of(desk.alice.npub(), letter, 1)));
        desk.work();
        assertTrue(desk.letter(letter).detail().contains("piece 1 of the file is not in the mailbox"));
    }
}
