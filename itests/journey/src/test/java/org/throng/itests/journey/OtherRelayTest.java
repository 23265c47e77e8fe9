// SPDX-License-Identifier: MIT
package org.throng.itests.journey;

import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Any NIP-01 relay can carry our messages: here one from npm, with its SQLite store on a file. */
@Tag(Tags.ONE_JAVA)
class OtherRelayTest {
    @TempDir
    Path folder;

    @Test
    void messageAndAnswerTravelThroughARelayThatWeDidNotWrite() throws Exception {
        Tool.requireInstalled(".");
        int port = Ports.free();
        try (Tool relay = Tool.start(
                        ".",
                        "listening",
                        "peer-relay.mjs",
                        Integer.toString(port),
                        folder.resolve("peer.sqlite").toString());
                Node alice = Node.at(folder, "alice");
                Node bob = Node.at(folder, "bob")) {
            String url = "ws://127.0.0.1:" + port;
            String aliceKey = alice.newIdentity("alice");
            String bobKey = bob.newIdentity("bob");
            alice.start("client", "--relay", url);
            bob.start("client", "--relay", url);
            String id = alice.send(bobKey, "over a foreign relay");
            bob.awaitText("over a foreign relay");
            bob.send(aliceKey, "and back");
            alice.awaitText("and back");
            alice.awaitState(id, "acknowledged");
            JsonNode status = alice.ok("status", "--json").json().get("relays").get(0);
            assertTrue(status.get("unverified").asBoolean(), "a plain relay is marked as unverified");
        }
    }
}
