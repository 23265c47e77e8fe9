// SPDX-License-Identifier: MIT
package org.throng.itests.benchmarks.relay;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * {@code ./throng bench feed [--json]}: all headers of one running relay, synced from its feed over HTTP, as tags alone, and by
 * NIP-01, each by a client in a process of its own with a heap of 64 MB, in turn; bytes are counted on the wire, and nothing is
 * compressed. The median of the rounds. {@code -Dheaders=N} for another number.
 */
public final class FeedBench {
    /** Above it NIP-01 cannot give all: of one slot a client gets no more than one answer holds. */
    private static final int HEADERS = Integer.getInteger("headers", 13_500);

    private static final int ROUNDS = Integer.getInteger("rounds", 3);
    private static final int RUNS = 4;
    private static final String[] WAYS = {"feed", "tags", "nip01"};

    private final Map<String, List<double[]>> figures = new LinkedHashMap<>();

    private FeedBench() {}

    public static void main(String[] words) throws IOException, InterruptedException {
        boolean json = Arrays.asList(words).contains("--json");
        Path distribution = Path.of(System.getProperty("distribution"));
        Path home = Files.createTempDirectory("throng-bench");
        int port = RelayBench.freePort();
        FeedBench bench = new FeedBench();
        Process relay = RelayBench.ours(distribution, home, port);
        try (BufferedReader out =
                new BufferedReader(new InputStreamReader(relay.getInputStream(), StandardCharsets.UTF_8))) {
            RelayBench.awaitReady("the relay", out);
            System.err.println("posting " + HEADERS + " headers");
            new HeaderLoad(HEADERS).post(port);
            System.err.println("waiting for the tick that names them");
            TimeUnit.MILLISECONDS.sleep(61_500 - System.currentTimeMillis() % 60_000);
            for (int round = 0; round < ROUNDS; round++) {
                for (String way : WAYS) {
                    System.err.println(way + ", round " + (round + 1) + " of " + ROUNDS);
                    bench.measure(way, port);
                }
            }
        } finally {
            relay.destroy();
            relay.waitFor(20, TimeUnit.SECONDS);
            RelayBench.erase(home);
        }
        System.out.print(json ? bench.json() : bench.table());
    }

    private void measure(String way, int port) throws IOException, InterruptedException {
        try (CountingProxy proxy = new CountingProxy(port)) {
            Process client = RelayBench.start(List.of(
                    Path.of(System.getProperty("java.home"), "bin/java").toString(),
                    "--add-modules",
                    "jdk.incubator.vector",
                    "-XX:+UseSerialGC",
                    "-Xmx64m",
                    "-cp",
                    System.getProperty("java.class.path"),
                    HeaderSync.class.getName(),
                    way,
                    Integer.toString(proxy.port()),
                    Integer.toString(RUNS)));
            String line;
            try (BufferedReader out =
                    new BufferedReader(new InputStreamReader(client.getInputStream(), StandardCharsets.UTF_8))) {
                line = out.readLine();
            }
            if (client.waitFor() != 0 || line == null) {
                throw new IOException("the client failed; run it alone to see why: " + HeaderSync.class.getName() + " "
                        + way + " " + port + " 1");
            }
            String[] said = line.split(" ");
            double headers = Double.parseDouble(said[0]);
            figures.computeIfAbsent(way, name -> new ArrayList<>()).add(new double[] {
                headers,
                proxy.received() / (double) RUNS / headers,
                proxy.sent() / (double) RUNS / headers,
                Double.parseDouble(said[1]) / headers * 1e6,
                Double.parseDouble(said[2]) / headers * 1e6
            });
        }
    }

    private double median(String way, int measure) {
        double[] sorted = figures.get(way).stream()
                .mapToDouble(one -> one[measure])
                .sorted()
                .toArray();
        return sorted[sorted.length / 2];
    }

    private String table() {
        StringBuilder table = new StringBuilder(
                "| way | headers | bytes in / header | of NIP-01 | bytes out / header | µs / header | CPU µs / header |\n"
                        + "|---|---:|---:|---:|---:|---:|---:|\n");
        for (String way : figures.keySet()) {
            table.append(String.format(
                    Locale.ROOT,
                    "| %s | %,.0f | %.1f | %.3f | %.1f | %.2f | %.2f |%n",
                    way,
                    median(way, 0),
                    median(way, 1),
                    median(way, 1) / median("nip01", 1),
                    median(way, 2),
                    median(way, 3),
                    median(way, 4)));
        }
        return table.toString();
    }

    private String json() {
        List<String> ways = new ArrayList<>();
        for (String way : figures.keySet()) {
            ways.add(String.format(
                    Locale.ROOT,
                    "\"%s\":{\"headers\":%.0f,\"bytesIn\":%.2f,\"bytesOut\":%.2f,\"micros\":%.3f,\"cpuMicros\":%.3f}",
                    way,
                    median(way, 0),
                    median(way, 1),
                    median(way, 2),
                    median(way, 3),
                    median(way, 4)));
        }
        return "{\"what\":\"feed\",\"rounds\":" + ROUNDS + "," + String.join(",", ways) + "}\n";
    }
}
