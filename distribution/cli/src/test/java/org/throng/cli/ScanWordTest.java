// SPDX-License-Identifier: MIT
package org.throng.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneId;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.throng.home.Home;

class ScanWordTest {
    private static final String THROUGH = scan(1_000_000, 1_000_000, false, false, "null");

    @TempDir
    Path temp;

    private FakeTerminal terminal;
    private FakeNode node;

    @BeforeEach
    void start() throws IOException {
        node = new FakeNode(new Home(temp.resolve("home")));
        terminal = new FakeTerminal();
        terminal.environment.put("THRONG_HOME", node.home.toString());
    }

    @AfterEach
    void stop() throws IOException {
        node.close();
    }

    private static String scan(long scanned, long total, boolean estimated, boolean paused, String left) {
        return "{\"paused\":" + paused + ",\"relays\":[{\"url\":\"ws://a\",\"state\":\"following\",\"underWay\":"
                + (scanned < total || estimated) + ",\"scanned\":" + scanned + ",\"total\":" + total
                + ",\"estimated\":" + estimated + ",\"paused\":" + paused + ",\"secondsLeft\":" + left + "}]}";
    }

    @Test
    void barIsShownOnATerminalUntilTheScanIsThrough() {
        terminal.interactive = true;
        node.inTurn("GET /scan", scan(412_000, 1_000_000, true, false, "200"), THROUGH);
        assertEquals(0, terminal.run("scan"));
        assertTrue(terminal.complained().contains("scanning [############-"), terminal.complained());
        assertTrue(terminal.complained().contains("41 % of 1,000,000 headers, 3 min left"), terminal.complained());
        assertEquals("ws://a  nothing waits for the scan\n", terminal.printed());
    }

    @Test
    void linesAreShownElsewhere() {
        node.inTurn("GET /scan", scan(600, 1_000, false, false, "20"), THROUGH);
        assertEquals(0, terminal.run("scan"));
        assertEquals("scanning: 60 % of 1,000 headers, 20 s left\n", terminal.complained());
    }

    @Test
    void pauseAndResumeAndAgainAreWishedOfTheNode() {
        node.on("POST /scan", scan(412_000, 1_000_000, true, true, "null")).on("POST /scan/again", THROUGH);
        assertEquals(0, terminal.run("scan", "--pause"));
        assertEquals("POST /scan {\"paused\":true}", node.lastRequest());
        assertEquals("ws://a  scan paused at 412,000 of about 1,000,000 headers\n", terminal.printed());
        assertEquals(0, terminal.run("scan", "--resume", "--json"));
        assertEquals("POST /scan {\"paused\":false}", node.lastRequest());
        assertEquals(scan(412_000, 1_000_000, true, true, "null") + "\n", terminal.printed());
        assertEquals(0, terminal.run("scan", "--again"));
        assertEquals("POST /scan/again {}", node.lastRequest());
        assertEquals(0, terminal.run("scan", "--again", "--since", "2026-01-31"));
        long day =
                LocalDate.of(2026, 1, 31).atStartOfDay(ZoneId.systemDefault()).toEpochSecond();
        assertEquals("POST /scan/again {\"since\":" + day + "}", node.lastRequest());
    }

    @Test
    void pausedScanIsSaidAndNotWaitedFor() {
        node.on("GET /scan", scan(5, 10, false, true, "null"));
        assertEquals(0, terminal.run("scan"));
        assertEquals("ws://a  scan paused at 5 of 10 headers\n", terminal.printed());
    }

    @Test
    void badWordsAreRefused() {
        assertEquals(64, terminal.run("scan", "--pause", "--resume"));
        assertEquals(64, terminal.run("scan", "--since", "2026-01-31"));
        assertEquals(64, terminal.run("scan", "--again", "--since", "yesterday"));
        assertTrue(terminal.complained().contains("expected a day such as 2026-01-31"), terminal.complained());
    }

    @Test
    void statusSaysHowFarTheScanIs() {
        String one = scan(412_000, 1_000_000, true, false, "170");
        String relay = one.substring(one.indexOf("[{") + 1, one.indexOf("}]") + 1);
        String status = "{\"ready\":true,\"role\":\"client\",\"relays\":[{\"url\":\"ws://a\",\"state\":\"reading\","
                + "\"detail\":\"\",\"scan\":" + relay + "}],\"identities\":1}";
        node.on("GET /status", status);
        assertEquals(0, terminal.run("status"));
        assertTrue(
                terminal.printed()
                        .contains("relay: ws://a  reading  scanning 412,000 of about 1,000,000 headers, 3 min left\n"),
                terminal.printed());
        assertFalse(terminal.printed().contains("paused"));
    }
}
