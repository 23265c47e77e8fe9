// SPDX-License-Identifier: MIT
package org.throng.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.throng.home.Home;

class PluginWordsTest {
    private static final String PROPERTY = "throng.distribution";
    private static final String BUNDLE = "{\"name\":\"org.example.fast\",\"version\":\"1.2.0\",\"state\":\"active\","
            + "\"deployed\":true,\"provides\":[\"org.throng.curve.Curve\"]}";

    @TempDir
    Path temp;

    private final FakeTerminal terminal = new FakeTerminal();
    private Path home;
    private Path jar;
    private String before;

    @BeforeEach
    void layDistribution() throws IOException {
        home = temp.resolve("home");
        terminal.environment.put("THRONG_HOME", home.toString());
        jar = Files.createDirectories(temp.resolve("dist/plugins")).resolve("fast.jar");
        Manifest manifest = new Manifest();
        manifest.getMainAttributes().putValue("Manifest-Version", "1.0");
        manifest.getMainAttributes().putValue("Bundle-SymbolicName", "org.example.fast");
        manifest.getMainAttributes().putValue("Bundle-Version", "1.2.0");
        manifest.getMainAttributes().putValue("Bundle-Description", "Faster than before");
        try (OutputStream file = Files.newOutputStream(jar);
                JarOutputStream out = new JarOutputStream(file, manifest)) {
            out.finish();
        }
        before = System.getProperty(PROPERTY);
        System.setProperty(PROPERTY, temp.resolve("dist").toString());
    }

    @AfterEach
    void restore() {
        if (before == null) {
            System.clearProperty(PROPERTY);
        } else {
            System.setProperty(PROPERTY, before);
        }
    }

    @Test
    void pluginIsAddedAndRemovedWithoutANode() throws IOException {
        assertEquals(0, terminal.run("plugin", "available"), terminal.complained());
        assertEquals("fast 1.2.0  Faster than before\n", terminal.printed());
        assertEquals(0, terminal.run("plugin", "add", "fast"), terminal.complained());
        assertEquals("fast added; it runs when a node is started for " + home + "\n", terminal.printed());
        assertArrayEquals(Files.readAllBytes(jar), Files.readAllBytes(home.resolve("deploy/fast.jar")));
        assertEquals(0, terminal.run("plugin", "add", "fast", "--json"), "once more puts it there anew");
        assertEquals("{\"name\":\"fast\",\"state\":\"added\"}\n", terminal.printed());
        assertEquals(0, terminal.run("plugin", "available", "--json"));
        assertEquals(
                "{\"name\":\"fast\",\"version\":\"1.2.0\",\"description\":\"Faster than before\",\"added\":true}\n",
                terminal.printed());
        assertEquals(0, terminal.run("plugin", "remove", "fast", "--json"));
        assertEquals("{\"name\":\"fast\",\"state\":\"removed\"}\n", terminal.printed());
        assertFalse(Files.exists(home.resolve("deploy/fast.jar")));
    }

    @Test
    void unknownNamesAreToldWhatThereIs() {
        assertEquals(65, terminal.run("plugin", "add", "../fast"));
        assertEquals("throng: the distribution has no plugin '../fast'; there is: fast\n", terminal.complained());
        assertEquals(65, terminal.run("plugin", "remove", "fast"));
        assertEquals(
                "throng: there is no 'fast.jar' in " + home.resolve("deploy") + "; there is none\n",
                terminal.complained());
        assertEquals(64, terminal.run("plugin", "add"));
        System.clearProperty(PROPERTY);
        assertEquals(65, terminal.run("plugin", "available"));
        assertTrue(terminal.complained().contains("bin/throng"), terminal.complained());
    }

    /** Once the jar is there, as a node does. */
    private void refuse(Path refused) {
        try {
            while (!Files.exists(home.resolve("deploy/fast.jar"))) {
                Thread.onSpinWait();
            }
            Files.writeString(refused.resolve("fast.jar.reason.txt"), "it does not fit\n");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void runningNodeSaysWhatBecameOfIt() throws IOException {
        try (FakeNode node = new FakeNode(new Home(home))) {
            Path running = Files.createDirectories(home.resolve("cache/deploy")).resolve("fast.jar");
            Files.copy(jar, running); // as a node does once it has started it
            node.on("GET /plugins", "{\"plugins\":[" + BUNDLE + "]}");
            assertEquals(0, terminal.run("plugin", "add", "fast"), terminal.complained());
            assertEquals("fast runs, and provides org.throng.curve.Curve\n", terminal.printed());
            assertEquals(0, terminal.run("plugin", "list"));
            assertEquals(
                    "org.example.fast 1.2.0  active  from deploy/  provides org.throng.curve.Curve\n",
                    terminal.printed());
            node.on("GET /plugins", "{\"plugins\":[" + BUNDLE.replace("\"org.throng.curve.Curve\"", "") + "]}");
            assertEquals(0, terminal.run("plugin", "add", "fast"));
            assertTrue(terminal.printed().contains("provides nothing on this machine"), terminal.printed());
            Files.delete(running);
            assertEquals(0, terminal.run("plugin", "remove", "fast"), terminal.complained());
            assertEquals("fast removed\n", terminal.printed());
            Path refused = Files.createDirectories(home.resolve("deploy/refused"));
            Thread refuser = new Thread(() -> refuse(refused));
            refuser.start();
            assertEquals(77, terminal.run("plugin", "add", "fast"));
            assertEquals("throng: the node refused fast: it does not fit\n", terminal.complained());
        }
    }
}
