// SPDX-License-Identifier: MIT
package org.throng.itests.contracts;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.throng.store.Batch;
import org.throng.store.Store;
import org.throng.store.StoreException;
import org.throng.store.Stores;

/** What every storage variant does: extend it, and say how to make yours. */
@Timeout(120)
public abstract class StoreContract {
    private static final byte[] LOWEST = {};
    private static final byte[] HIGHEST = new byte[Store.MAX_KEY];

    static {
        Arrays.fill(HIGHEST, (byte) 0xff);
    }

    @TempDir
    private Path temp;

    private Stores stores;
    private Store store;

    /** A new variant, as its component would make it. */
    protected abstract Stores stores();

    @BeforeEach
    final void openStore() throws StoreException {
        stores = stores();
        store = stores.open(folder());
    }

    @AfterEach
    final void closeStore() throws StoreException {
        store.close();
    }

    private Path folder() {
        return temp.resolve("new").resolve("store");
    }

    @Test
    void whatWasCommittedIsRead() throws StoreException {
        put("k", "v");
        assertEquals("v", get("k"));
        assertTrue(store.get(utf8("other")).isEmpty());
    }

    @Test
    void emptyValueIsAValue() throws StoreException {
        put("k", "");
        assertEquals("", get("k"));
    }

    @Test
    void laterCommitWins() throws StoreException {
        put("k", "1");
        put("k", "2");
        assertEquals("2", get("k"));
        store.commit(new Batch().delete(utf8("k")));
        assertTrue(store.get(utf8("k")).isEmpty());
        put("k", "3");
        assertEquals("3", get("k"));
    }

    @Test
    void laterChangeInABatchWins() throws StoreException {
        store.commit(new Batch()
                .put(utf8("a"), utf8("1"))
                .put(utf8("a"), utf8("2"))
                .delete(utf8("b"))
                .put(utf8("b"), utf8("1"))
                .put(utf8("c"), utf8("1"))
                .delete(utf8("c"))
                .put(utf8("d"), utf8("1"))
                .delete(utf8("d"))
                .put(utf8("d"), utf8("2")));
        assertEquals(List.of("a=2", "b=1", "d=2"), scan());
    }

    @Test
    void deletingWhatIsNotThereDoesNothing() throws StoreException {
        store.commit(new Batch().delete(utf8("none")));
        store.commit(new Batch());
        assertEquals(List.of(), scan());
    }

    @Test
    void keysAreOrderedAsUnsignedBytesAndAPrefixComesFirst() throws StoreException {
        List<String> ordered = List.of(
                "00",
                "0000",
                "000020",
                "0001",
                "00ff",
                "01",
                "1f",
                "20",
                "2020",
                "202020",
                "21",
                "61",
                "6100",
                "610000",
                "6100ff",
                "611f",
                "6120",
                "612020",
                "6121",
                "61ff",
                "7f",
                "80",
                "fe",
                "feff",
                "ff",
                "ff00",
                "ff20",
                "ffff",
                "ff".repeat(511),
                "ff".repeat(512));
        List<String> shuffled = new ArrayList<>(ordered);
        java.util.Collections.shuffle(shuffled, new Random(5));
        for (String key : shuffled) {
            store.commit(new Batch().put(hex(key), utf8(key)));
        }
        for (String key : ordered) {
            assertEquals(key, new String(store.get(hex(key)).orElseThrow(), UTF_8));
        }
        // the last key is the end of the range, which is exclusive
        assertEquals(ordered.subList(0, ordered.size() - 1), keys(LOWEST, HIGHEST, false));
        assertEquals(reversed(ordered.subList(0, ordered.size() - 1)), keys(LOWEST, HIGHEST, true));
    }

    @Test
    void scansBeginAtTheLowerEndAndStopBeforeTheUpper() throws StoreException {
        for (String key : List.of("a", "b", "ba", "c", "d")) {
            put(key, "");
        }
        assertEquals(List.of("b", "ba", "c"), names(scan("b", "d", false)));
        assertEquals(List.of("c", "ba", "b"), names(scan("b", "d", true)));
        assertEquals(List.of("ba", "c"), names(scan("b\0", "cz", false)));
        assertEquals(List.of(), scan("b", "b", false));
        assertEquals(List.of(), scan("d", "b", true));
        assertEquals(List.of(), scan("e", "z", true));
    }

