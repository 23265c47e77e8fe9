// SPDX-License-Identifier: MIT
package org.throng.itests.journey;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Relays behind TLS, as all of the world are. */
@Tag(Tags.ONE_JAVA)
class TlsTest {
    @TempDir
    Path folder;

    @Test
    void messageTravelsOverTlsToARelayWhoseCertificateIsTrusted() throws Exception {
        try (Node relay = Node.at(folder, "relay").start("relay");
                TlsFront front = new TlsFront(folder, "ip:127.0.0.1", relay.relayUrl());
                Node alice = Node.at(folder, "alice");
                Node bob = Node.at(folder, "bob")) {
            String aliceKey = alice.newIdentity("alice");
            String bobKey = bob.newIdentity("bob");
            for (Node node : new Node[] {alice, bob}) {
                node.with("THRONG_JAVA_OPTIONS", TlsFront.trusting(folder)).start("client", "--relay", front.url());
            }
            String id = alice.send(bobKey, "through TLS");
            bob.awaitText("through TLS");
            bob.send(aliceKey, "and back");
            alice.awaitText("and back");
            alice.awaitState(id, "acknowledged");
            assertEquals(0, alice.run("relays", "test", front.url()).code());
            assertEquals("", alice.stop());
        }
    }

    @Test
    void noConnectionGoesOnWithTheTlsSessionOfAnotherOne() throws Exception {
        try (Node relay = Node.at(folder, "relay").start("relay");
                TlsFront front = new TlsFront(folder, "ip:127.0.0.1", relay.relayUrl());
                Node alice = Node.at(folder, "alice").with("THRONG_JAVA_OPTIONS", TlsFront.trusting(folder))) {
            alice.start("client");
            for (int call = 0; call < 4; call++) {
                assertEquals(0, alice.run("relays", "test", front.url()).code());
            }
            List<Long> sessions = front.sessions();
            assertTrue(sessions.size() >= 4, sessions.toString());
            assertEquals(sessions.size(), Set.copyOf(sessions).size(), sessions.toString());
        }
    }

    @Test
    void certificateOfNobodyThatIsTrustedIsRefused() throws Exception {
        refused("ip:127.0.0.1", "");
    }

    @Test
    void certificateOfAnotherHostIsRefused() throws Exception {
        refused("dns:relay.example", TlsFront.trusting(folder));
    }

    private void refused(String host, String options) throws Exception {
        try (Node relay = Node.at(folder, "relay").start("relay");
                TlsFront front = new TlsFront(folder, host, relay.relayUrl());
                Node alice = Node.at(folder, "alice").with("THRONG_JAVA_OPTIONS", options)) {
            String aliceKey = alice.newIdentity("alice");
            alice.start("client", "--relay", front.url());
            String id = alice.send(aliceKey, "to nobody");
            JsonNode seen = Node.await("a refusal", Duration.ofSeconds(30), () -> {
                JsonNode one = alice.ok("status", "--json").json().get("relays").get(0);
                return one.get("state").asText().equals("unreachable") ? one : null;
            });
            assertTrue(seen.get("detail").asText().startsWith(front.url() + ": "), seen.toString());
            JsonNode message = alice.message(id);
            assertEquals("queued", message.get("state").asText());
            assertEquals(0, RelayDump.of(relay.relayUrl()).count(4611), "nothing was posted");
            assertEquals(75, alice.run("relays", "test", front.url()).code());
        }
    }
}
