// SPDX-License-Identifier: MIT
package org.throng.itests.journey;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A key that was used and locked away is nowhere: not in memory, not in a file, not in the process list, not in a log. */
class SecretsTest {
    private static final String SECRET = "5a4bf1d47bd1809e188160146f992cf435a5a5e02cc4c5fbf9476e7951869771";

    @TempDir
    Path folder;

    @Test
    void lockedNodeHoldsNoKeyInAnyForm() throws Exception {
        try (Node relay = Node.bare(folder, "relay").start("relay");
                Node alice = Node.bare(folder, "alice")) {
            alice.newIdentity("other");
            alice.start("client", "--relay", relay.relayUrl());
            Node.Said taken = alice.runWith(
                    SECRET + "\n",
                    "id",
                    "import",
                    "--label",
                    "alice",
                    "--json",
                    "--passphrase-file",
                    alice.passphraseFile().toString());
            assertEquals(0, taken.code(), taken.err());
            String npub = taken.json().get("npub").asText();
            String id = alice.ok("send", npub, "a note to myself", "--as", "alice", "--json")
                    .json()
                    .get("id")
                    .asText();
            alice.awaitState(id, "posted", "acknowledged");

            Path proc = Path.of("/proc", Long.toString(alice.pid()));
            for (String file : List.of("environ", "cmdline")) {
                assertHidden(Files.readAllBytes(proc.resolve(file)), file);
            }
            alice.ok("id", "lock");
            Path dump = folder.resolve("heap.hprof");
            Process jcmd = new ProcessBuilder(
                            "jcmd", Long.toString(alice.pid()), "GC.heap_dump", "-all", dump.toString())
                    .redirectErrorStream(true)
                    .start();
            String said = new String(jcmd.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertEquals(0, jcmd.waitFor(), said);
            assertHidden(Files.readAllBytes(dump), "heap dump");

            for (Path file : files(alice.home())) {
                assertHidden(Files.readAllBytes(file), file.toString());
                assertEquals(
                        "---",
                        PosixFilePermissions.toString(Files.getPosixFilePermissions(file))
                                .substring(6),
                        file + " is for others");
            }
        }
    }

    private static List<Path> files(Path home) throws IOException {
        try (Stream<Path> all = Files.walk(home)) {
            return all.filter(Files::isRegularFile).toList();
        }
    }

    /** Raw bytes, hex and bech32 as Latin-1 and UTF-16, and the limbs of a big integer. */
    private static void assertHidden(byte[] bytes, String where) {
        byte[] raw = HexFormat.of().parseHex(SECRET);
        assertFalse(contains(bytes, raw), where + " holds the raw key");
        for (String text : new String[] {SECRET, SECRET.toUpperCase(java.util.Locale.ROOT), Keys.bech32Data(SECRET)}) {
            assertFalse(contains(bytes, text.getBytes(StandardCharsets.ISO_8859_1)), where + " holds its text");
            assertFalse(contains(bytes, text.getBytes(StandardCharsets.UTF_16BE)), where + " holds its text");
            assertFalse(contains(bytes, text.getBytes(StandardCharsets.UTF_16LE)), where + " holds its text");
        }
        byte[] reversed = new byte[raw.length];
        for (int limb = 0; limb < raw.length / 4; limb++) {
            System.arraycopy(raw, 4 * limb, reversed, raw.length - 4 * (limb + 1), 4);
        }
        assertFalse(contains(bytes, reversed), where + " holds its limbs");
    }

    private static boolean contains(byte[] bytes, byte[] wanted) {
        outer:
        for (int at = 0; at <= bytes.length - wanted.length; at++) {
            for (int i = 0; i < wanted.length; i++) {
                if (bytes[at + i] != wanted[i]) {
                    continue outer;
                }
            }
            return true;
        }
        return false;
    }
}
