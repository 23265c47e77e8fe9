// SPDX-License-Identifier: MIT
package org.throng.itests.wiring;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.Bundle;

/** A bundle in {@code deploy/} comes, changes and goes while somebody calls its service. */
class SwapTest {
    private static final int SWAPS = 20;
    private static final Duration SOON = Duration.ofSeconds(2);

    @RegisterExtension
    static final Container CONTAINER = new Container();

    @TempDir
    static Path folder;

    private static Bundle callerBundle;
    private static Supplier<Integer> caller;

    @BeforeAll
    @SuppressWarnings("unchecked")
    static void install() throws Exception {
        callerBundle = CONTAINER
                .context()
                .installBundle(Jar.ofProbes(folder, "caller", "1.0.0").toUri().toString());
        callerBundle.start();
        caller = CONTAINER.probe(Supplier.class, "caller");
        CONTAINER.forgetLog();
    }

    @AfterEach
    void empty() throws IOException {
        Files.deleteIfExists(jar());
        Container.await("nothing answers", SOON, () -> caller.get() == 0);
    }

    private static Path jar() {
        return CONTAINER.deploy().resolve("answer.jar");
    }

    @Test
    void callerMissesNoneWhileItIsSwapped() throws Exception {
        Path[] versions = new Path[SWAPS + 2];
        for (int i = 1; i < versions.length; i++) {
            versions[i] = Jar.ofProbes(folder, "answer", i + ".0.0");
        }
        Files.copy(versions[1], jar());
        Container.await("the first version", SOON, () -> caller.get() == 1);

        AtomicBoolean stop = new AtomicBoolean();
        AtomicInteger calls = new AtomicInteger();
        AtomicInteger missing = new AtomicInteger();
        Thread thread = new Thread(() -> {
            while (!stop.get()) {
                calls.incrementAndGet();
                if (caller.get() == 0) {
                    missing.incrementAndGet();
                }
                LockSupport.parkNanos(1_000_000);
            }
        });
        thread.start();
        for (int i = 2; i < versions.length; i++) {
            int version = i;
            if (i % 2 == 0) { // written over as cp does, or put in its place at once
                Files.copy(versions[i], jar(), StandardCopyOption.REPLACE_EXISTING);
            } else {
                Path beside = Files.copy(versions[i], CONTAINER.deploy().resolve("answer.part"));
                Files.move(beside, jar(), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            }
            Container.await("version " + i, SOON, () -> caller.get() == version, () -> caller.get() + " answers");
        }
        stop.set(true);
        thread.join();
        assertTrue(calls.get() > SWAPS * 100, calls + " calls");
        assertEquals(0, missing.get(), "of " + calls + " calls");
        assertEquals(java.util.List.of(), CONTAINER.complaints());
    }

    @Test
    void sameVersionWithOtherContentIsSwappedToo() throws Exception {
        Files.copy(Jar.ofProbes(folder, "answer", "3.0.0"), jar());
        Container.await("it", SOON, () -> caller.get() == 3);
        Bundle first = deployed();
        Files.copy(
                Jar.ofProbes(folder, "answer", "3.0.0", "X-Other", "content"),
                jar(),
                StandardCopyOption.REPLACE_EXISTING);
        Container.await("the other", SOON, () -> first.getState() == Bundle.UNINSTALLED);
        assertEquals(3, caller.get());
    }

    @Test
    void bundleThatIsPutBackIsLiveAgain() throws Exception {
        Path version = Jar.ofProbes(folder, "answer", "4.0.0");
        for (int i = 0; i < 3; i++) {
            Files.copy(version, jar());
            Container.await("it", SOON, () -> caller.get() == 4);
            Files.delete(jar());
            Container.await("it is gone", SOON, () -> caller.get() == 0);
        }
    }

    @Test
    void jarThatIsWrittenSlowlyIsTakenWhenItIsWhole() throws Exception {
        byte[] bytes = Files.readAllBytes(Jar.ofProbes(folder, "answer", "5.0.0"));
        try (var out = Files.newOutputStream(jar())) {
            for (int part = 0; part < 3; part++) {
                out.write(bytes, part * bytes.length / 3, (part + 1) * bytes.length / 3 - part * bytes.length / 3);
                out.flush();
                LockSupport.parkNanos(Duration.ofMillis(700).toNanos()); // a slow copy, longer than two looks
            }
        }
        Container.await("it", SOON, () -> caller.get() == 5);
        assertEquals(java.util.List.of(), CONTAINER.complaints());
    }

    private static Bundle deployed() {
        return CONTAINER.bundle("org.throng.itests.probe.answer");
    }
}
