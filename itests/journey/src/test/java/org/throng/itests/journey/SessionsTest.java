// SPDX-License-Identifier: MIT
package org.throng.itests.journey;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two people whose conversation becomes forward-secret by itself, and stays so whatever happens to their nodes. */
@Tag(Tags.ONE_JAVA)
class SessionsTest {
    /** Kills of both sides; more in the long check. */
    private static final int ROUNDS = Integer.getInteger("kills", 3) > 25 ? 20 : 2;

    @TempDir
    Path folder;

    private Node alice;
    private Node bob;
    private String aliceKey;
    private String bobKey;

    @BeforeEach
    void startThem() throws Exception {
        alice = Node.at(folder, "alice");
        bob = Node.at(folder, "bob");
        aliceKey = alice.newIdentity("alice");
        bobKey = bob.newIdentity("bob");
        start(alice);
        start(bob);
    }

    private void start(Node node) throws Exception {
        node.start("client", "--relay", SharedRelay.url());
    }

    @AfterEach
    void stopThem() throws Exception {
        alice.close();
        bob.close();
    }

    /** Speaks to and fro until both sides have sent in a session. */
    private void meet() throws Exception {
        Node.await("a session", Duration.ofSeconds(60), new java.util.concurrent.Callable<Boolean>() {
            private int round;

            @Override
            public Boolean call() throws Exception {
                round++;
                String there = say(alice, bobKey, bob, "there " + round);
                String back = say(bob, aliceKey, alice, "back " + round);
                return there.equals("tagged") && back.equals("tagged") ? true : null;
            }
        });
    }

    /** The scheme by which it came. */
    private static String say(Node from, String key, Node to, String words) throws Exception {
        from.send(key, words);
        return to.awaitText(words).get("scheme").asText();
    }

    private static List<JsonNode> sessions(Node node, String key) throws Exception {
        JsonNode shown = node.ok("contact", "show", key, "--json").json();
        java.util.ArrayList<JsonNode> all = new java.util.ArrayList<>();
        shown.get("sessions").forEach(all::add);
        return all;
    }

    @Test
    void conversationBecomesForwardSecretAndPostQuantumByItself() throws Exception {
        meet();
        String id = alice.send(bobKey, "a secret");
        assertEquals("tagged", bob.awaitText("a secret").get("scheme").asText());
        JsonNode acknowledged = alice.awaitState(id, "acknowledged");
        assertEquals("tagged", acknowledged.get("scheme").asText());
        assertEquals(1, sessions(alice, bobKey).size());
        assertTrue(sessions(alice, bobKey).get(0).get("post_quantum").asBoolean(), "profiles showed KEM keys");
        assertEquals(
                "tagged",
                alice.ok("contact", "show", bobKey, "--json")
                        .json()
                        .get("strongest")
                        .asText());
        assertTrue(alice.ok("contact", "show", bobKey).out().contains("forward-secret, post-quantum"));
        String text = "y".repeat(9_000);
        alice.send(bobKey, text);
        assertEquals("tagged", bob.awaitText(text).get("scheme").asText());
        alice.stop();
        bob.stop();
    }

    @Test
    void sessionOutlivesKillsOfBothSides() throws Exception {
        meet();
        for (int i = 0; i < ROUNDS; i++) {
            alice.send(bobKey, "before the kill " + i);
            alice.kill();
            bob.kill();
            start(bob);
            start(alice);
            assertEquals(
                    "tagged",
                    bob.awaitText("before the kill " + i).get("scheme").asText());
            assertEquals("tagged", say(bob, aliceKey, alice, "after the kill " + i));
        }
        long kills = bob.inbox().stream()
                .filter(letter -> letter.get("text").asText().startsWith("before the kill"))
                .count();
        assertEquals(ROUNDS, kills, "each once");
    }

    @Test
    void whoLostEverythingButABackupIsWrittenToInANewSession() throws Exception {
        meet();
        Path backup = folder.resolve("bob.throng");
        String passphrase = bob.passphraseFile().toString();
        bob.ok(
                "backup",
                backup.toString(),
                "--backup-passphrase-file",
                bob.passphraseFile().toString());
        bob.stop();
        String lost = alice.send(bobKey, "while Bob's disk was broken");
        alice.awaitState(lost, "posted");
        bob = Node.bare(folder, "bob-again");
        bob.ok(
                "restore",
                backup.toString(),
                "--backup-passphrase-file",
                passphrase,
                "--passphrase-file",
                bob.passphraseFile().toString());
        start(bob);
        assertEquals(
                "tagged",
                bob.awaitText("while Bob's disk was broken").get("scheme").asText());
        alice.awaitState(lost, "acknowledged");
        assertEquals("tagged", say(bob, aliceKey, alice, "here I am again"));
        assertEquals(
                1,
                bob.inbox().stream()
                        .filter(letter -> letter.get("text").asText().equals("while Bob's disk was broken"))
                        .count());
    }

    @Test
    void inviteMakesAContactWithoutAskingAnyRelay() throws Exception {
        JsonNode invite = Node.await("an invite", Duration.ofSeconds(20), () -> {
            Node.Said said = bob.run("id", "invite", "--json");
            return said.code() == 0 ? said.json() : null;
        });
        String link = invite.get("link").asText();
        assertTrue(link.startsWith("throng:"), link);
        alice.ok("contact", "add", link, "--petname", "Bob");
        alice.send("Bob", "by invite");
        assertEquals("pq", bob.awaitText("by invite").get("scheme").asText(), "the invite had the KEM key");
        assertEquals(
                65,
                alice.run("contact", "add", link.substring(0, link.length() - 3))
                        .code());
        assertEquals(65, bob.run("contact", "add", invite.get("code").asText()).code(), "his own");
        assertFalse(bob.ok("id", "invite", "--qr").out().isBlank());
    }
}
