// SPDX-License-Identifier: MIT
package org.throng.deploy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.BundleException;
import org.osgi.framework.Constants;

class JarFilesTest {
    @TempDir
    private Path temp;

    private Path folder;
    private JarFiles files;

    @BeforeEach
    void make() throws IOException {
        folder = Files.createDirectory(temp.resolve("deploy"));
        files = new JarFiles(folder, temp.resolve("copies"));
    }

    @Test
    void onlyJarsAreSeenAndEachChangeOfThem() throws Exception {
        assertEquals(Map.of(), new JarFiles(temp.resolve("none"), temp).stamps());
        Files.writeString(folder.resolve("a.jar"), "one");
        Files.writeString(folder.resolve("a.jar.part"), "one");
        Map<String, String> before = files.stamps();
        assertEquals(Set.of("a.jar"), before.keySet());
        Path other = Files.writeString(temp.resolve("other"), "two");
        Files.setLastModifiedTime(other, Files.getLastModifiedTime(folder.resolve("a.jar")));
        Files.move(other, folder.resolve("a.jar"), StandardCopyOption.REPLACE_EXISTING);
        assertNotEquals(before, files.stamps(), "another file of the same size and time");
    }

    @Test
    void jarThatIsCutOffIsNotWhole() throws Exception {
        byte[] whole = jar("org.example", "1.0.0");
        Path file = folder.resolve("a.jar");
        Files.write(file, whole);
        assertTrue(JarFiles.isWhole(file));
        for (int length : new int[] {0, 1, whole.length / 2, whole.length - 1}) {
            Files.write(file, Arrays.copyOf(whole, length));
            assertFalse(JarFiles.isWhole(file), length + " bytes");
        }
    }

    @Test
    void manifestMustBeOneOfABundle() throws Exception {
        Path file = folder.resolve("a.jar");
        Files.write(file, jar("org.example", "1.0.0"));
        JarFiles.check(file);
        Files.write(file, jar(null, "1.0.0"));
        assertEquals(
                "it is no OSGi bundle: its manifest has no Bundle-SymbolicName",
                assertThrows(BundleException.class, () -> JarFiles.check(file)).getMessage());
        Files.write(file, jar("org.example", "one"));
        assertEquals(
                "expected a Bundle-Version such as 1.2.3, got 'one'",
                assertThrows(BundleException.class, () -> JarFiles.check(file)).getMessage());
    }

    @Test
    void refusedJarIsSetAsideWithTheReasonAndTheOneThatRunsIsPutBack() throws Exception {
        Files.writeString(folder.resolve("a.jar"), "runs");
        files.copy("a.jar");
        files.keep("a.jar");
        Files.writeString(folder.resolve("a.jar"), "broken");
        files.copy("a.jar");
        files.setAside("a.jar", "it does not start");
        assertEquals("broken", Files.readString(folder.resolve("refused/a.jar")));
        assertEquals("it does not start\n", Files.readString(folder.resolve("refused/a.jar.reason.txt")));
        assertEquals(Map.of(), files.stamps());
        String stamp = files.putBack("a.jar");
        assertEquals("runs", Files.readString(folder.resolve("a.jar")));
        assertEquals(Map.of("a.jar", stamp), files.stamps());
    }

    @Test
    void jarThatCameMeanwhileIsNotOverwritten() throws Exception {
        Files.writeString(folder.resolve("a.jar"), "runs");
        files.copy("a.jar");
        files.keep("a.jar");
        Files.writeString(folder.resolve("a.jar"), "new");
        String stamp = files.putBack("a.jar");
        assertEquals("new", Files.readString(folder.resolve("a.jar")));
        assertNotEquals(Map.of("a.jar", stamp), files.stamps(), "the next look sees that it is another");
    }

    @Test
    void reasonIsOneLineWithTheLastCause() {
        assertEquals(
                "it does not start: no such class",
                Plugins.reason(
                        new BundleException("it does not\n start", new IOException(new Exception("no such class")))));
        assertEquals("null", Plugins.reason(new IllegalStateException()));
    }

    @Test
    void causeOfATraceIsTheLastOne() {
        assertEquals(
                "java.lang.Error: two",
                Trial.cause("x.Y: zero\n\tat a.b\nCaused by: x.Y: one\n\tat a.b\nCaused by: java.lang.Error: two\n"));
        assertEquals("x.Y: zero", Trial.cause("x.Y: zero\n\tat a.b\n"));
    }

    private byte[] jar(String name, String version) throws IOException {
        Manifest manifest = new Manifest();
        Attributes headers = manifest.getMainAttributes();
        headers.put(Attributes.Name.MANIFEST_VERSION, "1.0");
        if (name != null) {
            headers.putValue(Constants.BUNDLE_SYMBOLICNAME, name);
        }
        headers.putValue(Constants.BUNDLE_VERSION, version);
        Path file = temp.resolve("made.jar");
        try (OutputStream bytes = Files.newOutputStream(file);
                JarOutputStream jar = new JarOutputStream(bytes, manifest)) {
            jar.finish();
        }
        return Files.readAllBytes(file);
    }
}
