// SPDX-License-Identifier: MIT
package org.throng.itests.wiring;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.Level;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.osgi.framework.Bundle;

/** A broken jar is refused in one line, set aside with the reason, and disturbs nothing. */
class RefusedJarTest {
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    @RegisterExtension
    static final Container CONTAINER = new Container();

    @TempDir
    static Path folder;

    private static Supplier<Integer> caller;

    /** The ways in which a jar is broken, and what the reason must speak of. */
    enum Broken {
        NO_ZIP("no jar") {
            @Override
            byte[] bytes() {
                return "this is no jar\n".repeat(100).getBytes(StandardCharsets.UTF_8);
            }
        },
        EMPTY("no jar") {
            @Override
            byte[] bytes() {
                return new byte[0];
            }
        },
        CUT_OFF("no jar") {
            @Override
            byte[] bytes() throws IOException {
                byte[] whole = Files.readAllBytes(Jar.ofProbes(folder, "answer", "9.0.0"));
                return Arrays.copyOf(whole, whole.length - 100);
            }
        },
        NO_BUNDLE("Bundle-SymbolicName") {
            @Override
            byte[] bytes() throws IOException {
                var bytes = new java.io.ByteArrayOutputStream();
                Manifest manifest = new Manifest();
                manifest.getMainAttributes().putValue("Manifest-Version", "1.0");
                new JarOutputStream(bytes, manifest).close();
                return bytes.toByteArray();
            }
        },
        MISSING_IMPORT("org.example.nowhere") {
            @Override
            byte[] bytes() throws IOException {
                return Files.readAllBytes(
                        Jar.ofProbes(folder, "answer", "9.0.1", "Import-Package", "org.example.nowhere,*"));
            }
        },
        WRONG_HEADER("Bundle-Version") {
            @Override
            byte[] bytes() throws IOException {
                Path jar = folder.resolve("wrong-header.jar");
                return Files.readAllBytes(
                        Jar.underVersion(Jar.ofProbes(folder, "answer", "9.0.2"), "nine.and.a.half", jar));
            }
        },
        ACTIVATOR_FAILS("no moon tonight") {
            @Override
            byte[] bytes() throws IOException {
                return Files.readAllBytes(Jar.ofProbes(
                        folder,
                        "activated",
                        "1.0.0",
                        "Bundle-Activator",
                        "org.throng.itests.wiring.probe.activated.FailsToStart"));
            }
        },
        COMPONENT_FAILS("no moon tonight") {
            @Override
            byte[] bytes() throws IOException {
                return Files.readAllBytes(Jar.ofProbes(folder, "broken", "1.0.0"));
            }
        },
        SERVICE_FAILS_WHEN_USED("no moon tonight") {
            @Override
            byte[] bytes() throws IOException {
                return Files.readAllBytes(Jar.ofProbes(folder, "lazy", "1.0.0"));
            }
        };

        private final String word;

        Broken(String word) {
            this.word = word;
        }

        abstract byte[] bytes() throws IOException;
    }

    @BeforeAll
    @SuppressWarnings("unchecked")
    static void install() throws Exception {
        CONTAINER
                .context()
                .installBundle(Jar.ofProbes(folder, "caller", "1.0.0").toUri().toString())
                .start();
        caller = CONTAINER.probe(Supplier.class, "caller");
        Files.copy(Jar.ofProbes(folder, "answer", "1.0.0"), good());
        Container.await("the good one", () -> caller.get() == 1);
    }

    @AfterAll
    static void goodOneGoesWithItsFile() throws IOException {
        Files.delete(good());
        Container.await("it is gone", Duration.ofSeconds(2), () -> caller.get() == 0);
    }

    private static Path good() {
        return CONTAINER.deploy().resolve("good.jar");
    }

    @ParameterizedTest
    @EnumSource
    void brokenJarIsSetAside(Broken broken) throws IOException {
        Map<String, Integer> before = bundles();
        CONTAINER.forgetLog();
        String name = broken.name().toLowerCase(java.util.Locale.ROOT) + ".jar";
        Files.write(CONTAINER.deploy().resolve(name), broken.bytes());
        awaitRefused(name, broken);
        assertFalse(Files.exists(CONTAINER.deploy().resolve(name)));
        assertEquals(before, bundles());
        assertEquals(1, caller.get());
    }

    @ParameterizedTest
    @EnumSource
    void earlierVersionKeepsRunningWhenItsFileIsOverwritten(Broken broken) throws IOException {
        Map<String, Integer> before = bundles();
        byte[] whole = Files.readAllBytes(good());
        CONTAINER.forgetLog();
        Files.write(good(), broken.bytes());
        awaitRefused("good.jar", broken);
        Container.await("the good file is back", () -> Files.exists(good()) && Arrays.equals(whole, read(good())));
        Container.await("a few more looks", () -> looks() > 0);
        assertEquals(before, bundles());
        assertEquals(1, caller.get());
    }

    /** A further jar that comes and goes shows that the folder was looked at since. */
    private static int looks() {
        try {
            Path marker = CONTAINER.deploy().resolve("marker.jar");
            Files.copy(Jar.ofProbes(folder, "caller", "2.0.0"), marker, StandardCopyOption.REPLACE_EXISTING);
            Container.await("it came", () -> bundles().getOrDefault("org.throng.itests.probe.caller 2.0.0", 0) > 0);
            Files.delete(marker);
            Container.await("it went", () -> bundles().getOrDefault("org.throng.itests.probe.caller 2.0.0", 0) == 0);
            return 1;
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static void awaitRefused(String name, Broken broken) throws IOException {
        Path aside = CONTAINER.deploy().resolve("refused").resolve(name);
        Path reason = CONTAINER.deploy().resolve("refused").resolve(name + ".reason.txt");
        Container.await("the jar is set aside", PATIENCE, () -> Files.exists(aside) && Files.exists(reason));
        Container.await("the reason", () -> new String(read(reason), StandardCharsets.UTF_8).endsWith("\n"));
        Container.await("the log says so", () -> !errors().isEmpty());
        assertEquals(1, errors().size(), () -> String.join("\n", errors()));
        assertEquals(errors(), CONTAINER.complaints(), "nothing else is disturbed, no stack trace");
        assertTrue(errors().get(0).contains(name), errors().get(0));
        assertTrue(errors().get(0).contains(broken.word), errors().get(0));
        assertTrue(Files.readString(reason).contains(broken.word), Files.readString(reason));
        Files.delete(aside);
        Files.delete(reason);
    }

    private static List<String> errors() {
        return CONTAINER.logged(line -> line.level().equals(Level.ERROR));
    }

    private static byte[] read(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    /** Name and version of each, and its state. */
    private static Map<String, Integer> bundles() {
        Map<String, Integer> bundles = new TreeMap<>();
        Stream.of(CONTAINER.context().getBundles())
                .forEach((Bundle bundle) ->
                        bundles.put(bundle.getSymbolicName() + " " + bundle.getVersion(), bundle.getState()));
        return bundles;
    }
}
