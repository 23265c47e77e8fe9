// SPDX-License-Identifier: MIT
package org.throng.itests.journey;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * An optional bundle of the distribution, added to a node that runs and to one that does not yet, used for messages, and
 * removed again. libsecp256k1 is one for Linux on x86-64 and arm64.
 */
class PluginTest {
    private static final String NAME = "curve.libsecp256k1";

    @TempDir
    Path folder;

    @Test
    void libraryComesIsUsedForMessagesAndGoes() throws Exception {
        try (Node alice = Node.at(folder, "alice");
                Node bob = Node.at(folder, "bob")) {
            String aliceKey = alice.newIdentity("alice");
            String bobKey = bob.newIdentity("bob");
            JsonNode offer = bob.ok("plugin", "available", "--json").json();
            assertEquals(NAME, offer.get("name").asText());
            assertFalse(offer.get("added").asBoolean());
            assertEquals("added", add(bob).get("state").asText(), "before a node runs");

            alice.start("node");
            bob.start("client", "--relay", alice.relayUrl());
            assertSingles(alice, "bouncycastle");
            assertSingles(bob, "libsecp256k1");
            String first = alice.send(bobKey, "before");
            bob.awaitText("before");

            JsonNode added = add(alice);
            assertEquals("running", added.get("state").asText());
            assertEquals("org.throng.curve.Curve", added.get("provides").get(0).asText());
            assertSingles(alice, "libsecp256k1");
            assertEquals("active", plugin(alice).get("state").asText());
            assertTrue(plugin(alice).get("deployed").asBoolean());
            String answer = bob.send(aliceKey, "with it on both sides");
            alice.awaitText("with it on both sides");
            alice.send(bobKey, "and back");
            bob.awaitText("and back");
            alice.awaitState(first, "acknowledged");
            bob.awaitState(answer, "acknowledged");
            Path library = alice.home().resolve("cache/libsecp256k1");
            assertEquals("rwx------", PosixFilePermissions.toString(Files.getPosixFilePermissions(library)));
            assertEquals(List.of(), content(library), "the file is not needed once it is loaded");

            assertEquals(
                    "removed",
                    alice.ok("plugin", "remove", NAME, "--json")
                            .json()
                            .get("state")
                            .asText());
            assertSingles(alice, "bouncycastle");
            assertEquals(null, plugin(alice));
            String last = alice.send(bobKey, "without it");
            bob.awaitText("without it");
            alice.awaitState(last, "acknowledged");
            assertEquals("", alice.stop());
            assertEquals("", bob.stop());
            assertFalse(alice.log().contains("\tat "), alice.log());
            assertFalse(bob.log().contains("\tat "), bob.log());
        }
    }

    private static JsonNode add(Node node) throws IOException {
        return node.ok("plugin", "add", NAME, "--json").json();
    }

    /** Null where it does not run. */
    private static JsonNode plugin(Node node) throws IOException {
        return node.ok("plugin", "list", "--json").lines().stream()
                .filter(plugin -> plugin.get("name").asText().equals("org.throng." + NAME))
                .findFirst()
                .orElse(null);
    }

    private static void assertSingles(Node node, String name) throws IOException {
        JsonNode curve = node.run("doctor", "--json").lines().stream()
                .filter(check -> check.get("name").asText().equals("curve"))
                .findFirst()
                .orElseThrow();
        String detail = curve.get("detail").asText();
        assertTrue(detail.startsWith("lockstep: "), detail);
        assertTrue(detail.contains("one at a time: " + name + ";"), detail);
    }

    private static List<Path> content(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.toList();
        }
    }
}
