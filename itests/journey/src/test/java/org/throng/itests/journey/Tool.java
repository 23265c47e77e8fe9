// SPDX-License-Identifier: MIT
package org.throng.itests.journey;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** A program of another implementation, run with Node.js out of {@code itests/interop}. */
final class Tool implements AutoCloseable {
    static final Path INTEROP = Path.of("../interop").toAbsolutePath().normalize();

    private final Process process;

    private Tool(Process process) {
        this.process = process;
    }

    /** Whether {@code npm ci} was run there. Where it was not, that is a fault of the set-up, not a reason to skip. */
    static void requireInstalled(String folder) throws Exception {
        Path modules = INTEROP.resolve(folder).resolve("node_modules");
        Path installing = INTEROP.resolve("target").resolve("installing");
        if (Files.exists(installing)) {
            Node.await(
                    "npm ci, which './throng check' runs beside the build",
                    Duration.ofMinutes(5),
                    () -> Files.exists(installing) ? null : true);
        }
        if (!Files.isDirectory(modules)) {
            throw new AssertionError("expected " + modules + "; './throng check' makes it with npm ci");
        }
    }

    /** On a thread of its own: the common pool has one on two cores, and a process that lives on would keep it. */
    static <T> CompletableFuture<T> beside(Supplier<T> reading) {
        return CompletableFuture.supplyAsync(reading, task -> {
            Thread thread = new Thread(task, "reads a process");
            thread.setDaemon(true);
            thread.start();
        });
    }

    /** Runs to the end; what it printed. */
    static List<String> run(String folder, String... words) throws IOException, InterruptedException {
        return run(folder, Map.of(), words);
    }

    static List<String> run(String folder, Map<String, String> environment, String... words)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("node"));
        command.addAll(List.of(words));
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(INTEROP.resolve(folder).toFile())
                .redirectErrorStream(true);
        builder.environment().putAll(environment);
        Process process = builder.start();
        CompletableFuture<List<String>> lines =
                beside(() -> process.inputReader(StandardCharsets.UTF_8).lines().toList());
        if (!process.waitFor(120, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new AssertionError("'" + String.join(" ", command) + "' did not end within 120 s");
        }
        if (process.exitValue() != 0) {
            throw new AssertionError("'" + String.join(" ", command) + "' ended with " + process.exitValue() + ":\n"
                    + String.join("\n", lines.join()));
        }
        return lines.join();
    }

    /** Starts a server and waits for the line that says that it listens. */
    static Tool start(String folder, String sign, String... words) throws IOException {
        List<String> command = new ArrayList<>(List.of("node"));
        command.addAll(List.of(words));
        Process process = new ProcessBuilder(command)
                .directory(INTEROP.resolve(folder).toFile())
                .redirectErrorStream(true)
                .start();
        BufferedReader lines = process.inputReader(StandardCharsets.UTF_8);
        StringBuilder said = new StringBuilder();
        String line = lines.readLine();
        while (line != null && !line.contains(sign)) {
            said.append(line).append('\n');
            line = lines.readLine();
        }
        if (line == null) {
            throw new AssertionError("'" + String.join(" ", command) + "' never said '" + sign + "':\n" + said);
        }
        Thread drain = new Thread(() -> lines.lines().forEach(more -> {}), "drain");
        drain.setDaemon(true);
        drain.start();
        return new Tool(process);
    }

    @Override
    public void close() throws InterruptedException {
        process.destroy();
        if (!process.waitFor(5, TimeUnit.SECONDS)) {
            process.destroyForcibly();
        }
    }
}
