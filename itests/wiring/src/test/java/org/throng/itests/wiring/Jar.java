// SPDX-License-Identifier: MIT
package org.throng.itests.wiring;

import aQute.bnd.osgi.Builder;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;

/** Makes bundles for the tests: of probes that lie in a package below this one, or of a jar under another version. */
final class Jar {
    private static final Path CLASSES = Path.of("target/test-classes");

    private Jar() {}

    /** A bundle of one package of probes, made as the product's are. */
    static Path ofProbes(Path folder, String probes, String version, String... headers) throws IOException {
        Path jar = folder.resolve(probes + "-" + version + ".bundle");
        try (Builder builder = new Builder()) {
            builder.addClasspath(CLASSES.toFile());
            builder.setProperty("Bundle-SymbolicName", "org.throng.itests.probe." + probes);
            builder.setProperty("Bundle-Version", version);
            builder.setProperty("Private-Package", "org.throng.itests.wiring.probe." + probes);
            builder.setProperty("Import-Package", "*");
            for (int i = 0; i < headers.length; i += 2) {
                builder.setProperty(headers[i], headers[i + 1]);
            }
            builder.build().write(jar.toFile());
            if (!builder.getErrors().isEmpty()) {
                throw new AssertionError(builder.getErrors());
            }
            return jar;
        } catch (IOException | RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IOException(e);
        }
    }

    /** The same bundle under another version. */
    static Path underVersion(Path original, String version, Path target) throws IOException {
        try (JarFile jar = new JarFile(original.toFile())) {
            Manifest manifest = jar.getManifest();
            manifest.getMainAttributes().putValue("Bundle-Version", version);
            try (OutputStream file = Files.newOutputStream(target);
                    JarOutputStream out = new JarOutputStream(file, manifest)) {
                jar.stream()
                        .filter(entry -> !entry.getName().equals(JarFile.MANIFEST_NAME))
                        .forEach(entry -> copy(jar, entry, out));
            }
        }
        return target;
    }

    private static void copy(JarFile jar, java.util.jar.JarEntry entry, JarOutputStream out) {
        try (InputStream in = jar.getInputStream(entry)) {
            out.putNextEntry(new java.util.zip.ZipEntry(entry.getName()));
            in.transferTo(out);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
