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
}
