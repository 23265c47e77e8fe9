// SPDX-License-Identifier: MIT
package org.throng.cli;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.throng.home.Home;
import org.throng.home.LocalApi;

/**
 * A relay and two people, each a process of this very distribution in a folder of its own below the temporary folder, and
 * one message there and back. All of it is removed at the end.
 */
final class Demo implements AutoCloseable {
    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(60);

    private final Story story;
    private final Path folder;
    private final List<Process> processes = new ArrayList<>();

    Demo(Story story) throws Failure {
        this.story = story;
        try {
            folder = Files.createTempDirectory("throng-demo"); // for its owner alone
        } catch (IOException e) {
            throw Failure.writing(Path.of(System.getProperty("java.io.tmpdir")), e);
        }
    }

    /** One of the three processes. */
    private record Member(String name, Home home, String relayUrl) {
        NodeClient node() throws Failure {
            try {
                LocalApi api = LocalApi.read(home)
                        .orElseThrow(() -> new Failure(Exit.TRY_AGAIN, name + " of the demonstration has ended"));
                return new NodeClient(api, LocalApi.token(home), home);
            } catch (IOException e) {
                throw new Failure(Exit.TRY_AGAIN, name + " of the demonstration cannot be reached: " + e.getMessage());
            }
        }
    }

    void run() throws Failure {
        story.tell("A relay starts. Anybody may run one; it will carry the message and must not learn whose it is.");
        Member relay = start("relay", "relay", List.of());
        RelayView view = new RelayView(relay.relayUrl());
        story.detail("it listens on " + relay.relayUrl() + " and holds "
                + view.events().size() + " events");

        story.tell("Alice and Bob start a node each, and each makes a key. A key is all that a person is here.");
        List<String> use = List.of("--relay", relay.relayUrl());
        Member alice = start("alice", "client", use);
        Member bob = start("bob", "client", use);
        String aliceKey = key(alice);
        String bobKey = key(bob);
        story.detail("Alice is " + aliceKey);
        story.detail("Bob is   " + bobKey);
        await("both profiles on the relay", () -> count(view, RelayView.PROFILE) == 2);
        story.relaySaw("two profiles: public notes in which Alice and Bob say where they read", view.events());

        story.tell("Alice writes to Bob. Her node seals the words under a fresh key, and that key to Bob's npub.");
        String id = send(alice, bobKey, "Hello Bob, nobody knows that I write to you.");
        story.detail("message " + id.substring(0, 16) + "… is queued on her disk, then posted");
        await("the message's two events", () -> count(view, RelayView.HEADER) == 1);
        await(
                "posted",
                () -> state(alice, id).equals("posted") || state(alice, id).equals("acknowledged"));
        story.relaySaw("a body and a header by two strangers; no name, no receiver, no sender", view.events());
        story.show(view.events());

        story.tell("Bob's node downloads every header of the crowd, tries his key on each, and recognises one.");
        Object letter = letter(bob, "Hello Bob");
        story.detail("he fetches the body, opens it and reads: \"" + Json.text(letter, "text") + "\"");
        story.detail("from " + Json.text(letter, "from"));
        story.detail(
                "who is a stranger to him so far: the message is marked as a request, and nothing goes back by itself");

        story.tell("Bob answers.");
        String answer = send(bob, aliceKey, "Hello Alice, nobody knows that I answer.");
        Object reply = letter(alice, "Hello Alice");
        story.detail("Alice reads: \"" + Json.text(reply, "text") + "\"");

        story.tell(
                "Now they know each other, and their nodes acknowledge what they got, in events like all the others.");
        await(
                "both acknowledged",
                () -> state(alice, id).equals("acknowledged")
                        && state(bob, answer).equals("acknowledged"));
        story.detail("Alice's message: " + state(alice, id) + "; Bob's answer: " + state(bob, answer));
        story.relaySaw("some more pairs of strangers, each key used once:", view.events());
        story.show(view.events());
        story.end("That is all. What an observer still learns today stands in docs/threat-model.md.");
    }

    private Member start(String name, String role, List<String> more) throws Failure {
        Path distribution = RoleWords.distribution();
        Home home = new Home(folder.resolve(name));
        List<String> command = new ArrayList<>(
                List.of("sh", distribution.resolve("bin/throng").toString(), role, "--home", home.toString()));
        command.addAll(List.of("--port", "0", "--api-port", "0"));
        command.addAll(more);
        ProcessBuilder builder = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD);
        builder.environment().remove("THRONG_HOME");
        try {
            Process process = builder.start();
            processes.add(process);
            BufferedReader lines = process.inputReader(StandardCharsets.UTF_8);
            String ready = lines.readLine();
            if (ready == null || !ready.startsWith("ready")) {
                throw new Failure(Exit.TRY_AGAIN, name + " of the demonstration did not start");
            }
            String url = Stream.of(ready.split(" "))
                    .filter(word -> word.startsWith("relay="))
                    .map(word -> word.substring("relay=".length()))
                    .findFirst()
                    .orElse("");
            return new Member(name, home, url);
        } catch (IOException e) {
            throw new Failure(Exit.TRY_AGAIN, name + " of the demonstration did not start: " + e.getMessage());
        }
    }

    private static String key(Member member) throws Failure {
        byte[] passphrase = new byte[16];
        new SecureRandom().nextBytes(passphrase);
        NodeClient node = member.node();
        node.call("POST", "/vault/create", Map.of("passphrase", HexFormat.of().formatHex(passphrase)));
        return Json.text(node.call("POST", "/identities", Map.of("label", member.name())), "npub");
    }

    private static String send(Member from, String to, String text) throws Failure {
        return Json.text(from.node().call("POST", "/messages", Map.of("to", to, "text", text)), "id");
    }

    private static String state(Member member, String id) throws Failure {
        return Json.text(member.node().get("/messages/" + id), "state");
    }

    private Object letter(Member member, String beginning) throws Failure {
        Object[] found = new Object[1];
        await("the message at " + member.name(), () -> {
            for (Object letter : Json.list(member.node().get("/messages?box=inbox"), "messages")) {
                if (Json.text(letter, "text").startsWith(beginning)) {
                    found[0] = letter;
                }
            }
            return found[0] != null;
        });
        return found[0];
    }

    private interface Condition {
        boolean holds() throws Failure;
    }

    private static void await(String what, Condition condition) throws Failure {
        long deadline = System.nanoTime() + PATIENCE_NANOS;
        while (!condition.holds()) {
            if (System.nanoTime() > deadline) {
                throw new Failure(Exit.TRY_AGAIN, "this never came: " + what);
            }
            try {
                TimeUnit.MILLISECONDS.sleep(200);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new Failure(Exit.TRY_AGAIN, "interrupted");
            }
        }
    }

    private static long count(RelayView view, int kind) throws Failure {
        return view.events().stream().filter(kind(kind)).count();
    }

    private static Predicate<Object> kind(int kind) {
        return event -> Json.number(event, "kind") == kind;
    }

    /** Ends the three processes and removes their folders. */
    @Override
    public void close() throws Failure {
        processes.forEach(Process::destroy);
        try {
            for (Process process : processes) {
                if (!process.waitFor(8, TimeUnit.SECONDS)) {
                    process.destroyForcibly();
                }
            }
            try (Stream<Path> files = Files.walk(folder)) {
                files.sorted(Comparator.reverseOrder()).forEach(Demo::delete);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (IOException | UncheckedIOException e) {
            throw new Failure(Exit.CANNOT_WRITE, "remove " + folder + " yourself: " + e.getMessage());
        }
    }

    private static void delete(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
