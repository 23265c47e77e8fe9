// SPDX-License-Identifier: MIT
package org.throng.relay.feed;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.LongBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.throng.cipher.Bytes;
import org.throng.cipher.Sha256;
import org.throng.curve.PublicKey;
import org.throng.curve.Signature;
import org.throng.event.Event;
import org.throng.event.EventId;
import org.throng.feed.Hash;
import org.throng.feed.MerkleTree;
import org.throng.feed.Table;
import org.throng.feed.TableRow;
import org.throng.feed.Tables;
import org.throng.parcel.BodyEvent;
import org.throng.parcel.Label;
import org.throng.parcel.Slot;
import org.throng.store.Batch;

/** What a tick says of bodies is what is served: whole, sorted, once each, as long as the span lasts, whatever is killed. */
class BodyTablesTest {
    private static final long SPAN = 7_200;

    @TempDir
    Path folder;

    private World world;

    @BeforeEach
    void begin() throws IOException {
        world = new World(folder);
        world.tables = new BodyTables.Terms(SPAN, 1_000);
    }

    private static Event body(int number, long createdAt, int length) {
        byte[] seed = Sha256.of(Bytes.u32(number));
        byte[] content = Arrays.copyOf(seed, length);
        Event.Unsigned unsigned = BodyEvent.make(PublicKey.of(seed), content, new Slot(createdAt), Label.EVERYBODY);
        return new Event(
                unsigned.id(),
                unsigned.pubkey(),
                unsigned.createdAt(),
                unsigned.kind(),
                unsigned.tags(),
                unsigned.content(),
                Signature.of(new byte[Signature.LENGTH]));
    }

    private List<Event> bodies(int from, int to, long createdAt) {
        List<Event> all = new ArrayList<>();
        for (int i = from; i < to; i++) {
            all.add(body(i, createdAt, 2_048));
        }
        return all;
    }

    private void enter(FeedAccount feed, List<Event> events) throws IOException {
        Batch batch = new Batch();
        feed.enter(events, batch);
        world.store.commit(batch);
        feed.kept();
    }

    private static byte[] page(FeedAccount feed, String path) throws IOException {
        return new Pages(feed)
                .find(path)
                .orElseThrow(() -> new AssertionError("no " + path))
                .body();
    }

    /** The ids of everybody's table as it is served, after all of it was compared with the tick. */
    private static List<String> served(FeedAccount feed) throws Exception {
        long tick = feed.published().tick().number();
        Tables tables = Tables.read(page(feed, Tables.path(tick)));
        assertEquals(Optional.of(tables.root()), feed.published().tick().tables());
        assertEquals(SPAN, feed.published().tick().tableSpan());
        if (tables.all().isEmpty()) {
            return List.of();
        }
        Table table = tables.all().get(0);
        List<String> ids = new ArrayList<>();
        List<Hash> leaves = new ArrayList<>();
        byte[] all = page(feed, Table.ids(table.label(), tick, 0));
        assertEquals(table.rows() * 32, all.length);
        for (int i = 0; i < table.rows(); i++) {
            byte[] id = Arrays.copyOfRange(all, i * 32, i * 32 + 32);
            leaves.add(Hash.leaf(id));
            ids.add(Bytes.hex(id));
        }
        assertEquals(table.root(), MerkleTree.root(leaves));
        assertEquals(new ArrayList<>(new TreeSet<>(ids)), ids, "sorted, each once");
        for (int n = 0; n * Table.ROWS_TOGETHER < table.rows(); n++) {
            byte[] rows = page(feed, Table.rows(table.label(), tick, n));
            for (int at = 0; at < rows.length; at += TableRow.LENGTH) {
                byte[] row = Arrays.copyOfRange(rows, at, at + TableRow.LENGTH);
                assertEquals(
                        ids.get(n * Table.ROWS_TOGETHER + at / TableRow.LENGTH),
                        TableRow.id(row, table.label()).orElseThrow().hex());
            }
        }
        return ids;
    }

    private static List<String> ids(List<Event> events) {
        return events.stream().map(event -> event.id().hex()).sorted().toList();
    }

    @Test
    void smallBodiesStandInTheTableOfTheNextTick() throws Exception {
        try (FeedAccount feed = world.open()) {
            assertEquals(List.of(), served(feed));
            List<Event> all = bodies(0, 600, World.NOW);
            List<Event> others = List.of(body(9_001, World.NOW, 4_096), body(9_002, World.NOW, 32_768));
            enter(feed, others);
            enter(feed, all);
            assertEquals(List.of(), served(feed));
            world.tick(feed, 60);
            assertEquals(ids(all), served(feed));
            List<Event> more = bodies(600, 650, World.NOW);
            enter(feed, more);
            long before = feed.published().tick().number();
            world.tick(feed, 60);
            all.addAll(more);
            assertEquals(ids(all), served(feed));
            assertEquals(600 * 32, page(feed, Table.ids(Label.EVERYBODY, before, 0)).length, "who began goes on");
            world.tick(feed, 60);
            world.tick(feed, 60);
            assertTrue(
                    new Pages(feed).find(Table.ids(Label.EVERYBODY, before, 0)).isEmpty());
            assertTrue(new Pages(feed)
                    .find(Table.rows(Label.EVERYBODY, before + 3, 3))
                    .isEmpty());
        }
    }

