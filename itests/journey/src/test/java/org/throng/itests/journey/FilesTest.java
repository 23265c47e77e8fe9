// SPDX-License-Identifier: MIT
package org.throng.itests.journey;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag(Tags.ONE_JAVA)
class FilesTest {
    private static final int MAX = 8 << 20;

    @TempDir
    Path folder;

    @Test
    void fileOfEightMebibytesArrivesWholeWhenItIsAskedForAndALargerOneIsRefused() throws Exception {
        byte[] bytes = new byte[MAX];
        new Random(1).nextBytes(bytes);
        Path file = Files.write(folder.resolve("picture.png"), bytes);
        try (Node alice = Node.at(folder, "alice");
                Node bob = Node.at(folder, "bob")) {
            alice.newIdentity("alice");
            String bobKey = bob.newIdentity("bob");
            alice.start("client", "--relay", SharedRelay.url());
            bob.start("client", "--relay", SharedRelay.url());
            String id = alice.ok("send", bobKey, "--file", file.toString(), "--json")
                    .json()
                    .get("id")
                    .asText();
            JsonNode letter = bob.awaitLetter("a file", message -> message.has("file"));
            assertEquals(
                    MAX,
                    Node.await("its size", java.time.Duration.ofMinutes(1), () -> {
                                JsonNode size = bob.message(letter.get("id").asText())
                                        .get("file")
                                        .get("size");
                                return size.asInt() == MAX ? size : null;
                            })
                            .asInt());
            assertTrue(
                    bob.message(letter.get("id").asText())
                                    .get("file")
                                    .get("done")
                                    .asInt()
                            == 0,
                    "nothing of a large file is fetched before it is asked for");
            Path saved = folder.resolve("saved.png");
            bob.ok("show", letter.get("id").asText(), "--save", saved.toString());
            assertArrayEquals(bytes, Files.readAllBytes(saved));
            assertEquals(
                    "picture.png",
                    bob.message(letter.get("id").asText())
                            .get("file")
                            .get("name")
                            .asText());
            alice.awaitState(id, "posted", "acknowledged");

            Path larger = Files.write(folder.resolve("larger"), new byte[MAX + 1]);
            Node.Said said = alice.run("send", bobKey, "--file", larger.toString());
            assertEquals(65, said.code(), said.err());
            assertTrue(said.err().contains("8 MiB"), said.err());
        }
    }
}
