// SPDX-License-Identifier: MIT
package org.throng.itests.journey;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every role starts and stops in order, as often as one likes. */
class LifecycleTest {
    private static final long STOP_MILLIS = 5_000;

    @TempDir
    Path folder;

    private static long timeToStop(Node node) throws Exception {
        long began = System.nanoTime();
        String said = node.stop();
        long millis = Duration.ofNanos(System.nanoTime() - began).toMillis();
        assertEquals("", withoutIncubator(said), "on stderr");
        return millis;
    }

    /** The JVM's own line on incubator modules is not ours. */
    private static String withoutIncubator(String said) {
        return said.lines().filter(line -> !line.contains("incubator module")).reduce("", (a, b) -> a + b + "\n");
    }

    private static void assertClean(Node node) throws IOException {
        List<String> bad = node.log()
                .lines()
                .filter(line -> line.contains(" WARN ") || line.contains(" ERROR ") || line.startsWith("\tat "))
                .toList();
        assertEquals(List.of(), bad, node.log());
    }

    @ParameterizedTest
    @ValueSource(strings = {"relay", "client", "node"})
    void roleStartsAndStopsWithoutAWord(String role) throws Exception {
        try (Node node = Node.bare(folder, role)) {
            for (int i = 0; i < 2; i++) {
                node.start(role);
                long millis = timeToStop(node);
                assertTrue(millis < STOP_MILLIS, "stopped after " + millis + " ms");
            }
            assertClean(node);
            node.start(role);
            node.kill();
            node.start(role);
            long millis = timeToStop(node);
            assertTrue(millis < STOP_MILLIS, "stopped after " + millis + " ms");
            assertClean(node);
        }
    }

    @Test
    void stopDoesNotWaitForClientsThatAreSilent() throws Exception {
        try (Node node = Node.bare(folder, "node").start("node")) {
            int port = Integer.parseInt(node.relayUrl().replaceAll(".*:", ""));
            try (Socket silent = new Socket(InetAddress.getLoopbackAddress(), port);
                    Socket half = new Socket(InetAddress.getLoopbackAddress(), port)) {
                half.getOutputStream().write("GET / HTTP/1.1\r\nHost: x\r\n".getBytes(StandardCharsets.US_ASCII));
                long millis = timeToStop(node);
                assertTrue(millis < STOP_MILLIS, "stopped after " + millis + " ms");
                assertTrue(silent.isConnected());
            }
            assertClean(node);
        }
    }

    @Test
    void stopBeforeReadyIsInOrderToo() throws Exception {
        Path home = folder.resolve("early");
        Path errors = folder.resolve("early.err");
        for (int millis : new int[] {150, 300, 450, 600, 750}) {
            Process process = new ProcessBuilder(
                            "sh",
                            Node.DISTRIBUTION.resolve("bin/throng").toString(),
                            "node",
                            "--home",
                            home.toString(),
                            "--port",
                            "0",
                            "--api-port",
                            "0")
                    .redirectError(errors.toFile())
                    .start();
            process.waitFor(millis, TimeUnit.MILLISECONDS);
            process.destroy();
            assertTrue(process.waitFor(STOP_MILLIS, TimeUnit.MILLISECONDS), "after " + millis + " ms");
            assertEquals("", withoutIncubator(Files.readString(errors)), "on stderr, stopped after " + millis + " ms");
        }
    }

    @Test
    void nodesWithHomesOfTheirOwnLiveSideBySide() throws Exception {
        try (Node one = Node.bare(folder, "one").start("node");
                Node two = Node.bare(folder, "two").start("node")) {
            assertNotEquals(one.relayUrl(), two.relayUrl());
            assertTrue(one.isAlive());
            assertTrue(two.isAlive());
        }
    }

