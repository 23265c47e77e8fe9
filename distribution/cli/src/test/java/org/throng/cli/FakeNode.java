// SPDX-License-Identifier: MIT
package org.throng.cli;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.throng.home.Home;
import org.throng.home.HomeLock;
import org.throng.home.LocalApi;

/** A node's local API whose answers are laid down beforehand, in a home that says it runs. */
final class FakeNode implements AutoCloseable {
    private record Answer(int status, byte[] body) {}

    /** {@code METHOD /path?query body}, as they came. */
    final List<String> requests = new CopyOnWriteArrayList<>();

    final Home home;
    private final Map<String, Answer> answers = new ConcurrentHashMap<>();
    private final Map<String, Queue<String>> turns = new ConcurrentHashMap<>();
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final HttpServer server;
    private final HomeLock lock;
    private final String token;

    FakeNode(Home home) throws IOException {
        this.home = home;
        lock = HomeLock.tryTake(home).orElseThrow();
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext("/api/v1", exchange -> {
            try (exchange) {
                answer(exchange);
            }
        });
        server.start();
        token = LocalApi.newToken(home, new SecureRandom());
        new LocalApi(server.getAddress().getPort(), ProcessHandle.current().pid()).write(home);
    }

    /** What to answer to {@code METHOD /path}, whatever the query. */
    FakeNode on(String request, String body) {
        return on(request, 200, body);
    }

    FakeNode on(String request, int status, String body) {
        answers.put(request, new Answer(status, body.getBytes(StandardCharsets.UTF_8)));
        return this;
    }

    /** What to answer one time after the other; the last one for ever. */
    FakeNode inTurn(String request, String... bodies) {
        turns.put(request, new ConcurrentLinkedQueue<>(List.of(bodies)));
        return this;
    }

    String lastRequest() {
        return requests.get(requests.size() - 1);
    }

    private void answer(HttpExchange exchange) throws IOException {
        String method = exchange.getRequestMethod();
        String path = exchange.getRequestURI().getPath().substring("/api/v1".length());
        String query = exchange.getRequestURI().getRawQuery();
        String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        requests.add(method + " " + path + (query == null ? "" : "?" + query) + (body.isEmpty() ? "" : " " + body));
        Queue<String> turn = turns.get(method + " " + path);
        if (turn != null && !turn.isEmpty()) {
            on(method + " " + path, turn.remove());
        }
        Answer answer = answers.getOrDefault(
                method + " " + path, new Answer(404, "{\"title\":\"no such thing\"}".getBytes(StandardCharsets.UTF_8)));
        if (!("Bearer " + token).equals(exchange.getRequestHeaders().getFirst("Authorization"))) {
            answer = new Answer(401, "{\"title\":\"wrong token\",\"code\":77}".getBytes(StandardCharsets.UTF_8));
        }
        // every second answer in chunks, as servers may
        boolean chunked = requests.size() % 2 == 0 && answer.status != 204;
        exchange.sendResponseHeaders(answer.status, chunked ? 0 : answer.body.length == 0 ? -1 : answer.body.length);
        exchange.getResponseBody().write(answer.body);
    }

    @Override
    public void close() throws IOException {
        server.stop(0);
        threads.shutdownNow();
        LocalApi.clear(home);
        lock.close();
    }
}
