// SPDX-License-Identifier: MIT
package org.throng.home;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Set;

/**
 * A node's home folder. All that changes lies in it: {@code etc} settings, {@code deploy} bundles dropped in, {@code
 * data} what must not be lost, {@code run} of the running node, {@code logs}, {@code cache} what can be made again.
 */
public record Home(Path folder) {
    private static final Set<PosixFilePermission> OWNER_FOLDER = PosixFilePermissions.fromString("rwx------");
    private static final Set<PosixFilePermission> OWNER_FILE = PosixFilePermissions.fromString("rw-------");

    public Home {
        folder = folder.toAbsolutePath().normalize();
    }

    /**
     * Makes the folders that are missing, each for its owner alone.
     *
     * @throws IOException where one cannot be made
     */
    public void create() throws IOException {
        makeFolder(folder);
        for (Path part : List.of(etc(), deploy(), data(), run(), logs(), cache())) {
            makeFolder(part);
        }
    }

    public Path etc() {
        return folder.resolve("etc");
    }

    public Path deploy() {
        return folder.resolve("deploy");
    }

    public Path data() {
        return folder.resolve("data");
    }

    public Path run() {
        return folder.resolve("run");
    }

    public Path logs() {
        return folder.resolve("logs");
    }

    public Path cache() {
        return folder.resolve("cache");
    }

    /** Makes a folder and its parents; a folder that is new is for its owner alone. */
    public static void makeFolder(Path folder) throws IOException {
        if (Files.isDirectory(folder)) {
            return;
        }
        Path parent = folder.toAbsolutePath().getParent();
        if (parent != null) {
            Files.createDirectories(parent);
        }
        Files.createDirectory(folder, PosixFilePermissions.asFileAttribute(OWNER_FOLDER));
    }

    /**
     * Puts a file in place at once and durably, for its owner alone: whoever reads it sees the old bytes or the new ones.
     *
     * @throws IOException where it cannot be written; the old file is as it was
     */
    public static void write(Path file, byte[] bytes) throws IOException {
        Path fresh = Files.createTempFile(
                file.toAbsolutePath().getParent(), ".new", "", PosixFilePermissions.asFileAttribute(OWNER_FILE));
        try {
            try (FileChannel channel = FileChannel.open(fresh, StandardOpenOption.WRITE)) {
                java.nio.ByteBuffer buffer = java.nio.ByteBuffer.wrap(bytes);
                while (buffer.hasRemaining()) {
                    channel.write(buffer);
                }
                channel.force(true);
            }
            Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(fresh);
        }
        try (FileChannel directory = FileChannel.open(file.toAbsolutePath().getParent(), StandardOpenOption.READ)) {
            directory.force(true);
        }
    }
}
