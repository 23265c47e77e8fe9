// SPDX-License-Identifier: MIT
package org.throng.itests.journey;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A relay, a sender and a receiver, each a process of its own. */
class MessageTravelsTest {
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
        alice.start("client", "--relay", SharedRelay.url());
    }

    @AfterEach
    void stopThem() throws Exception {
        alice.close();
        bob.close();
    }

    @Test
    void textArrivesIsARequestAndIsAcknowledgedOnceAnswered() throws Exception {
        bob.start("client", "--relay", SharedRelay.url());
        String id =
                alice.ok("send", bobKey, "Hello Bob", "--json").json().get("id").asText();
        JsonNode letter = bob.awaitText("Hello Bob");
        assertEquals(id, letter.get("id").asText());
        assertEquals(aliceKey, letter.get("from").asText());
        assertTrue(
                Set.of("direct", "pq").contains(letter.get("scheme").asText()),
                "as it was before Bob's profile or after");
        assertEquals("received", letter.get("state").asText());
        assertTrue(letter.get("request").asBoolean(), "from somebody whom Bob does not know");
        assertEquals(List.of(bob.message(id)), bob.inbox(), "the command line says what the local API says");
        assertEquals(bob.message(id), bob.ok("show", id, "--json").json());
        assertEquals("posted", alice.awaitState(id, "posted").get("state").asText());

        String answer = bob.send(aliceKey, "Hello Alice");
        alice.awaitText("Hello Alice");
        alice.awaitState(id, "acknowledged");
        bob.awaitState(answer, "acknowledged");
        assertFalse(bob.awaitText("Hello Bob").get("request").asBoolean(), "Bob wrote to her: she is a contact");
    }

    @Test
    void receiverThatWasAwayReadsWhatCameMeanwhile() throws Exception {
        for (int i = 0; i < 5; i++) {
            alice.awaitState(alice.send(bobKey, "while you were away " + i), "posted");
        }
        bob.start("client", "--relay", SharedRelay.url());
        for (int i = 0; i < 5; i++) {
            bob.awaitText("while you were away " + i);
        }
        assertEquals(5, bob.inbox().size());
    }

    @Test
    void textsOfEveryLengthArriveWhole() throws Exception {
        bob.start("client", "--relay", SharedRelay.url());
        List<String> texts = Stream.of(
                        "",
                        "🙂👩‍👩‍👧‍👦🏳️‍🌈",
                        "x".repeat(1_500),
                        "é".repeat(2_000),
                        "y".repeat(13_000),
                        "z".repeat(64 * 1024))
                .toList();
        for (String text : texts) {
            alice.send(bobKey, text);
        }
        for (String text : texts) {
            bob.awaitText(text);
        }
        assertEquals(texts.size(), bob.inbox().size());
    }
}
