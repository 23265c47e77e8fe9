// SPDX-License-Identifier: MIT
package org.throng.itests.wiring;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.Bundle;

/**
 * The scheme is swapped while messages flow between two identities, over a relay in memory: none is lost and none comes
 * twice.
 */
class SchemeSwapTest {
    private static final String SCHEME = "org.throng.scheme.direct";
    private static final Duration SOON = Duration.ofSeconds(4);
    private static final int SWAPS = 5;
    private static final int MESSAGES = 8;

    @RegisterExtension
    static final Container CONTAINER = new Container();

    @TempDir
    static Path folder;

    private static Function<List<String>, String> mail;
    private static String alice;
    private static String bob;

    @BeforeAll
    @SuppressWarnings("unchecked")
    static void install() throws Exception {
        for (String probes : List.of("relay", "mail")) {
            CONTAINER
                    .context()
                    .installBundle(Jar.ofProbes(folder, probes, "1.0.0").toUri().toString())
                    .start();
        }
        CONTAINER.forgetLog();
        Files.writeString(CONTAINER.home().resolve("etc/org.throng.mail.cfg"), "relays = ws://memory.test\n");
        Container.await(
                "the relay in memory",
                () -> !CONTAINER
                        .logged(line -> line.message().startsWith("org.throng.mail has settings"))
                        .isEmpty());
        mail = CONTAINER.probe(Function.class, "mail");
        Container.await("an open mailbox", () -> CONTAINER.has("(objectClass=org.throng.mailbox.Mailbox)"));
        String[] keys = mail.apply(List.of("create", "alice", "bob")).split(" ");
        alice = keys[0];
        bob = keys[1];
        CONTAINER.forgetLog();
    }

    @Test
    void noMessageIsLostAndNoneComesTwice() throws Exception {
        List<String> toBob = new ArrayList<>();
        List<String> toAlice = new ArrayList<>();
        Bundle first = CONTAINER.bundle(SCHEME);
        Path jar = CONTAINER.deploy().resolve("scheme.jar");
        for (int i = 0; i < SWAPS; i++) {
            String version = "0." + (i + 2) + ".0";
            send("before " + version, toBob, toAlice);
            Jar.underVersion(Distribution.jar(SCHEME), version, jar);
            send("while it comes " + version, toBob, toAlice);
            Container.await("version " + version, SOON, () -> versions().contains(version));
            first.stop(); // only the one that was dropped in is there
            send("with " + version, toBob, toAlice);
            if (i % 2 == 0) {
                Files.delete(jar);
                Container.await(
                        "version " + version + " gone", SOON, () -> !versions().contains(version));
                send("with none after " + version, toBob, toAlice);
            }
            first.start();
        }
        Files.deleteIfExists(jar);
        Container.await(
                "all for bob", Duration.ofSeconds(60), () -> came(bob).containsAll(toBob), () -> missing(bob, toBob));
        Container.await(
                "all for alice",
                Duration.ofSeconds(60),
                () -> came(alice).containsAll(toAlice),
                () -> missing(alice, toAlice));
        assertEquals(sorted(toBob), sorted(came(bob)));
        assertEquals(sorted(toAlice), sorted(came(alice)));
        assertEquals(List.of(), CONTAINER.complaints());
    }

    /** What the probe answers to a command says nothing that a test needs. */
    private static void said(Object answer) {
        assertNotNull(answer);
    }

    private static void send(String when, List<String> toBob, List<String> toAlice) {
        for (int i = 0; i < MESSAGES; i++) {
            toBob.add("to bob, " + when + ", " + i);
            said(mail.apply(List.of("send", alice, bob, toBob.get(toBob.size() - 1))));
            toAlice.add("to alice, " + when + ", " + i);
            said(mail.apply(List.of("send", bob, alice, toAlice.get(toAlice.size() - 1))));
        }
    }

    private static List<String> came(String owner) {
        String texts = mail.apply(List.of("texts", owner));
        return texts.isEmpty() ? List.of() : List.of(texts.split("\n"));
    }

    private static String missing(String owner, List<String> wanted) {
        List<String> missing = new ArrayList<>(wanted);
        missing.removeAll(came(owner));
        return missing.size() + " of " + wanted.size() + " are missing: " + missing;
    }

    private static List<String> sorted(List<String> texts) {
        return texts.stream().sorted().toList();
    }

    private static List<String> versions() {
        return Stream.of(CONTAINER.context().getBundles())
                .filter(bundle -> SCHEME.equals(bundle.getSymbolicName()) && bundle.getState() == Bundle.ACTIVE)
                .map(bundle -> bundle.getVersion().toString())
                .toList();
    }
}
