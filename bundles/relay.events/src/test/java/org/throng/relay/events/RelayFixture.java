// SPDX-License-Identifier: MIT
package org.throng.relay.events;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.throng.event.Event;
import org.throng.http.undertow.Limits;
import org.throng.http.undertow.Server;
import org.throng.policy.Policy;
import org.throng.relay.Management;
import org.throng.store.Store;
import org.throng.store.memory.MemoryStores;

/** A relay on a free port, with a clock that the test moves. */
final class RelayFixture implements AutoCloseable {
    /** When the fixture's clock begins: a multiple of 600. */
    static final long NOW = 1_900_000_200L;

    private static final HttpClient HTTP = HttpClient.newHttpClient();

    final AtomicLong seconds = new AtomicLong(NOW);
    final List<Policy> policies = new CopyOnWriteArrayList<>();
    final AtomicReference<Management> management = new AtomicReference<>();
    final EventRelay relay;
    private final Store store;
    private final Server server;

    RelayFixture(Terms terms, Store store, Limits limits) throws IOException {
        this(terms, store, limits, Set.of());
    }

    /** @param required names of policies */
    RelayFixture(Terms terms, Store store, Limits limits, Set<String> required) throws IOException {
        this.store = store;
        relay = new EventRelay(
                terms,
                "0.0.test",
                store,
                Path.of("."),
                QuickCurve.CURVE,
                clock(),
                new SecureRandom(),
                2,
                new Gate(() -> policies, required),
                management::get);
        server = new Server(
                "relay",
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                8,
                limits,
                Set.of(),
                () -> List.of(relay));
    }

    static RelayFixture start() throws IOException {
        return start(terms -> {});
    }

    static RelayFixture start(Consumer<TestTerms> change) throws IOException {
        return start(memory(), change);
    }

    static RelayFixture start(Store store, Consumer<TestTerms> change) throws IOException {
        TestTerms terms = new TestTerms();
        change.accept(terms);
        return new RelayFixture(terms.build(), store, limits());
    }

    static Store memory() throws IOException {
        return new MemoryStores().open(Path.of("memory"));
    }

    static Limits limits() {
        return new Limits(1_000, 1_000, 0, 16 << 10, 256 << 10, Duration.ofSeconds(20), Duration.ofSeconds(20));
    }

    private InstantSource clock() {
        return () -> Instant.ofEpochSecond(seconds.get());
    }

    URI uri(String scheme) {
        return URI.create(scheme + "://127.0.0.1:" + server.address().getPort() + "/");
    }

    InetSocketAddress address() {
        return server.address();
    }

    Client connect() throws Exception {
        return Client.connect(HTTP, uri("ws"));
    }

    /** Stores events through a connection of its own. */
    void store(Event... events) throws Exception {
        try (Client client = connect()) {
            for (Event event : events) {
                client.publish(event);
            }
        }
    }

    /** What vanished is erased in the background; until then it is there and hidden. */
    void awaitEvents(long left) throws Exception {
        seconds.addAndGet(2);
        long deadline = System.nanoTime() + 20_000_000_000L;
        while (relay.stats().events() > left) {
            if (System.nanoTime() > deadline) {
                throw new AssertionError(relay.stats() + " after 20 s");
            }
            Thread.sleep(10);
        }
    }

    static HttpClient http() {
        return HTTP;
    }

    @Override
    public void close() throws IOException {
        server.close();
        relay.close();
        store.close();
    }
}
