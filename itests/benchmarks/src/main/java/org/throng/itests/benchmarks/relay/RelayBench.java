// SPDX-License-Identifier: MIT
package org.throng.itests.benchmarks.relay;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Writer;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * {@code ./throng bench relay [--json]}: our relay and @nostr-relay/core on SQLite, both empty and then warmed up for the same
 * time, measured in turn; the median of the rounds and its ratio. The one that is not measured rests meanwhile.
 */
public final class RelayBench {
    private static final int ROUNDS = Integer.getInteger("rounds", 3);
    private static final int WARMING_SECONDS = Integer.getInteger("warming", 8);
    private static final int READY_SECONDS = 60;
    private static final String OURS = "Throng";
    private static final String PEER = "@nostr-relay/core";

    private final Path distribution = Path.of(System.getProperty("distribution"));
    private final Path interop = Path.of(System.getProperty("interop"));
    private final Path temp;
    private final Map<String, Map<String, List<Double>>> figures = new LinkedHashMap<>();

    private RelayBench(Path temp) {
        this.temp = temp;
    }

    public static void main(String[] words) throws IOException, InterruptedException {
        List<String> all = new ArrayList<>(Arrays.asList(words));
        boolean json = all.remove("--json");
        Path temp = Files.createTempDirectory("throng-bench");
        RelayBench bench = new RelayBench(temp);
        try {
            bench.run();
        } finally {
            erase(temp);
        }
        System.out.print(json ? bench.json() : bench.table());
    }

    private void run() throws IOException, InterruptedException {
        Map<String, Integer> ports = new LinkedHashMap<>();
        List<Process> running = new ArrayList<>();
        try {
            Process load = load();
            running.add(load);
            for (String name : List.of(OURS, PEER)) {
                if (name.equals(OURS) || Files.isDirectory(interop.resolve("node_modules"))) {
                    int port = freePort();
                    running.add(relay(name, port));
                    ports.put(name, port);
                }
            }
            try (Writer orders = load.outputWriter(StandardCharsets.US_ASCII);
                    BufferedReader answers = load.inputReader(StandardCharsets.US_ASCII)) {
                for (int round = 0; round <= ROUNDS; round++) {
                    for (Map.Entry<String, Integer> relay : ports.entrySet()) {
                        System.err.println(
                                relay.getKey() + (round == 0 ? ", warming up" : ", round " + round + " of " + ROUNDS));
                        orders.write(relay.getValue() + " " + (77 + round) + (round == 0 ? " " + WARMING_SECONDS : "")
                                + "\n");
                        orders.flush();
                        read(relay.getKey(), answers);
                    }
                }
            }
        } finally {
            for (Process process : running) {
                end(process);
            }
        }
    }

    private Process relay(String name, int port) throws IOException {
        Path home = temp.resolve(name.replaceAll("\\W", ""));
        Files.createDirectory(home);
        Process relay = name.equals(OURS) ? ours(distribution, home, port) : peer(home, port);
        BufferedReader out = new BufferedReader(new InputStreamReader(relay.getInputStream(), StandardCharsets.UTF_8));
        awaitReady(name, out);
        Thread drain = new Thread(() -> out.lines().forEach(line -> {}), "drain");
        drain.setDaemon(true);
        drain.start();
        return relay;
    }

    private static void end(Process process) throws InterruptedException {
        process.destroy();
        if (!process.waitFor(20, TimeUnit.SECONDS)) {
            process.destroyForcibly();
        }
    }

    static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    static void awaitReady(String name, BufferedReader out) throws IOException {
        long deadline = System.nanoTime() + READY_SECONDS * 1_000_000_000L;
        for (String line = out.readLine(); line != null && System.nanoTime() < deadline; line = out.readLine()) {
            if (line.contains("ready") || line.contains("listening")) {
                return;
            }
        }
        throw new IOException(name + " did not come up");
    }

