// SPDX-License-Identifier: MIT
package org.throng.itests.benchmarks.relay;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.function.IntFunction;
import org.throng.event.Event;

/**
 * The load on relays, and what came of it. Each line {@code PORT SEED} on stdin is one round at that relay, answered by lines
 * {@code measure value} and a dot; {@code PORT SEED SECONDS} is a round that warms it up, of up to so many seconds for each
 * measure, answered by the dot alone. All rounds are of one process, so that its own warming up is no part of what it measures.
 */
final class Load {
    private static final int EVENTS = 6_000;
    private static final int WARMING = 20_000;
    private static final int CONNECTIONS = 8;
    private static final int IN_FLIGHT = 64;
    private static final int ONE_BY_ONE = 1_000;
    private static final int QUERIES = 1_000;
    private static final int QUERIES_IN_FLIGHT = 4;
    private static final int SUBSCRIBERS = 50;
    private static final int BURST = 400;
    private static final int LIVE_SECOND = 50;
    private static final int LIVE = 250;
    private static final long PATIENCE = 180_000;

    private final int port;
    private final int published;
    private final int queries;
    private final long nanos;
    private final Corpus corpus;
    private final Random random;
    private final Map<String, Double> figures = new LinkedHashMap<>();

    /** @param seconds for each measure; 0 = as long as it takes, with the numbers that count */
    private Load(int port, long seed, long seconds) {
        this.port = port;
        published = seconds == 0 ? EVENTS : WARMING;
        queries = seconds == 0 ? QUERIES : WARMING;
        nanos = seconds == 0 ? Long.MAX_VALUE : seconds * 1_000_000_000L;
        random = new Random(seed);
        corpus = new Corpus(seed, 100, published + ONE_BY_ONE + BURST + LIVE, System.currentTimeMillis() / 1_000 - 5);
    }

