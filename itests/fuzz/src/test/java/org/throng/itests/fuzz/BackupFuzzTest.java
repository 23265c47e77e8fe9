// SPDX-License-Identifier: MIT
package org.throng.itests.fuzz;

import static org.junit.jupiter.api.Assertions.assertTrue;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.throng.backup.BackupEntry;
import org.throng.backup.BackupException;
import org.throng.backup.BackupReader;
import org.throng.backup.BackupWriter;

/** A backup from somebody else: any file, and any lines in a file that opens. */
class BackupFuzzTest {
    private static final byte[] KEY = new byte[32];
    private static final SecureRandom RANDOM = new SecureRandom();

    static Stream<Arguments> seeds() {
        String npub = "npub180cvv07tjdrrgpa0j7j7tmnyl2yr6yr7l8j4s3evf6u64th6gkwsyjh6w6";
        return Seeds.texts(
                "throng-backup-1\n\u0000and so on",
                "{\"type\":\"identity\",\"npub\":\"" + npub
                        + "\",\"label\":\"a\",\"created_at\":1,\"relays\":[\"ws://a\"]," + "\"secret\":\""
                        + "11".repeat(32) + "\"}",
                "{\"type\":\"contact\",\"of\":\"" + npub + "\",\"npub\":\"" + npub
                        + "\",\"relays\":[],\"verified\":true," + "\"blocked\":false,\"added_at\":1}",
                "{\"type\":\"message\"}\n{\"type\":\"later\"}");
    }

    @MethodSource("seeds")
    @FuzzTest(maxDuration = "20s")
    void fileIsReadOrRefused(byte[] bytes) throws IOException {
        readAll(bytes);
        ByteArrayOutputStream sealed = new ByteArrayOutputStream();
        try (BackupWriter writer = BackupWriter.underKey(sealed, KEY, RANDOM, Instant.EPOCH)) {
            for (String line : new String(bytes, StandardCharsets.UTF_8).split("\n")) {
                writer.write(new BackupEntry.OfMessage(line));
            }
        }
        readAll(sealed.toByteArray());
    }

    private static void readAll(byte[] file) throws IOException {
        try (BackupReader reader = BackupReader.underKey(new ByteArrayInputStream(file), KEY)) {
            int entries = 0;
            while (reader.next().isPresent()) {
                entries++;
            }
            assertTrue(entries <= file.length);
        } catch (BackupException e) {
            assertTrue(e.getMessage().length() < 200);
        }
    }
}
