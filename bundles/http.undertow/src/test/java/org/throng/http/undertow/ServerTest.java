// SPDX-License-Identifier: MIT
package org.throng.http.undertow;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.throng.http.Stream;

@Timeout(60)
class ServerTest {
    @Test
    void longestPathAnswers() throws Exception {
        try (Fixture fixture = new Fixture()
                .with("/", (request, response) -> response.send("root".getBytes(UTF_8)))
                .with("/api/", (request, response) -> response.send("api".getBytes(UTF_8)))
                .with("/api/status", (request, response) -> response.send("status".getBytes(UTF_8)))) {
            assertEquals("root", fixture.get("/").body());
            assertEquals("root", fixture.get("/apix").body());
            assertEquals("root", fixture.get("/api").body());
            assertEquals("api", fixture.get("/api/other").body());
            assertEquals("status", fixture.get("/api/status?x=1").body());
            assertEquals("api", fixture.get("/api/status/more").body());
        }
    }

    @Test
    void pathWithoutEndpointIsNotFound() throws Exception {
        try (Fixture fixture = new Fixture()) {
            assertEquals(404, fixture.get("/").statusCode());
            fixture.with("/", (request, response) -> response.status(204));
            assertEquals(204, fixture.get("/").statusCode());
            fixture.endpoints.clear();
            assertEquals(404, fixture.get("/").statusCode());
        }
    }

