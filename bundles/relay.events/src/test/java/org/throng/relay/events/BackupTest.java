// SPDX-License-Identifier: MIT
package org.throng.relay.events;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.throng.relay.events.RelayFixture.NOW;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.throng.event.Event;
import org.throng.event.Filter;
import org.throng.relay.DamagedBackupException;
import org.throng.relay.NotEmptyException;
import org.throng.relay.RelayBackup;
import org.throng.store.Batch;
import org.throng.store.Store;
import org.throng.store.memory.MemoryStores;

@Timeout(60)
class BackupTest {
    private final Author ann = new Author(1);
    private final MemoryStores variant = new MemoryStores();

    @TempDir
    Path home;

    /** A place whose relay is just its store. */
    private final class Place implements StoreBackup.Owner {
        private final RelayFolder folder;
        private Store store;

        Place(String name) throws IOException {
            folder = new RelayFolder(home.resolve(name).resolve("relay"));
            store = variant.open(folder.place());
            Files.createDirectories(folder.place());
        }

        @Override
        public Store store() {
            return store;
        }

        @Override
        public RelayFolder folder() {
            return folder;
        }

        @Override
        public Store open(RelayFolder to) throws IOException {
            return variant.open(Files.createDirectories(to.fresh()));
        }

        @Override
        public void exchange(boolean replace) throws IOException {
            if (!replace) {
                StoreBackup.expectEmpty(store);
            }
            store.close();
            folder.complete();
            folder.settle();
            store = variant.open(home.resolve("gone")); // a memory store does not move with its folder
        }
    }

    private static byte[] backup(Store store) throws IOException {
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        new StoreBackup(new Still(store)).write(file);
        return file.toByteArray();
    }

    /** A relay that is only read. */
    private record Still(Store store) implements StoreBackup.Owner {
        @Override
        public RelayFolder folder() {
            throw new AssertionError();
        }

        @Override
        public Store open(RelayFolder folder) {
            throw new AssertionError();
        }

        @Override
        public void exchange(boolean replace) {
            throw new AssertionError();
        }
    }

    private Store filled() throws IOException {
        Store store = variant.open(home.resolve("filled" + System.nanoTime()));
        Random random = new Random(4);
        Batch batch = new Batch();
        for (int i = 0; i < 3_000; i++) {
            byte[] id = new byte[32];
            random.nextBytes(id);
            byte[] value = new byte[random.nextInt(300)];
            random.nextBytes(value);
            batch.put(Keys.event(id), value);
        }
        store.commit(batch.put(Keys.COUNT, Keys.number(3_000)).put(Keys.PROBE, Keys.number(7)));
        return store;
    }

