// SPDX-License-Identifier: MIT
package org.throng.itests.journey;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A running node follows its settings: defaults, feature, etc, environment, command line, each over the one before. */
@Tag(Tags.ONE_JAVA)
class SettingsTest {
    private static final Duration SOON = Duration.ofSeconds(2);
    private static final String RELAY = "org.throng.http.undertow~relay.cfg";

    @TempDir
    Path folder;

    private Node node;

    @BeforeEach
    void make() throws IOException {
        node = Node.at(folder, "node");
        Files.createDirectories(node.home().resolve("etc"));
    }

    @AfterEach
    void close() throws InterruptedException {
        node.close();
    }

    private void write(String file, String... lines) throws IOException {
        Files.write(node.home().resolve("etc").resolve(file), List.of(lines));
    }

    private static boolean answers(int port) {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1_000);
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    private static void awaitPort(int port) throws Exception {
        Node.await("port " + port, SOON, () -> answers(port) ? port : null);
    }

    private static void awaitNoPort(int port) throws Exception {
        Node.await("port " + port + " is closed", SOON, () -> answers(port) ? null : port);
    }

    private void awaitLog(String text) throws Exception {
        Node.await("'" + text + "' in the log", SOON, () -> node.log().contains(text) ? text : null);
    }

    private long warnings() throws IOException {
        return node.log().lines().filter(line -> line.contains(" WARN ")).count();
    }

    @Test
    void portOfAListenerIsChangedLiveAndDeletingTheFileBringsTheFeaturesBack() throws Exception {
        int feature = 7447;
        org.junit.jupiter.api.Assumptions.assumeFalse(answers(feature), "7447 is taken on this machine");
        int first = freePort();
        write(RELAY, "port = " + first);
        node.startBare("relay", "--api-port", "0");
        awaitPort(first);

        int second = freePort();
        write(RELAY, "port = " + second);
        awaitPort(second);
        awaitNoPort(first);

        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            write(RELAY, "port = " + taken.getLocalPort());
            awaitLog("cannot open 127.0.0.1:" + taken.getLocalPort());
            awaitLog("it stays on /127.0.0.1:" + second);
            assertTrue(answers(second));
        }

        write(RELAY, "port = " + second, "host = 0.0.0.0");
        awaitLog("listener relay on /[0:0:0:0:0:0:0:0]:" + second);
        awaitPort(second);

        Files.delete(node.home().resolve("etc").resolve(RELAY));
        awaitPort(feature);
        awaitNoPort(second);
        assertEquals(0, warnings(), node.log());
    }

    @Test
    void environmentBeatsFileAndCommandLineBeatsEnvironment() throws Exception {
        int file = freePort();
        int environment = freePort();
        int commandLine = freePort();
        write(RELAY, "port = " + file);
        node.with("THRONG_HTTP_UNDERTOW_RELAY__PORT", Integer.toString(environment));
        node.startBare("relay", "--api-port", "0");
        assertEquals("ws://127.0.0.1:" + environment, node.relayUrl());
        node.stop();

        node.startBare("relay", "--api-port", "0", "--port", Integer.toString(commandLine));
        assertEquals("ws://127.0.0.1:" + commandLine, node.relayUrl());
        assertFalse(answers(environment));
        assertFalse(answers(file));
    }

    @Test
    void wrongSettingsAreNamedOnceAndTheRestOfTheFileCounts() throws Exception {
        node.start("relay");
        int port = freePort();
        write(
                "org.throng.http.undertow~more.cfg",
                "name = more",
                "port = " + port,
                "colour = blue",
                "threads = 1000",
                "connections = many");
        awaitPort(port);
        awaitLog("unknown setting 'colour'");
        awaitLog("threads is out of range: expected 1 to 256, got '1000'");
        awaitLog("connections expected a whole number, got 'many'");
        write(RELAY, "patience.seconds = 29"); // another look at all files
        awaitLog("org.throng.http.undertow~relay has settings");
        assertEquals(3, warnings(), node.log());
        assertEquals(
                1, node.log().lines().filter(line -> line.contains("'colour'")).count());

        Files.delete(node.home().resolve("etc/org.throng.http.undertow~more.cfg"));
        awaitNoPort(port);
    }

    @Test
    void fileOfNoBundleAndFileThatIsNoTextAreNamed() throws Exception {
        node.start("relay");
        write("org.throng.no.such.thing.cfg", "a = b");
        awaitLog("no bundle here has settings named org.throng.no.such.thing");
        Files.write(node.home().resolve("etc/org.throng.store.derby.cfg"), new byte[] {'a', '=', (byte) 0xff, '\n'});
        awaitLog("org.throng.store.derby.cfg is not applied");
        assertEquals(2, warnings(), node.log());
        assertTrue(node.isAlive());
    }

    @Test
    void wordThatIsNoAddressIsNamedAndTakesNothingAway() throws Exception {
        node.start("relay");
        String url = node.relayUrl();
        write(RELAY, "host = no.such.host.invalid", "trusted.proxies = 127.0.0.1,proxy");
        awaitLog("relay/host: expected an address of this machine, got 'no.such.host.invalid'; not applied");
        awaitLog("relay/trusted.proxies: expected the address of a proxy in digits, got 'proxy'; not applied");
        write("org.throng.relay.events.cfg", "url = banana", "pubkey = me");
        awaitLog("relay.events/url: expected a public address such as wss://relay.example, got 'banana'; not applied");
        awaitLog("relay.events/pubkey: expected 64 lower-case hex digits, got 'me'; not applied");
        Node.await("the relay", SOON, () -> status().get("ready").asBoolean() ? url : null);
        assertFalse(node.log().contains("Exception"), node.log());
    }

    @Test
    void statusAndDoctorSayThatTheRelayCannotBeReached() throws Exception {
        write(RELAY, "port = 0");
        node.startBare("relay", "--api-port", "0");
        assertEquals(0, node.run("doctor").code());
        assertTrue(status().get("ready").asBoolean());
        write(RELAY, "port = 0", "name = another");
        Node.await("a status", SOON, () -> status().get("ready").asBoolean() ? null : "not ready");
        String doctor = node.run("doctor").out();
        assertTrue(doctor.contains("WRONG own relay: nobody can reach it"), doctor);
        write(RELAY, "port = 0");
        Node.await("a status", SOON, () -> status().get("ready").asBoolean() ? "ready" : null);
    }

    private JsonNode status() throws Exception {
        return node.ok("status", "--json").json();
    }
}