    @Test
    void theyLeaveWhenTheSpanIsOver() throws Exception {
        try (FeedAccount feed = world.open()) {
            List<Event> later = bodies(300, 400, World.NOW + 600);
            enter(feed, bodies(0, 300, World.NOW));
            enter(feed, later);
            world.tick(feed, 60);
            assertEquals(400, served(feed).size());
            world.tick(feed, SPAN - 60);
            assertEquals(ids(later), served(feed));
            world.tick(feed, 600);
            assertEquals(List.of(), served(feed));
            assertFalse(Files.exists(folder.resolve("00_.bodies.table")));
            enter(feed, bodies(0, 10, World.NOW));
            world.tick(feed, 60);
            assertEquals(List.of(), served(feed), "what is imported late is too old");
        }
    }

    @Test
    void nothingIsLostNorTwiceAfterAKillAtAnyMoment() throws Exception {
        List<Event> first = bodies(0, 100, World.NOW);
        List<Event> second = bodies(100, 150, World.NOW);
        try (FeedAccount feed = world.open()) {
            enter(feed, first);
            world.tick(feed, 60);
            enter(feed, second);
        }
        try (FeedAccount feed = world.open()) {
            assertEquals(ids(first), served(feed), "within the minute the tick is the same");
            assertEquals(List.of(), feed.missing(second));
            world.tick(feed, 60);
            List<Event> all = new ArrayList<>(first);
            all.addAll(second);
            assertEquals(ids(all), served(feed));
            // as if the store had kept what the file has already
            enter(feed, second);
            world.tick(feed, 60);
            assertEquals(ids(all), served(feed));
            assertEquals(List.of(), feed.missing(all));
            assertEquals(1, feed.missing(bodies(150, 151, World.NOW)).size());
        }
        Files.write(folder.resolve("00_.bodies.table"), new byte[100]);
        try (FeedAccount feed = world.open()) {
            world.tick(feed, 60);
            assertEquals(List.of(), served(feed), "a file that is broken begins anew");
        }
    }

    @Test
    void tableIsBounded() throws Exception {
        try (FeedAccount feed = world.open()) {
            enter(feed, bodies(0, 900, World.NOW));
            world.tick(feed, 60);
            List<Event> newer = bodies(900, 1_300, World.NOW + 600);
            enter(feed, newer);
            world.tick(feed, 60);
            List<String> served = served(feed);
            assertEquals(1_000, served.size());
            assertTrue(served.containsAll(ids(newer)), "the oldest are left out");
        }
    }

    @Test
    void relayWithoutTablesSaysNothingOfThem() throws Exception {
        world.tables = BodyTables.Terms.NONE;
        try (FeedAccount feed = world.open()) {
            enter(feed, bodies(0, 10, World.NOW));
            world.tick(feed, 60);
            assertEquals(Optional.empty(), feed.published().tick().tables());
            assertTrue(new Pages(feed)
                    .find(Tables.path(feed.published().tick().number()))
                    .isEmpty());
        }
    }

    /** {@code -Dtable.rows=100000}: how fast a table is made anew and walked, for docs/performance.md. */
    @Test
    @EnabledIfSystemProperty(named = "table.rows", matches = "[0-9]+")
    void walkOfALargeTableIsAsFastAsMemory() throws Exception {
        NavigableMap<EventId, byte[]> fresh =
                new TreeMap<>((one, other) -> Arrays.compareUnsigned(one.bytes(), other.bytes()));
        byte[] content = new byte[TableRow.LENGTH];
        for (int i = 0; i < Integer.getInteger("table.rows"); i++) {
            fresh.put(EventId.of(Sha256.of(Bytes.u32(i))), content);
        }
        long began = System.nanoTime();
        TableFile table = TableFile.write(folder.resolve("x.bodies.table"), null, new boolean[0], fresh);
        long written = System.nanoTime();
        fresh.clear();
        fresh.put(EventId.of(new byte[EventId.LENGTH]), content);
        boolean[] keep = new boolean[table.count()];
        Arrays.fill(keep, true);
        TableFile next = TableFile.write(folder.resolve("x.bodies.table"), table, keep, fresh);
        long merged = System.nanoTime();
        System.out.printf(
                "written in %d ms, made anew in %d ms%n",
                (written - began) / 1_000_000, (merged - written) / 1_000_000);
        for (int round = 0; round < 6; round++) {
            long[] sum = {0};
            long start = System.nanoTime();
            next.walk(some -> {
                for (LongBuffer longs = some.asLongBuffer(); longs.hasRemaining(); ) {
                    sum[0] ^= longs.get();
                }
            });
            double seconds = (System.nanoTime() - start) / 1e9;
            System.out.printf(Locale.ROOT, "%.2f GB/s%n", (double) next.count() * TableRow.LENGTH / seconds / 1e9);
        }
    }

    @Test
    void walkSeesEachRowOnceInOrder() throws Exception {
        try (FeedAccount feed = world.open()) {
            enter(feed, bodies(0, 700, World.NOW));
            world.tick(feed, 60);
            TableFile table = feed.tablesAt(feed.published().tick().number())
                    .orElseThrow()
                    .get(Label.EVERYBODY);
            byte[] seen = new byte[700 * TableRow.LENGTH];
            int[] at = {0};
            table.walk(some -> {
                int length = some.remaining();
                some.get(seen, at[0], length);
                at[0] += length;
            });
            assertEquals(seen.length, at[0]);
            assertArrayEquals(table.rows(0, 700), seen);
        }
    }
}