    @Test
    void randomKeysAreScannedBothWaysAsASortedMapWould() throws StoreException {
        Random random = new Random(11);
        TreeMap<byte[], byte[]> model = new TreeMap<>(Arrays::compareUnsigned);
        for (int round = 0; round < 40; round++) {
            Batch batch = new Batch();
            for (int i = 0; i < 50; i++) {
                byte[] key = randomKey(random);
                if (random.nextInt(4) == 0) {
                    batch.delete(key);
                    model.remove(key);
                } else {
                    byte[] value = new byte[random.nextInt(50)];
                    random.nextBytes(value);
                    batch.put(key, value);
                    model.put(key, value);
                }
            }
            store.commit(batch);
            byte[] from = randomKey(random);
            byte[] to = randomKey(random);
            if (Arrays.compareUnsigned(from, to) > 0) {
                byte[] swap = from;
                from = to;
                to = swap;
            }
            List<String> expected = new ArrayList<>();
            model.subMap(from, to)
                    .keySet()
                    .forEach(key -> expected.add(HexFormat.of().formatHex(key)));
            assertEquals(expected, keys(from, to, false));
            assertEquals(reversed(expected), keys(from, to, true));
        }
        store.scan(LOWEST, HIGHEST, (key, value) -> {
            assertArrayEquals(model.get(key), value);
            return true;
        });
    }

    /** Few different bytes, so that prefixes, padding bytes and equal keys are common. */
    private static byte[] randomKey(Random random) {
        byte[] alphabet = {0, 1, 0x1f, 0x20, 0x21, (byte) 0xfe, (byte) 0xff};
        byte[] key = new byte[1 + random.nextInt(random.nextInt(20) == 0 ? Store.MAX_KEY : 5)];
        for (int i = 0; i < key.length; i++) {
            key[i] = alphabet[random.nextInt(alphabet.length)];
        }
        return key;
    }

    @Test
    void visitorStopsTheScan() throws StoreException {
        fill(1_000);
        for (boolean back : new boolean[] {false, true}) {
            List<String> seen = new ArrayList<>();
            visit(LOWEST, HIGHEST, back, (key, value) -> {
                seen.add(new String(key, UTF_8));
                return seen.size() < 300;
            });
            assertEquals(300, seen.size());
            assertEquals(back ? name(999) : name(0), seen.get(0));
        }
    }

    @Test
    void visitorMayReadAndCommit() throws StoreException {
        fill(600);
        for (boolean back : new boolean[] {false, true}) {
            Set<String> seen = new HashSet<>();
            visit(LOWEST, HIGHEST, back, (key, value) -> {
                assertTrue(store.get(key).isPresent());
                store.commit(new Batch().put(key, utf8("again")));
                assertTrue(seen.add(new String(key, UTF_8)));
                return true;
            });
            assertEquals(600, seen.size());
        }
    }

    @Test
    void scansSeeEachLastingKeyOnceWhileOthersComeAndGo() throws Exception {
        int lasting = 2_000;
        fill(lasting);
        try (Crew crew = new Crew()) {
            Future<?> writer = crew.start(() -> {
                Random random = new Random(3);
                while (!crew.over) {
                    Batch batch = new Batch();
                    for (int i = 0; i < 20; i++) {
                        byte[] key = utf8(name(random.nextInt(lasting)) + "-" + random.nextInt(3));
                        if (random.nextBoolean()) {
                            batch.put(key, new byte[10]);
                        } else {
                            batch.delete(key);
                        }
                    }
                    store.commit(batch);
                }
            });
            for (int round = 0; round < 6; round++) {
                boolean back = round % 2 == 1;
                List<String> seen = new ArrayList<>();
                visit(LOWEST, HIGHEST, back, (key, value) -> {
                    seen.add(new String(key, UTF_8));
                    return true;
                });
                List<String> kept =
                        seen.stream().filter(key -> !key.contains("-")).toList();
                List<String> expected = new ArrayList<>();
                for (int i = 0; i < lasting; i++) {
                    expected.add(name(i));
                }
                assertEquals(back ? reversed(expected) : expected, kept);
                assertEquals(seen.size(), new HashSet<>(seen).size(), "a key was shown twice");
            }
            crew.over = true;
            writer.get();
        }
    }

    @Test
    void valuesOfEverySizeComeBackWhole() throws StoreException {
        Random random = new Random(7);
        int[] sizes = {0, 1, 4_095, 4_096, 31_999, 32_000, 32_001, 64_000, 64_001, 1 << 20, Store.MAX_VALUE};
        for (int size : sizes) {
            byte[] value = new byte[size];
            random.nextBytes(value);
            store.commit(new Batch().put(utf8("big"), value));
            assertArrayEquals(value, store.get(utf8("big")).orElseThrow(), size + " bytes");
        }
        store.commit(new Batch().put(utf8("big"), utf8("small again")));
        assertEquals("small again", get("big"));
    }

