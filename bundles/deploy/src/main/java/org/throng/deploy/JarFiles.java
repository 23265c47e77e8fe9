// SPDX-License-Identifier: MIT
package org.throng.deploy;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;
import java.util.TreeMap;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;
import org.osgi.framework.BundleException;
import org.osgi.framework.Constants;
import org.osgi.framework.Version;

/**
 * The files of {@code deploy/}, and copies of those that run: a jar is read once, into its copy, so that it may change
 * under way.
 */
final class JarFiles {
    private static final String ENDING = ".jar";

    private final Path folder;
    private final Path copies;

    JarFiles(Path folder, Path copies) {
        this.folder = folder;
        this.copies = copies;
    }

    /** What each jar looks like from outside: enough to see that it changed. */
    Map<String, String> stamps() throws IOException {
        Map<String, String> stamps = new TreeMap<>();
        if (!Files.isDirectory(folder)) {
            return stamps;
        }
        try (DirectoryStream<Path> jars = Files.newDirectoryStream(folder, "*" + ENDING)) {
            for (Path jar : jars) {
                try {
                    stamps.put(jar.getFileName().toString(), stamp(jar));
                } catch (NoSuchFileException e) {
                    stamps.remove(jar.getFileName().toString()); // went away between the listing and here
                }
            }
        }
        return stamps;
    }

    private static String stamp(Path jar) throws IOException {
        // the key is another one where a file was put in place of the other
        return Files.getLastModifiedTime(jar) + ":" + Files.size(jar) + ":"
                + Files.readAttributes(jar, java.nio.file.attribute.BasicFileAttributes.class)
                        .fileKey();
    }

    boolean exists(String name) {
        return Files.exists(folder.resolve(name));
    }

    /** Copies a jar as it is now. */
    Path copy(String name) throws IOException {
        Files.createDirectories(copies);
        return Files.copy(folder.resolve(name), fresh(name), StandardCopyOption.REPLACE_EXISTING);
    }

    /** Whether it has the directory that ends a jar. */
    static boolean isWhole(Path jar) throws IOException {
        try (ZipFile zip = new ZipFile(jar.toFile())) {
            return zip.size() > 0;
        } catch (ZipException e) {
            return false;
        }
    }

    /** @throws BundleException where the manifest is none of a bundle */
    static void check(Path jar) throws BundleException, IOException {
        try (JarFile file = new JarFile(jar.toFile())) {
            Manifest manifest = file.getManifest();
            Attributes headers = manifest == null ? new Attributes() : manifest.getMainAttributes();
            if (headers.getValue(Constants.BUNDLE_SYMBOLICNAME) == null) {
                throw new BundleException("it is no OSGi bundle: its manifest has no " + Constants.BUNDLE_SYMBOLICNAME);
            }
            try {
                Version.parseVersion(headers.getValue(Constants.BUNDLE_VERSION));
            } catch (IllegalArgumentException e) {
                throw new BundleException("expected a " + Constants.BUNDLE_VERSION + " such as 1.2.3, got '"
                        + headers.getValue(Constants.BUNDLE_VERSION) + "'");
            }
        }
    }

    /** The last copy runs now. */
    void keep(String name) throws IOException {
        Files.move(fresh(name), copies.resolve(name), StandardCopyOption.REPLACE_EXISTING);
    }

    void forget(String name) throws IOException {
        Files.deleteIfExists(copies.resolve(name));
    }

    /** Moves a jar to {@code refused/} and writes the reason beside it. */
    void setAside(String name, String reason) throws IOException {
        Path aside = Files.createDirectories(folder.resolve("refused"));
        Files.deleteIfExists(fresh(name));
        Files.move(folder.resolve(name), aside.resolve(name), StandardCopyOption.REPLACE_EXISTING);
        Files.writeString(aside.resolve(name + ".reason.txt"), reason + "\n");
    }

    /**
     * Puts the jar back that runs, unless somebody put another one there meanwhile.
     *
     * @return the stamp of the jar that was put back
     */
    String putBack(String name) throws IOException {
        Path part = folder.resolve(name + ".part");
        Files.copy(copies.resolve(name), part, StandardCopyOption.REPLACE_EXISTING);
        String stamp = stamp(part);
        try {
            Files.move(part, folder.resolve(name));
        } catch (FileAlreadyExistsException e) {
            Files.delete(part); // the next look takes what is there
        }
        return stamp;
    }

    private Path fresh(String name) {
        return copies.resolve(name + ".new");
    }

    @Override
    public String toString() {
        return folder.toString();
    }
}
