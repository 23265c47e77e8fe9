// SPDX-License-Identifier: MIT
package org.throng.relay.feed;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.throng.event.Event;
import org.throng.event.StrictJson;
import org.throng.feed.Checkpoint;
import org.throng.feed.Crowds;
import org.throng.feed.EntryBundle;
import org.throng.feed.Hash;
import org.throng.feed.Lane;
import org.throng.feed.LogName;
import org.throng.feed.MerkleTree;
import org.throng.feed.SignedNote;
import org.throng.feed.Tick;
import org.throng.feed.Tile;
import org.throng.feed.TiledTree;
import org.throng.feed.VerifierKey;
import org.throng.parcel.Label;
import org.throng.store.Batch;

@Timeout(60)
class FeedAccountTest {
    private static final long DAY = 86_400;

    @TempDir
    private Path folder;

    private World world;

    @BeforeEach
    void begin() throws IOException {
        world = new World(folder);
    }

    private static byte[] page(FeedAccount feed, String path) throws IOException {
        return new Pages(feed)
                .find(path)
                .orElseThrow(() -> new IOException("404 " + path))
                .body();
    }

    private static boolean isThere(FeedAccount feed, String path) throws IOException {
        return new Pages(feed).find(path).isPresent();
    }

    private static VerifierKey key(FeedAccount feed) throws Exception {
        Object json = StrictJson.read(feed.information().get("throng"));
        return VerifierKey.read(((Map<?, ?>) json).get("key").toString());
    }

    private static Checkpoint head(FeedAccount feed) throws Exception {
        SignedNote note = SignedNote.read(page(feed, "ticks/checkpoint"));
        assertTrue(key(feed).hasSigned(note));
        Checkpoint head = Checkpoint.read(note.text());
        assertEquals(key(feed).name(), head.origin());
        return head;
    }

    /** The last tick, read as a client would: out of the checkpoint's tree. */
    private static Tick last(FeedAccount feed) throws Exception {
        Checkpoint head = head(feed);
        TiledTree tree = new TiledTree(head.size(), tile -> page(feed, "ticks/" + tile.path()));
        assertEquals(head.root(), tree.root());
        long index = head.size() - 1;
        Tile tile = Tile.at(Tile.Kind.ENTRIES, 0, index / Tile.WIDTH, head.size());
        List<byte[]> entries = EntryBundle.read(page(feed, "ticks/" + tile.path()), tile.width());
        byte[] entry = entries.get(entries.size() - 1);
        assertEquals(Hash.leaf(entry), tree.hash(0, index));
        return Tick.read(entry);
    }

    private static Crowds crowds(FeedAccount feed) throws Exception {
        Tick tick = last(feed);
        Crowds crowds = Crowds.read(page(feed, "crowds/" + tick.number()));
        assertEquals(tick.root(), crowds.root());
        return crowds;
    }

    private LogName name(FeedAccount feed, String label) {
        return new LogName(new Label(label), feed.lane());
    }

    @Test
    void recordIsServedOnceATickNamesIt() throws Exception {
        try (FeedAccount feed = world.open()) {
            assertEquals(World.NOW / 60, last(feed).number());
            assertEquals(List.of(), crowds(feed).all());
            world.enter(feed, "00:", 0, 3);
            String log = name(feed, "00:").path();
            assertFalse(isThere(feed, log + "/tile/entries/000.p/3"));
            world.tick(feed, 59);
            assertFalse(isThere(feed, log + "/tile/entries/000.p/3"), "still the same minute");
            world.tick(feed, 1);
            assertTrue(isThere(feed, log + "/tile/entries/000.p/2"));
            List<byte[]> records = EntryBundle.read(page(feed, log + "/tile/entries/000.p/3"), 3);
            byte[] tags = page(feed, log + "/tile/tags/000.p/3");
            byte[] leaves = page(feed, log + "/tile/0/000.p/3");
            for (int i = 0; i < 3; i++) {
                assertArrayEquals(World.record(i), records.get(i));
                assertArrayEquals(
                        Arrays.copyOfRange(World.record(i), 32, 40), Arrays.copyOfRange(tags, 8 * i, 8 * i + 8));
                assertEquals(Hash.leaf(World.record(i)), Hash.at(leaves, 32 * i));
            }
            Lane lane = crowds(feed).lane(name(feed, "00:")).orElseThrow();
            assertEquals(3, lane.size());
            assertEquals(0, lane.minimum());
            assertEquals(lane.root(), new TiledTree(3, tile -> page(feed, log + "/" + tile.path())).root());
            SignedNote note = SignedNote.read(page(feed, log + "/checkpoint"));
            assertTrue(key(feed).hasSigned(note));
            assertEquals(
                    new Checkpoint(key(feed).name().replace("ticks", log), 3, lane.root()),
                    Checkpoint.read(note.text()));
            for (String none : List.of(
                    log + "/tile/entries/000.p/4",
                    log + "/tile/entries/000",
                    log + "/tile/1/000.p/1",
                    log + "/tile/0/001.p/1",
                    log + "1/tile/0/000.p/1",
                    "01_0/" + feed.lane() + "/tile/0/000.p/1",
                    "ticks/tile/tags/000.p/1",
                    "ticks/tile/entries/000.p/3",
                    "ticks/",
                    "ticks",
                    "crowds/0",
                    "crowds/x",
                    "")) {
                assertFalse(isThere(feed, none), none);
            }
        }
    }