    @Test
    void largeValuesAreScannedBothWays() throws StoreException {
        for (int i = 0; i < 30; i++) {
            byte[] value = new byte[200_000];
            Arrays.fill(value, (byte) i);
            store.commit(new Batch().put(utf8(name(i)), value));
        }
        for (boolean back : new boolean[] {false, true}) {
            int[] next = {back ? 29 : 0};
            visit(LOWEST, HIGHEST, back, (key, value) -> {
                assertEquals(name(next[0]), new String(key, UTF_8));
                assertEquals(200_000, value.length);
                assertEquals(next[0], value[199_999]);
                next[0] += back ? -1 : 1;
                return true;
            });
            assertEquals(back ? -1 : 30, next[0]);
        }
    }

    @Test
    void largeValueIsNeverSeenMixed() throws Exception {
        store.commit(new Batch().put(utf8("k"), filled(0)));
        try (Crew crew = new Crew()) {
            Future<?> writer = crew.start(() -> {
                for (int n = 1; !crew.over; n++) {
                    store.commit(new Batch().put(utf8("k"), filled(n)));
                }
            });
            for (int i = 0; i < 100; i++) {
                byte[] value = store.get(utf8("k")).orElseThrow();
                assertArrayEquals(filled(value[0]), value);
            }
            crew.over = true;
            writer.get();
        }
    }

    private static byte[] filled(int n) {
        byte[] value = new byte[100_000 + 1_000 * (n & 0x7f)];
        Arrays.fill(value, (byte) (n & 0x7f));
        return value;
    }

    @Test
    void snapshotIsTheStoreAtOneMoment() throws StoreException {
        byte[] large = new byte[70_000];
        new Random(3).nextBytes(large);
        TreeMap<String, byte[]> expected = new TreeMap<>();
        Batch batch = new Batch();
        for (int i = 1_000; i < 1_600; i++) {
            byte[] value = i % 300 == 0 ? large : utf8("v" + i);
            batch.put(utf8("k" + i), value);
            expected.put("k" + i, value);
        }
        store.commit(batch);
        TreeMap<String, byte[]> seen = new TreeMap<>();
        store.snapshot(LOWEST, HIGHEST, (key, value) -> {
            int before = seen.size();
            seen.put(new String(key, UTF_8), value);
            if (before % 250 == 0) {
                // everywhere: behind, here and ahead; overwritten, deleted, deleted and put again, new
                Batch changes = new Batch();
                for (int i = 1_000 + before % 7; i < 1_600; i += 7) {
                    changes.put(utf8("k" + i), utf8("later"));
                    changes.delete(utf8("k" + (i + 1)));
                    changes.put(utf8("k" + i + "new"), i % 5 == 0 ? large : utf8("new"));
                }
                store.commit(changes.delete(utf8("k1500")).put(utf8("a"), utf8("new")));
                store.commit(new Batch().put(utf8("k1500"), utf8("again")).put(utf8("z"), utf8("new")));
            }
            return true;
        });
        assertEquals(expected.keySet(), seen.keySet());
        expected.forEach((key, value) -> assertArrayEquals(value, seen.get(key), key));
        assertEquals("again", get("k1500"));
        assertEquals("new", get("z"));
    }

    @Test
    void snapshotSeesNoHalfOfABatch() throws Exception {
        fill(2_000);
        try (Crew crew = new Crew()) {
            crew.start(() -> {
                for (int i = 0; !crew.over; i++) {
                    store.commit(new Batch().put(utf8("a"), utf8("" + i)).put(utf8("zz"), utf8("" + i)));
                }
            });
            while (store.get(utf8("zz")).isEmpty()) {
                Thread.onSpinWait();
            }
            for (int round = 0; round < 5; round++) {
                List<String> ends = new ArrayList<>();
                store.snapshot(LOWEST, HIGHEST, (key, value) -> {
                    if (Arrays.equals(key, utf8("a")) || Arrays.equals(key, utf8("zz"))) {
                        ends.add(new String(value, UTF_8));
                    }
                    return true;
                });
                assertEquals(2, ends.size());
                assertEquals(ends.get(0), ends.get(1));
            }
        }
    }

    @Test
    void snapshotKeepsToItsRangeAndStopsWithItsVisitor() throws StoreException {
        fill(300);
        put("b", "1");
        put("c", "2");
        List<String> seen = new ArrayList<>();
        store.snapshot(utf8("b"), utf8("c"), (key, value) -> seen.add(new String(key, UTF_8)));
        assertEquals(List.of("b"), seen);
        store.snapshot(utf8("c"), utf8("b"), (key, value) -> seen.add("none"));
        store.snapshot(LOWEST, HIGHEST, (key, value) -> {
            seen.add("one");
            return false;
        });
        assertEquals(List.of("b", "one"), seen);
    }

