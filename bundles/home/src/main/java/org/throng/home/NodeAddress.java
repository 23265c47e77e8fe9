// SPDX-License-Identifier: MIT
package org.throng.home;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where the running node of a home listens: {@code run/api.json} and {@code run/token}, both for the owner alone.
 *
 * @param port of the local API on the loopback interface
 * @param pid of the node's process
 * @param token that every request carries; secret
 */
public record NodeAddress(int port, long pid, String token) {
    private static final Pattern FORM = Pattern.compile("\\{\"port\":([0-9]{1,5}),\"pid\":([0-9]{1,10})\\}\\s*");

    /** Writes both files, the token first. */
    public void publish(Home home) throws IOException {
        Home.write(home.run().resolve("token"), token.getBytes(StandardCharsets.US_ASCII));
        Home.write(
                home.run().resolve("api.json"),
                ("{\"port\":" + port + ",\"pid\":" + pid + "}\n").getBytes(StandardCharsets.US_ASCII));
    }

    /** Removes both files. */
    public static void withdraw(Home home) throws IOException {
        Files.deleteIfExists(home.run().resolve("api.json"));
        Files.deleteIfExists(home.run().resolve("token"));
    }

    /** The node that said so last and whose process is still there. */
    public static Optional<NodeAddress> find(Home home) throws IOException {
        Path file = home.run().resolve("api.json");
        try {
            Matcher said = FORM.matcher(Files.readString(file));
            if (!said.matches()) {
                throw new IOException(file + " is not what a node writes");
            }
            long pid = Long.parseLong(said.group(2));
            if (ProcessHandle.of(pid).isEmpty()) {
                return Optional.empty();
            }
            String token = Files.readString(home.run().resolve("token")).strip();
            return Optional.of(new NodeAddress(Integer.parseInt(said.group(1)), pid, token));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
    }

    @Override
    public String toString() {
        return "NodeAddress[port=" + port + ", pid=" + pid + "]";
    }
}
