// SPDX-License-Identifier: MIT
package org.throng.home;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/**
 * A folder for one node, which nobody but its owner needs to read.
 *
 * <pre>
 * etc/      settings that the owner writes
 * deploy/   bundles that the owner drops in
 * data/     what must not be lost: identities, messages, events
 * run/      lock, api.json and token of the process that runs now
 * logs/
 * cache/    what can be made again
 * </pre>
 */
public record Home(Path root) {
    public Home {
        root = root.toAbsolutePath().normalize();
    }

    /** {@code ~/.throng}, where {@code ~} is HOME as in a shell; where that is not set, or no whole path, what Java takes for it. */
    public static Home standard(Map<String, String> environment) {
        String named = environment.getOrDefault("HOME", "");
        return new Home(Path.of(named.startsWith("/") ? named : System.getProperty("user.home"), ".throng"));
    }

    /** Settings. */
    public Path etc() {
        return root.resolve("etc");
    }

    /** Bundles dropped in. */
    public Path deploy() {
        return root.resolve("deploy");
    }

    /** What must not be lost. */
    public Path data() {
        return root.resolve("data");
    }

    /** Files of the process that runs now. */
    public Path run() {
        return root.resolve("run");
    }

    /** Logs. */
    public Path logs() {
        return root.resolve("logs");
    }

    /** What can be made again. */
    public Path cache() {
        return root.resolve("cache");
    }

    /**
     * Makes the folders that are missing, for the owner alone, and closes those of them to others that hold what is
     * private. Leaves the root, {@code etc} and {@code deploy} as they are where they exist.
     *
     * @throws IOException where that is not possible; the message names the folder
     */
    public void lay() throws IOException {
        for (Path folder : new Path[] {root, etc(), deploy()}) {
            if (!Files.isDirectory(folder)) {
                PrivateFile.folder(folder);
            }
        }
        for (Path folder : new Path[] {data(), run(), logs(), cache()}) {
            PrivateFile.folder(folder);
        }
    }

    @Override
    public String toString() {
        return root.toString();
    }
}
