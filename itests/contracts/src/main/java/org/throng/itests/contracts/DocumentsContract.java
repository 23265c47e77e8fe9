// SPDX-License-Identifier: MIT
package org.throng.itests.contracts;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.throng.transport.Documents;
import org.throng.transport.FeedAddress;
import org.throng.transport.TransportException;

/** What every variant of a transport that downloads {@link Documents} must do, against a relay that serves a few. */
public abstract class DocumentsContract {
    private static final String PREFIX = "/relay/throng/v1/";
    private static final int LENGTH = 1_000;
    private static final long SECONDS = 20;

    /** By the first part of a path, the ports from which it was asked for. */
    private final Map<String, Set<Integer>> askers = new ConcurrentHashMap<>();

    private final Set<String> paths = ConcurrentHashMap.newKeySet();
    private final Set<String> cookies = ConcurrentHashMap.newKeySet();
    private final CountDownLatch hanging = new CountDownLatch(1);
    private final ExecutorService workers = Executors.newCachedThreadPool();
    private HttpServer server;

    /** Begins a download. */
    protected abstract Documents documents(FeedAddress feed) throws TransportException;

    @BeforeEach
    void serve() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(workers);
        server.createContext("/", this::answer);
        server.start();
    }

    @AfterEach
    void end() {
        hanging.countDown();
        server.stop(0);
        workers.shutdownNow();
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            String path = exchange.getRequestURI().getPath();
            paths.add(path);
            String name = path.replace(PREFIX, "").replaceFirst("/.*", "");
            askers.computeIfAbsent(name, key -> ConcurrentHashMap.newKeySet())
                    .add(exchange.getRemoteAddress().getPort());
            cookies.addAll(exchange.getRequestHeaders().getOrDefault("Cookie", List.of()));
            exchange.getResponseHeaders().add("Set-Cookie", "reader=" + name);
            switch (name) {
                case "missing" -> exchange.sendResponseHeaders(404, -1);
                case "broken" -> exchange.sendResponseHeaders(500, -1);
                case "moved" -> {
                    exchange.getResponseHeaders().add("Location", PREFIX + "elsewhere");
                    exchange.sendResponseHeaders(302, -1);
                }
                case "hanging" -> {
                    exchange.sendResponseHeaders(200, LENGTH);
                    exchange.getResponseBody().write(1);
                    exchange.getResponseBody().flush();
                    hanging.await(SECONDS, TimeUnit.SECONDS);
                }
                case "short" -> {
                    exchange.sendResponseHeaders(200, LENGTH);
                    exchange.getResponseBody().write(new byte[LENGTH / 2]); // and the connection ends
                }
                case "endless" -> {
                    exchange.sendResponseHeaders(200, 0);
                    for (int i = 0; i < 10_000; i++) {
                        exchange.getResponseBody().write(new byte[LENGTH]);
                    }
                }
                default -> {
                    exchange.sendResponseHeaders(200, LENGTH);
                    exchange.getResponseBody().write(content(path));
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static byte[] content(String path) {
        byte[] content = new byte[LENGTH];
        byte[] name = path.getBytes(java.nio.charset.StandardCharsets.UTF_8);
        System.arraycopy(name, 0, content, 0, name.length);
        return content;
    }

    private FeedAddress feed() {
        return new FeedAddress(
                URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/relay"), "");
    }

    private static Optional<byte[]> await(CompletableFuture<Optional<byte[]>> answer) throws Exception {
        return answer.get(SECONDS, TimeUnit.SECONDS);
    }

    private static void assertFails(CompletableFuture<Optional<byte[]>> answer) {
        assertThrows(ExecutionException.class, () -> await(answer));
    }

    @Test
    void documentComesWholeAndNothingWhereThereIsNone() throws Exception {
        try (Documents documents = documents(feed())) {
            assertArrayEquals(
                    content(PREFIX + "a/000"),
                    await(documents.get("a/000", LENGTH)).orElseThrow());
            assertEquals(Optional.empty(), await(documents.get("missing", LENGTH)));
        }
    }

    @Test
    void whatIsTooLongMovedBrokenOrCutOffFails() throws Exception {
        try (Documents documents = documents(feed())) {
            assertFails(documents.get("a", LENGTH - 1));
            assertFails(documents.get("endless", LENGTH));
            assertFails(documents.get("moved", LENGTH));
            assertFails(documents.get("broken", LENGTH));
            assertFails(documents.get("short", LENGTH));
            assertEquals(LENGTH, await(documents.get("a", LENGTH)).orElseThrow().length, "the rest goes on");
        }
        assertTrue(!paths.contains(PREFIX + "elsewhere"), "a redirect was followed");
    }

    @Test
    void nobodyThereFails() throws Exception {
        int free;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            free = socket.getLocalPort();
        }
        try (Documents documents = documents(new FeedAddress(URI.create("http://127.0.0.1:" + free), ""))) {
            assertFails(documents.get("a", LENGTH));
        }
    }

    @Test
    void manyAtOnceAreEachItsOwnAndNothingTiesTwoDownloads() throws Exception {
        for (String name : List.of("first", "second")) {
            try (Documents documents = documents(feed())) {
                List<CompletableFuture<Optional<byte[]>>> all = new ArrayList<>();
                for (int i = 0; i < 40; i++) {
                    all.add(documents.get(name + "/" + i, LENGTH));
                }
                for (int i = 0; i < 40; i++) {
                    assertArrayEquals(
                            content(PREFIX + name + "/" + i), await(all.get(i)).orElseThrow());
                }
            }
        }
        Set<Integer> shared = new HashSet<>(askers.get("first"));
        shared.retainAll(askers.get("second"));
        assertEquals(Set.of(), shared, "a connection served two downloads");
        assertEquals(Set.of(), cookies);
    }

    @Test
    void closeEndsWhatIsUnderWay() throws Exception {
        Documents documents = documents(feed());
        CompletableFuture<Optional<byte[]>> answer = documents.get("hanging", LENGTH);
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(SECONDS);
        while (!paths.contains(PREFIX + "hanging")) {
            assertTrue(System.nanoTime() < deadline, "it was never asked for");
            Thread.sleep(5);
        }
        documents.close();
        assertFails(answer);
        assertFails(documents.get("a", LENGTH));
    }
}
