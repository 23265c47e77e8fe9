// SPDX-License-Identifier: MIT
package org.throng.http.undertow;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.throng.http.Conversation;
import org.throng.http.Endpoint;
import org.throng.http.Request;
import org.throng.http.Response;
import org.throng.http.Socket;

/** A server on a free port with the endpoints of a test. */
final class Fixture implements AutoCloseable {
    final List<Endpoint> endpoints = new CopyOnWriteArrayList<>();
    final Server server;
    final HttpClient client = HttpClient.newHttpClient();

    Fixture(Limits limits, InetAddress... proxies) throws IOException {
        server = new Server(
                "test",
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                4,
                limits,
                Set.of(proxies),
                () -> endpoints);
    }

    Fixture() throws IOException {
        this(limits());
    }

    static Limits limits() {
        return new Limits(100, 50, 32 << 20, 8 << 10, 256 << 10, Duration.ofSeconds(1), Duration.ofSeconds(1));
    }

    Fixture with(String path, Handling handling) {
        endpoints.add(new Plain(path, handling));
        return this;
    }

    HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return client.send(HttpRequest.newBuilder(uri(path)).build(), HttpResponse.BodyHandlers.ofString());
    }

    URI uri(String path) {
        return URI.create("http://127.0.0.1:" + server.address().getPort() + path);
    }

    RawClient shaken() throws IOException {
        return RawClient.shaken(server.address());
    }

    static void await(String what, BooleanSupplier condition) {
        long deadline = System.nanoTime() + Duration.ofSeconds(15).toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > deadline) {
                throw new AssertionError("never came: " + what);
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(1));
        }
    }

    @Override
    public void close() {
        server.close();
    }

    @FunctionalInterface
    interface Handling {
        void handle(Request request, Response response) throws IOException;
    }

    record Plain(String path, Handling handling) implements Endpoint {
        @Override
        public String listener() {
            return "test";
        }

        @Override
        public void handle(Request request, Response response) throws IOException {
            handling.handle(request, response);
        }
    }

    /** Says everything back, and keeps what happened. */
    static final class Echo implements Endpoint {
        final BlockingQueue<String> events = new LinkedBlockingQueue<>();
        volatile Socket socket;

        @Override
        public String listener() {
            return "test";
        }

        @Override
        public String path() {
            return "/echo";
        }

        @Override
        public void handle(Request request, Response response) {
            response.status(400);
        }

        @Override
        public Optional<Conversation> converse(Request request, Socket open) {
            socket = open;
            return Optional.of(new Conversation() {
                @Override
                public void onText(String text) {
                    switch (text) {
                        case "fail" -> throw new IllegalStateException("as the test wants");
                        case "bye" -> open.close(4_000, "as you say");
                        case "again" -> {
                            open.callAgain();
                            open.callAgain();
                            events.add("again");
                        }
                        case "pause" -> {
                            open.pause();
                            events.add("paused");
                        }
                        default -> {
                            events.add(text);
                            if (!open.send(text.getBytes(java.nio.charset.StandardCharsets.UTF_8))) {
                                events.add("no room");
                            }
                        }
                    }
                }

                @Override
                public void onRoom() {
                    events.add("room");
                }

                @Override
                public void onClose(int code, String reason) {
                    events.add("closed " + code);
                }
            });
        }

        String next() throws InterruptedException {
            String event = events.poll(15, TimeUnit.SECONDS);
            if (event == null) {
                throw new AssertionError("nothing happened for 15 s");
            }
            return event;
        }
    }
}
