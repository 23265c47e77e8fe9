// SPDX-License-Identifier: MIT
package org.throng.itests.benchmarks;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import org.throng.itests.benchmarks.relay.FeedBench;
import org.throng.itests.benchmarks.relay.RelayBench;

/**
 * {@code ./throng bench scan|verify [--json]}: all ways to do the same, each in a process of its own, in turn, round by round;
 * a ratio is the median of the rounds' ratios, so that what else runs on the machine weighs on both sides.
 */
final class Bench {
    private static final int WARM_ROUNDS = 6;
    private static final int ROUNDS = 15;
    private static final int WARM_MILLIS = 1_500;
    private static final int MILLIS = 250;
    private static final String BASE = "libsecp256k1, JNI";

    /** Another Java's home, or empty. */
    private static final String OTHER_JAVA = System.getProperty("other.java", "");

    private final String what;
    private final Map<String, Process> processes = new LinkedHashMap<>();
    private final Map<String, BufferedReader> answers = new LinkedHashMap<>();
    private final Map<String, List<Double>> times = new LinkedHashMap<>();

    private Bench(String what) {
        this.what = what;
    }

    public static void main(String[] words) throws IOException, InterruptedException {
        List<String> all = new ArrayList<>(Arrays.asList(words));
        if (!all.isEmpty() && all.get(0).equals("relay")) {
            RelayBench.main(all.subList(1, all.size()).toArray(new String[0]));
            return;
        }
        if (!all.isEmpty() && all.get(0).equals("feed")) {
            FeedBench.main(all.subList(1, all.size()).toArray(new String[0]));
            return;
        }
        boolean json = all.remove("--json");
        if (all.size() != 1 || !List.of("scan", "verify").contains(all.get(0))) {
            System.err.println(
                    "throng: expected 'bench scan', 'bench verify', 'bench relay' or 'bench feed', with or without --json");
            System.exit(64);
        }
        Bench bench = new Bench(all.get(0));
        try {
            bench.enter();
            bench.run();
        } finally {
            bench.processes.values().forEach(Process::destroy);
        }
        System.out.print(json ? bench.json() : bench.table());
    }

    private void enter() throws IOException {
        String here = "Java " + Runtime.version().feature();
        enterJava(BASE, System.getProperty("java.home"), "jni");
        enterJava("vector, " + here, System.getProperty("java.home"), "vector");
        enterJava("vector, 4 lanes, " + here, System.getProperty("java.home"), "vector", "-XX:UseAVX=2");
        enterJava("scalar, " + here, System.getProperty("java.home"), "scalar");
        if (!OTHER_JAVA.isEmpty()) {
            enterJava("vector, other Java", OTHER_JAVA, "vector");
            enterJava("scalar, other Java", OTHER_JAVA, "scalar");
        }
        enterJava("Bouncy Castle", System.getProperty("java.home"), "bouncycastle");
        Path noble = Path.of(System.getProperty("noble"));
        if (Files.isDirectory(noble.resolve("node_modules"))) {
            enter(
                    "@noble/curves, Node",
                    List.of("node", noble.resolve("contestant.mjs").toString(), what));
        }
    }

    private void enterJava(String name, String home, String how, String... options) throws IOException {
        List<String> command = new ArrayList<>(List.of(Path.of(home, "bin/java").toString()));
        command.addAll(List.of("--add-modules", "jdk.incubator.vector", "-XX:+UseSerialGC", "-Xmx256m"));
        command.addAll(List.of(options));
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), Contestant.class.getName(), what, how));
        enter(name, command);
    }

    private void enter(String name, List<String> command) throws IOException {
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        processes.put(name, process);
        answers.put(
                name, new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.US_ASCII)));
        times.put(name, new ArrayList<>());
    }

    private void run() throws IOException {
        int steps = (WARM_ROUNDS + ROUNDS) * processes.size();
        int done = 0;
        for (int round = 0; round < WARM_ROUNDS + ROUNDS; round++) {
            boolean warm = round < WARM_ROUNDS;
            for (String name : processes.keySet()) {
                double nanos = ask(name, warm ? WARM_MILLIS : MILLIS);
                if (!warm) {
                    times.get(name).add(nanos);
                }
                done++;
                progress(done, steps);
            }
        }
        System.err.print("\r" + " ".repeat(60) + "\r");
    }

    private double ask(String name, int millis) throws IOException {
        PrintWriter writer = new PrintWriter(processes.get(name).outputWriter(StandardCharsets.US_ASCII), true);
        writer.println(millis);
        String answer = answers.get(name).readLine();
        if (answer == null) {
            throw new IOException("'" + name + "' ended without an answer");
        }
        return Double.parseDouble(answer);
    }

    private void progress(int done, int steps) {
        int filled = 40 * done / steps;
        System.err.print(
                "\r" + what + " [" + "#".repeat(filled) + " ".repeat(40 - filled) + "] " + 100 * done / steps + " %");
    }

    private static double median(List<Double> numbers) {
        double[] sorted =
                numbers.stream().mapToDouble(Double::doubleValue).sorted().toArray();
        return sorted[sorted.length / 2];
    }

    /** How many times as fast as libsecp256k1: the median over rounds. */
    private double ratio(String name) {
        List<Double> ratios = new ArrayList<>();
        for (int i = 0; i < ROUNDS; i++) {
            ratios.add(times.get(BASE).get(i) / times.get(name).get(i));
        }
        return median(ratios);
    }

    private String table() throws IOException {
        StringBuilder table = new StringBuilder();
        table.append(processor())
                .append("; ")
                .append(what.equals("scan") ? "a header, from ECDH to view tag" : "a signature")
                .append(", one thread\n\n| way | µs | /s/core | × libsecp256k1 |\n|---|---:|---:|---:|\n");
        for (String name : times.keySet()) {
            double nanos = median(times.get(name));
            table.append(String.format(
                    Locale.ROOT, "| %s | %.2f | %,.0f | %.2f |%n", name, nanos / 1e3, 1e9 / nanos, ratio(name)));
        }
        return table.toString();
    }

    private String json() throws IOException {
        return "{\"what\":\"" + what + "\",\"processor\":\"" + processor().replace("\"", "") + "\",\"microseconds\":"
                + object(name -> median(times.get(name)) / 1e3) + ",\"ratios\":" + object(this::ratio) + "}\n";
    }

    private String object(Function<String, Double> value) {
        List<String> members = new ArrayList<>();
        for (String name : times.keySet()) {
            members.add("\"" + name + "\":" + String.format(Locale.ROOT, "%.3f", value.apply(name)));
        }
        return "{" + String.join(",", members) + "}";
    }

    private static String processor() throws IOException {
        Path file = Path.of("/proc/cpuinfo");
        if (!Files.isReadable(file)) {
            return System.getProperty("os.arch");
        }
        try (var lines = Files.lines(file)) {
            return lines.filter(line -> line.startsWith("model name"))
                    .map(line -> line.substring(line.indexOf(':') + 1).strip())
                    .findFirst()
                    .orElse(System.getProperty("os.arch"));
        }
    }
}
