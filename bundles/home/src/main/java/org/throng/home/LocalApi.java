// SPDX-License-Identifier: MIT
package org.throng.home;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where a running node answers, and the token that opens it: {@code run/api.json} and {@code run/token}, readable by
 * their owner alone. A token is drawn anew at each start, so that one that leaked ends with its node.
 *
 * @param port on the loopback address, 1 to 65,535
 * @param pid the node's process
 */
public record LocalApi(int port, long pid) {
    private static final int MAX_FILE = 256;
    private static final Pattern JSON =
            Pattern.compile("\\s*\\{\\s*\"port\"\\s*:\\s*([0-9]{1,5})\\s*,\\s*\"pid\"\\s*:\\s*([0-9]{1,18})\\s*}\\s*");
    private static final Pattern TOKEN = Pattern.compile("[A-Za-z0-9_-]{43}");

    public LocalApi {
        if (port < 1 || port > 65_535 || pid < 1) {
            throw new IllegalArgumentException("expected a port from 1 to 65535 and a process id");
        }
    }

    /**
     * What a node left in its home; it may have ended since.
     *
     * @throws IOException where there is a file that cannot be read or is none of ours
     */
    public static Optional<LocalApi> read(Home home) throws IOException {
        String text = text(file(home));
        if (text == null) {
            return Optional.empty();
        }
        Matcher json = JSON.matcher(text);
        if (!json.matches()) {
            throw new IOException(file(home) + " is not {\"port\":…,\"pid\":…}; remove it if no node runs");
        }
        try {
            return Optional.of(new LocalApi(Integer.parseInt(json.group(1)), Long.parseLong(json.group(2))));
        } catch (IllegalArgumentException e) {
            throw new IOException(file(home) + " names no port or process; remove it if no node runs", e);
        }
    }

    /** Whether the process that wrote this is there. Another may have its number by now: the token tells. */
    public boolean isAlive() {
        Optional<ProcessHandle> process = ProcessHandle.of(pid);
        return process.isPresent() && process.get().isAlive();
    }

    /** Says to commands where this node answers; after {@link #newToken}. */
    public void write(Home home) throws IOException {
        PrivateFile.folder(home.run());
        PrivateFile.replace(
                file(home), ("{\"port\":" + port + ",\"pid\":" + pid + "}\n").getBytes(StandardCharsets.US_ASCII));
    }

    /** Draws a token of 256 bits and writes it. */
    public static String newToken(Home home, SecureRandom random) throws IOException {
        byte[] bytes = new byte[32];
        random.nextBytes(bytes);
        String token = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
        PrivateFile.folder(home.run());
        PrivateFile.replace(tokenFile(home), token.getBytes(StandardCharsets.US_ASCII));
        return token;
    }

    /**
     * The token of the running node.
     *
     * @throws IOException where there is none, or it cannot be read
     */
    public static String token(Home home) throws IOException {
        String text = text(tokenFile(home));
        if (text == null || !TOKEN.matcher(text.strip()).matches()) {
            throw new IOException(tokenFile(home) + " has no token of 43 characters: start the node again");
        }
        return text.strip();
    }

    /** Removes both files, when the node ends. */
    public static void clear(Home home) throws IOException {
        PrivateFile.remove(file(home));
        PrivateFile.remove(tokenFile(home));
    }

    private static String text(Path file) throws IOException {
        try {
            return new String(PrivateFile.read(file, MAX_FILE), StandardCharsets.US_ASCII);
        } catch (NoSuchFileException e) {
            return null;
        }
    }

    private static Path file(Home home) {
        return home.run().resolve("api.json");
    }

    private static Path tokenFile(Home home) {
        return home.run().resolve("token");
    }
}