    @Test
    void keysAndValuesOutOfBoundsAreRefused() {
        Batch batch = new Batch();
        assertThrows(IllegalArgumentException.class, () -> batch.put(new byte[0], new byte[1]));
        assertThrows(IllegalArgumentException.class, () -> batch.delete(new byte[Store.MAX_KEY + 1]));
        assertThrows(IllegalArgumentException.class, () -> batch.put(new byte[1], new byte[Store.MAX_VALUE + 1]));
        assertTrue(batch.isEmpty());
    }

    @Test
    void manyThreadsCommitAtOnceAndNothingIsLost() throws Exception {
        int threads = 8;
        int each = 60;
        try (Crew crew = new Crew()) {
            List<Future<?>> all = new ArrayList<>();
            for (int t = 0; t < threads; t++) {
                int thread = t;
                all.add(crew.start(() -> {
                    for (int i = 0; i < each; i++) {
                        byte[] own = utf8("t" + thread + "-" + name(i));
                        store.commit(new Batch().put(own, utf8("x")).put(utf8("shared"), own));
                        assertTrue(store.get(own).isPresent(), "a commit that returned is not seen");
                    }
                }));
            }
            for (Future<?> one : all) {
                one.get();
            }
        }
        assertEquals(threads * each + 1, scan().size());
    }

    @Test
    void readersGoOnWhileOneWrites() throws Exception {
        fill(500);
        try (Crew crew = new Crew()) {
            List<Future<?>> all = new ArrayList<>();
            for (int t = 0; t < 4; t++) {
                int seed = t;
                all.add(crew.start(() -> {
                    Random random = new Random(seed);
                    while (!crew.over) {
                        assertTrue(store.get(utf8(name(random.nextInt(500)))).isPresent());
                        int[] seen = {0};
                        byte[] from = utf8(name(random.nextInt(400)));
                        visit(from, HIGHEST, seed % 2 == 0, (key, value) -> ++seen[0] < 50);
                        assertEquals(50, seen[0]);
                    }
                }));
            }
            Random random = new Random(1);
            for (int i = 0; i < 150; i++) {
                Batch batch = new Batch();
                for (int j = 0; j < 40; j++) {
                    batch.put(utf8(name(random.nextInt(500))), new byte[random.nextInt(2_000)]);
                }
                store.commit(batch);
            }
            crew.over = true;
            for (Future<?> one : all) {
                one.get();
            }
        }
    }

    @Test
    void batchIsSeenWholeOnceItsCommitReturned() throws StoreException {
        for (int n = 0; n < 50; n++) {
            Batch batch = new Batch();
            for (int i = 0; i < 20; i++) {
                batch.put(utf8(name(i)), utf8("" + n));
            }
            store.commit(batch);
            String wanted = "=" + n;
            assertTrue(scan().stream().allMatch(entry -> entry.endsWith(wanted)));
        }
    }

    @Test
    void everythingIsThereAfterReopening() throws StoreException {
        fill(300);
        store.commit(new Batch().put(utf8("big"), filled(9)).delete(utf8(name(7))));
        List<String> before = scan();
        store.close();
        store = stores.open(folder());
        assertEquals(before, scan());
        assertArrayEquals(filled(9), store.get(utf8("big")).orElseThrow());
        store.commit(new Batch().put(utf8("big"), filled(10)));
        assertArrayEquals(filled(10), store.get(utf8("big")).orElseThrow());
    }

    @Test
    void folderIsRefusedWhileItIsOpen() throws StoreException {
        StoreException refused = assertThrows(StoreException.class, () -> stores.open(folder()));
        assertTrue(refused.getMessage().contains("in use"), refused.getMessage());
        put("still", "works");
        assertEquals("works", get("still"));
    }

    @Test
    void twoStoresDoNotMeet() throws StoreException {
        try (Store other = stores.open(temp.resolve("other"))) {
            other.commit(new Batch().put(utf8("k"), utf8("other")));
            put("k", "mine");
            assertEquals("other", new String(other.get(utf8("k")).orElseThrow(), UTF_8));
        }
        assertEquals("mine", get("k"));
    }

