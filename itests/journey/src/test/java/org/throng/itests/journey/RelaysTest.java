// SPDX-License-Identifier: MIT
package org.throng.itests.journey;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Several relays, one of which dies; and what a holder of everything that a relay has can do with it. */
class RelaysTest {
    @TempDir
    Path folder;

    @Test
    void messageArrivesOnceWhereOneOfTwoRelaysDies() throws Exception {
        int port = Ports.free();
        try (Node first = Node.at(folder, "first").start("relay");
                Node second = Node.at(folder, "second").start("relay", "--port", Integer.toString(port));
                Node alice = Node.at(folder, "alice");
                Node bob = Node.at(folder, "bob")) {
            String[] both = {"--relay", first.relayUrl(), "--relay", second.relayUrl()};
            alice.newIdentity("alice");
            String bobKey = bob.newIdentity("bob");
            bob.start("client", both);
            alice.start("client", both);
            String before = alice.send(bobKey, "over both");
            bob.awaitText("over both");
            JsonNode posted = alice.awaitState(before, "posted");
            assertTrue(posted.get("detail").asText().startsWith("relay 2 of 2 said OK"), posted.toString());

            second.kill();
            String after = alice.send(bobKey, "over one");
            bob.awaitText("over one");
            JsonNode half = alice.awaitState(after, "posted");
            assertTrue(half.get("detail").asText().startsWith("relay 1 of 2 said OK; "), half.toString());

            second.start("relay", "--port", Integer.toString(port));
            alice.ok("retry", after);
            Node.await(
                    "the second relay's OK",
                    java.time.Duration.ofSeconds(60),
                    () -> alice.message(after).get("detail").asText().startsWith("relay 2 of 2 said OK") ? true : null);
            assertEquals(2, bob.inbox().size(), "each message once, though it came from two relays");
        }
    }

    @Test
    void thirdKeyThatHasAllOfTheRelayReadsNothing() throws Exception {
        try (Node relay = Node.at(folder, "relay").start("relay");
                Node alice = Node.at(folder, "alice");
                Node bob = Node.at(folder, "bob");
                Node eve = Node.at(folder, "eve")) {
            String aliceKey = alice.newIdentity("alice");
            String bobKey = bob.newIdentity("bob");
            eve.newIdentity("eve");
            alice.start("client", "--relay", relay.relayUrl());
            bob.start("client", "--relay", relay.relayUrl());
            eve.start("client", "--relay", relay.relayUrl());
            alice.send(bobKey, "for Bob alone");
            bob.awaitText("for Bob alone");
            bob.send(aliceKey, "for Alice alone");
            alice.awaitText("for Alice alone");
            // her client has read all headers by now: it follows the relay, and those two did the same
            Node.await(
                    "Eve follows",
                    java.time.Duration.ofSeconds(30),
                    () -> eve.ok("status", "--json").out().contains("following") ? true : null);
            assertEquals(0, eve.inbox().size());

            RelayDump dump = RelayDump.of(relay.relayUrl());
            assertTrue(dump.count(4610) >= 2 && dump.count(4611) >= 2, "the relay has the events");
            for (String secret :
                    new String[] {"for Bob alone", "for Alice alone", Keys.hex(aliceKey), Keys.hex(bobKey)}) {
                assertEquals(
                        0,
                        dump.countWith(secret, 4610) + dump.countWith(secret, 4611),
                        "events of messages that show " + secret);
            }
            assertEquals(dump.count(4610) + dump.count(4611), dump.distinctKeys(4610, 4611), "each key is used once");
        }
    }
}
