// SPDX-License-Identifier: MIT
package org.throng.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.throng.curve.PublicKey;
import org.throng.event.RelayUrl;
import org.throng.home.Home;
import org.throng.home.HomeLock;
import org.throng.identity.Domains;
import org.throng.itests.contracts.QuickVault;

class WordsWithoutNodeTest {
    private static final String NSEC = "nsec1vl029mgpspedva04g90vltkh6fvh240zqtv9k0t9af8935ke9laqsnlfe5";
    private static final String MINE = "npub10elfcs4fr0l0r8af98jlmgdh9c8tcxjvz9qkw038js35mp4dma8qzvjptg";
    private static final String HEX = "79be667ef9dcbbac55a06295ce870b07029bfcdb2dce28d959f2815b16f81798";
    private static final String FRIEND = "npub180cvv07tjdrrgpa0j7j7tmnyl2yr6yr7l8j4s3evf6u64th6gkwsyjh6w6";

    @TempDir
    Path temp;

    private FakeTerminal terminal;
    private Path passphrase;

    @BeforeEach
    void start() throws IOException {
        terminal = new FakeTerminal();
        terminal.environment.put("THRONG_HOME", temp.resolve("home").toString());
        passphrase = secretFile("passphrase", "correct horse\n");
    }

    private Path secretFile(String name, String text) throws IOException {
        Path file = temp.resolve(name);
        Files.writeString(file, text);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        return file;
    }

    /** In a home whose vault opens quickly. */
    private int withPassphrase(String... words) throws IOException {
        Path home = temp.resolve("home");
        if (!Files.exists(home)) {
            QuickVault.write(home, "correct horse");
        }
        terminal.environment.put("THRONG_PASSPHRASE_FILE", passphrase.toString());
        return terminal.run(words);
    }

    private void importMine() throws IOException {
        terminal.withInput(NSEC + "\n");
        assertEquals(0, withPassphrase("id", "import", "--label", "me"), terminal.complained());
    }

    @Test
    void helpListsEveryWord() {
        assertEquals(0, terminal.run("--help"));
        for (String word : new String[] {
            "node",
            "relay",
            "client",
            "id",
            "contact",
            "relays",
            "send",
            "inbox",
            "show",
            "search",
            "status",
            "doctor",
            "logs",
            "plugin",
            "backup",
            "restore",
            "admin",
            "demo",
            "completion"
        }) {
            assertTrue(terminal.printed().contains("  " + word + " "), word);
            assertEquals(0, terminal.run(word, "--help"), word);
            assertTrue(terminal.printed().contains("Usage: throng " + word), word);
            terminal.run("--help");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "nonsense",
                "id",
                "id nonsense",
                "contact",
                "relays",
                "admin",
                "plugin",
                "send",
                "send npub1x",
                "id new --nonsense",
                "id label only-one",
                "id new --for npub1x",
                "id new --disposable --expires soon",
                "id new --disposable --expires 0d",
                "id prolong temp",
                "id wipe",
                "show",
                "delete",
                "search",
                "restore",
                "backup",
                "--home",
                "completion",
                "completion fish",
                "id import " + NSEC,
                "id import --file",
                "logs --lines many",
                "logs --lines=-1",
                "node",
                "inbox --box drafts",
                "inbox --limit 0",
                "send a b c"
            })
    void wrongUseIsExplainedAndEndsWith64(String line) {
        String[] words = line.isEmpty() ? new String[0] : line.split(" ");
        assertEquals(64, terminal.run(words), terminal.complained());
        assertTrue(terminal.complained().startsWith("throng: "), terminal.complained());
        assertEquals(1, terminal.complained().lines().count(), terminal.complained());
        assertFalse(terminal.complained().contains("vl029"), terminal.complained());
        assertEquals("", terminal.printed());
    }

