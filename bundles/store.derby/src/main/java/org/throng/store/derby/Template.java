// SPDX-License-Identifier: MIT
package org.throng.store.derby;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;

/**
 * The empty database that lies in the bundle. Derby takes half a second to make one, and a tenth of that to open a copy.
 * The copy is on the disk before it gets its name, so there is never half a database.
 */
final class Template {
    private static final String RESOURCE = "empty.zip";

    private Template() {}

    /** Makes a folder and its missing parents, for their owner alone. */
    static void makeFolder(Path folder) throws IOException {
        Files.createDirectories(folder, ownerOnly());
    }

    /** Puts an empty database at {@code place}, whose parent exists. */
    static void copyTo(Path place) throws IOException {
        Path half = place.resolveSibling(place.getFileName() + ".new");
        erase(half); // of a process that was killed while it stood here
        Files.createDirectory(half, ownerOnly());
        List<FileChannel> files = new ArrayList<>();
        try (ZipInputStream zip = new ZipInputStream(resource())) {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                Path file = half.resolve(entry.getName());
                Files.createDirectories(file.getParent());
                FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
                files.add(channel);
                ByteBuffer bytes = ByteBuffer.wrap(zip.readAllBytes());
                while (bytes.hasRemaining()) {
                    channel.write(bytes);
                }
            }
            for (FileChannel channel : files) {
                channel.force(true);
            }
        } finally {
            for (FileChannel channel : files) {
                channel.close();
            }
        }
        Files.move(half, place, StandardCopyOption.ATOMIC_MOVE);
        sync(place.getParent());
    }

    private static InputStream resource() throws IOException {
        InputStream in = Template.class.getResourceAsStream(RESOURCE);
        if (in == null) {
            throw new IOException("the bundle lacks its " + RESOURCE);
        }
        return in;
    }

    private static void erase(Path folder) throws IOException {
        if (Files.exists(folder)) {
            try (Stream<Path> files = Files.walk(folder)) {
                for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            }
        }
    }

    /** A new name survives a power cut once its folder is on the disk; Windows has no such call and needs none. */
    private static void sync(Path folder) throws IOException {
        if (isPosix()) {
            try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
                channel.force(true);
            }
        }
    }

    private static FileAttribute<?>[] ownerOnly() {
        return isPosix()
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"))
                }
                : new FileAttribute<?>[0];
    }

    private static boolean isPosix() {
        return FileSystems.getDefault().supportedFileAttributeViews().contains("posix");
    }
}
