// SPDX-License-Identifier: MIT
package org.throng.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.throng.home.Home;

class RelayWordsTest {
    private static final String SUMMARY = "{\"entries\":70,\"events\":9,\"sha256\":\"abc\"}";

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

    @Test
    void backupInAFolderGetsANameAndIsReadBack() throws IOException {
        node.on("POST /admin/backup", "the bytes").on("POST /admin/backup/check", SUMMARY);
        assertEquals(0, terminal.run("admin", "backup", temp.toString()), terminal.complained());
        Path file = temp.resolve("throng-relay-20270115-080000.backup");
        assertEquals("the bytes", Files.readString(file));
        assertEquals("POST /admin/backup/check the bytes", node.lastRequest());
        assertTrue(terminal.printed().contains("9 events in 70 entries, SHA-256 abc"), terminal.printed());
        assertEquals(73, terminal.run("admin", "backup", file.toString()), "nothing is overwritten");
    }

    @Test
    void restoreChecksFirstAndReplacesOnlyWhereTold() throws IOException {
        Path file = temp.resolve("file");
        Files.writeString(file, "x");
        node.on("POST /admin/backup/check", SUMMARY).on("POST /admin/restore", SUMMARY);
        assertEquals(0, terminal.run("admin", "restore", "--dry-run", file.toString()));
        assertEquals(List.of("POST /admin/backup/check x"), node.requests);
        assertTrue(terminal.printed().startsWith("whole: "), terminal.printed());
        assertEquals(0, terminal.run("admin", "restore", file.toString()));
        assertEquals("POST /admin/restore x", node.lastRequest());
        assertEquals(0, terminal.run("admin", "restore", "--replace", "--json", file.toString()));
        assertEquals("POST /admin/restore?replace=true x", node.lastRequest());
        assertEquals("{\"restored\":true," + SUMMARY.substring(1) + "\n", terminal.printed());
        node.on("POST /admin/backup/check", 400, "{\"detail\":\"the backup is torn\",\"code\":65}");
        assertEquals(65, terminal.run("admin", "restore", file.toString()));
        assertTrue(terminal.complained().contains("torn"), terminal.complained());
    }

    @Test
    void importSendsWholeLinesSomeAtATimeAndSumsUp() {
        String line = "x".repeat(999) + "\n";
        node.on("POST /admin/import", "{\"stored\":2,\"duplicates\":1,\"refused\":{\"invalid: no event\":3}}");
        assertEquals(0, terminal.withInput(line.repeat(3_000) + "last").run("admin", "import", "--trusted"));
        assertEquals(2, node.requests.size());
        assertTrue(node.requests.get(0).startsWith("POST /admin/import?trusted=true xxx"));
        assertTrue(node.requests.get(0).endsWith("x\n"));
        assertTrue(node.requests.get(1).endsWith("\nlast"));
        assertEquals("4 stored, 2 duplicates, 6 refused\n  6 × invalid: no event\n", terminal.printed());
    }

    @Test
    void importOfWhatIsNoEventsEndsWith65AndOfDuplicatesWith0() {
        node.on(
                "POST /admin/import",
                "{\"stored\":0,\"duplicates\":0,\"refused\":{\"invalid: no event\":3,\"full\":1}}");
        assertEquals(65, terminal.withInput("x\n").run("admin", "import"));
        assertTrue(terminal.complained().contains("3 of 4 lines were no valid events"), terminal.complained());
        assertTrue(terminal.printed().startsWith("0 stored, 0 duplicates, 4 refused"), terminal.printed());
        node.on("POST /admin/import", "{\"stored\":0,\"duplicates\":2,\"refused\":{}}");
        assertEquals(0, terminal.withInput("x\n").run("admin", "import"), terminal.complained());
    }

    @Test
    void importEndsWhereTheDiskTakesNothing() {
        node.on("POST /admin/import", "{\"stored\":0,\"duplicates\":0,\"refused\":{\"error: could not be stored\":1}}");
        assertEquals(73, terminal.withInput("{}\n").run("admin", "import"));
    }

