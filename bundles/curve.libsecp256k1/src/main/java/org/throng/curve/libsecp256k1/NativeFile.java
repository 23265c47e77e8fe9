// SPDX-License-Identifier: MIT
package org.throng.curve.libsecp256k1;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Locale;
import org.throng.home.PrivateFile;

/**
 * The library's file, loaded for this bundle's classes. A library belongs to one class loader and stays as long as that: a
 * bundle that comes anew loads a file of its own.
 *
 * <p>It is written under a name that nobody can foresee into a folder that is its owner's alone, and removed as soon as it is
 * loaded, so that nobody puts another in its place, and nothing is left behind.
 *
 * <p>Threads: any.
 */
final class NativeFile {
    private static boolean loaded;

    private NativeFile() {}

    /**
     * Loads the library, once.
     *
     * @param folder for files that can be made again; nothing else lies there
     * @throws IOException where there is no library for this machine, or its file cannot be written
     * @throws UnsatisfiedLinkError where the system does not load it, as from a file system that is mounted noexec
     */
    static synchronized void load(Path folder) throws IOException {
        if (!loaded) {
            load(folder, System.getProperty("os.name"), System.getProperty("os.arch"));
            loaded = true;
        }
    }

    static void load(Path folder, String system, String processor) throws IOException {
        try (InputStream library = NativeFile.class.getResourceAsStream(resource(system, processor))) {
            if (library == null) {
                throw new IOException(
                        "it comes for Linux on x86-64 and arm64, and this is " + system + " on " + processor);
            }
            PrivateFile.folder(folder);
            empty(folder);
            Path file = Files.createTempFile(folder, "", ".so"); // random, and its owner's alone
            try {
                Files.copy(library, file, StandardCopyOption.REPLACE_EXISTING);
                System.load(file.toAbsolutePath().toString());
            } finally {
                Files.deleteIfExists(file);
            }
        }
    }

    private static String resource(String system, String processor) {
        String name = switch (processor) {
            case "amd64", "x86_64" -> "x86_64";
            case "aarch64", "arm64" -> "aarch64";
            default -> processor;
        };
        return "/fr/acinq/secp256k1/jni/native/" + system.toLowerCase(Locale.ROOT) + "-" + name
                + "/libsecp256k1-jni.so";
    }

    /** What a process left that was killed while it loaded. */
    private static void empty(Path folder) throws IOException {
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, "*.so")) {
            for (Path file : files) {
                Files.deleteIfExists(file);
            }
        }
    }
}
