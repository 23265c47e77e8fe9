// SPDX-License-Identifier: MIT
package org.throng.itests.journey;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag(Tags.ONE_JAVA)
class BackupTest {
    @TempDir
    Path folder;

    @Test
    void keysContactsAndMessagesComeBackInAnotherHome() throws Exception {
        try (Node alice = Node.at(folder, "alice");
                Node bob = Node.at(folder, "bob");
                Node moved = Node.bare(folder, "moved")) {
            String aliceKey = alice.newIdentity("alice");
            String bobKey = bob.newIdentity("bob");
            alice.start("client", "--relay", SharedRelay.url());
            bob.start("client", "--relay", SharedRelay.url());
            alice.send(bobKey, "before the move");
            bob.awaitText("before the move");
            bob.send(aliceKey, "an answer");
            alice.awaitText("an answer");
            Path file = folder.resolve("alice.backup");
            alice.ok(
                    "backup",
                    file.toString(),
                    "--backup-passphrase-file",
                    alice.passphraseFile().toString());
            assertFalse(new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1).contains("before the move"));
            alice.stop();

            moved.ok(
                    "restore",
                    file.toString(),
                    "--backup-passphrase-file",
                    alice.passphraseFile().toString(),
                    "--passphrase-file",
                    moved.passphraseFile().toString());
            moved.start("client", "--relay", SharedRelay.url());
            moved.awaitText("an answer");
            assertEquals(1, moved.inbox().size());
            assertEquals(2, moved.ok("inbox", "--json", "--box", "all").lines().size());
            bob.send(aliceKey, "after the move");
            moved.awaitText("after the move");
        }
    }
}
