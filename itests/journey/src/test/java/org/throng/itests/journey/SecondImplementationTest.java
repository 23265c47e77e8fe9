// SPDX-License-Identifier: MIT
package org.throng.itests.journey;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Messages both ways between Throng and the client in itests/interop/second, which knows docs/protocol.md alone. */
@Tag(Tags.ONE_JAVA)
class SecondImplementationTest {
    private static final String SECRET = "7f".repeat(32);
    private static final String LONG = "a longer text, é🙂 ".repeat(300);

    @TempDir
    Path folder;

    @Test
    void textsShortAndLongGoBothWays() throws Exception {
        Tool.requireInstalled("second");
        String peer = Node.JSON
                .readTree(Tool.run("second", "client.mjs", "key", "--secret", SECRET)
                        .get(0))
                .get("npub")
                .asText();
        try (Node alice = Node.at(folder, "alice")) {
            String aliceKey = alice.newIdentity("alice");
            alice.start("client", "--relay", SharedRelay.url());
            Node.await(
                    "Alice's profile",
                    java.time.Duration.ofSeconds(30),
                    () -> alice.log().contains("Following") ? true : null);

            Tool.run("second", "client.mjs", "profile", "--relay", SharedRelay.url(), "--secret", SECRET);
            String first = alice.send(peer, "Hello from Throng");
            String second = alice.send(peer, LONG);
            alice.awaitState(first, "posted", "acknowledged");
            alice.awaitState(second, "posted", "acknowledged");
            List<String> read = Tool.run(
                    "second",
                    "client.mjs",
                    "read",
                    "--relay",
                    SharedRelay.url(),
                    "--secret",
                    SECRET,
                    "--count",
                    "2",
                    "--wait",
                    "30",
                    "--ack");
            String all = String.join("\n", read);
            assertTrue(all.contains("Hello from Throng"), all);
            assertTrue(
                    read.stream().anyMatch(line -> line.contains(LONG.substring(0, 200))), "the long text, from parts");
            alice.awaitState(first, "acknowledged");

            for (String text : List.of("Hello to Throng", LONG)) {
                Tool.run(
                        "second",
                        "client.mjs",
                        "send",
                        "--relay",
                        SharedRelay.url(),
                        "--secret",
                        SECRET,
                        "--to",
                        aliceKey,
                        text);
                JsonNode letter = alice.awaitText(text);
                assertEquals(peer, Keys.hex(letter.get("from").asText()));
            }
            assertEquals(2, alice.inbox().size());
        }
    }
}
