// SPDX-License-Identifier: MIT
package org.throng.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.throng.event.MalformedException;
import org.throng.event.StrictJson;
import org.throng.feed.Checkpoint;
import org.throng.feed.Crowds;
import org.throng.home.PrivateFile;

/**
 * What an audit keeps for the next one, in a file: what it proved must still be true then.
 *
 * @param key the relay's verifier key
 * @param head of the ticks
 * @param tick the number of the newest tick, UNIX time / 60
 * @param crowds what that tick said
 * @param checked for each log, below which index its records were compared with their hashes
 */
record AuditState(String key, Checkpoint head, long tick, Crowds crowds, Map<String, Long> checked) {
    private static final int MAX_FILE = 64 << 20;

    /** Empty where there is no file yet. */
    static Optional<AuditState> read(Path file) throws Failure {
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        try {
            Object json = StrictJson.read(PrivateFile.read(file, MAX_FILE));
            Map<String, Long> checked = new TreeMap<>();
            Json.map(Json.get(json, "checked")).forEach((log, index) -> checked.put(log, (Long) index));
            return Optional.of(new AuditState(
                    String.valueOf(Json.get(json, "key")),
                    Checkpoint.read(String.valueOf(Json.get(json, "head"))),
                    Json.number(json, "tick"),
                    Crowds.read(Base64.getDecoder().decode(String.valueOf(Json.get(json, "crowds")))),
                    checked));
        } catch (IOException e) {
            throw Failure.reading(file, e);
        } catch (MalformedException | RuntimeException e) {
            throw new Failure(
                    Exit.BAD_DATA, file + " is not what an audit keeps; move it away to begin anew: " + e.getMessage());
        }
    }

    void write(Path file) throws Failure {
        Map<String, Object> json = Json.object(
                "key",
                key,
                "head",
                head.text(),
                "tick",
                tick,
                "crowds",
                Base64.getEncoder().encodeToString(crowds.bytes()),
                "checked",
                checked);
        try {
            Path folder = file.toAbsolutePath().getParent();
            if (!Files.isDirectory(folder)) {
                PrivateFile.folder(folder);
            }
            PrivateFile.replace(file, (Json.write(json) + "\n").getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw Failure.writing(file, e);
        }
    }
}
