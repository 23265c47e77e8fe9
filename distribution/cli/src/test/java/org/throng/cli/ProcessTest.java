// SPDX-License-Identifier: MIT
package org.throng.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.throng.home.Home;

/** Words as whole processes, with the flags of the script {@code throng}. */
class ProcessTest {
    private static final String NSEC = "nsec1vl029mgpspedva04g90vltkh6fvh240zqtv9k0t9af8935ke9laqsnlfe5";
    private static final String BEN = "npub180cvv07tjdrrgpa0j7j7tmnyl2yr6yr7l8j4s3evf6u64th6gkwsyjh6w6";

    @TempDir
    Path temp;

    private record Done(int code, String out, String err, Duration took) {}

    private Done throng(String input, String... words) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-XX:-UsePerfData",
                "-Xshare:auto",
                "-Xmx192m",
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName()));
        command.addAll(List.of(words));
        Path out = temp.resolve("out");
        Path err = temp.resolve("err");
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectOutput(out.toFile()).redirectError(err.toFile());
        builder.environment().put("THRONG_HOME", temp.resolve("home").toString());
        long start = System.nanoTime();
        Process process = builder.start();
        try (OutputStream in = process.getOutputStream()) {
            in.write(input.getBytes(StandardCharsets.UTF_8));
        }
        assertTrue(process.waitFor(60, TimeUnit.SECONDS), "the process did not end in a minute");
        Duration took = Duration.ofNanos(System.nanoTime() - start);
        return new Done(process.exitValue(), Files.readString(out), Files.readString(err), took);
    }

    @Test
    void keysAndContactsLiveWithoutANode() throws Exception {
        Path passphrase = temp.resolve("passphrase");
        Files.writeString(passphrase, "päss\n");
        Files.setPosixFilePermissions(passphrase, PosixFilePermissions.fromString("rw-------"));
        String file = passphrase.toString();
        Done made = throng("", "id", "new", "--label", "mé", "--passphrase-file", file, "--json");
        assertEquals(0, made.code, made.err);
        assertTrue(made.out.startsWith("{\"npub\":\"npub1"), made.out);
        assertEquals("", made.err);
        Done taken = throng(NSEC, "id", "import", "--label", "second", "--passphrase-file", file);
        assertEquals("npub10elfcs4fr0l0r8af98jlmgdh9c8tcxjvz9qkw038js35mp4dma8qzvjptg\n", taken.out, taken.err);
        Done listed = throng("", "id", "list");
        assertEquals(2, listed.out.lines().count(), listed.err);
        assertTrue(listed.out.contains("  mé\n"), listed.out);
        Done exported = throng("", "id", "export", "second", "--passphrase-file", file);
        assertTrue(exported.out.matches("ncryptsec1[a-z0-9]{152}\n"), exported.out + exported.err);
        assertEquals(0, throng("", "contact", "add", BEN, "--petname", "Ben", "--passphrase-file", file).code);
        Done contacts = throng("", "contact", "list", "--passphrase-file", file, "--json");
        assertTrue(contacts.out.startsWith("{\"npub\":\"" + BEN + "\",\"petname\":\"Ben\""), contacts.out);
        Done refused = throng("", "id", "import", NSEC);
        assertEquals(64, refused.code);
        assertEquals(69, throng("", "send", BEN, "hello").code);
    }

    /** Measured in pairs against the bare start of the same JVM, for machines differ and others are at work on them. */
    @Test
    void statusTakesNoMoreThanEightBareStartsOfTheJvm() throws Exception {
        try (FakeNode node = new FakeNode(new Home(temp.resolve("home")))) {
            node.on("GET /status", "{\"ready\":true,\"relays\":[]}");
            double best = Double.MAX_VALUE;
            for (int i = 0; i < 20 && best > 8; i++) {
                Duration bare = bareStart();
                Done done = throng("", "status", "--json");
                assertEquals("{\"ready\":true,\"relays\":[]}\n", done.out, done.err);
                best = Math.min(best, (double) done.took.toNanos() / bare.toNanos());
            }
            assertTrue(best <= 8, "the best of twenty pairs was " + best + " bare starts");
        }
    }

    private static Duration bareStart() throws IOException, InterruptedException {
        long began = System.nanoTime();
        Process java = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:+UseSerialGC",
                        "-version")
                .redirectErrorStream(true)
                .start();
        java.getInputStream().readAllBytes();
        java.waitFor();
        return Duration.ofNanos(System.nanoTime() - began);
    }
}
