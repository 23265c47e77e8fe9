// SPDX-License-Identifier: MIT
package org.throng.itests.contracts;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.throng.store.Store;
import org.throng.store.StoreException;
import org.throng.store.Stores;

/**
 * A process that commits on three threads and says what was acknowledged is killed at random moments; the store then has
 * all that, and each other batch whole or not at all. {@code -Dkills=300} for that many.
 */
public abstract class StoreKillsContract {
    private static final int KILLS = Integer.getInteger("kills", 4);
    private static final int WRITERS = 3;

    @TempDir
    private Path temp;

    /** A class with a public constructor without arguments. */
    protected abstract Class<? extends Supplier<Stores>> stores();

    private static Store open(String supplier, Path folder) throws StoreException, ReflectiveOperationException {
        Supplier<?> made = Class.forName(supplier)
                .asSubclass(Supplier.class)
                .getConstructor()
                .newInstance();
        return ((Stores) made.get()).open(folder);
    }

    @Test
    final void killedProcessLosesNothingThatItAcknowledged() throws Exception {
        long seed = Long.getLong("seed", System.nanoTime());
        Random random = new Random(seed);
        Map<String, Integer> acknowledged = new HashMap<>();
        for (int kill = 0; kill < KILLS; kill++) {
            run(acknowledged, 50 + random.nextInt(900));
            try (Store store = open(stores().getName(), temp.resolve("store"))) {
                for (int writer = 0; writer < WRITERS; writer++) {
                    String name = "w" + writer;
                    int promised = acknowledged.getOrDefault(name, -1);
                    int newest = Ledger.check(store, name, promised + 2);
                    assertTrue(
                            newest >= promised,
                            "kill " + kill + ", -Dseed=" + seed + ": " + promised + " was acknowledged, " + newest
                                    + " is left");
                    acknowledged.put(name, newest);
                }
            }
        }
        assertTrue(acknowledged.values().stream().anyMatch(newest -> newest > 0), "nothing was ever committed");
    }

    private void run(Map<String, Integer> acknowledged, int millis) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        // it lives for a second: nothing that pays later
                        "-Xmx128m",
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+UnlockDiagnosticVMOptions",
                        "-XX:-BytecodeVerificationRemote",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Committer.class.getName(),
                        stores().getName(),
                        temp.resolve("store").toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        // Process.destroyForcibly would close the pipe under the reader, and what was acknowledged with it
        ProcessHandle handle = process.toHandle();
        Thread killer = new Thread(() -> {
            try {
                // the random moment is the point of the test
                if (!process.waitFor(millis, TimeUnit.MILLISECONDS)) {
                    handle.destroyForcibly();
                }
            } catch (InterruptedException e) {
                handle.destroyForcibly();
            }
        });
        try (BufferedReader out =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.US_ASCII))) {
            for (String line = out.readLine(); line != null; line = out.readLine()) {
                if (line.equals("ready")) {
                    killer.start();
                } else if (line.matches("w[0-9] [0-9]+ \\.")) {
                    String[] words = line.split(" ");
                    acknowledged.merge(words[0], Integer.valueOf(words[1]), Math::max);
                }
            }
        }
        process.waitFor();
        killer.join();
    }

    /** The process that is killed. */
    static final class Committer {
        private Committer() {}

        public static void main(String[] args) throws Exception {
            Store store = open(args[0], Path.of(args[1]));
            synchronized (System.out) {
                System.out.println("ready");
            }
            for (int writer = 0; writer < WRITERS; writer++) {
                String name = "w" + writer;
                new Thread(() -> commit(store, name)).start();
            }
        }

        private static void commit(Store store, String name) {
            try {
                byte[] newest = (name + "/newest").getBytes(StandardCharsets.UTF_8);
                int number = store.get(newest)
                        .map(bytes -> java.nio.ByteBuffer.wrap(bytes).getInt() + 1)
                        .orElse(0);
                while (true) {
                    store.commit(Ledger.batch(name, number));
                    synchronized (System.out) {
                        System.out.println(name + " " + number + " ."); // the dot: the line is whole
                        System.out.flush();
                    }
                    number++;
                }
            } catch (StoreException e) {
                throw new IllegalStateException(e);
            }
        }
    }
}
