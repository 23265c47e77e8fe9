// SPDX-License-Identifier: MIT
package org.throng.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.throng.home.Home;

class WordsWithNodeTest {
    private static final String ME = "npub10elfcs4fr0l0r8af98jlmgdh9c8tcxjvz9qkw038js35mp4dma8qzvjptg";
    private static final String BEN = "npub180cvv07tjdrrgpa0j7j7tmnyl2yr6yr7l8j4s3evf6u64th6gkwsyjh6w6";
    private static final String ID = "ab".repeat(32);
    private static final String IDENTITIES =
            "[{\"npub\":\"" + ME + "\",\"label\":\"me\",\"created_at\":5,\"relays\":[\"ws://127.0.0.1:1\"]}]";
    private static final String CONTACTS = "[{\"npub\":\"" + BEN
            + "\",\"petname\":\"Ben\",\"relays\":[],\"verified\":false,\"blocked\":false,\"added_at\":6}]";
    private static final String MESSAGE =
            "{\"cursor\":\"7\",\"id\":\"" + ID + "\",\"from\":\"" + BEN + "\",\"to\":\"" + ME
                    + "\",\"text\":\"hi \\u001b[31mred\\nsecond\",\"kind\":14,\"created_at\":1800000000,\"scheme\":\"direct\","
                    + "\"state\":\"received\",\"request\":true}";

    @TempDir
    Path temp;

    private FakeTerminal terminal;
    private FakeNode node;
    private Path passphrase;

    @BeforeEach
    void start() throws IOException {
        node = new FakeNode(new Home(temp.resolve("home")));
        node.on("GET /identities", "{\"identities\":" + IDENTITIES + "}")
                .on("GET /identities/" + ME + "/contacts", "{\"contacts\":" + CONTACTS + "}");
        terminal = new FakeTerminal();
        terminal.environment.put("THRONG_HOME", node.home.toString());
        passphrase = temp.resolve("passphrase");
        Files.writeString(passphrase, "pass\n");
    }

    @AfterEach
    void stop() throws IOException {
        node.close();
    }

    @Test
    void fileThatIsTooLargeIsRefusedBeforeAnythingIsSent() throws IOException {
        Path file = temp.resolve("large");
        try (var out = new java.io.RandomAccessFile(file.toFile(), "rw")) {
            out.setLength((8 << 20) + 1);
        }
        assertEquals(65, terminal.run("send", BEN, "--file", file.toString()));
        assertTrue(terminal.complained().contains("at most 8 MiB (8,388,608 bytes)"), terminal.complained());
        assertTrue(terminal.complained().contains("8,388,609"), terminal.complained());
        assertEquals(List.of(), node.requests);
    }

    @Test
    void searchForNothingIsAskedOfNobody() {
        assertEquals(64, terminal.run("search", ""));
        assertTrue(terminal.complained().contains("expected words to look for"), terminal.complained());
        assertEquals(List.of(), node.requests);
    }

    @Test
    void listsAreChangedAndAnEventIsExplained() {
        node.on("POST /admin/ban", "{\"what\":\"event\",\"value\":\"" + ID + "\",\"changed\":true,\"erased\":true}")
                .on("POST /admin/unallow", "{\"what\":\"kind\",\"value\":\"1\",\"changed\":false}")
                .on(
                        "POST /admin/explain",
                        "{\"says\":\"refuse\",\"by\":\"policy limits\",\"why\":\"pow: 8 bits\",\"findings\":"
                                + "[{\"by\":\"form\",\"says\":\"accept\",\"why\":\"\"}]}");
        assertEquals(0, terminal.run("admin", "ban", "event", ID, "--reason", "spam"));
        assertTrue(terminal.printed().contains("event " + ID + "  banned, erased"));
        assertEquals(
                "POST /admin/ban {\"what\":\"event\",\"value\":\"" + ID + "\",\"reason\":\"spam\"}",
                node.lastRequest());
        node.on("POST /admin/ban", "{\"what\":\"key\",\"value\":\"" + ID + "\",\"changed\":true,\"erased\":true}");
        assertEquals(0, terminal.run("admin", "ban", "key", ID));
        assertTrue(terminal.printed().contains("banned, all that was here of it is erased"));
        assertEquals(0, terminal.run("admin", "unallow", "1"));
        assertTrue(terminal.printed().contains("kind 1  was on no such list"));
        assertEquals(0, terminal.run("admin", "explain", ID, "--from", "192.0.2.1", "--as", ME));
        assertTrue(terminal.printed().contains("refused by policy limits: pow: 8 bits\n  form: accept"));
        assertEquals(
                "POST /admin/explain {\"id\":\"" + ID + "\",\"address\":\"192.0.2.1\",\"keys\":[\"" + ME + "\"]}",
                node.lastRequest());
        assertEquals(65, terminal.run("admin", "explain", "{\"id\":"));
    }

