// SPDX-License-Identifier: MIT
package org.throng.itests.journey;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A bundle dropped into the deploy folder of a running node; what swaps do to callers is in itests/wiring. */
class DeployTest {
    private static final Duration SOON = Duration.ofSeconds(2);

    @TempDir
    Path folder;

    @Test
    void bundleIsLiveAndGoneWithinTwoSecondsAndABrokenOneIsSetAside() throws Exception {
        try (Node node = Node.at(folder, "node").start("client")) {
            Path deploy = node.home().resolve("deploy");
            bundle(deploy.resolve("empty.jar"), "org.example.empty");
            awaitLog(node, "empty.jar runs as org.example.empty 1.0.0");
            Files.delete(deploy.resolve("empty.jar"));
            awaitLog(node, "empty.jar was removed and is stopped");

            bundle(deploy.resolve("nameless.jar"), "");
            awaitLog(node, "nameless.jar is refused and set aside");
            Node.await(
                    "it is aside",
                    SOON,
                    () -> Files.exists(deploy.resolve("refused/nameless.jar.reason.txt")) ? 1 : null);
            assertTrue(Files.exists(deploy.resolve("refused/nameless.jar")));
            assertFalse(Files.exists(deploy.resolve("nameless.jar")));

            bundle(deploy.resolve("stays.jar"), "org.example.stays");
            awaitLog(node, "stays.jar runs as");
            assertEquals("", node.stop());
            node.start("client");
            Node.await("it is back after a restart", SOON, () -> runs(node) == 2 ? 1 : null);
            assertEquals("", node.stop());
            assertFalse(node.log().contains("\tat "), node.log());
        }
    }

    private static long runs(Node node) throws IOException {
        return node.log()
                .lines()
                .filter(line -> line.contains("stays.jar runs as"))
                .count();
    }

    private static void awaitLog(Node node, String text) throws Exception {
        Node.await("'" + text + "' in the log", SOON, () -> node.log().contains(text) ? text : null);
    }

    private static void bundle(Path jar, String name) throws IOException {
        Manifest manifest = new Manifest();
        Attributes headers = manifest.getMainAttributes();
        headers.putValue("Manifest-Version", "1.0");
        headers.putValue("Bundle-ManifestVersion", "2");
        headers.putValue("Bundle-Version", "1.0.0");
        if (!name.isEmpty()) {
            headers.putValue("Bundle-SymbolicName", name);
        }
        try (OutputStream file = Files.newOutputStream(jar);
                JarOutputStream out = new JarOutputStream(file, manifest)) {
            out.finish();
        }
    }
}