    @Test
    void disposableIdentityIsMadeListedProlongedAndWiped() throws IOException {
        importMine();
        assertEquals(0, withPassphrase("contact", "add", FRIEND, "--petname", "Ben"), terminal.complained());
        assertEquals(
                0,
                withPassphrase(
                        "id",
                        "new",
                        "--disposable",
                        "--for",
                        "Ben",
                        "--purpose",
                        "the flat",
                        "--relay",
                        "ws://a",
                        "--expires",
                        "12h",
                        "--json"),
                terminal.complained());
        assertTrue(terminal.printed().contains("\"label\":\"temp\""), terminal.printed());
        assertTrue(terminal.printed().contains("\"expires_at\":1800043200"), terminal.printed());
        assertEquals(0, withPassphrase("contact", "list", "--as", "temp"));
        assertTrue(terminal.printed().contains("Ben"), "a contact of its own: " + terminal.printed());
        assertEquals(0, withPassphrase("id", "new", "--disposable"), terminal.complained());
        assertTrue(terminal.complained().contains("made 'temp 2', which ends "), terminal.complained());
        assertTrue(terminal.complained().contains("(in 7 d 0 h)"), terminal.complained());
        assertEquals(0, terminal.run("id", "list"));
        List<String> lines = terminal.printed().lines().toList();
        assertFalse(lines.get(0).contains("disposable"), lines.get(0));
        assertTrue(lines.get(1).contains("disposable, ENDS ") && lines.get(1).contains("in 12 h 0 min"), lines.get(1));
        assertTrue(lines.get(2).contains("disposable, ends ") && lines.get(2).contains("no relay yet"), lines.get(2));
        assertEquals(0, terminal.run("id", "label", "temp", "flat"));
        assertEquals(0, terminal.run("relays", "add", "ws://b", "--as", "flat"), terminal.complained());
        assertEquals(0, terminal.run("id", "prolong", "flat", "--expires", "2w"), terminal.complained());
        assertTrue(terminal.printed().contains("'flat' ends "), "still disposable: " + terminal.printed());
        assertEquals(65, terminal.run("id", "prolong", "flat", "--expires", "53w"));
        assertEquals(0, terminal.run("id", "prolong", "flat", "--expires", "2027-03-01"), terminal.complained());
        assertEquals(77, terminal.run("id", "prolong", "me", "--expires", "1d"));
        assertEquals(77, terminal.run("id", "wipe", "me", "--yes"));
        assertTrue(terminal.complained().contains("not disposable"), terminal.complained());
        assertEquals(77, terminal.answering("no").run("id", "wipe", "flat"));
        assertEquals(0, terminal.answering("flat").run("id", "wipe", "flat"), terminal.complained());
        assertTrue(terminal.complained().contains("when the node is unlocked next"), terminal.complained());
        assertEquals(0, terminal.run("id", "delete", "temp 2", "--yes"));
        assertEquals(0, terminal.run("id", "list"));
        assertEquals(1, terminal.printed().lines().count(), terminal.printed());
    }