    @Test
    void statusIsShownAndPassedOn() {
        String status = "{\"ready\":true,\"version\":\"0.1.0\",\"role\":\"node\",\"locked\":true,\"home\":\"/h\","
                + "\"uptime\":61,\"relays\":[{\"url\":\"ws://a\",\"state\":\"connected\",\"detail\":\"\",\"for\":[]}],"
                + "\"identities\":1,\"outbox\":{\"queued\":2,\"failed\":0},\"relay\":null,\"clock\":null}";
        node.on("GET /status", status);
        assertEquals(0, terminal.run("status", "--json"));
        assertEquals(status + "\n", terminal.printed());
        assertEquals(0, terminal.run("status"));
        assertTrue(terminal.printed().contains("ready  node 0.1.0, up 1 min 1 s"), terminal.printed());
        assertTrue(terminal.printed().contains("LOCKED"), terminal.printed());
        assertTrue(terminal.printed().contains("relay: ws://a  connected"), terminal.printed());
        assertEquals(0, terminal.run("--home", node.home.toString(), "status", "--passphrase-file", "x"));
        assertTrue(terminal.printed().contains("2 queued"), terminal.printed());
        assertEquals(0, terminal.run("relays", "list"));
        assertEquals("relay: ws://a  connected\n", terminal.printed());
    }

    @Test
    void textIsSentToAKeyOrAPetname() {
        node.on("POST /messages", "{\"id\":\"" + ID + "\",\"state\":\"queued\",\"note\":\"no profile was found\"}");
        assertEquals(0, terminal.run("send", BEN, "hello\nwörld"), terminal.complained());
        assertEquals(ID + "  queued\n", terminal.printed());
        assertTrue(terminal.complained().contains("no profile was found"), terminal.complained());
        assertEquals("POST /messages {\"to\":\"" + BEN + "\",\"text\":\"hello\\nw\\u00f6rld\"}", node.lastRequest());
        assertEquals(0, terminal.withInput("from input\n").run("send", "Ben", "-", "--as", "me", "--json"));
        assertEquals(
                "{\"id\":\"" + ID + "\",\"state\":\"queued\",\"note\":\"no profile was found\"}\n", terminal.printed());
        assertEquals(
                "POST /messages {\"from\":\"" + ME + "\",\"to\":\"" + BEN + "\",\"text\":\"from input\"}",
                node.lastRequest());
        assertEquals(65, terminal.run("send", "Nobody", "x"));
        assertEquals(65, terminal.run("send", BEN + "x", "x"));
    }

    @Test
    void fileIsSentAsItIs() throws IOException {
        node.on("POST /files", "{\"id\":\"" + ID + "\",\"state\":\"queued\"}");
        Path file = temp.resolve("a file.bin");
        Files.writeString(file, "content");
        assertEquals(0, terminal.run("send", BEN, "--file", file.toString(), "--mime", "image/png", "--json"));
        assertEquals("POST /files?to=" + BEN + "&name=a+file.bin&mime=image%2Fpng content", node.lastRequest());
        assertEquals(65, terminal.run("send", BEN, "--file", temp + "/none"));
        assertEquals(64, terminal.run("send", BEN, "text", "--file", file.toString()));
    }

    @Test
    void inboxIsReadPageByPage() {
        node.on("GET /messages", "{\"messages\":[" + MESSAGE + "],\"next\":\"7\"}");
        assertEquals(0, terminal.run("inbox", "--json", "--limit", "1", "--with", "Ben", "--after", "3"));
        assertEquals("GET /messages?after=3&limit=1&box=inbox&with=" + BEN, node.lastRequest());
        assertEquals(MESSAGE + "\n", terminal.printed());
        assertEquals(0, terminal.run("inbox"), terminal.complained());
        assertEquals("GET /messages?after=7&limit=200&box=inbox", node.lastRequest());
    }

