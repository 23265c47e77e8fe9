// SPDX-License-Identifier: MIT
package org.throng.itests.journey;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Several relays, one of which dies; and what a holder of everything that a relay has can do with it. */
@Tag(Tags.ONE_JAVA)
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
                    java.time.Duration.ofMinutes(1),
                    () -> alice.message(after).get("detail").asText().startsWith("relay 2 of 2 said OK") ? true : null);
            assertEquals(2, bob.inbox().size(), "each message once, though it came from two relays");
        }
    }

    @Test
    void senderWhoDoesNotKnowOfAMoveYetStillReachesWhoMoved() throws Exception {
        try (Node old = Node.at(folder, "old").start("relay");
                Node fresh = Node.at(folder, "fresh").start("relay");
                Node alice = Node.at(folder, "alice");
                Node bob = Node.at(folder, "bob")) {
            alice.newIdentity("alice");
            String bobKey = bob.newIdentity("bob");
            bob.start("client", "--relay", old.relayUrl());
            alice.start("client", "--relay", old.relayUrl());
            alice.send(bobKey, "before the move");
            bob.awaitText("before the move");

            bob.stop();
            bob.start("client", "--relay", fresh.relayUrl());
            String id = alice.send(bobKey, "to the old place"); // she looked for his profile a moment ago
            bob.awaitText("to the old place");
            assertTrue(alice.message(id).get("detail").asText().startsWith("relay 1 of 1 said OK"));
            JsonNode left = relay(bob, old.relayUrl());
            assertTrue(left.get("left").asBoolean(), left.toString());
            assertFalse(relay(bob, fresh.relayUrl()).get("left").asBoolean());
            assertEquals(0, bob.run("doctor").code());

            bob.stop();
            bob.start("client");
            relay(bob, old.relayUrl());
            String doctor = bob.run("doctor").out();
            assertTrue(doctor.contains("WRONG relays: none that is used"), doctor);
        }
    }

    private static JsonNode relay(Node node, String url) throws Exception {
        return Node.await("relay " + url, java.time.Duration.ofSeconds(30), () -> {
            for (JsonNode relay : node.ok("status", "--json").json().get("relays")) {
                if (relay.get("url").asText().equals(url)
                        && relay.get("state").asText().equals("following")) {
                    return relay;
                }
            }
            return null;
        });
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