    @Test
    void closedStoreSaysSo() throws StoreException {
        put("k", "v");
        store.close();
        store.close();
        assertClosed(() -> store.get(utf8("k")));
        assertClosed(() -> store.commit(new Batch().put(utf8("k"), utf8("w"))));
        assertClosed(() -> store.scan(LOWEST, HIGHEST, (key, value) -> true));
        assertClosed(() -> store.scanBack(LOWEST, HIGHEST, (key, value) -> true));
        assertClosed(() -> store.snapshot(LOWEST, HIGHEST, (key, value) -> true));
        assertClosed(store::compact);
        assertClosed(store::size);
    }

    private static void assertClosed(org.junit.jupiter.api.function.Executable use) {
        assertTrue(assertThrows(StoreException.class, use).getMessage().contains("closed"));
    }

    @Test
    void compactingKeepsWhatIsThere() throws StoreException {
        fill(2_000);
        Batch batch = new Batch();
        for (int i = 0; i < 2_000; i += 2) {
            batch.delete(utf8(name(i)));
        }
        store.commit(batch);
        List<String> before = scan();
        assertTrue(store.compact() >= 0);
        assertEquals(before, scan());
        put("after", "compacting");
        assertEquals("compacting", get("after"));
        assertTrue(store.size() > 0);
    }

    @Test
    void interruptedThreadLosesNothingAndKeepsItsMark() throws Exception {
        fill(100);
        Thread.currentThread().interrupt();
        put("interrupted", "yes");
        assertEquals("yes", get("interrupted"));
        assertTrue(Thread.interrupted(), "the mark was swallowed");
        assertEquals(101, scan().size());
    }

    @Test
    void foldersAreTheOwnersAlone() throws Exception {
        if (Files.exists(folder()) && Files.getFileStore(folder()).supportsFileAttributeView("posix")) {
            Set<java.nio.file.attribute.PosixFilePermission> permissions = Files.getPosixFilePermissions(folder());
            assertFalse(permissions.stream().anyMatch(one -> !one.name().startsWith("OWNER")), "" + permissions);
        }
    }

    private void fill(int count) throws StoreException {
        Batch batch = new Batch();
        for (int i = 0; i < count; i++) {
            batch.put(utf8(name(i)), utf8("v" + i));
        }
        store.commit(batch);
    }

    private static String name(int i) {
        return String.format(java.util.Locale.ROOT, "%05d", i);
    }

    private void put(String key, String value) throws StoreException {
        store.commit(new Batch().put(utf8(key), utf8(value)));
    }

    private String get(String key) throws StoreException {
        return new String(store.get(utf8(key)).orElseThrow(), UTF_8);
    }

    private List<String> scan() throws StoreException {
        return scan(LOWEST, HIGHEST, false);
    }

    private List<String> scan(String from, String to, boolean back) throws StoreException {
        return scan(utf8(from), utf8(to), back);
    }

    private List<String> scan(byte[] from, byte[] to, boolean back) throws StoreException {
        List<String> seen = new ArrayList<>();
        visit(from, to, back, (key, value) -> seen.add(new String(key, UTF_8) + "=" + new String(value, UTF_8)));
        return seen;
    }

    private List<String> keys(byte[] from, byte[] to, boolean back) throws StoreException {
        List<String> seen = new ArrayList<>();
        visit(from, to, back, (key, value) -> seen.add(HexFormat.of().formatHex(key)));
        return seen;
    }

    private void visit(byte[] from, byte[] to, boolean back, Store.Visitor visitor) throws StoreException {
        if (back) {
            store.scanBack(from, to, visitor);
        } else {
            store.scan(from, to, visitor);
        }
    }

    private static List<String> names(List<String> entries) {
        return entries.stream()
                .map(entry -> entry.substring(0, entry.indexOf('=')))
                .toList();
    }

    private static List<String> reversed(List<String> list) {
        List<String> reversed = new ArrayList<>(list);
        java.util.Collections.reverse(reversed);
        return reversed;
    }

    private static byte[] utf8(String text) {
        return text.getBytes(UTF_8);
    }

    private static byte[] hex(String digits) {
        return HexFormat.of().parseHex(digits);
    }

    /** Threads that end with the test. */
    private static final class Crew implements AutoCloseable {
        private final ExecutorService threads = Executors.newCachedThreadPool();
        private volatile boolean over;

        Future<?> start(Work work) {
            return threads.submit(() -> {
                work.run();
                return null;
            });
        }

        @Override
        public void close() {
            over = true;
            threads.shutdown();
            try {
                assertTrue(threads.awaitTermination(60, TimeUnit.SECONDS), "a thread did not end within 60 s");
            } catch (InterruptedException e) {
                throw new AssertionError("interrupted while waiting for a thread", e);
            }
        }
    }

    @FunctionalInterface
    private interface Work {
        void run() throws Exception;
    }
}