    @Test
    void wordsOfAStrangerDoNotReachTheTerminalUncleaned() {
        node.on("GET /messages/" + ID, MESSAGE);
        assertEquals(0, terminal.run("show", ID));
        assertFalse(terminal.printed().contains("\u001b"), terminal.printed());
        assertTrue(terminal.printed().contains("hi \ufffd[31mred\n  second"), terminal.printed());
        assertTrue(terminal.printed().contains("REQUEST: nobody you know"), terminal.printed());
    }

    @Test
    void textOfAMessageNamesItsScheme() {
        node.on("GET /messages", "{\"messages\":[" + MESSAGE.replace("direct", "pq") + "],\"next\":\"7\"}")
                .on("GET /messages/" + ID, MESSAGE);
        assertEquals(0, terminal.run("inbox"));
        assertTrue(terminal.printed().contains("  received, scheme pq  REQUEST"), terminal.printed());
        assertEquals(0, terminal.run("show", ID));
        assertTrue(terminal.printed().contains("  received, scheme direct  REQUEST"), terminal.printed());
        node.on("GET /messages/" + ID, MESSAGE.replace("received", "queued").replace("\"direct\"", "\"\""));
        assertEquals(0, terminal.run("show", ID));
        assertTrue(terminal.printed().contains("  queued  REQUEST"), terminal.printed());
    }

    @Test
    void contactThatIsShownSaysWhichWayWordsGo() {
        String shown = "{\"npub\":\"" + BEN + "\",\"petname\":\"Ben\",\"sessions\":[],\"profile\":null,\"strongest\":";
        String contact = "GET /identities/" + ME + "/contacts/" + BEN;
        node.on(contact, shown + "\"direct\"}");
        assertEquals(0, terminal.run("contact", "show", "Ben"), terminal.complained());
        assertTrue(terminal.printed().contains("scheme direct or pq"), terminal.printed());
        node.on(contact, shown + "\"pq\"}");
        assertEquals(0, terminal.run("contact", "show", "Ben"));
        assertTrue(terminal.printed().contains("scheme pq, or wait"), terminal.printed());
        assertFalse(terminal.printed().contains("newest session"), terminal.printed());
        node.on(contact, shown + "\"tagged\",\"session_since\":1800000000,\"sessions_begun\":2}");
        assertEquals(0, terminal.run("contact", "show", "Ben"));
        assertTrue(terminal.printed().contains("wait until then"), terminal.printed());
        assertTrue(terminal.printed().contains("new session, number 2 with this contact"), terminal.printed());
    }

    @Test
    void followingShowsWhatComesUntilTheNodeEnds() {
        node.on("GET /messages", "{\"messages\":[],\"next\":\"\"}");
        node.on("GET /messages/follow", ": hello\n\nid: 7\ndata: " + MESSAGE + "\n\ndata: " + MESSAGE + "\n\n");
        assertEquals(69, terminal.run("inbox", "--follow", "--json"));
        assertEquals(MESSAGE + "\n" + MESSAGE + "\n", terminal.printed());
        assertTrue(terminal.complained().contains("the node ended"), terminal.complained());
    }

    @Test
    void fileIsSavedOnce() throws IOException {
        node.on("GET /messages/" + ID, MESSAGE.replace("\"request\":true", "\"file\":{\"name\":\"x\",\"size\":3}"));
        node.on("GET /files/" + ID, "abc");
        Path to = temp.resolve("saved");
        assertEquals(0, terminal.run("show", ID, "--save", to.toString()), terminal.complained());
        assertEquals("abc", Files.readString(to));
        assertEquals(73, terminal.run("show", ID, "--save", to.toString()));
        node.on("GET /files/" + ID, 503, "{\"detail\":\"chunk 2 is not there yet\",\"code\":75}");
        assertEquals(75, terminal.run("show", ID, "--save", temp + "/second"));
        assertFalse(Files.exists(temp.resolve("second")));
        assertEquals(65, terminal.run("show", "123"));
    }

