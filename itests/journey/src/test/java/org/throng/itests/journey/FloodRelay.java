// SPDX-License-Identifier: MIT
package org.throng.itests.journey;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.throng.event.Event;

/**
 * A relay (NIP-01) of a test's own on the loopback address: it keeps what it is sent, forgets nothing, and shows as many headers
 * of strangers as a test says, each slot with as many as the others. A page has 5,000 events at most. It remembers which
 * headers it was asked for, and stops answering where a test wants it to.
 */
final class FloodRelay implements AutoCloseable {
    private static final int HEADER = 4_610;
    private static final int MOST = 5_000;

    private final Strangers strangers = new Strangers();
    private final List<String> posted = new CopyOnWriteArrayList<>();
    private final Set<Subscription> live = ConcurrentHashMap.newKeySet();
    private final List<Window> asked = new CopyOnWriteArrayList<>();
    private final AtomicLong given = new AtomicLong();
    private final PlainSockets sockets;
    private volatile List<Long> slots = List.of();
    private volatile int each;
    private final AtomicInteger pagesLeft = new AtomicInteger(Integer.MAX_VALUE);

    /** What a page of headers was asked for; {@code until} is the largest number where it had no end. */
    record Window(long since, long until) {}

    private record Subscription(PlainSockets.Peer peer, String id, JsonNode filter) {}

    FloodRelay() throws IOException {
        sockets = new PlainSockets("{\"name\":\"flood\",\"supported_nips\":[1,11]}", this::hear, this::gone);
    }

    String url() {
        return "ws://127.0.0.1:" + sockets.port();
    }

    /** From now on it has so many headers of strangers, in slots of the last 27 days but for the last two hours. */
    void flood(int headers, int perSlot, long now) {
        int count = headers / perSlot;
        long apart = Math.max(600, 27L * 86_400 / count / 600 * 600);
        List<Long> times = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            times.add((now / 600 - 12) * 600 - i * apart);
        }
        each = perSlot;
        slots = List.copyOf(times);
    }

    /** It answers so many pages of headers more, and then to none. */
    void stallAfter(int pages) {
        pagesLeft.set(pages);
    }

    /** From now on it answers. */
    void goOn() {
        pagesLeft.set(Integer.MAX_VALUE);
    }

    boolean isStalled() {
        return pagesLeft.get() < 0;
    }

    /** The pages of headers that it was asked for. */
    List<Window> asked() {
        return List.copyOf(asked);
    }

    /** How many headers of strangers it has given. */
    long given() {
        return given.get();
    }

    /** Lays an event down. */
    void hold(Event event) {
        take(event.json());
    }

    private void take(String event) {
        posted.add(event);
        try {
            JsonNode json = Node.JSON.readTree(event);
            for (Subscription one : live) {
                if (matches(one.filter(), json)) {
                    one.peer().say("[\"EVENT\",\"" + one.id() + "\"," + event + "]");
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void gone(PlainSockets.Peer peer) {
        live.removeIf(one -> one.peer() == peer);
    }

    private void hear(PlainSockets.Peer peer, String text) throws IOException {
        JsonNode message = Node.JSON.readTree(text);
        switch (message.get(0).asText()) {
            case "EVENT" -> {
                take(message.get(1).toString());
                peer.say("[\"OK\",\"" + message.get(1).get("id").asText() + "\",true,\"\"]");
            }
            case "REQ" -> request(peer, message.get(1).asText(), message.get(2));
            default -> {}
        }
    }

    private void request(PlainSockets.Peer peer, String id, JsonNode filter) throws IOException {
        boolean pages = filter.has("#c") && filter.path("limit").asInt() > 0;
        if (pages) {
            asked.add(new Window(filter.get("since").asLong(), until(filter)));
            if (pagesLeft.decrementAndGet() < 0) {
                return;
            }
        }
        int most = filter.has("limit") ? Math.min(MOST, filter.get("limit").asInt()) : 500;
        List<JsonNode> kept = new ArrayList<>();
        for (String event : posted) {
            JsonNode json = Node.JSON.readTree(event);
            if (matches(filter, json)) {
                kept.add(json);
            }
        }
        kept.sort(Comparator.comparingLong(
                        (JsonNode event) -> event.get("created_at").asLong())
                .reversed());
        Stream<String> flood = filter.has("#c") ? flood(filter) : Stream.empty();
        Stream.concat(kept.stream().map(JsonNode::toString), flood)
                .limit(most)
                .forEach(event -> peer.say("[\"EVENT\",\"" + id + "\"," + event + "]"));
        peer.say("[\"EOSE\",\"" + id + "\"]");
        if (!filter.has("limit")) {
            live.add(new Subscription(peer, id, filter));
        }
    }

    /** Newest first; all of them are older than what was posted. */
    private Stream<String> flood(JsonNode filter) {
        return slots.stream()
                .filter(slot -> slot >= filter.path("since").asLong() && slot <= until(filter))
                .flatMap(slot -> Stream.iterate(0, number -> number < each, number -> number + 1)
                        .map(number -> {
                            given.incrementAndGet();
                            return strangers.header(slot, number).json();
                        }));
    }

    private static long until(JsonNode filter) {
        return filter.has("until") ? filter.get("until").asLong() : Long.MAX_VALUE;
    }

    private static boolean matches(JsonNode filter, JsonNode event) {
        long at = event.get("created_at").asLong();
        return holds(filter.get("kinds"), event.get("kind").asText())
                && holds(filter.get("ids"), event.get("id").asText())
                && holds(filter.get("authors"), event.get("pubkey").asText())
                && (!filter.has("#c") || event.get("kind").asInt() == HEADER)
                && at >= filter.path("since").asLong()
                && at <= until(filter);
    }

    private static boolean holds(JsonNode any, String value) {
        if (any == null) {
            return true;
        }
        for (JsonNode one : any) {
            if (one.asText().equals(value)) {
                return true;
            }
        }
        return false;
    }

    @Override
    public void close() throws IOException {
        sockets.close();
    }
}