    @Test
    void filesBesideTheStoreStayWhereAnotherStoreTakesItsPlace() throws Exception {
        RelayFolder folder = new RelayFolder(home.resolve("relay"));
        Files.createDirectories(folder.place().resolve("old"));
        Path key = Files.writeString(folder.place().resolve("ticks.key"), "secret");
        Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-------"));
        Files.createDirectories(folder.fresh().resolve("new"));
        folder.complete();
        folder.settle();
        assertEquals("secret", Files.readString(key));
        assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(key)));
        assertTrue(Files.exists(folder.place().resolve("new")));
        assertFalse(Files.exists(folder.place().resolve("old")));
        try (Stream<Path> all = Files.list(home)) {
            assertEquals(List.of(folder.place()), all.toList());
        }
    }

    private static RelayBackup.Summary read(byte[] file) throws IOException {
        return BackupReader.read(new ByteArrayInputStream(file), (key, value) -> {});
    }

    @Test
    void whatARelayHadIsServedAndKeptOutAgainWhereItIsRestored() throws Exception {
        Event kept = ann.write(1, NOW, "kept", "t=x");
        Event deleted = ann.write(1, NOW - 5, "deleted");
        Author gone = new Author(2);
        Event old = gone.write(1, NOW - 50, "of one who vanished");
        byte[] file;
        try (RelayFixture relay = RelayFixture.start()) {
            relay.store(
                    kept,
                    deleted,
                    old,
                    ann.write(5, NOW, "", "e=" + deleted.id().hex()),
                    gone.write(62, NOW - 1, "", "relay=ALL_RELAYS"));
            relay.awaitEvents(3);
            file = backup(relay.relay.events().store());
        }
        Store restored = variant.open(home.resolve("restored"));
        Batch all = new Batch();
        RelayBackup.Summary summary = BackupReader.read(new ByteArrayInputStream(file), all::put);
        restored.commit(all);
        assertEquals(3, summary.events());
        try (RelayFixture relay = RelayFixture.start(restored, terms -> {});
                Client client = relay.connect()) {
            assertEquals(List.of(kept), client.find(Filter.ALL.withTag('t', "x")));
            assertEquals(3, relay.relay.stats().events());
            assertTrue(client.refused(deleted).startsWith("blocked: "));
            assertTrue(client.refused(old).startsWith("blocked: "));
        }
    }

    @Test
    void equalContentHasAnEqualDigestWhateverWasTriedOnTheDisk() throws IOException {
        Store store = filled();
        RelayBackup.Summary before = read(backup(store));
        store.commit(new Batch().put(Keys.PROBE, Keys.number(8)));
        assertEquals(before, read(backup(store)));
        assertEquals(3_000, before.events());
        assertEquals(3_001, before.entries());
        store.commit(new Batch().put(Keys.COUNT, Keys.number(3_001)));
        assertFalse(before.sha256().equals(read(backup(store)).sha256()));
    }

    @Test
    void tornBackupIsTold() throws IOException {
        byte[] whole = backup(filled());
        for (int length : new int[] {0, 1, 9, 30, 1_000, whole.length / 2, whole.length - 40, whole.length - 1}) {
            DamagedBackupException e =
                    assertThrows(DamagedBackupException.class, () -> read(Arrays.copyOf(whole, length)), "" + length);
            assertTrue(e.getMessage().contains("torn"), e.getMessage());
        }
    }

    @Test
    void alteredBackupIsTold() throws IOException {
        byte[] whole = backup(filled());
        Random random = new Random(9);
        for (int i = 0; i < 60; i++) {
            byte[] altered = whole.clone();
            int at = 10 + random.nextInt(whole.length - 10); // gzip's own head says when and where it was made
            altered[at] ^= (byte) (1 << random.nextInt(8));
            assertThrows(DamagedBackupException.class, () -> read(altered), "byte " + at);
        }
    }

    @Test
    void otherFileIsNoBackup() {
        DamagedBackupException e = assertThrows(
                DamagedBackupException.class,
                () -> read("{\"no\":\"backup\"}\n".repeat(9).getBytes(UTF_8)));
        assertTrue(e.getMessage().startsWith("this is no backup of a relay"), e.getMessage());
    }

    @Test
    void relayWithEventsIsNotReplacedUnlessToldAndATornOneReplacesNothing() throws IOException {
        Place place = new Place("a");
        place.store.commit(new Batch().put(Keys.COUNT, Keys.number(1)));
        StoreBackup backup = new StoreBackup(place);
        byte[] file = backup(filled());
        assertThrows(NotEmptyException.class, () -> backup.restore(new ByteArrayInputStream(file), false));
        byte[] torn = Arrays.copyOf(file, file.length - 100);
        assertThrows(DamagedBackupException.class, () -> backup.restore(new ByteArrayInputStream(torn), true));
        assertEquals(1, Keys.number(place.store.get(Keys.COUNT).orElseThrow()));
        try (var inside = Files.list(home.resolve("a"))) {
            assertEquals(
                    List.of("relay"),
                    inside.map(path -> path.getFileName().toString()).toList());
        }
        assertEquals(3_000, backup.restore(new ByteArrayInputStream(file), true).events());
    }

    @Test
    void cutAnywhereTheOldStoreOrTheNewOneIsThere() throws IOException {
        RelayFolder folder = new RelayFolder(home.resolve("relay"));
        mark(folder.place(), "old");
        mark(folder.fresh(), "half");
        folder.settle();
        assertEquals("old", marked());
        mark(folder.fresh(), "new");
        folder.complete();
        // as after a crash between the two moves
        Files.move(folder.place(), home.resolve("replaced.relay"));
        folder.settle();
        assertEquals("new", marked());
        folder.settle();
        assertEquals("new", marked());
        assertFalse(Files.exists(home.resolve("replaced.relay")));
    }

    private static void mark(Path folder, String text) throws IOException {
        Files.createDirectories(folder);
        Files.writeString(folder.resolve("mark"), text);
    }

    private String marked() throws IOException {
        return Files.readString(home.resolve("relay").resolve("mark"));
    }
}