    @Test
    void exportGoesToAFileOrTheOutput() throws IOException {
        node.on("POST /admin/export", "{\"a\":1}\n{\"b\":2}\n").on("GET /admin/stats", "{\"events\":2}");
        assertEquals(0, terminal.run("admin", "export"), terminal.complained());
        assertEquals("{\"a\":1}\n{\"b\":2}\n", terminal.printed());
        assertTrue(terminal.complained().endsWith("2 events exported\n"), terminal.complained());
        Path file = temp.resolve("out.jsonl");
        assertEquals(0, terminal.run("admin", "export", "--filter", "{\"kinds\":[1]}", "--json", file.toString()));
        assertEquals("POST /admin/export {\"filter\":{\"kinds\":[1]}}", node.lastRequest());
        assertEquals("{\"a\":1}\n{\"b\":2}\n", Files.readString(file));
        assertEquals(65, terminal.run("admin", "export", "--filter", "{\"kind\":1}", file + "2"));
        assertFalse(Files.exists(Path.of(file + "2")));
    }

    @Test
    void retentionIsToldRuleByRule() {
        node.on("GET /admin/retention", "{\"rules\":[{\"rule\":\"1; age 5d\",\"events\":1200,\"bytes\":2048}]}")
                .on("POST /admin/retention", "{\"rules\":[]}");
        assertEquals(0, terminal.run("admin", "retention", "--dry-run"));
        assertTrue(terminal.printed().startsWith("1; age 5d: 1,200 events, 2"), terminal.printed());
        assertTrue(terminal.printed().endsWith(" would go\n"), terminal.printed());
        assertEquals(0, terminal.run("admin", "retention"));
        assertTrue(terminal.printed().startsWith("no rules"), terminal.printed());
    }

    @Test
    void syncTellsWhatWentAndHowItEnded() {
        String report = "\"compared\":1200,\"missingHere\":3,\"missingThere\":2,\"stored\":2,\"sent\":2,"
                + "\"refused\":{\"blocked: banned\":1},\"rejected\":{},\"nip77\":false,\"notes\":[\"asked for everything\"]}";
        node.on("POST /admin/sync", "{\"compared\":9," + report.substring(16) + "\n{\"done\":true," + report + "\n");
        assertEquals(
                0, terminal.run("admin", "sync", "wss://Relay.example/", "{\"kinds\":[1]}"), terminal.complained());
        assertEquals(
                "POST /admin/sync {\"url\":\"wss://relay.example\",\"filter\":{\"kinds\":[1]},\"direction\":\"both\",\"dryRun\":false}",
                node.lastRequest());
        assertEquals(
                "1,200 events compared; 2 fetched, 2 sent\n  1 refused here: blocked: banned\n  asked for everything\n",
                terminal.printed());
        assertEquals(0, terminal.run("admin", "sync", "wss://relay.example", "--dry-run", "--direction", "up"));
        assertTrue(terminal.printed().startsWith("1,200 events compared; 3 missing here, 2 missing there\n"));
        assertEquals(0, terminal.run("admin", "sync", "wss://relay.example", "--json"));
        assertEquals("{\"done\":true," + report + "\n", terminal.printed());
    }

    @Test
    void syncThatFailsSaysWhyAndWrongWordsAreNotSent() {
        node.on(
                "POST /admin/sync",
                "{\"error\":{\"code\":77,\"detail\":\"wss://a.example: it wants to know who asks\"}}\n");
        assertEquals(77, terminal.run("admin", "sync", "wss://a.example"));
        assertTrue(terminal.complained().contains("wants to know who asks"), terminal.complained());
        node.on("POST /admin/sync", "{\"compared\":1}\n");
        assertEquals(75, terminal.run("admin", "sync", "wss://a.example"));
        int before = node.requests.size();
        assertEquals(65, terminal.run("admin", "sync", "https://a.example"));
        assertEquals(65, terminal.run("admin", "sync", "wss://a.example", "{\"limit\":1}"));
        assertEquals(65, terminal.run("admin", "sync", "wss://a.example", "no filter"));
        assertEquals(64, terminal.run("admin", "sync", "wss://a.example", "--direction", "sideways"));
        assertEquals(before, node.requests.size());
    }
}