    @Test
    void smallWordsSayWhatTheNodeSays() {
        node.on("GET /search", "{\"messages\":[" + MESSAGE + "]}")
                .on("DELETE /messages/" + ID, 204, "")
                .on("POST /space/free", "{\"freedBytes\":1234567}")
                .on("GET /logs", "one\ntwo\n")
                .on(
                        "GET /plugins",
                        "[{\"name\":\"org.throng.rest\",\"version\":\"0.1.0\",\"state\":\"active\","
                                + "\"provides\":[\"Api\"]}]")
                .on("GET /admin/stats", "{\"events\":{\"count\":3},\"uptime\":4}")
                .on("POST /admin/compact", "{\"freedBytes\":0}")
                .on(
                        "GET /doctor",
                        "{\"checks\":[{\"name\":\"clock\",\"ok\":true,\"detail\":\"fine\"},"
                                + "{\"name\":\"disk\",\"ok\":false,\"detail\":\"full\",\"hint\":\"free some\"}]}");
        assertEquals(0, terminal.run("search", "red", "words"));
        assertEquals("GET /search?q=red+words", node.lastRequest());
        assertEquals(0, terminal.run("delete", ID, ID.toUpperCase(java.util.Locale.ROOT)), terminal.complained());
        assertEquals(0, terminal.run("free"));
        assertEquals("freed 1.2 MB\n", terminal.printed());
        assertEquals(0, terminal.run("logs", "-n", "2"));
        assertEquals("one\ntwo\n", terminal.printed());
        assertEquals(0, terminal.run("plugin", "list"));
        assertEquals("org.throng.rest 0.1.0  active  provides Api\n", terminal.printed());
        assertEquals(0, terminal.run("admin", "stats"));
        assertEquals("events:\n  count: 3\nuptime: 4\n", terminal.printed());
        assertEquals(0, terminal.run("admin", "compact", "--json"));
        assertEquals("{\"freedBytes\":0}\n", terminal.printed());
        assertEquals(75, terminal.run("doctor"));
        assertTrue(terminal.printed().contains("WRONG disk: full\n      → free some"), terminal.printed());
    }

    @Test
    void identitiesGoThroughTheNode() {
        String made = IDENTITIES.substring(1, IDENTITIES.length() - 1);
        node.on("POST /identities", made)
                .on("POST /identities/import", made)
                .on("PATCH /identities/" + ME, made)
                .on("POST /identities/" + ME + "/export", "{\"ncryptsec\":\"ncryptsec1x\"}")
                .on("DELETE /identities/" + ME, 204, "")
                .on("PUT /identities/" + ME + "/contacts/" + BEN, "{}")
                .on("DELETE /identities/" + ME + "/contacts/" + BEN, 204, "")
                .on("GET /status", "{\"vault\":\"locked\"}")
                .on("POST /vault/lock", "{}")
                .on("POST /vault/unlock", "{}")
                .on("POST /vault/passphrase", "{}");
        assertEquals(0, terminal.run("id", "new", "--label", "me", "--json"), terminal.complained());
        assertEquals("POST /identities {\"label\":\"me\"}", node.lastRequest());
        assertEquals(0, terminal.withInput("nsec1x\n").run("id", "import", "--label", "x"));
        assertEquals(
                "POST /identities/import {\"label\":\"x\",\"key\":\"nsec1x\\n\",\"passphrase\":\"\"}",
                node.lastRequest());
        assertEquals(0, terminal.run("id", "label", "me", "new"));
        assertEquals(
                "PATCH /identities/" + ME + " {\"label\":\"new\",\"relays\":[\"ws://127.0.0.1:1\"]}",
                node.lastRequest());
        assertEquals(0, terminal.run("id", "export", "me", "--passphrase-file", passphrase.toString()));
        assertEquals("ncryptsec1x\n", terminal.printed());
        assertEquals(0, terminal.run("contact", "verify", "Ben", "--yes"));
        assertEquals(
                "PUT /identities/" + ME + "/contacts/" + BEN
                        + " {\"petname\":\"Ben\",\"relays\":[],\"verified\":true,\"blocked\":false}",
                node.lastRequest());
        assertEquals(0, terminal.run("contact", "remove", "Ben"));
        assertEquals(0, terminal.run("id", "lock"));
        assertEquals(0, terminal.run("id", "unlock", "--passphrase-file", passphrase.toString()));
        assertEquals("POST /vault/unlock {\"passphrase\":\"pass\"}", node.lastRequest());
        node.on("GET /status", "{\"vault\":\"none\"}");
        assertEquals(77, terminal.run("id", "unlock", "--passphrase-file", passphrase.toString()));
        assertTrue(terminal.complained().contains("throng id new"), terminal.complained());
        assertEquals(
                0,
                terminal.run(
                        "id",
                        "passphrase",
                        "--passphrase-file",
                        passphrase.toString(),
                        "--new-passphrase-file",
                        passphrase.toString()));
        assertEquals("POST /vault/passphrase {\"passphrase\":\"pass\",\"fresh\":\"pass\"}", node.lastRequest());
        assertEquals(0, terminal.run("id", "delete", "me", "--yes"));
        assertFalse(Files.exists(node.home.data()), "the files are the node's");
    }

