// SPDX-License-Identifier: MIT
package org.throng.itests.journey;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The scheme of docs/plugins.md, itests/example-scheme: built by a Maven of its own, outside the reactor, with the suite of its
 * contract; dropped into running nodes; used for a message.
 */
@Tag(Tags.ONE_JAVA)
class ExampleSchemeTest {
    private static final Path EXAMPLE =
            Path.of("../example-scheme").toAbsolutePath().normalize();
    private static final Path JAR = EXAMPLE.resolve("target/org.example.passphrase-1.0.0.jar");
    private static final Duration LONG = Duration.ofSeconds(40);

    @TempDir
    Path folder;

    @BeforeAll
    static void buildIt() throws Exception {
        Files.deleteIfExists(JAR);
        Path maven = Path.of(System.getProperty("maven.home"), "bin", "mvn");
        List<String> words = new ArrayList<>(
                List.of("sh", maven.toString(), "-B", "-ntp", "verify", "-Dthrong=" + Node.DISTRIBUTION));
        String repository =
                System.getProperty("localRepository"); // where the Maven that runs this test keeps its files
        if (repository != null) {
            words.add("-Dmaven.repo.local=" + repository);
        }
        Process build = new ProcessBuilder(words)
                .directory(EXAMPLE.toFile())
                .redirectErrorStream(true)
                .start();
        CompletableFuture<List<String>> said = Tool.beside(
                () -> build.inputReader(StandardCharsets.UTF_8).lines().toList());
        if (!build.waitFor(300, TimeUnit.SECONDS)) {
            build.destroyForcibly();
            throw new AssertionError("the example's build did not end within 300 s");
        }
        String log = String.join("\n", said.join());
        assertEquals(0, build.exitValue(), log);
        assertTrue(Files.exists(JAR), log);
        assertTrue(log.matches("(?s).*Tests run: 2\\d, Failures: 0, Errors: 0, Skipped: 0.*"), log);
    }

    private Node node(String name) throws IOException {
        Node node = Node.at(folder, name);
        Files.createDirectories(node.home().resolve("etc"));
        return node;
    }

    /** What a user does: the passphrase into a file, its path into the settings, the jar into deploy. */
    private void equip(Node node, String passphrase) throws Exception {
        setPassphrase(node, passphrase);
        Path jar = node.home().resolve("deploy").resolve("passphrase.jar");
        Files.createDirectories(jar.getParent());
        Files.copy(JAR, jar);
        awaitLog(node, "passphrase.jar runs as org.example.passphrase 1.0.0");
    }

    private void setPassphrase(Node node, String passphrase) throws IOException {
        Path file = node.home().resolve("spoken-" + passphrase.hashCode());
        Files.deleteIfExists(file);
        Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(file, passphrase + "\n");
        Files.writeString(node.home().resolve("etc/org.example.passphrase.cfg"), "file = " + file + "\n");
    }

    private static void prefer(Node node) throws IOException {
        Files.writeString(node.home().resolve("etc/org.throng.mail.outbox.cfg"), "scheme = passphrase\n");
    }

    private static void awaitLog(Node node, String text) throws Exception {
        Node.await("'" + text + "' in the log", LONG, () -> node.log().contains(text) ? text : null);
    }

    private static void awaitProfiles(Node relay, int count) throws Exception {
        Node.await(count + " profiles that name the scheme", LONG, () -> {
            long found = RelayDump.of(relay.relayUrl()).events().stream()
                    .filter(event -> event.get("kind").asInt() == 14_610
                            && event.get("content").asText().contains("[1,2,3,40001]"))
                    .count();
            return found == count ? count : null;
        });
    }

    private static long count(Node node) throws IOException {
        return node.log()
                .lines()
                .filter(line -> line.contains("org.example.passphrase has settings"))
                .count();
    }

    private static boolean has(Node node, String text) throws IOException {
        return node.inbox().stream()
                .anyMatch(letter -> letter.get("text").asText().equals(text));
    }

    @Test
    void exampleIsDroppedIntoRunningNodesAndCarriesAMessage() throws Exception {
        try (Node relay = Node.at(folder, "relay").start("relay");
                Node alice = node("alice");
                Node bob = node("bob")) {
            alice.newIdentity("alice");
            String bobKey = bob.newIdentity("bob");
            alice.start("client", "--relay", relay.relayUrl());
            bob.start("client", "--relay", relay.relayUrl());
            equip(alice, "seven tall herons");
            equip(bob, "seven tall herons");
            prefer(alice);
            awaitProfiles(relay, 2);

            String id = alice.send(bobKey, "under a passphrase");
            JsonNode letter = bob.awaitText("under a passphrase");
            assertEquals("passphrase", letter.get("scheme").asText());
            assertEquals(
                    "passphrase", alice.awaitState(id, "posted").get("scheme").asText());

            setPassphrase(bob, "seven small herons");
            Node.await("the other passphrase is in use", LONG, () -> count(bob) == 2 ? 2 : null);
            alice.awaitState(alice.send(bobKey, "not for another passphrase"), "posted");
            awaitLog(bob, "expected the sender's passphrase in the file");
            assertFalse(has(bob, "not for another passphrase"));

            setPassphrase(bob, "seven tall herons");
            Node.await("the first passphrase again", LONG, () -> count(bob) == 3 ? 3 : null);
            Path jar = bob.home().resolve("deploy/passphrase.jar");
            Files.delete(jar);
            awaitLog(bob, "passphrase.jar was removed and is stopped");
            alice.awaitState(alice.send(bobKey, "waits for the plugin"), "posted");
            awaitLog(bob, "A message waits for a plugin that opens scheme 40001");
            assertFalse(has(bob, "waits for the plugin"));
            Files.copy(JAR, jar);
            assertEquals(
                    "passphrase",
                    bob.awaitText("waits for the plugin").get("scheme").asText());
            assertFalse(alice.log().contains("herons") || bob.log().contains("herons"), "a passphrase in a log");
        }
    }

    @Test
    void documentShowsTheFilesOfTheExample() throws IOException {
        String document = Files.readString(EXAMPLE.resolve("../../docs/plugins.md"));
        for (String shown : List.of(
                "pom.xml",
                "src/main/java/org/example/passphrase/PassphraseScheme.java",
                "src/main/java/org/example/passphrase/PassphraseLayer.java",
                "src/test/java/org/example/passphrase/PassphraseSchemeTest.java")) {
            String file = Files.readString(EXAMPLE.resolve(shown));
            String language = shown.endsWith(".xml") ? "xml" : "java";
            assertTrue(
                    document.contains("```" + language + "\n" + file + "```"),
                    "docs/plugins.md should show the whole of " + shown);
        }
    }
}
