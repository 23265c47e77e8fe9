// SPDX-License-Identifier: MIT
package org.throng.http.undertow;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.throng.http.undertow.RawClient.BINARY;
import static org.throng.http.undertow.RawClient.CLOSE;
import static org.throng.http.undertow.RawClient.CONTINUATION;
import static org.throng.http.undertow.RawClient.FIN;
import static org.throng.http.undertow.RawClient.PING;
import static org.throng.http.undertow.RawClient.PONG;
import static org.throng.http.undertow.RawClient.RSV1;
import static org.throng.http.undertow.RawClient.TEXT;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.HexFormat;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class WebSocketTest {
    private final Fixture.Echo echo = new Fixture.Echo();
    private Fixture fixture;

    @BeforeEach
    void start() throws IOException {
        fixture = new Fixture();
        fixture.endpoints.add(echo);
    }

    @AfterEach
    void stop() {
        fixture.close();
    }

    @Test
    void messagesComeBackInOrder() throws Exception {
        try (RawClient client = fixture.shaken()) {
            ByteArrayOutputStream many = new ByteArrayOutputStream();
            for (int i = 0; i < 2_000; i++) {
                many.writeBytes(RawClient.frame(FIN | TEXT, ("n" + i + "é").getBytes(UTF_8)));
            }
            client.write(many.toByteArray());
            for (int i = 0; i < 2_000; i++) {
                assertEquals("n" + i + "é", client.text());
            }
        }
    }

    @Test
    void fragmentsAreOneMessageAndControlFramesMayStandBetween() throws Exception {
        try (RawClient client = fixture.shaken()) {
            byte[] text = "a€b".getBytes(UTF_8); // the cuts go through the euro sign
            client.send(TEXT, java.util.Arrays.copyOfRange(text, 0, 2));
            client.send(FIN | PING, "p".getBytes(UTF_8));
            client.send(CONTINUATION, java.util.Arrays.copyOfRange(text, 2, 3));
            client.send(CONTINUATION, new byte[0]);
            client.send(FIN | CONTINUATION, java.util.Arrays.copyOfRange(text, 3, text.length));
            RawClient.Frame pong = client.read();
            assertEquals(PONG, pong.opcode());
            assertEquals("p", pong.text());
            assertEquals("a€b", client.text());
        }
    }

    @Test
    void emptyMessageIsAMessage() throws Exception {
        try (RawClient client = fixture.shaken()) {
            client.send("");
            client.send(TEXT, new byte[0]);
            client.send(FIN | CONTINUATION, new byte[0]);
            client.send("x");
            assertEquals("", client.text());
            assertEquals("", client.text());
            assertEquals("x", client.text());
        }
    }

    @Test
    void largestMessagePassesAndOneByteMoreIsTooBig() throws Exception {
        try (RawClient client = fixture.shaken()) {
            client.send("a".repeat(64 << 10));
            assertEquals(64 << 10, client.text().length());
            client.send("a".repeat((64 << 10) + 1));
            assertEquals(1009, client.closeCode());
        }
        assertEquals(64 << 10, echo.next().length());
        assertEquals("closed 1009", echo.next());
    }

    @Test
    void fragmentsThatAddUpToTooMuchAreTooBig() throws Exception {
        try (RawClient client = fixture.shaken()) {
            client.send(TEXT, new byte[60_000]);
            client.send(CONTINUATION, new byte[60_000]);
            assertEquals(1009, client.closeCode());
        }
    }

    @Test
    void frameThatClaimsToBeEndlessIsTooBig() throws Exception {
        try (RawClient client = fixture.shaken()) {
            client.write(RawClient.frame(FIN | TEXT, new byte[70_000], Long.MAX_VALUE, true));
            int code = client.closeCode();
            assertTrue(code == 1009 || code == 1002, "got " + code);
        }
    }

    @Test
    void binaryMessageIsRefused() throws Exception {
        try (RawClient client = fixture.shaken()) {
            client.send(FIN | BINARY, new byte[10]);
            assertEquals(1003, client.closeCode());
        }
        assertEquals("closed 1003", echo.next());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"ff", "c0af", "e282", "eda080", "f4908080", "80", "61c3", "f0808080", "f8888080", "e228a1", "c3"
            })
    void textThatIsNoUtf8IsRefused(String hex) throws Exception {
        byte[] bytes = HexFormat.of().parseHex(hex);
        try (RawClient client = fixture.shaken()) {
            client.send(FIN | TEXT, bytes);
            assertEquals(1007, client.closeCode());
        }
        try (RawClient client = fixture.shaken()) {
            client.send(TEXT, java.util.Arrays.copyOf(bytes, 1));
            client.send(FIN | CONTINUATION, java.util.Arrays.copyOfRange(bytes, 1, bytes.length));
            assertEquals(1007, client.closeCode());
        }
    }

    @Test
    void framesThatBreakTheProtocolCloseTheConnection() throws Exception {
        byte[][] wrong = {
            RawClient.frame(FIN | RSV1 | TEXT, new byte[] {1, 2, 3}), // as compressed ones would be
            RawClient.frame(FIN | 0x20 | TEXT, new byte[3]),
            RawClient.frame(FIN | 0x10 | TEXT, new byte[3]),
            RawClient.frame(FIN | 3, new byte[3]),
            RawClient.frame(FIN | 11, new byte[3]),
            RawClient.frame(FIN | CONTINUATION, new byte[3]),
            RawClient.frame(PING, new byte[3]),
            RawClient.frame(FIN | PING, new byte[126]),
            RawClient.frame(FIN | TEXT, new byte[3], 3, false),
        };
        for (byte[] frame : wrong) {
            try (RawClient client = fixture.shaken()) {
                client.write(frame);
                assertEquals(1002, client.closeCode(), HexFormat.of().formatHex(frame));
            }
            assertEquals("closed 1002", echo.next());
        }
    }

    @Test
    void secondTextFrameInsideAMessageBreaksTheProtocol() throws Exception {
        try (RawClient client = fixture.shaken()) {
            client.send(TEXT, new byte[3]);
            client.send(FIN | TEXT, new byte[3]);
            assertEquals(1002, client.closeCode());
        }
    }

    @Test
    void compressionIsNotOffered() throws Exception {
        try (RawClient client = fixture.shaken()) {
            assertFalse(client.handshake().toLowerCase(java.util.Locale.ROOT).contains("extensions"));
        }
    }

    @Test
    void wrongHandshakesAreAnswered() throws Exception {
        String head = "GET /echo HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n";
        for (String rest : new String[] {
            "Sec-WebSocket-Version: 12\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n",
            "Sec-WebSocket-Version: 13\r\n\r\n",
            "\r\n"
        }) {
            try (RawClient client = new RawClient(fixture.server.address())) {
                client.write(head + rest);
                assertTrue(client.head().startsWith("HTTP/1.1 426"));
            }
            assertEquals("closed 1006", echo.next());
        }
        try (RawClient client = new RawClient(fixture.server.address())) {
            client.write("GET /echo HTTP/1.1\r\nHost: x\r\n\r\n");
            assertTrue(client.head().startsWith("HTTP/1.1 400"));
        }
    }

    @Test
    void everyEndIsToldOnce() throws Exception {
        try (RawClient client = fixture.shaken()) {
            client.send(FIN | CLOSE, new byte[] {0x03, (byte) 0xe8});
            assertEquals(1000, client.closeCode());
        }
        assertEquals("closed 1000", echo.next());
        try (RawClient client = fixture.shaken()) {
            client.send(FIN | CLOSE, new byte[0]);
            client.closeCode();
        }
        assertTrue(echo.next().startsWith("closed 100"));
        try (RawClient client = fixture.shaken()) {
            client.send("x");
            assertEquals("x", client.text());
        }
        assertEquals("x", echo.next());
        assertEquals("closed 1006", echo.next());
        try (RawClient client = fixture.shaken()) {
            client.send("bye");
            assertEquals(4_000, client.closeCode());
        }
        assertEquals("closed 4000", echo.next());
        try (RawClient client = fixture.shaken()) {
            client.send("fail");
            assertEquals(1011, client.closeCode());
        }
        assertEquals("closed 1011", echo.next());
        assertTrue(echo.events.isEmpty());
    }

    @Test
    void queueOfSomebodyWhoDoesNotReadIsBoundedAndHasRoomWhenItIsRead() throws Exception {
        try (RawClient client = fixture.shaken()) {
            client.send("x");
            assertEquals("x", client.text());
            assertEquals("x", echo.next());
            int sent = 0;
            String message = "y".repeat(10_000);
            String event;
            do {
                while (echo.socket.send(message.getBytes(UTF_8))) {
                    sent++;
                }
                event = echo.events.poll(200, java.util.concurrent.TimeUnit.MILLISECONDS);
            } while ("room".equals(event)); // the system's own buffers took some of it
            assertNull(event);
            assertTrue(echo.socket.room() <= 128 << 10, "half of the queue");
            for (int i = 0; i < sent; i++) {
                assertEquals(message, client.text());
            }
            assertEquals("room", echo.next());
            assertTrue(echo.socket.send("z".getBytes(UTF_8)));
            assertEquals("z", client.text());
        }
    }

    @Test
    void whoWantsToBeCalledAgainIsOnce() throws Exception {
        try (RawClient client = fixture.shaken()) {
            client.send("again");
            assertEquals("again", echo.next());
            assertEquals("room", echo.next());
            client.send("x");
            assertEquals("x", echo.next());
        }
    }

    @Test
    void whoDoesNotReadAtAllIsCutOff() throws Exception {
        try (RawClient client = fixture.shaken()) {
            Fixture.await("the handshake", () -> echo.socket != null);
            Fixture.await("a full queue", () -> !echo.socket.send(new byte[50_000]));
            String event = echo.next();
            while (event.equals("room")) {
                event = echo.next(); // the system's own buffers took a little
            }
            assertEquals("closed 1006", event);
            assertFalse(echo.socket.send(new byte[1]));
            assertEquals(1006, client.closeCode());
        }
    }

    @Test
    void pausedSocketReadsNothingUntilItIsResumed() throws Exception {
        try (RawClient client = fixture.shaken()) {
            client.send("pause");
            client.send("later");
            client.send(FIN | PING, new byte[0]);
            assertEquals("paused", echo.next());
            echo.socket.send("now".getBytes(UTF_8));
            assertEquals("now", client.text());
            assertTrue(echo.events.isEmpty());
            echo.socket.resume();
            assertEquals("later", client.text());
        }
    }

    @Test
    void unfinishedMessageIsCutOff() throws Exception {
        try (RawClient client = fixture.shaken()) {
            client.send(TEXT, new byte[5]);
            assertEquals(1006, client.closeCode());
        }
        assertEquals("closed 1006", echo.next());
    }

    /** A byte now and then is no sign of life: a message has one deadline, however it comes. */
    @Test
    void messageThatDribblesIsCutOff() throws Exception {
        try (RawClient one = fixture.shaken();
                RawClient fragments = fixture.shaken();
                RawClient lively = fixture.shaken()) {
            assertTrue(one.isCutOffWhileItDribbles(RawClient.frame(FIN | TEXT, new byte[400])));
            assertEquals("closed 1006", echo.next());
            ByteArrayOutputStream parts = new ByteArrayOutputStream();
            parts.writeBytes(RawClient.frame(TEXT, new byte[1]));
            for (int i = 0; i < 60; i++) {
                parts.writeBytes(RawClient.frame(0, new byte[1]));
            }
            assertTrue(fragments.isCutOffWhileItDribbles(parts.toByteArray()));
            lively.send(FIN | PONG, new byte[0]);
        }
    }

    @Test
    void silentClientIsAskedAndOneThatAnswersStays() throws Exception {
        try (RawClient lively = fixture.shaken();
                RawClient dead = fixture.shaken()) {
            for (int i = 0; i < 4; i++) {
                assertEquals(PING, lively.read().opcode());
                lively.send(FIN | PONG, new byte[0]);
            }
            assertEquals(1006, dead.closeCode());
            lively.send("still here");
            assertEquals("still here", lively.text());
        }
    }

    @Test
    void floodOfPingsEndsTheConnectionAndNoOther() throws Exception {
        try (RawClient client = fixture.shaken()) {
            ByteArrayOutputStream pings = new ByteArrayOutputStream();
            for (int i = 0; i < 10_000; i++) {
                pings.writeBytes(RawClient.frame(FIN | PING, new byte[125]));
            }
            client.write(pings.toByteArray());
            int code = client.closeCode();
            assertTrue(code == 1008 || code == 1006, "got " + code);
        }
        try (RawClient client = fixture.shaken()) {
            client.send("x");
            assertEquals("x", client.text());
        }
    }
}