    @Test
    void nodeWithoutAVaultGetsOne() {
        node.on("POST /identities", 409, "{\"type\":\"urn:throng:vault\",\"title\":\"no vault\",\"code\":77}")
                .on("POST /vault/create", "{}");
        assertEquals(77, terminal.run("id", "new", "--passphrase-file", passphrase.toString()));
        assertTrue(node.requests.contains("POST /vault/create {\"passphrase\":\"pass\"}"), node.requests.toString());
        assertEquals(
                2,
                node.requests.stream()
                        .filter(r -> r.startsWith("POST /identities"))
                        .count());
    }

    @ParameterizedTest
    @CsvSource({
        "400, '', 65",
        "401, '', 77",
        "404, '', 65",
        "409, '', 77",
        "413, '', 65",
        "423, '', 77",
        "429, '', 75",
        "500, '', 75",
        "503, '', 75",
        "507, '', 73",
        "500, '{\"code\":65}', 65",
        "400, '{\"code\":0}', 65",
        "200, 'no json', 75",
        "400, 'no json', 75"
    })
    void refusalOfTheNodeHasItsCode(int status, String body, int code) {
        node.on("GET /status", status, body);
        assertEquals(code, terminal.run("status"), terminal.complained());
        assertEquals(1, terminal.complained().lines().count());
    }

    @Test
    void tokenOfAnotherStartIsRefused() throws IOException {
        Files.writeString(node.home.run().resolve("token"), "A".repeat(43));
        assertEquals(77, terminal.run("status"));
        Files.delete(node.home.run().resolve("token"));
        assertEquals(69, terminal.run("status"));
    }

    @Test
    void nodeThatEndedIsNone() throws IOException {
        String api = Files.readString(node.home.run().resolve("api.json"));
        Files.writeString(node.home.run().resolve("api.json"), api.replaceAll("\"pid\":[0-9]+", "\"pid\":999999999"));
        assertEquals(69, terminal.run("status"));
        Files.writeString(node.home.run().resolve("api.json"), api.replaceAll("\"port\":[0-9]+", "\"port\":1"));
        assertEquals(69, terminal.run("status"));
        Files.writeString(node.home.run().resolve("api.json"), "nonsense");
        assertEquals(69, terminal.run("status"));
    }

    @Test
    void backupIsWrittenWholeOrNotAtAll() throws IOException {
        node.on("POST /backup", "sealed bytes");
        Path file = temp.resolve("backup");
        String pass = passphrase.toString();
        assertEquals(0, terminal.run("backup", file.toString(), "--passphrase-file", pass, "--as", "me"));
        assertEquals("POST /backup {\"passphrase\":\"pass\",\"identities\":[\"" + ME + "\"]}", node.lastRequest());
        assertArrayEquals("sealed bytes".getBytes(StandardCharsets.UTF_8), Files.readAllBytes(file));
        assertEquals(73, terminal.run("backup", file.toString(), "--passphrase-file", pass));
        node.on("POST /backup", 423, "{\"title\":\"locked\",\"code\":77}");
        assertEquals(77, terminal.run("backup", temp + "/second", "--passphrase-file", pass));
        assertFalse(Files.exists(temp.resolve("second")));
        assertEquals(77, terminal.run("restore", file.toString(), "--passphrase-file", pass));
        assertTrue(terminal.complained().contains("stop it first"), terminal.complained());
    }