    /** Without limits of rate, as the peer has none; all else as it comes. */
    static Process ours(Path distribution, Path home, int port) throws IOException {
        Path etc = Files.createDirectories(home.resolve("etc"));
        Files.writeString(etc.resolve("org.throng.policy.limits.cfg"), """
                events.per.second = 1000000
                events.at.once = 1000000
                network.events.per.second = 1000000
                network.events.at.once = 1000000
                key.events.per.second = 1000000
                key.events.at.once = 1000000
                """);
        Files.writeString(etc.resolve("org.throng.relay.events.cfg"), """
                requests.per.second = 1000000
                requests.at.once = 1000000
                network.requests.per.second = 1000000
                network.requests.at.once = 1000000
                """);
        return start(List.of(
                distribution.resolve("bin/throng").toString(),
                "relay",
                "--home",
                home.toString(),
                "--port",
                Integer.toString(port),
                "--api-port",
                "0"));
    }

    private Process peer(Path home, int port) throws IOException {
        return start(List.of(
                "node",
                interop.resolve("peer-relay.mjs").toString(),
                Integer.toString(port),
                home.resolve("events.sqlite").toString()));
    }

    static Process start(List<String> command) throws IOException {
        return new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
    }

    private static Process load() throws IOException {
        return start(List.of(
                Path.of(System.getProperty("java.home"), "bin/java").toString(),
                "-XX:+UseSerialGC",
                "-Xmx1g",
                "-cp",
                System.getProperty("java.class.path"),
                Load.class.getName()));
    }

    /** What one round gave, up to the dot that ends it. */
    private void read(String name, BufferedReader answers) throws IOException {
        Map<String, List<Double>> mine = figures.computeIfAbsent(name, key -> new LinkedHashMap<>());
        for (String line = answers.readLine(); !".".equals(line); line = answers.readLine()) {
            if (line == null) {
                throw new IOException(
                        "the load on " + name + " failed; run it alone to see why: " + Load.class.getName());
            }
            String[] pair = line.split(" ");
            mine.computeIfAbsent(pair[0], key -> new ArrayList<>()).add(Double.valueOf(pair[1]));
        }
    }

    private double median(String name, String measure) {
        double[] sorted = figures.get(name).get(measure).stream()
                .mapToDouble(Double::doubleValue)
                .sorted()
                .toArray();
        return sorted[sorted.length / 2];
    }

    private String table() {
        boolean both = figures.containsKey(PEER);
        StringBuilder table = new StringBuilder("| measure | " + OURS + (both ? " | " + PEER + " | ratio" : "")
                + " |\n|---|---:" + (both ? "|---:|---:" : "") + "|\n");
        for (String measure : figures.get(OURS).keySet()) {
            double ours = median(OURS, measure);
            table.append("| ").append(measure).append(String.format(Locale.ROOT, " | %,.2f", ours));
            if (both) {
                double peer = median(PEER, measure);
                table.append(String.format(Locale.ROOT, " | %,.2f | %.2f", peer, ours / peer));
            }
            table.append(" |\n");
        }
        return table.toString();
    }

    private String json() {
        List<String> relays = new ArrayList<>();
        for (String name : figures.keySet()) {
            List<String> members = new ArrayList<>();
            for (String measure : figures.get(name).keySet()) {
                members.add("\"" + measure + "\":" + String.format(Locale.ROOT, "%.3f", median(name, measure)));
            }
            relays.add("\"" + name + "\":{" + String.join(",", members) + "}");
        }
        List<String> ratios = new ArrayList<>();
        for (String measure : figures.get(OURS).keySet()) {
            if (figures.containsKey(PEER)) {
                ratios.add("\"" + measure + "\":"
                        + String.format(Locale.ROOT, "%.3f", median(OURS, measure) / median(PEER, measure)));
            }
        }
        return "{\"what\":\"relay\",\"rounds\":" + ROUNDS + "," + String.join(",", relays) + ",\"ratios\":{"
                + String.join(",", ratios) + "}}\n";
    }

    static void erase(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        }
    }
}