    @Test
    void requestIsWhatTheClientWrote() throws Exception {
        List<String> seen = new ArrayList<>();
        try (Fixture fixture = new Fixture().with("/", (request, response) -> {
            seen.add(request.method());
            seen.add(request.path());
            seen.addAll(request.query("a"));
            seen.add(request.header("x-mine").orElse(""));
            seen.add("" + request.remote().isLoopbackAddress());
            response.status(201).header("X-Yours", "2").send(new byte[0]);
        })) {
            HttpResponse<String> answer = fixture.client.send(
                    HttpRequest.newBuilder(fixture.uri("/p%20q?a=1&a=%C3%A9&b=2"))
                            .DELETE()
                            .header("X-Mine", "1")
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
            assertEquals(List.of("DELETE", "/p q", "1", "é", "1", "true"), seen);
            assertEquals(201, answer.statusCode());
            assertEquals("2", answer.headers().firstValue("x-yours").orElseThrow());
        }
    }

    @Test
    void largeBodiesFlowBothWays() throws Exception {
        byte[] body = new byte[20 << 20];
        new Random(1).nextBytes(body);
        try (Fixture fixture = new Fixture()
                .with("/", (request, response) -> response.send(request.body().readAllBytes()))) {
            HttpResponse<byte[]> answer = fixture.client.send(
                    HttpRequest.newBuilder(fixture.uri("/"))
                            .POST(HttpRequest.BodyPublishers.ofByteArray(body))
                            .build(),
                    HttpResponse.BodyHandlers.ofByteArray());
            assertArrayEquals(body, answer.body());
        }
    }

    @Test
    void bodyBeyondTheLimitIsRefused() throws Exception {
        AtomicReference<String> seen = new AtomicReference<>("nothing");
        try (Fixture fixture = new Fixture().with("/", (request, response) -> {
            try {
                seen.set("" + request.body().readAllBytes().length);
            } catch (IOException e) {
                seen.set("refused");
                response.status(413);
            }
        })) {
            // by its Content-Length, and in chunks that do not say how many they are
            for (boolean chunked : new boolean[] {false, true}) {
                byte[] body = new byte[(32 << 20) + 1];
                HttpRequest request = HttpRequest.newBuilder(fixture.uri("/"))
                        .POST(
                                chunked
                                        ? HttpRequest.BodyPublishers.ofInputStream(
                                                () -> new java.io.ByteArrayInputStream(body))
                                        : HttpRequest.BodyPublishers.ofByteArray(body))
                        .build();
                try {
                    assertEquals(
                            413,
                            fixture.client
                                    .send(request, HttpResponse.BodyHandlers.discarding())
                                    .statusCode());
                } catch (IOException e) {
                    // the connection may be cut while the client still writes
                }
                Fixture.await("a refusal", () -> seen.get().equals("refused"));
                seen.set("nothing");
            }
        }
    }

    @Test
    void failureOfAnEndpointIsAnswered() throws Exception {
        try (Fixture fixture = new Fixture().with("/", (request, response) -> {
            throw new IllegalStateException("as the test wants");
        })) {
            HttpResponse<String> answer = fixture.get("/");
            assertEquals(500, answer.statusCode());
            assertFalse(answer.body().contains("as the test wants"));
        }
    }

    @Test
    void headersBeyondTheLimitAreRefused() throws Exception {
        try (Fixture fixture = new Fixture().with("/", (request, response) -> response.status(200));
                RawClient client = new RawClient(fixture.server.address())) {
            client.write("GET / HTTP/1.1\r\nHost: x\r\nX-Long: " + "a".repeat(10_000) + "\r\n\r\n");
            assertFalse(client.rest().startsWith("HTTP/1.1 200"));
        }
    }

    @Test
    void slowHeadersAreCutOff() throws Exception {
        try (Fixture fixture = new Fixture().with("/", (request, response) -> response.status(200));
                RawClient silent = new RawClient(fixture.server.address());
                RawClient slow = new RawClient(fixture.server.address())) {
            slow.write("GET / HTTP/1.1\r\nX-A: b");
            assertEquals("", silent.rest());
            assertFalse(slow.rest().startsWith("HTTP/1.1 200"));
        }
    }

    @Test
    void headersThatDribbleAreCutOff() throws Exception {
        try (Fixture fixture = new Fixture().with("/", (request, response) -> response.status(200));
                RawClient slow = new RawClient(fixture.server.address())) {
            String request = "GET / HTTP/1.1\r\nHost: x\r\nX-Long: " + "a".repeat(400);
            assertTrue(slow.isCutOffWhileItDribbles(request.getBytes(java.nio.charset.StandardCharsets.US_ASCII)));
            assertEquals(200, fixture.get("/").statusCode());
        }
    }

    @Test
    void malformedRequestsAreNoTrouble() throws Exception {
        try (Fixture fixture = new Fixture().with("/", (request, response) -> response.status(204))) {
            for (String wrong : List.of(
                    "\r\n\r\n\r\n",
                    "GET\r\n\r\n",
                    "\u0000\u0001\u0002\u0003 / HTTP/1.1\r\n\r\n",
                    "GET / HTTP/9.9\r\n\r\n",
                    "GET /%zz HTTP/1.1\r\nHost: x\r\n\r\n",
                    "GET http:// HTTP/1.1\r\n\r\n",
                    "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: -1\r\n\r\n",
                    "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 99999999999999999999\r\n\r\n",
                    "POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
                    "GET / HTTP/1.1\r\n: nameless\r\n\r\n",
                    "GET /?" + "a=b&".repeat(1_000) + " HTTP/1.1\r\nHost: x\r\n\r\n")) {
                try (RawClient client = new RawClient(fixture.server.address())) {
                    client.write(wrong);
                    client.rest();
                }
            }
            assertEquals(204, fixture.get("/").statusCode());
        }
    }

    @Test
    void bodyThatDoesNotMoveIsCutOffWhoeverWaitsForIt() throws Exception {
        CountDownLatch failed = new CountDownLatch(1);
        try (Fixture fixture = new Fixture()
                .with("/ignores", (request, response) -> response.status(204))
                .with("/reads", (request, response) -> {
                    try {
                        request.body().readAllBytes();
                    } catch (IOException e) {
                        failed.countDown();
                    }
                })) {
            for (String request : List.of(
                    "POST /ignores HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\n\r\nabc",
                    "POST /ignores HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
                    "POST /reads HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\n\r\nabc")) {
                try (RawClient client = new RawClient(fixture.server.address())) {
                    client.write(request);
                    client.rest();
                }
            }
            assertTrue(failed.await(10, TimeUnit.SECONDS), "the read went on");
        }
    }

    @Test
    void answerThatNobodyReadsIsCutOff() throws Exception {
        CountDownLatch failed = new CountDownLatch(1);
        try (Fixture fixture = new Fixture().with("/", (request, response) -> {
                    try {
                        response.send(new byte[30 << 20]);
                    } catch (IOException e) {
                        failed.countDown();
                    }
                });
                RawClient client = new RawClient(fixture.server.address())) {
            client.write("GET / HTTP/1.1\r\nHost: x\r\n\r\n");
            assertTrue(failed.await(10, TimeUnit.SECONDS), "the write went on");
        }
    }

    @Test
    void streamArrivesBitByBit() throws Exception {
        CountDownLatch closed = new CountDownLatch(1);
        AtomicReference<Stream> stream = new AtomicReference<>();
        try (Fixture fixture = new Fixture().with("/", (request, response) -> {
            response.header("Content-Type", "text/event-stream");
            stream.set(response.stream(closed::countDown));
            stream.get().send("data: 1\n\n".getBytes(UTF_8));
        })) {
            HttpResponse<InputStream> answer = fixture.client.send(
                    HttpRequest.newBuilder(fixture.uri("/")).build(), HttpResponse.BodyHandlers.ofInputStream());
            InputStream body = answer.body();
            assertEquals("data: 1\n\n", new String(body.readNBytes(9), UTF_8));
            assertTrue(stream.get().send("data: 2\n\n".getBytes(UTF_8)));
            assertEquals("data: 2\n\n", new String(body.readNBytes(9), UTF_8));
            body.close();
            assertTrue(closed.await(10, TimeUnit.SECONDS), "nothing was written, and yet its end is heard");
            assertFalse(stream.get().send(new byte[1]));
        }
    }

    @Test
    void streamEndsWithAClientThatDoesNotReadAndLeaves() throws Exception {
        CountDownLatch closed = new CountDownLatch(1);
        AtomicReference<Stream> stream = new AtomicReference<>();
        try (Fixture fixture =
                new Fixture().with("/", (request, response) -> stream.set(response.stream(closed::countDown)))) {
            try (RawClient client = new RawClient(fixture.server.address())) {
                client.write("GET / HTTP/1.1\r\nHost: x\r\n\r\n");
                Fixture.await(
                        "a full queue",
                        () -> stream.get() != null && !stream.get().send(new byte[100_000]));
            }
            assertTrue(closed.await(10, TimeUnit.SECONDS));
        }
    }

    @Test
    void bytesAfterTheRequestDoNotEndItsStream() throws Exception {
        AtomicReference<Stream> stream = new AtomicReference<>();
        try (Fixture fixture = new Fixture().with("/", (request, response) -> stream.set(response.stream(() -> {})));
                RawClient client = new RawClient(fixture.server.address())) {
            client.write("GET / HTTP/1.1\r\nHost: x\r\n\r\n");
            client.head();
            client.write("more");
            stream.get().send("all".getBytes(UTF_8));
            stream.get().close();
            assertEquals("all", client.rest());
        }
    }

    @Test
    void endpointEndsItsStream() throws Exception {
        try (Fixture fixture = new Fixture().with("/", (request, response) -> {
            try (Stream stream = response.stream(() -> {})) {
                stream.send("all".getBytes(UTF_8));
            }
        })) {
            assertEquals("all", fixture.get("/").body());
        }
    }

    @Test
    void streamOfSomebodyWhoDoesNotReadIsBounded() throws Exception {
        AtomicReference<Stream> stream = new AtomicReference<>();
        try (Fixture fixture = new Fixture().with("/", (request, response) -> stream.set(response.stream(() -> {})));
                RawClient client = new RawClient(fixture.server.address())) {
            client.write("GET / HTTP/1.1\r\nHost: x\r\n\r\n");
            Fixture.await("the request", () -> stream.get() != null);
            Fixture.await("a full queue", () -> !stream.get().send(new byte[10_000]));
        }
    }

    @Test
    void connectionsBeyondTheLimitAreToldSo() throws Exception {
        Limits few = new Limits(3, 2, 1_000, 1_000, 1_000, Duration.ofSeconds(20), Duration.ofSeconds(20));
        try (Fixture fixture = new Fixture(few).with("/", (request, response) -> response.status(204))) {
            try (RawClient first = new RawClient(fixture.server.address());
                    RawClient second = new RawClient(fixture.server.address());
                    RawClient third = new RawClient(fixture.server.address())) {
                first.write("GET / HTTP/1.1\r\nHost: x\r\n\r\n");
                second.write("GET / HTTP/1.1\r\nHost: x\r\n\r\n");
                assertTrue(first.head().startsWith("HTTP/1.1 204"));
                assertTrue(second.head().startsWith("HTTP/1.1 204"));
                assertTrue(third.rest().startsWith("HTTP/1.1 503"));
                assertEquals(2, fixture.server.connections());
            }
            Fixture.await("room again", () -> fixture.server.connections() == 0);
            assertEquals(204, fixture.get("/").statusCode());
        }
    }

    @Test
    void forwardedAddressIsBelievedOfATrustedProxyOnly() throws Exception {
        for (boolean trusted : new boolean[] {false, true}) {
            InetAddress[] proxies = trusted ? new InetAddress[] {InetAddress.getLoopbackAddress()} : new InetAddress[0];
            AtomicReference<InetAddress> seen = new AtomicReference<>();
            try (Fixture fixture = new Fixture(Fixture.limits(), proxies)
                    .with("/", (request, response) -> seen.set(request.remote()))) {
                for (String header : List.of("203.0.113.9", "8.8.8.8, 203.0.113.9")) {
                    fixture.client.send(
                            HttpRequest.newBuilder(fixture.uri("/"))
                                    .header("X-Forwarded-For", header)
                                    .build(),
                            HttpResponse.BodyHandlers.discarding());
                    assertEquals(
                            trusted ? "203.0.113.9" : "127.0.0.1", seen.get().getHostAddress());
                }
                fixture.client.send(
                        HttpRequest.newBuilder(fixture.uri("/"))
                                .header("X-Forwarded-For", "name.example")
                                .build(),
                        HttpResponse.BodyHandlers.discarding());
                assertEquals("127.0.0.1", seen.get().getHostAddress());
            }
        }
    }

    @Test
    void portInUseIsAnError() throws Exception {
        try (Fixture fixture = new Fixture()) {
            assertThrows(
                    IOException.class,
                    () -> new Server(
                            "other", fixture.server.address(), 1, Fixture.limits(), java.util.Set.of(), List::of));
        }
    }

    @Test
    void stopIsQuickAndLeavesNoThread() throws Exception {
        for (int round = 0; round < 5; round++) {
            Fixture.Echo echo = new Fixture.Echo();
            Fixture fixture = new Fixture();
            fixture.endpoints.add(echo);
            fixture.with("/stream", (request, response) -> response.stream(() -> {}));
            try (RawClient polite = fixture.shaken();
                    RawClient deaf = fixture.shaken();
                    RawClient reader = new RawClient(fixture.server.address())) {
                reader.write("GET /stream HTTP/1.1\r\nHost: x\r\n\r\n");
                reader.head();
                deaf.send("hello");
                assertEquals("hello", deaf.text());
                assertEquals("hello", echo.next());
                long begin = System.nanoTime();
                fixture.close();
                assertTrue(System.nanoTime() - begin < 2_000_000_000L, "it took too long");
                assertEquals(1001, polite.closeCode());
                assertEquals("closed 1001", echo.next());
                assertEquals("closed 1001", echo.next());
            }
            Fixture.await(
                    "the end of all threads",
                    () -> Thread.getAllStackTraces().keySet().stream()
                            .noneMatch(thread -> thread.getName().contains("http-test")));
        }
    }
}