    @Test
    void relayIsTestedByTheNode() {
        node.on(
                "POST /relays/test",
                "{\"url\":\"ws://a\",\"ok\":true,\"feed\":false,\"demandsAuth\":false,"
                        + "\"roundTripMillis\":5,\"detail\":\"works\",\"clockAheadSeconds\":1200}");
        assertEquals(0, terminal.run("relays", "test", "ws://a"));
        assertEquals(
                "ok     ws://a: works, answers in 5 ms; its clock is 20 min 0 s ahead of ours: one of the two is wrong\n",
                terminal.printed());
        node.on("POST /relays/test", "{\"url\":\"ws://a\",\"ok\":false,\"detail\":\"no connection\"}");
        assertEquals(75, terminal.run("relays", "test", "ws://a"));
    }

    @Test
    void listsOfTheNodeAreTakenAsTheyAre() {
        assertEquals(0, terminal.run("id", "list", "--json"));
        assertEquals(IDENTITIES.substring(1, IDENTITIES.length() - 1) + "\n", terminal.printed());
        assertEquals(0, terminal.run("contact", "list", "--json"));
        assertEquals(CONTACTS.substring(1, CONTACTS.length() - 1) + "\n", terminal.printed());
        assertEquals(
                List.of("GET /identities", "GET /identities", "GET /identities/" + ME + "/contacts"), node.requests);
    }

    @Test
    void disposableIdentitiesAreTheNodesToMakeAndToWipe() {
        String temp = "{\"npub\":\"" + BEN + "\",\"label\":\"temp\",\"created_at\":5,\"relays\":[],\"disposable\":true,"
                + "\"expires_at\":1800003600,\"for\":\"" + ME + "\",\"purpose\":\"a flat\",\"unsent\":2}";
        node.on("POST /identities", temp)
                .on(
                        "GET /identities",
                        "{\"identities\":[" + IDENTITIES.substring(1, IDENTITIES.length() - 1) + "," + temp + "]}")
                .on("DELETE /identities/" + BEN, 204, "")
                .on("PATCH /identities/" + BEN, temp);
        assertEquals(
                0,
                terminal.run("id", "new", "--disposable", "--label", "temp", "--expires", "1h", "--purpose", "a flat"),
                terminal.complained());
        assertEquals(
                "POST /identities {\"label\":\"temp\",\"disposable\":true,\"expires_at\":1800003600,\"purpose\":\"a flat\"}",
                node.lastRequest());
        assertEquals(0, terminal.run("id", "list"));
        String line = terminal.printed().lines().toList().get(1);
        assertTrue(line.contains("ENDS ") && line.contains("in 1 h 0 min"), line);
        assertTrue(line.contains(", a flat, 2 messages not sent yet"), line);
        assertEquals(0, terminal.run("id", "list", "--json"));
        assertTrue(terminal.printed().contains("\"unsent\":2"), terminal.printed());
        assertEquals(0, terminal.run("id", "prolong", "temp", "--expires", "2h"), terminal.complained());
        assertEquals(
                "PATCH /identities/" + BEN + " {\"label\":\"temp\",\"relays\":[],\"expires_at\":1800007200}",
                node.lastRequest());
        node.on("GET /messages", "{\"messages\":[],\"next\":null}");
        assertEquals(0, terminal.run("inbox"), terminal.complained());
        assertTrue(terminal.complained().contains("'temp' ENDS "), terminal.complained());
        assertEquals(0, terminal.run("id", "wipe", "temp", "--yes"), terminal.complained());
        assertEquals(
                "DELETE /identities/" + BEN,
                node.requests.stream()
                        .filter(request -> request.startsWith("DELETE"))
                        .findFirst()
                        .orElseThrow());
    }

    @Test
    void statusTellsOfWhatEndsAndOfWhatWasLost() {
        node.on(
                "GET /status",
                "{\"ready\":true,\"version\":\"0.1.0\",\"role\":\"node\",\"locked\":false,\"home\":\"/h\",\"uptime\":61,"
                        + "\"identities\":2,\"ending\":[{\"label\":\"temp\",\"expires_at\":1800003600,\"unsent\":1}],"
                        + "\"wiped\":[{\"at\":1799990000,\"unsent\":3}],\"relays\":[]}");
        assertEquals(0, terminal.run("status"), terminal.complained());
        assertTrue(terminal.printed().contains("'temp' ENDS "), terminal.printed());
        assertTrue(terminal.printed().contains("1 messages not sent yet"), terminal.printed());
        assertTrue(terminal.printed().contains("3 messages that NO RELAY HAD YET"), terminal.printed());
    }
}
