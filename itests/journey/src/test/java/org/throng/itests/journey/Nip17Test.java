// SPDX-License-Identifier: MIT
package org.throng.itests.journey;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Messages both ways between Throng and nostr-tools, which knows gift wraps and nothing of ours. */
@Tag(Tags.ONE_JAVA)
class Nip17Test {
    /** The key that BIP-340 begins its vectors with. */
    private static final String SECRET = "0".repeat(63) + "3";

    private static final String PEER = "f9308a019258c31049344f85f89d5229b531c845836f99b08601f113bce036f9";
    private static final String LONG = "a longer text, é🙂 ".repeat(2_500);

    @TempDir
    Path folder;

    private static Node receiving(Node node) throws Exception {
        Files.createDirectories(node.home().resolve("etc"));
        Files.writeString(node.home().resolve("etc/org.throng.mail.cfg"), "nip17.receive = true\n");
        return node;
    }

    private static List<String> tool(String relay, String... words) throws Exception {
        String[] all = new String[words.length + 1];
        all[0] = "nip17.mjs";
        System.arraycopy(words, 0, all, 1, words.length);
        return Tool.run(".", Map.of("RELAY", relay, "SECRET", SECRET), all);
    }

    private static String relayDetail(Node node) throws Exception {
        return node.ok("status", "--json")
                .json()
                .get("relays")
                .get(0)
                .get("detail")
                .asText();
    }

    private static void awaitDetail(Node node, String words) throws Exception {
        Node.await(words, Duration.ofSeconds(30), () -> relayDetail(node).contains(words) ? true : null);
    }

    @Test
    void textsGoBothWaysThroughARelayThatNobodyOfUsWrote() throws Exception {
        Tool.requireInstalled(".");
        int port = Ports.free();
        String url = "ws://127.0.0.1:" + port;
        try (Tool relay = Tool.start(
                        ".",
                        "listening",
                        "peer-relay.mjs",
                        Integer.toString(port),
                        folder.resolve("peer.sqlite").toString());
                Node alice = receiving(Node.at(folder, "alice"))) {
            String aliceKey = Keys.hex(alice.newIdentity("alice"));
            alice.start("client", "--relay", url);
            awaitDetail(alice, "NIP-17: following");
            Node.await(
                    "Alice's kind 10050",
                    Duration.ofSeconds(20),
                    () -> tool(url, "lists", aliceKey).contains(url) ? true : null);

            tool(url, "send", aliceKey, "Hello to Throng");
            JsonNode letter = alice.awaitText("Hello to Throng");
            assertEquals(PEER, Keys.hex(letter.get("from").asText()));
            assertEquals("nip17", letter.get("scheme").asText());
            assertTrue(letter.get("request").asBoolean(), "from somebody whom Alice does not know");
            assertTrue(letter.get("detail").asText().contains("the receiver is visible to the relay"));

            tool(url, "list");
            for (String text : List.of("Hello from Throng", LONG)) {
                String id = alice.ok("send", "--nip17", PEER, text, "--json")
                        .json()
                        .get("id")
                        .asText();
                JsonNode sent = alice.awaitState(id, "posted");
                assertEquals("nip17", sent.get("scheme").asText());
                assertTrue(sent.get("detail").asText().contains("the receiver is visible to the relay"));
                assertTrue(sent.get("detail").asText().contains("no acknowledgement"));
            }
            List<String> read = tool(url, "read", "2");
            assertTrue(read.stream().anyMatch(line -> line.contains("Hello from Throng")), "the short one");
            assertTrue(read.stream().anyMatch(line -> line.contains(LONG)), "the long one");
            for (String line : read) {
                JsonNode rumor = Node.JSON.readTree(line);
                assertEquals(aliceKey, rumor.get("pubkey").asText());
                assertEquals(14, rumor.get("kind").asInt());
                assertEquals(64, rumor.get("id").asText().length());
            }
            assertEquals(1, alice.inbox().size(), "the copies for her other clients are not shown to herself again");
        }
    }

    @Test
    void relayThatAsksWhoReadsIsReportedAndWrapsGoBySelfAloneNever() throws Exception {
        Tool.requireInstalled(".");
        try (Node relay = Node.at(folder, "relay").start("relay");
                Node alice = receiving(Node.at(folder, "alice"))) {
            String aliceKey = Keys.hex(alice.newIdentity("alice"));
            alice.start("client", "--relay", relay.relayUrl());
            awaitDetail(alice, "NIP-17: unusable here");
            assertEquals(List.of(), tool(relay.relayUrl(), "lists", aliceKey), "nobody is told to write there");

            tool(relay.relayUrl(), "list");
            String id = alice.send(PEER, "not as a wrap");
            JsonNode sent = alice.awaitState(id, "posted");
            assertEquals("direct", sent.get("scheme").asText());
            assertFalse(sent.get("detail").asText().contains("visible to the relay"));
        }
    }
}
