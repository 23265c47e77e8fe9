// SPDX-License-Identifier: MIT
package org.throng.transport.nostr;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.undertow.Undertow;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.Headers;
import io.undertow.util.HttpString;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.ByteBuffer;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.throng.transport.Documents;
import org.throng.transport.FeedAddress;

/** What a server sees of downloads: a few connections for each, and nothing that ties one to another. */
class HttpDocumentsTest {
    /** Which connections brought the requests of each path. */
    private final Map<String, Set<Object>> connections = new ConcurrentHashMap<>();

    private final Set<String> told = ConcurrentHashMap.newKeySet();
    private final NostrTransport transport = new NostrTransport(null, Clock.systemUTC());
    private Undertow server;
    private FeedAddress address;

    @BeforeEach
    void start() {
        server =
                Undertow.builder().addHttpListener(0, "127.0.0.1", this::answer).build();
        server.start();
        int port = ((InetSocketAddress) server.getListenerInfo().get(0).getAddress()).getPort();
        address = new FeedAddress(URI.create("http://127.0.0.1:" + port + "/relay"), "");
    }

    private void answer(HttpServerExchange exchange) {
        String name =
                exchange.getRequestPath().replaceFirst("^/relay/throng/v1/", "").replaceFirst("/.*", "");
        connections.computeIfAbsent(name, path -> ConcurrentHashMap.newKeySet()).add(exchange.getConnection());
        for (HttpString header : exchange.getRequestHeaders().getHeaderNames()) {
            told.add(header.toString().toLowerCase(java.util.Locale.ROOT));
        }
        exchange.getResponseHeaders().put(Headers.SET_COOKIE, "reader=" + name);
        switch (name) {
            case "missing" -> exchange.setStatusCode(404);
            case "moved" -> exchange.setStatusCode(302).getResponseHeaders().put(Headers.LOCATION, "/elsewhere");
            default -> exchange.getResponseSender().send(ByteBuffer.wrap(new byte[1_000]));
        }
        exchange.endExchange();
    }

    @AfterEach
    void stop() throws Exception {
        transport.close();
        server.stop();
    }

    private static Optional<byte[]> await(CompletableFuture<Optional<byte[]>> answer) throws Exception {
        return answer.get(20, TimeUnit.SECONDS);
    }

    private void download(String name) throws Exception {
        try (Documents documents = transport.documents(address)) {
            List<CompletableFuture<Optional<byte[]>>> all = new ArrayList<>();
            for (int i = 0; i < 40; i++) {
                all.add(documents.get(name + "/" + i, 1_000));
            }
            for (CompletableFuture<Optional<byte[]>> one : all) {
                assertArrayEquals(new byte[1_000], await(one).orElseThrow());
            }
        }
    }

    @Test
    void downloadHasAFewConnectionsAndSharesNoneWithAnother() throws Exception {
        download("first");
        download("second");
        assertTrue(
                connections.get("first").size() <= 4, connections.get("first").size() + " connections");
        Set<Object> shared = new java.util.HashSet<>(connections.get("first"));
        shared.retainAll(connections.get("second"));
        assertEquals(Set.of(), shared);
        assertEquals(Set.of("host", "accept-encoding"), with("accept-encoding"), "no cookie, no name of a program");
    }

    private Set<String> with(String maybe) {
        Set<String> all = new java.util.TreeSet<>(told);
        all.add(maybe);
        return all;
    }

    @Test
    void whatIsNotThereIsEmptyAndWhatIsMovedOrTooLongFails() throws Exception {
        try (Documents documents = transport.documents(address)) {
            assertEquals(Optional.empty(), await(documents.get("missing", 10)));
            ExecutionException moved = assertThrows(ExecutionException.class, () -> await(documents.get("moved", 10)));
            assertTrue(moved.getMessage().contains("302"), moved.getMessage());
            assertThrows(ExecutionException.class, () -> await(documents.get("long", 999)));
            assertEquals(1_000, await(documents.get("long", 1_000)).orElseThrow().length);
        }
        assertThrows(
                ExecutionException.class,
                () -> await(transport
                        .documents(new FeedAddress(URI.create("http://127.0.0.1:1"), ""))
                        .get("x", 10)));
    }
}