    @Test
    void disposableIdentityIsUsedOnlyWhereItIsNamed() throws IOException {
        assertEquals(0, withPassphrase("id", "new", "--disposable", "--label", "temp"), terminal.complained());
        assertEquals(77, terminal.run("relays", "list"));
        assertTrue(terminal.complained().contains("--as 'temp'"), terminal.complained());
        assertEquals(0, terminal.run("relays", "list", "--as", "temp"));
        importMine();
        assertEquals(0, withPassphrase("relays", "add", "ws://mine"), terminal.complained());
        assertEquals(0, terminal.run("relays", "list", "--as", "me"));
        assertEquals("ws://mine\n", terminal.printed());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "status",
                "doctor",
                "inbox",
                "search x",
                "logs",
                "plugin list",
                "admin stats",
                "admin compact",
                "free",
                "send " + FRIEND + " hello",
                "id unlock",
                "backup b",
                "status --json",
                "inbox --follow",
                "show 0000000000000000000000000000000000000000000000000000000000000000",
                "delete 0000000000000000000000000000000000000000000000000000000000000000"
            })
    void wordThatNeedsANodeSaysHowToStartOne(String line) {
        assertEquals(69, terminal.run(line.split(" ")));
        assertTrue(terminal.complained().contains("no node runs for " + temp.resolve("home")), terminal.complained());
        assertTrue(terminal.complained().contains("throng up --home"), terminal.complained());
    }

    @Test
    void errorIsAnObjectWithJson() {
        assertEquals(69, terminal.run("doctor", "--json"));
        assertTrue(
                terminal.complained().startsWith("{\"error\":{\"code\":69,\"message\":\"no node runs"),
                terminal.complained());
        assertEquals(64, terminal.run("nonsense", "--json"));
        assertTrue(terminal.complained().startsWith("{\"error\":{\"code\":64,"), terminal.complained());
    }

    @Test
    void firstKeyMakesTheVaultAndAsksTwice() {
        terminal.answering("one passphrase", "one passphrase");
        assertEquals(0, terminal.run("id", "new", "--label", "me", "--json"));
        assertTrue(terminal.printed().matches("\\{\"npub\":\"npub1[a-z0-9]{58}\",\"label\":\"me\",.*}\n"));
        terminal.answering("one passphrase");
        assertEquals(0, terminal.run("id", "new"));
        terminal.answering("another");
        assertEquals(77, terminal.run("id", "new"));
        assertTrue(terminal.complained().contains("does not open the vault"), terminal.complained());
        assertEquals(0, terminal.run("id", "list"));
        assertEquals(2, terminal.printed().lines().count());
    }

    @Test
    void passphrasesThatDifferMakeNothing() {
        terminal.answering("one", "two");
        assertEquals(65, terminal.run("id", "new"));
        assertTrue(terminal.complained().contains("differ"), terminal.complained());
        assertEquals(0, terminal.run("id", "list"));
        assertEquals("", terminal.printed());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "relays list",
                "relays add ws://a",
                "contact list",
                "contact add " + FRIEND,
                "id export",
                "id label a b"
            })
    void wordThatNeedsAnIdentityMakesNothingInAHomeThatHasNone(String line) {
        assertEquals(77, terminal.run(line.split(" ")), terminal.complained());
        assertTrue(
                terminal.complained().contains("there is no identity yet in " + temp.resolve("home")),
                terminal.complained());
        assertFalse(Files.exists(temp.resolve("home")));
    }

    @Test
    void standardHomeIsThatOfTheShell() {
        terminal.environment.clear();
        terminal.environment.put("HOME", temp.toString());
        assertEquals(69, terminal.run("status"));
        assertTrue(
                terminal.complained().contains("no node runs for " + temp.resolve(".throng")), terminal.complained());
    }

    @Test
    void safetyNumberNeedsNoContact() throws IOException {
        importMine();
        assertEquals(0, withPassphrase("contact", "verify", FRIEND), terminal.complained());
        assertTrue(terminal.printed().contains("77712 96950 96606 52835"), terminal.printed());
        assertTrue(terminal.complained().contains("throng contact add " + FRIEND), terminal.complained());
        assertEquals(65, withPassphrase("contact", "verify", FRIEND, "--yes"), "nothing is marked");
        assertEquals(65, withPassphrase("contact", "verify", MINE));
        assertEquals(65, withPassphrase("contact", "verify", "nobody"));
        assertEquals(0, withPassphrase("contact", "list"));
        assertEquals("", terminal.printed());
    }

    @Test
    void listOfAnEmptyHomeMakesNoFolder() {
        assertEquals(0, terminal.run("id", "list"));
        assertFalse(Files.exists(temp.resolve("home")));
        assertTrue(terminal.complained().contains("throng id new"), terminal.complained());
    }

    @Test
    void passphraseComesFromTheCredentialOfSystemd() throws IOException {
        secretFile("throng.passphrase", "credential\r\nsecond line\n");
        terminal.environment.put("CREDENTIALS_DIRECTORY", temp.toString());
        assertEquals(0, terminal.run("id", "new"), terminal.complained());
        Path same = secretFile("same", "credential");
        terminal.environment.clear();
        assertEquals(
                0,
                terminal.run("id", "new", "--passphrase-file", same.toString(), "--home", temp + "/home"),
                terminal.complained());
    }

    @Test
    void fileThatOthersCanReadIsWarnedAbout() throws IOException {
        Files.setPosixFilePermissions(passphrase, PosixFilePermissions.fromString("rw-r--r--"));
        assertEquals(0, withPassphrase("id", "new"));
        assertTrue(terminal.complained().contains("others can read"), terminal.complained());
    }

    @Test
    void missingPassphraseNamesEverySource() {
        assertEquals(64, terminal.run("id", "new"));
        for (String source : new String[] {"--passphrase-file", "THRONG_PASSPHRASE_FILE", "systemd", "terminal"}) {
            assertTrue(terminal.complained().contains(source), source);
        }
        assertEquals(65, terminal.run("id", "new", "--passphrase-file", temp + "/none"));
        assertTrue(terminal.complained().contains("there is no such file"), terminal.complained());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "nsec1vl029mgpspedva04g90vltkh6fvh240zqtv9k0t9af8935ke9laqsnlfe6 | 65 | checksum",
                "npub180cvv07tjdrrgpa0j7j7tmnyl2yr6yr7l8j4s3evf6u64th6gkwsyjh6w6 | 65 | expected an nsec, got an npub",
                "67dea2ed | 65 | expected 64 hex digits, got 8",
                "0000000000000000000000000000000000000000000000000000000000000000 | 65 | it is zero",
                "leader monkey parrot | 65 | expected 12, 15, 18, 21 or 24 words",
                "hello | 65 | expected an nsec, an ncryptsec",
            })
    void wrongKeyIsToldApart(String key, int code, String message) throws IOException {
        terminal.withInput(key);
        assertEquals(code, withPassphrase("id", "import"));
        assertTrue(terminal.complained().contains(message), terminal.complained());
    }

    @Test
    void keyIsTakenFromInputOrFileOrPromptButNotTwice() throws IOException {
        importMine();
        assertEquals(MINE + "\n", terminal.printed());
        Path file = secretFile("key", NSEC);
        assertEquals(77, withPassphrase("id", "import", "--file", file.toString()));
        assertTrue(terminal.complained().contains("is here already, as 'me'"), terminal.complained());
    }

    @Test
    void exportComesBackElsewhere() throws IOException {
        importMine();
        Path export = secretFile("export", "export passphrase");
        Path copy = temp.resolve("copy");
        assertEquals(
                0,
                withPassphrase(
                        "id", "export", "me", "--to", copy.toString(), "--export-passphrase-file", export.toString()),
                terminal.complained());
        assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(copy)));
        assertEquals(
                73,
                withPassphrase(
                        "id", "export", "me", "--to", copy.toString(), "--export-passphrase-file", export.toString()));
        assertTrue(terminal.complained().contains("it is there already"), terminal.complained());
        assertEquals(
                0,
                withPassphrase(
                        "id",
                        "import",
                        "--home",
                        temp + "/other",
                        "--file",
                        copy.toString(),
                        "--key-passphrase-file",
                        export.toString()),
                terminal.complained());
        assertEquals(MINE + "\n", terminal.printed());
        assertEquals(77, withPassphrase("id", "import", "--home", temp + "/third", "--file", copy.toString()));
        assertTrue(terminal.complained().contains("does not open the ncryptsec"), terminal.complained());
    }

    @Test
    void rescueSheetHoldsTheEncryptedKeyOnlyAndCanBeTypedIn() throws IOException {
        importMine();
        Path export = secretFile("export", "sheet passphrase");
        assertEquals(0, withPassphrase("id", "rescue", "--export-passphrase-file", export.toString()));
        String sheet = terminal.printed();
        assertTrue(sheet.contains(MINE), sheet);
        assertTrue(sheet.contains("2027-01-15"), sheet);
        assertTrue(sheet.contains("█"), sheet);
        assertFalse(sheet.contains("nsec1"), sheet);
        String typed = sheet.substring(sheet.indexOf("ncrypt sec1"));
        typed = typed.substring(0, typed.indexOf("\n\n"));
        terminal.withInput(typed);
        assertEquals(
                0,
                withPassphrase("id", "import", "--home", temp + "/other", "--key-passphrase-file", export.toString()),
                terminal.complained());
        assertEquals(MINE + "\n", terminal.printed());
    }

    @Test
    void labelChangesAndDeletionAsks() throws IOException {
        importMine();
        assertEquals(0, terminal.run("id", "label", "me", "myself"), terminal.complained());
        assertEquals(65, terminal.run("id", "label", "me", "x"));
        assertEquals(77, terminal.run("id", "delete", "myself"));
        terminal.answering("wrong");
        assertEquals(77, terminal.run("id", "delete", "myself"));
        terminal.answering("myself");
        assertEquals(0, terminal.run("id", "delete", "myself"), terminal.complained());
        assertEquals(0, terminal.run("id", "list", "--json"));
        assertEquals("", terminal.printed());
    }

    @Test
    void passphraseChanges() throws IOException {
        importMine();
        Path fresh = secretFile("fresh", "fresh passphrase");
        assertEquals(64, withPassphrase("id", "passphrase"));
        assertEquals(
                0,
                withPassphrase("id", "passphrase", "--new-passphrase-file", fresh.toString()),
                terminal.complained());
        assertEquals(77, withPassphrase("id", "new"));
        assertEquals(0, terminal.run("id", "new", "--passphrase-file", fresh.toString()), terminal.complained());
    }

    @Test
    void lockWithoutANodeHasNothingToDo() {
        assertEquals(0, terminal.run("id", "lock"));
    }

    @Test
    void contactIsAddedVerifiedBlockedAndRemoved() throws IOException {
        importMine();
        assertEquals(0, withPassphrase("contact", "add", FRIEND, "--petname", "Ben"), terminal.complained());
        assertEquals(0, withPassphrase("contact", "verify", "Ben"));
        assertTrue(terminal.printed().contains("77712 96950 96606 52835"), terminal.printed());
        assertTrue(terminal.printed().contains("not verified"), terminal.printed());
        assertEquals(0, withPassphrase("contact", "verify", FRIEND, "--yes", "--json"));
        assertTrue(terminal.printed().contains("\"verified\":true"), terminal.printed());
        assertEquals(0, withPassphrase("contact", "block", "Ben"));
        assertEquals(0, withPassphrase("contact", "list"));
        assertEquals(FRIEND + "  Ben  verified  blocked\n", terminal.printed());
        assertEquals(0, withPassphrase("contact", "block", "Ben", "--undo"));
        assertEquals(0, withPassphrase("contact", "remove", "Ben"));
        assertEquals(65, withPassphrase("contact", "remove", "Ben"));
        assertEquals(0, withPassphrase("contact", "list"));
        assertEquals("", terminal.printed());
    }

    @Test
    void aKeyIsNoNameForAnybody() throws IOException {
        importMine();
        for (String key : new String[] {MINE, "nostr:" + MINE, NSEC, "AB".repeat(32)}) {
            assertEquals(65, withPassphrase("contact", "add", FRIEND, "--petname", key), terminal.complained());
            assertTrue(terminal.complained().contains("does not read as a key"), terminal.complained());
            assertFalse(terminal.complained().contains(key), terminal.complained());
            assertEquals(65, withPassphrase("id", "new", "--label", key));
            assertEquals(65, withPassphrase("id", "new", "--disposable", "--label", key));
            assertEquals(65, withPassphrase("id", "label", "me", key));
            terminal.withInput("11".repeat(32));
            assertEquals(65, withPassphrase("id", "import", "--label", key));
        }
        assertEquals(0, withPassphrase("contact", "list"));
        assertEquals("", terminal.printed());
    }

    @Test
    void aNameIsGivenOnce() throws IOException {
        importMine();
        assertEquals(65, withPassphrase("id", "new", "--label", "me"));
        assertTrue(terminal.complained().contains("is taken: it is that of " + MINE), terminal.complained());
        assertEquals(0, withPassphrase("id", "new", "--label", "other"));
        assertEquals(65, withPassphrase("id", "label", "other", "me"));
        assertEquals(0, withPassphrase("id", "label", "me", "me"), "its own");
        assertEquals(0, withPassphrase("contact", "add", FRIEND, "--petname", "Ben"));
        assertEquals(0, withPassphrase("contact", "add", FRIEND, "--petname", "Ben"), "his own");
        assertEquals(65, withPassphrase("contact", "add", HEX, "--petname", "Ben"));
        assertTrue(terminal.complained().contains("is taken: it is that of " + FRIEND), terminal.complained());
    }

    @Test
    void verifyingAtTheTerminalTakesAYes() throws IOException {
        importMine();
        assertEquals(0, withPassphrase("contact", "add", FRIEND));
        terminal.answering("no");
        assertEquals(0, withPassphrase("contact", "verify", FRIEND));
        assertTrue(terminal.printed().contains("not verified"), terminal.printed());
        terminal.answering("yes");
        assertEquals(0, withPassphrase("contact", "verify", FRIEND));
        assertTrue(terminal.printed().endsWith("verified\n"), terminal.printed());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                NSEC,
                MINE,
                "npub1qqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqq",
                "0000000000000000000000000000000000000000000000000000000000000000",
                "hello",
                "ann@exa mple"
            })
    void nobodyIsNoContact(String who) throws IOException {
        importMine();
        assertEquals(65, withPassphrase("contact", "add", who), terminal.complained());
    }

    @Test
    void relaysAreAddedAndRemoved() throws IOException {
        importMine();
        assertEquals(0, terminal.run("relays", "add", "ws://127.0.0.1:7447"), terminal.complained());
        assertEquals(0, terminal.run("relays", "add", "WS://127.0.0.1:7447/"), terminal.complained());
        assertEquals(0, terminal.run("relays", "add", "wss://relay.example", "--as", "me", "--json"));
        assertEquals(
                "{\"npub\":\"" + MINE + "\",\"relays\":[\"ws://127.0.0.1:7447\",\"wss://relay.example\"]}\n",
                terminal.printed());
        assertEquals(65, terminal.run("relays", "add", "http://relay.example"));
        assertEquals(65, terminal.run("relays", "remove", "ws://other.example"));
        assertEquals(0, terminal.run("relays", "remove", "ws://127.0.0.1:7447"));
        assertEquals(0, terminal.run("relays", "list"));
        assertEquals("wss://relay.example\n", terminal.printed());
    }

    @Test
    void withoutAnIdentityThereAreNoContacts() throws IOException {
        assertEquals(77, withPassphrase("contact", "list"));
        assertTrue(terminal.complained().contains("throng id new"), terminal.complained());
    }

    @Test
    void homeThatAnotherUsesIsNotTouched() throws IOException {
        HomeLock lock = HomeLock.tryTake(new Home(temp.resolve("home"))).orElseThrow();
        assertEquals(75, withPassphrase("id", "new"));
        assertTrue(terminal.complained().contains("try again"), terminal.complained());
        lock.close();
    }

    @Test
    void homeThatCannotBeWrittenEndsWith73() throws IOException {
        Files.writeString(temp.resolve("file"), "");
        assertEquals(73, withPassphrase("id", "new", "--home", temp + "/file"));
    }

    @Test
    void completionCoversWordsOfBothShells() {
        assertEquals(0, terminal.run("completion", "bash"));
        assertTrue(terminal.printed().contains("_picocli_throng_id_new"), "bash");
        assertEquals(0, terminal.run("completion", "zsh"));
        assertTrue(terminal.printed().startsWith("autoload -U +X bashcompinit"), "zsh");
    }

    @Test
    void whatTheDomainSaysIsShownAndAnotherKeyIsAnAlarm() throws Exception {
        importMine();
        terminal.environment.put("THRONG_PASSPHRASE_FILE", passphrase.toString());
        Root root = new Root(terminal);
        ContactWords words = new ContactWords(root);
        PublicKey ben = People.key(FRIEND).npub();
        words.domains = name -> new Domains.Said(Optional.of(ben), List.of(RelayUrl.of("ws://from.domain")));
        assertEquals(0, words.add("ben@example.org", "Ben", null, null, null));
        assertTrue(
                terminal.complained().contains("the domain says: ben@example.org is " + FRIEND), terminal.complained());
        assertEquals(0, terminal.run("contact", "list", "--json"));
        assertTrue(terminal.printed().contains("\"relays\":[\"ws://from.domain\"],\"nip05\":\"ben@example.org\""));
        assertEquals(0, words.verify("Ben", false, true, null));
        words.domains = name -> new Domains.Said(Optional.empty(), List.of());
        assertEquals(0, words.verify("Ben", false, true, null));
        assertTrue(terminal.complained().contains("says nothing of ben@example.org"), terminal.complained());
        PublicKey another = People.key(MINE).npub();
        words.domains = name -> new Domains.Said(Optional.of(another), List.of());
        Failure alarm = assertThrows(Failure.class, () -> words.verify("Ben", true, true, null));
        assertEquals(Exit.REFUSED, alarm.exit());
        assertTrue(alarm.getMessage().startsWith("ALARM: the domain now says"), alarm.getMessage());
        words.domains = name -> {
            throw new IOException("example.org answers with HTTP 500");
        };
        assertEquals(
                Exit.TRY_AGAIN,
                assertThrows(Failure.class, () -> words.verify("Ben", false, true, null))
                        .exit());
    }
}