    public static void main(String[] words) throws IOException {
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.US_ASCII));
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            String[] order = line.split(" ");
            boolean warming = order.length > 2;
            Load load = new Load(
                    Integer.parseInt(order[0]), Long.parseLong(order[1]), warming ? Long.parseLong(order[2]) : 0);
            load.publish();
            load.oneByOne();
            load.queries();
            load.burst();
            load.live();
            if (!warming) {
                load.figures.forEach(
                        (name, value) -> System.out.println(name + " " + String.format(Locale.ROOT, "%.3f", value)));
            }
            System.out.println(".");
        }
    }

    /** Whether the time of a measure that began at {@code begin} is over. */
    private boolean isOver(long begin) {
        return System.nanoTime() - begin > nanos;
    }

    private static byte[] publication(Event event) {
        return Wire.frame("[\"EVENT\"," + event.json() + "]");
    }

    private List<byte[]> publications(int from, int count) {
        return corpus.events().subList(from, from + count).stream()
                .map(Load::publication)
                .toList();
    }

    /** Whether a message begins with {@code text}. */
    private static boolean begins(byte[] bytes, int from, int to, String text) {
        if (to - from < text.length()) {
            return false;
        }
        for (int i = 0; i < text.length(); i++) {
            if (bytes[from + i] != text.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    /** {@code ["OK","<64>",true}; anything else that answers an EVENT is a failure. */
    private static boolean isOk(byte[] bytes, int from, int to) throws IOException {
        if (!begins(bytes, from, to, "[\"OK\",")) {
            return false;
        }
        if (bytes[from + 73] != 't') {
            throw new IOException(
                    "the relay refused an event: " + new String(bytes, from, to - from, StandardCharsets.UTF_8));
        }
        return true;
    }

    private void publish() throws IOException {
        List<byte[]> frames = publications(0, published);
        long[] sent = new long[published];
        double[] millis = new double[published];
        int[] next = {0};
        int[] done = {0};
        try (Wire wire = new Wire(port)) {
            long begin = System.nanoTime();
            for (int c = 0; c < CONNECTIONS; c++) {
                Wire.Line line = wire.connect();
                // answers of one connection come in the order of its events, or nearly: the oldest that waits is taken
                java.util.ArrayDeque<Integer> waiting = new java.util.ArrayDeque<>();
                Runnable more = () -> {
                    int number = next[0]++;
                    waiting.add(number);
                    sent[number] = System.nanoTime();
                };
                line.onMessage((bytes, from, to) -> {
                    if (isOk(bytes, from, to)) {
                        int number = waiting.remove();
                        millis[number] = (System.nanoTime() - sent[number]) / 1e6;
                        done[0]++;
                        if (next[0] < published && !isOver(begin)) {
                            more.run();
                            line.send(frames.get(next[0] - 1));
                        }
                    }
                });
                for (int i = 0; i < IN_FLIGHT; i++) {
                    more.run();
                    line.send(frames.get(next[0] - 1));
                }
            }
            wire.run("publishing", PATIENCE, () -> done[0] == next[0]);
            figures.put("publish", done[0] / ((System.nanoTime() - begin) / 1e9));
        }
        percentiles("publish", millis);
    }

    private void percentiles(String name, double[] millis) {
        Arrays.sort(millis);
        figures.put(name + ".p50", millis[millis.length / 2]);
        figures.put(name + ".p99", millis[millis.length * 99 / 100]);
    }

    private void oneByOne() throws IOException {
        List<byte[]> frames = publications(published, ONE_BY_ONE);
        int[] done = {0};
        try (Wire wire = new Wire(port)) {
            Wire.Line line = wire.connect();
            line.onMessage((bytes, from, to) -> {
                if (isOk(bytes, from, to) && ++done[0] < ONE_BY_ONE) {
                    line.send(frames.get(done[0]));
                }
            });
            long begin = System.nanoTime();
            line.send(frames.get(0));
            wire.run("publishing one by one", PATIENCE, () -> done[0] == ONE_BY_ONE || isOver(begin));
            figures.put("one-by-one", ONE_BY_ONE / ((System.nanoTime() - begin) / 1e9));
        }
    }

    private void queries() throws IOException {
        List<Event> events = corpus.events().subList(0, EVENTS);
        query("by-id", n -> "{\"ids\":[\"" + any(events).id().hex() + "\"]}");
        query("by-20-ids", n -> {
            List<String> ids = new ArrayList<>();
            for (int i = 0; i < 20; i++) {
                ids.add('"' + any(events).id().hex() + '"');
            }
            return "{\"ids\":[" + String.join(",", ids) + "]}";
        });
        query(
                "author",
                n -> "{\"authors\":[\""
                        + corpus.authors().get(random.nextInt(100)).hex() + "\"],\"limit\":50}");
        long newest = events.get(EVENTS - 1).createdAt();
        query(
                "kind-since",
                n -> "{\"kinds\":[7],\"since\":" + (newest - 400 - random.nextInt(1_000)) + ",\"limit\":100}");
        query("tag", n -> "{\"#t\":[\"" + Corpus.topic(random.nextInt(100)) + "\"],\"limit\":50}");
    }

    private Event any(List<Event> events) {
        return events.get(random.nextInt(events.size()));
    }

    private void query(String name, IntFunction<String> filter) throws IOException {
        List<byte[]> asked = new ArrayList<>();
        List<byte[]> closed = new ArrayList<>();
        for (int i = 0; i < queries; i++) {
            asked.add(Wire.frame("[\"REQ\",\"q" + i + "\"," + filter.apply(i) + "]"));
            closed.add(Wire.frame("[\"CLOSE\",\"q" + i + "\"]"));
        }
        int[] next = {0};
        int[] done = {0};
        int[] found = {0};
        try (Wire wire = new Wire(port)) {
            long begin = System.nanoTime();
            for (int c = 0; c < CONNECTIONS; c++) {
                Wire.Line line = wire.connect();
                line.onMessage((bytes, from, to) -> {
                    if (begins(bytes, from, to, "[\"EVENT\",")) {
                        found[0]++;
                    } else if (begins(bytes, from, to, "[\"EOSE\",")) {
                        done[0]++;
                        int number = Integer.parseInt(digits(bytes, from + 10));
                        line.send(closed.get(number));
                        if (next[0] < queries && !isOver(begin)) {
                            line.send(asked.get(next[0]++));
                        }
                    } else if (begins(bytes, from, to, "[\"CLOSED\",") || begins(bytes, from, to, "[\"NOTICE\",")) {
                        throw new IOException("the relay refused a question: "
                                + new String(bytes, from, to - from, StandardCharsets.UTF_8));
                    }
                });
                for (int i = 0; i < QUERIES_IN_FLIGHT; i++) {
                    line.send(asked.get(next[0]++));
                }
            }
            wire.run("asking " + name, PATIENCE, () -> done[0] == next[0]);
            figures.put(name, done[0] / ((System.nanoTime() - begin) / 1e9));
            figures.put(name + ".rows", found[0] / (double) done[0]);
        }
    }

    private static String digits(byte[] bytes, int from) {
        int to = from;
        while (bytes[to] >= '0' && bytes[to] <= '9') {
            to++;
        }
        return new String(bytes, from, to - from, StandardCharsets.US_ASCII);
    }

    /** Connections that listen to all that comes in from now on. */
    private void subscribe(Wire wire, Wire.Reader shown) throws IOException {
        int[] ready = {0};
        for (int i = 0; i < SUBSCRIBERS; i++) {
            Wire.Line line = wire.connect();
            line.onMessage((bytes, from, to) -> {
                if (begins(bytes, from, to, "[\"EVENT\",")) {
                    shown.read(bytes, from, to);
                } else if (begins(bytes, from, to, "[\"EOSE\",")) {
                    ready[0]++;
                }
            });
            line.send(Wire.frame("[\"REQ\",\"live\",{\"kinds\":[1,6,7,30023],\"limit\":0}]"));
        }
        wire.run("subscribing", PATIENCE, () -> ready[0] == SUBSCRIBERS);
    }

    private void burst() throws IOException {
        List<byte[]> frames = publications(published + ONE_BY_ONE, BURST);
        int[] shown = {0};
        try (Wire wire = new Wire(port)) {
            subscribe(wire, (bytes, from, to) -> shown[0]++);
            Wire.Line writer = wire.connect();
            long begin = System.nanoTime();
            for (byte[] frame : frames) {
                writer.send(frame);
            }
            wire.run("the burst", PATIENCE, () -> shown[0] >= BURST * SUBSCRIBERS);
            figures.put("burst", BURST * SUBSCRIBERS / ((System.nanoTime() - begin) / 1e9));
        }
    }

    private void live() throws IOException {
        List<byte[]> frames = publications(published + ONE_BY_ONE + BURST, LIVE);
        double[] millis = new double[LIVE * SUBSCRIBERS];
        Map<String, Long> sent = new java.util.HashMap<>();
        int[] shown = {0};
        try (Wire wire = new Wire(port)) {
            subscribe(wire, (bytes, from, to) -> {
                String text = new String(bytes, from, to - from, StandardCharsets.UTF_8);
                int id = text.indexOf("\"id\":\"") + 6;
                millis[shown[0]++] = (System.nanoTime() - sent.get(text.substring(id, id + 64))) / 1e6;
            });
            Wire.Line writer = wire.connect();
            long begin = System.nanoTime();
            for (int i = 0; i < LIVE; i++) {
                long due = begin + i * 1_000_000_000L / LIVE_SECOND;
                while (System.nanoTime() < due) {
                    wire.turn(due - System.nanoTime() > 2_000_000 ? 1 : 0);
                }
                sent.put(
                        corpus.events()
                                .get(published + ONE_BY_ONE + BURST + i)
                                .id()
                                .hex(),
                        System.nanoTime());
                writer.send(frames.get(i));
            }
            wire.run("live events", PATIENCE, () -> shown[0] == LIVE * SUBSCRIBERS);
        }
        percentiles("live", millis);
    }
}