    @Test
    void bundlesFillUpAndLogsGrowConsistently() throws Exception {
        try (FeedAccount feed = world.open()) {
            String log = name(feed, "00:").path();
            List<Lane> heads = new ArrayList<>();
            int entered = 0;
            for (int next : new int[] {1, 200, 256, 257, 512, 700, 1_300}) {
                world.enter(feed, "00:", entered, next);
                entered = next;
                world.tick(feed, 60);
                heads.add(crowds(feed).lane(name(feed, "00:")).orElseThrow());
            }
            Lane newest = heads.get(heads.size() - 1);
            TiledTree tree = new TiledTree(newest.size(), tile -> page(feed, log + "/" + tile.path()));
            for (Lane head : heads) {
                assertTrue(MerkleTree.verifyConsistency(
                        head.size(),
                        head.root(),
                        newest.size(),
                        newest.root(),
                        MerkleTree.consistency(head.size(), newest.size(), tree)));
            }
            for (int i = 0; i < 5; i++) {
                List<byte[]> records = EntryBundle.read(page(feed, log + "/tile/entries/00" + i), 256);
                assertArrayEquals(World.record(256 * i + 255), records.get(255));
                assertEquals(256 * 8, page(feed, log + "/tile/tags/00" + i).length);
            }
            assertTrue(isThere(feed, log + "/tile/entries/000.p/7"), "a partial one of an earlier tick");
        }
    }

    @Test
    void lostBatchLeavesNothing() throws Exception {
        try (FeedAccount feed = world.open()) {
            world.enter(feed, "00:", 0, 250);
            feed.enter(List.of(World.header(1_000, "00:"), World.header(1_001, "00:")), new Batch());
            feed.lost();
            world.enter(feed, "00:", 250, 270);
            world.tick(feed, 60);
            Lane lane = crowds(feed).lane(name(feed, "00:")).orElseThrow();
            assertEquals(270, lane.size());
            String log = name(feed, "00:").path();
            assertEquals(lane.root(), new TiledTree(270, tile -> page(feed, log + "/" + tile.path())).root());
        }
    }

    @Test
    void openingAgainBeginsALaneAndTheTicksGoOn() throws Exception {
        Checkpoint before;
        LogName earlier;
        VerifierKey key;
        try (FeedAccount feed = world.open()) {
            world.enter(feed, "00:", 0, 300);
            world.tick(feed, 60);
            world.enter(feed, "00:", 300, 310);
            before = head(feed);
            earlier = name(feed, "00:");
            key = key(feed);
        }
        try (FeedAccount feed = world.open()) {
            assertEquals(key, key(feed));
            assertEquals(before, head(feed), "the same minute has one tick");
            assertEquals(300, crowds(feed).lane(earlier).orElseThrow().size());
            world.enter(feed, "00:", 310, 311);
            world.tick(feed, 60);
            assertNotEquals(earlier, name(feed, "00:"));
            assertEquals(310, crowds(feed).lane(earlier).orElseThrow().size());
            assertEquals(1, crowds(feed).lane(name(feed, "00:")).orElseThrow().size());
            Checkpoint after = head(feed);
            TiledTree tree = new TiledTree(after.size(), tile -> page(feed, "ticks/" + tile.path()));
            assertTrue(MerkleTree.verifyConsistency(
                    before.size(),
                    before.root(),
                    after.size(),
                    after.root(),
                    MerkleTree.consistency(before.size(), after.size(), tree)));
        }
    }

    @Test
    void clockThatGoesBackBringsNoSecondTickOfAMinute() throws Exception {
        try (FeedAccount feed = world.open()) {
            world.tick(feed, 600);
            Checkpoint head = head(feed);
            world.tick(feed, -300);
            world.tick(feed, 300);
            assertEquals(head, head(feed));
            world.tick(feed, 60);
            assertEquals(head.size() + 1, head(feed).size());
        }
    }

