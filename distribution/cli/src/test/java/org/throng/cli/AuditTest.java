// SPDX-License-Identifier: MIT
package org.throng.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.throng.cipher.Bytes;
import org.throng.feed.EntryBundle;
import org.throng.feed.LogName;
import org.throng.feed.SignerKey;
import org.throng.feed.Tick;
import org.throng.parcel.Label;

/** {@code throng admin audit}: a feed that grows, and feeds that lie. The terminal's clock stands ten ticks after the first. */
@Timeout(60)
class AuditTest {
    @TempDir
    private Path temp;

    private FakeTerminal terminal;
    private FakeFeed feed;

    @BeforeEach
    void start() throws IOException {
        terminal = new FakeTerminal();
        terminal.environment.put("THRONG_HOME", temp.resolve("home").toString());
        feed = new FakeFeed();
        feed.tick(0);
        feed.append(7, 0, 300);
        feed.tick(5);
        feed.append(7, 300, 310);
        feed.append(9, 310, 311);
        feed.tick(9);
    }

    @AfterEach
    void stop() {
        feed.close();
    }

    private int audit(String... more) {
        String[] words = new String[more.length + 3];
        words[0] = "admin";
        words[1] = "audit";
        words[2] = feed.url();
        System.arraycopy(more, 0, words, 3, more.length);
        return terminal.run(words);
    }

    private void wrong(String why) {
        assertEquals(65, audit(), terminal.printed());
        assertTrue(terminal.complained().contains(why), terminal.complained());
    }

    @Test
    void feedThatGrowsIsProvenFromRunToRun() throws IOException {
        assertEquals(0, audit("--json"), terminal.complained());
        Object first = Json.map(read());
        assertEquals(3, Json.number(first, "ticks"));
        assertEquals(2, Json.number(first, "logs"));
        assertEquals(311, Json.number(first, "recordsRead"));
        Path state;
        try (var files = Files.list(temp.resolve("home/data/audit"))) {
            state = files.findFirst().orElseThrow();
        }
        assertTrue(Files.readString(state).contains("throng-test"));
        feed.append(7, 311, 800);
        feed.tick(10);
        assertEquals(0, audit("--json"), terminal.complained());
        Object second = Json.map(read());
        assertEquals(3, Json.number(second, "ticksBefore"));
        assertEquals(4, Json.number(second, "ticks"));
        assertEquals(1, Json.number(second, "grown"));
        assertEquals(489, Json.number(second, "recordsRead"));
        assertEquals(0, audit(), terminal.complained());
        assertTrue(terminal.printed().contains("0 more than at the last audit"), terminal.printed());
    }

