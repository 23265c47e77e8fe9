// SPDX-License-Identifier: MIT
package org.throng.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.throng.event.RelayUrl;

class RelayProbeTest {
    private static final String DOCUMENT = "HTTP/1.1 200 OK\r\nDate: Fri, 15 Jan 2027 08:20:00 GMT\r\n"
            + "Content-Length: 40\r\nConnection: close\r\n\r\n{\"name\":\"A relay\",\"software\":\"s\",\"x\":123}";

    /** Two connections: first the document, then a WebSocket that says one thing. */
    private static final class Relay implements AutoCloseable {
        private final ServerSocket server = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
        private final Thread thread;

        Relay(String document, String word) throws IOException {
            thread = new Thread(() -> serve(document, word), "fake relay");
            thread.start();
        }

        RelayUrl url() {
            return RelayUrl.of("ws://127.0.0.1:" + server.getLocalPort());
        }

        private void serve(String document, String word) {
            try (server) {
                while (true) {
                    try (Socket socket = server.accept()) {
                        String key = webSocketKey(socket);
                        OutputStream out = socket.getOutputStream();
                        if (key == null) {
                            out.write(document.getBytes(StandardCharsets.US_ASCII));
                            continue;
                        }
                        byte[] sha1 = MessageDigest.getInstance("SHA-1")
                                .digest((key + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11")
                                        .getBytes(StandardCharsets.US_ASCII));
                        out.write(("HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                                        + "Sec-WebSocket-Accept: "
                                        + Base64.getEncoder().encodeToString(sha1) + "\r\n\r\n")
                                .getBytes(StandardCharsets.US_ASCII));
                        byte[] text = word.getBytes(StandardCharsets.UTF_8);
                        out.write(new byte[] {(byte) 0x81, (byte) text.length});
                        out.write(text);
                        out.flush();
                        socket.getInputStream().transferTo(OutputStream.nullOutputStream());
                    }
                }
            } catch (IOException | GeneralSecurityException e) {
                assertTrue(server.isClosed(), e.toString());
            }
        }

        private static String webSocketKey(Socket socket) throws IOException {
            BufferedReader lines =
                    new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII));
            String key = null;
            for (String line = lines.readLine(); line != null && !line.isEmpty(); line = lines.readLine()) {
                if (line.toLowerCase(java.util.Locale.ROOT).startsWith("sec-websocket-key:")) {
                    key = line.substring(line.indexOf(':') + 1).strip();
                }
            }
            return key;
        }

        @Override
        public void close() throws IOException {
            server.close();
        }
    }

    private final RelayProbe probe =
            new RelayProbe(Duration.ofSeconds(5), Clock.fixed(Instant.parse("2027-01-15T08:00:00Z"), ZoneOffset.UTC));

    @Test
    void relayThatAnswersWorksAndItsClockIsCompared() throws IOException {
        try (Relay relay = new Relay(DOCUMENT, "[\"EOSE\",\"t\"]")) {
            Map<String, Object> result = probe.test(relay.url());
            assertEquals(true, result.get("ok"), result.toString());
            assertEquals("A relay", result.get("name"));
            assertEquals(1200L, result.get("clockAheadSeconds"));
            assertEquals(false, result.get("feed"));
        }
    }

    @Test
    void relayThatWantsToKnowWhoAsksIsOfNoUse() throws IOException {
        try (Relay relay = new Relay(DOCUMENT, "[\"CLOSED\",\"t\",\"auth-required: who are you\"]")) {
            Map<String, Object> result = probe.test(relay.url());
            assertEquals(false, result.get("ok"));
            assertEquals(true, result.get("demandsAuth"));
        }
    }

    @Test
    void serverThatIsNoRelayIsNamed() throws IOException {
        try (Relay relay = new Relay("HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n", "hello")) {
            Map<String, Object> result = probe.test(relay.url());
            assertEquals(false, result.get("ok"));
            assertTrue(String.valueOf(result.get("detail")).contains("does not speak Nostr"), result.toString());
        }
    }

    @Test
    void placeWhereNobodyListensIsNamed() {
        Map<String, Object> result = probe.test(RelayUrl.of("ws://127.0.0.1:1"));
        assertEquals(false, result.get("ok"));
        assertTrue(String.valueOf(result.get("detail")).startsWith("no connection"), result.toString());
    }
}