    @Test
    void secondNodeOnOneHomeIsRefused() throws Exception {
        try (Node node = Node.bare(folder, "node").start("node")) {
            Process second = new ProcessBuilder(
                            "sh",
                            Node.DISTRIBUTION.resolve("bin/throng").toString(),
                            "client",
                            "--home",
                            node.home().toString())
                    .start();
            String said = new String(second.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
            assertTrue(second.waitFor(10, TimeUnit.SECONDS));
            assertEquals(75, second.exitValue(), said);
            assertTrue(said.contains("another process uses the home folder"), said);
            assertEquals(1, withoutIncubator(said).lines().count(), said);
            assertTrue(node.isAlive());
        }
    }

    @Test
    void vaultIsOpenedByTheCredentialThatSystemdHandsOver() throws Exception {
        Path credentials = Files.createDirectory(folder.resolve("credentials"));
        try (Node node = Node.bare(folder, "node")) {
            node.newIdentity("me");
            Files.copy(node.passphraseFile(), credentials.resolve("throng.passphrase"));
            node.with("CREDENTIALS_DIRECTORY", credentials.toString()).startBare("client", "--api-port", "0");
            assertFalse(node.ok("status", "--json").json().get("locked").asBoolean());
        }
    }

    @Test
    void portThatIsTakenIsSaid() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                Node node = Node.bare(folder, "node")) {
            Process process = new ProcessBuilder(
                            "sh",
                            Node.DISTRIBUTION.resolve("bin/throng").toString(),
                            "client",
                            "--home",
                            node.home().toString(),
                            "--api-port",
                            Integer.toString(taken.getLocalPort()))
                    .start();
            if (!process.waitFor(20, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new AssertionError("it goes on\n" + node.log());
            }
            String said = new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
            assertEquals(75, process.exitValue(), said);
            assertTrue(
                    said.contains("the node is not ready: the listener api cannot open 127.0.0.1:"
                            + taken.getLocalPort() + " (Address already in use): give it another port"),
                    said);
            assertTrue(node.log().contains("127.0.0.1:" + taken.getLocalPort()), node.log());
        }
    }

    @Test
    void passphraseFileThatIsNotThereIsSaid() throws Exception {
        try (Node node = Node.bare(folder, "node")) {
            Node.Said said = node.run("client", "--passphrase-file", "/nowhere/passphrase");
            assertEquals(65, said.code(), said.err());
            assertTrue(said.err().contains("cannot read /nowhere/passphrase"), said.err());
        }
    }

    @Test
    void distributionIsOnlyRead() throws Exception {
        boolean root = "root".equals(System.getProperty("user.name"));
        assumeTrue(!root || Files.isExecutable(Path.of("/usr/bin/setpriv")), "no way to be somebody else");
        Path copy = Files.createTempDirectory("throng-read-only");
        try {
            run("cp", "-r", Node.DISTRIBUTION.toString(), copy.resolve("throng").toString());
            run("chmod", "-R", "a+rX,a-w", copy.resolve("throng").toString());
            Path home = Files.createDirectory(copy.resolve("home"));
            run("chmod", "a+rx", copy.toString());
            String before = listing(copy.resolve("throng"));
            List<String> command = new java.util.ArrayList<>();
            if (root) {
                run("chown", "65534:65534", home.toString());
                command.addAll(List.of("/usr/bin/setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"));
            }
            command.addAll(List.of(
                    "sh",
                    copy.resolve("throng/bin/throng").toString(),
                    "node",
                    "--home",
                    home.toString(),
                    "--port",
                    "0",
                    "--api-port",
                    "0"));
            Process process = new ProcessBuilder(command).start();
            String ready = process.inputReader().readLine();
            var errors = Tool.beside(() -> process.errorReader().lines().reduce("", String::concat));
            process.toHandle().destroy(); // Process.destroy would close the streams
            process.waitFor();
            String said = errors.get();
            assertTrue(String.valueOf(ready).startsWith("ready "), ready + " " + said);
            assertEquals(before, listing(copy.resolve("throng")));
        } finally {
            run("chmod", "-R", "u+w", copy.toString());
            run("rm", "-r", copy.toString());
        }
    }

    private static String listing(Path folder) throws Exception {
        Process find = new ProcessBuilder("find", folder.toString(), "-printf", "%p %s %T@ %m\n").start();
        String said = new String(find.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, find.waitFor());
        return said.lines().sorted().reduce("", (a, b) -> a + b + "\n");
    }

    private static void run(String... command) throws Exception {
        assertEquals(0, new ProcessBuilder(command).inheritIO().start().waitFor(), String.join(" ", command));
    }
}