    private Object read() {
        try {
            return Json.read(terminal.printed().getBytes(StandardCharsets.UTF_8));
        } catch (Failure e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void rewrittenTicksAreFound() {
        assertEquals(0, audit());
        feed.ticks.set(1, feed.ticks.get(0));
        feed.tick(10);
        wrong("the log of ticks was rewritten");
    }

    @Test
    void ticksThatGoBackAreFound() {
        assertEquals(0, audit());
        feed.ticks.remove(2);
        wrong("had 3 entries at the last audit and has 2");
    }

    @Test
    void bodiesThatAreNotThoseOfTheirIdsAreFound() {
        for (int i = 0; i < 5; i++) {
            feed.rows.add(FakeFeed.row(i));
        }
        feed.sortRows();
        feed.tick(10);
        assertEquals(0, audit());
        byte[] forged = feed.rows.get(3).clone();
        forged[100] ^= 1;
        feed.forged.put("/throng/v1/00_/table/" + (FakeFeed.FIRST_TICK + 10) + "/rows/0", rows(forged));
        wrong("row 3 of the table 00: is not the body of its id");
    }

    private byte[] rows(byte[] third) {
        byte[][] all = feed.rows.toArray(byte[][]::new);
        all[3] = third;
        return Bytes.join(all);
    }

    @Test
    void tableThatWasSignedOutOfOrderIsFound() {
        for (int i = 0; i < 5; i++) {
            feed.rows.add(FakeFeed.row(i));
        }
        feed.sortRows();
        Collections.reverse(feed.rows);
        feed.tick(10);
        wrong("the ids of the table 00: are not in order");
    }

    @Test
    void rewrittenRecordsAreFound() {
        assertEquals(0, audit());
        List<byte[]> log = feed.logs.get(new LogName(Label.EVERYBODY, 7));
        log.set(5, FakeFeed.record(9_999));
        feed.append(7, 400, 401);
        feed.tick(10);
        wrong("the log 00_/7 was rewritten");
    }

    @Test
    void recordThatIsNotTheSignedOneIsFound() {
        String path = "/throng/v1/00_/7/tile/entries/001.p/54";
        List<byte[]> some = Collections.nCopies(54, FakeFeed.record(1));
        feed.forged.put(path, EntryBundle.write(some));
        wrong("entry 256 is not the one whose hash is signed");
        assertFalse(Files.exists(temp.resolve("home/data/audit")), "nothing is kept of a feed that is wrong");
    }

    @Test
    void tagsOfOtherRecordsAreFound() {
        feed.forged.put("/throng/v1/00_/9/tile/tags/000.p/1", new byte[8]);
        wrong("the view tags of the log 00_/9 are not those of its records");
    }

    @Test
    void hashesThatLeadElsewhereAreFound() {
        feed.forged.put("/throng/v1/00_/7/tile/0/000", new byte[256 * 32]);
        wrong("do not lead to its root");
    }

    @Test
    void crowdsOfAnotherTickAreFound() {
        feed.forged.put("/throng/v1/crowds/" + (FakeFeed.FIRST_TICK + 9), new byte[0]);
        wrong("do not have the root that the tick says");
    }

    @Test
    void laneThatVanishesIsFound() {
        assertEquals(0, audit());
        feed.logs.remove(new LogName(Label.EVERYBODY, 9));
        feed.tick(10);
        wrong("the log 00_/9 is gone");
    }

    @Test
    void otherKeyIsFound() {
        assertEquals(0, audit());
        SignerKey known = feed.key;
        feed.key = new SignerKey("throng-test/throng/v1/ticks", new byte[] {
            1, 2, 3, 4, 5, 6, 7, 8, 1, 2, 3, 4, 5, 6, 7, 8, 1, 2, 3, 4, 5, 6, 7, 8, 1, 2, 3, 4, 5, 6, 7, 8
        });
        wrong("another key than at the last audit");
        byte[] document = ("{\"throng\":{\"prefix\":\"\",\"key\":\""
                        + known.verifier().text() + "\"}}")
                .getBytes(StandardCharsets.UTF_8);
        feed.forged.put("/", document);
        feed.forged.put("", document);
        wrong("is not signed by the relay's key");
    }

    @Test
    void depthThatWasNotAnnouncedIsFound() {
        feed.tick(10, 1, Optional.empty());
        wrong("has the depth 1, and 0 was announced");
        feed.ticks.remove(3);
        feed.tick(10, 0, Optional.of(new Tick.Next(1, FakeFeed.FIRST_TICK + 100)));
        wrong("not 14 days ahead");
    }

    @Test
    void plainRelayIsSaidToBeOne() {
        feed.plain = true;
        assertEquals(77, audit());
        assertTrue(terminal.complained().contains("is a plain relay"), terminal.complained());
    }

    @Test
    void relayThatIsAwayOrServesLessIsNoFraud() {
        feed.forged.put("/throng/v1/00_/7/tile/0/000", null);
        assertEquals(75, audit());
        assertTrue(terminal.complained().contains("the relay has no 00_/7/tile/0/000"), terminal.complained());
        feed.close();
        assertEquals(75, audit());
    }

    @Test
    void oldTickIsSaid() {
        feed.ticks.remove(2);
        feed.ticks.remove(1);
        assertEquals(75, audit());
        assertTrue(terminal.printed().contains("10 minutes old"), terminal.printed());
    }

    @Test
    void downloadsAreBoundedAndTheNextAuditGoesOn() {
        feed.append(7, 400, 9_000);
        feed.tick(10);
        assertEquals(0, audit("--most", "1"), terminal.complained());
        assertTrue(terminal.printed().contains("were not looked at"), terminal.printed());
        assertEquals(0, audit("--json"), terminal.complained());
        assertTrue(Json.number(read(), "recordsRead") > 1_000);
        assertTrue(Json.list(read(), "open").isEmpty());
    }

    @Test
    void addressesAndNumbersAreChecked() {
        assertEquals(64, terminal.run("admin", "audit", "nowhere"));
        assertEquals(64, audit("--most", "0"));
        assertEquals(64, terminal.run("admin", "audit"));
    }
}