    @Test
    void keyIsItsOwnersAloneAndEndsWhereTheStoreIsOlder() throws Exception {
        VerifierKey key;
        World older = new World(folder, 8);
        try (FeedAccount feed = older.open()) {
            key = key(feed);
            assertEquals(
                    "rw-------",
                    PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve("ticks.key"))));
        }
        try (FeedAccount feed = older.open()) {
            older.tick(feed, 60);
            assertEquals(key, key(feed));
        }
        try (FeedAccount feed = world.open()) { // another store, with the files of the first
            assertNotEquals(key, key(feed));
            assertTrue(head(feed).origin().startsWith("throng-"));
        }
    }

    @Test
    void deeperCrowdsAreAnnouncedFourteenDaysAheadAndGetAFeedThen() throws Exception {
        try (FeedAccount feed = world.open(2)) {
            Tick first = last(feed);
            assertEquals(0, first.depth());
            assertEquals(Optional.of(new Tick.Next(1, first.number() + 14 * Tick.DAY)), first.next());
            world.enter(feed, "01:1", 0, 1);
            world.tick(feed, 14 * DAY - 60);
            assertEquals(0, last(feed).depth());
            assertEquals(first.next(), last(feed).next());
            assertEquals(List.of(), crowds(feed).all(), "deeper than announced: stored, and in no feed");
            world.tick(feed, 60);
            assertEquals(1, last(feed).depth());
            assertEquals(2, last(feed).next().orElseThrow().depth());
            world.enter(feed, "01:1", 1, 3);
            world.enter(feed, "00:", 3, 4);
            world.tick(feed, 60);
            assertEquals(2, crowds(feed).all().size());
            assertEquals(2, crowds(feed).lane(name(feed, "01:1")).orElseThrow().size());
            assertEquals(List.of(World.header(0, "01:1")), feed.missing(List.of(World.header(0, "01:1"))));
        }
        try (FeedAccount feed = world.open(0)) {
            world.tick(feed, 15 * DAY);
            assertEquals(2, last(feed).depth(), "what was announced comes, and never goes back");
            assertEquals(Optional.empty(), last(feed).next());
        }
    }

    @Test
    void recordsGoAfterThirtyFiveDaysAndHashesStay() throws Exception {
        LogName ended;
        try (FeedAccount feed = world.open()) {
            world.enter(feed, "00:", 0, 600);
            world.tick(feed, 60);
            ended = name(feed, "00:");
        }
        try (FeedAccount feed = world.open()) {
            world.enter(feed, "00:", 600, 900);
            world.tick(feed, 10 * DAY);
            world.enter(feed, "00:", 900, 910);
            LogName running = name(feed, "00:");
            world.tick(feed, 25 * DAY + 60);
            assertEquals(600, crowds(feed).lane(ended).orElseThrow().minimum());
            assertEquals(256, crowds(feed).lane(running).orElseThrow().minimum());
            assertFalse(isThere(feed, ended.path() + "/tile/entries/000"));
            assertFalse(isThere(feed, ended.path() + "/tile/0/002.p/88"));
            assertTrue(isThere(feed, ended.path() + "/tile/1/000.p/2"));
            assertTrue(isThere(feed, running.path() + "/tile/entries/001.p/54"));
            Event gone = World.header(5, "00:");
            assertEquals(List.of(), feed.missing(List.of(gone)), "erased with the next tick of another hour");
            world.tick(feed, 3_600);
            assertEquals(List.of(gone), feed.missing(List.of(gone)));
            TiledTree tree = new TiledTree(310, tile -> page(feed, running.path() + "/" + tile.path()));
            assertEquals(crowds(feed).lane(running).orElseThrow().root(), tree.root());
            world.tick(feed, 36 * DAY);
            assertEquals(Optional.empty(), crowds(feed).lane(ended), "named for as long again, then dropped");
        }
    }

    @Test
    void crowdsOfEarlierTicksAreKeptForTwoDaysAndThenOnceADay() throws Exception {
        try (FeedAccount feed = world.open()) {
            long first = last(feed).number();
            for (int i = 0; i < 3; i++) {
                world.enter(feed, "00:", i, i + 1);
                world.tick(feed, 60);
            }
            long third = first + 3;
            world.tick(feed, DAY);
            assertTrue(isThere(feed, "crowds/" + first));
            assertTrue(isThere(feed, "crowds/" + (third + Tick.DAY)), "as it was at the tick before");
            assertFalse(isThere(feed, "crowds/" + (third + 1)), "no tick was made then");
            world.tick(feed, 2 * DAY);
            assertFalse(isThere(feed, "crowds/" + first));
            assertFalse(isThere(feed, "crowds/" + (third - 1)));
            assertTrue(isThere(feed, "crowds/" + third));
            world.tick(feed, 40 * DAY);
            assertTrue(isThere(feed, "crowds/" + last(feed).number()));
        }
    }
}
