// SPDX-License-Identifier: MIT
package org.throng.itests.journey;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.io.TempDir;

/** An identity that ends by itself: used, answered, gone with all that it had, and tied to nobody by what a relay has. */
@Tag(Tags.ONE_JAVA)
class DisposableTest {
    private static final int ROUNDS = Integer.getInteger("kills", 3) > 25 ? 20 : 3;

    /** Seconds within which profiles of disposable identities are published. */
    private static final String DELAY = "2";

    @TempDir
    Path folder;

    /** Of a test that counts what lies there, or stops it. */
    private static final String OWN_RELAY = "own-relay";

    private Node relay;
    private String relayUrl;
    private Node alice;
    private Node bob;
    private String aliceKey;
    private String bobKey;

    @BeforeEach
    void startThem(TestInfo test) throws Exception {
        relay = test.getTags().contains(OWN_RELAY) ? Node.at(folder, "relay").start("relay") : null;
        relayUrl = relay == null ? SharedRelay.url() : relay.relayUrl();
        alice = Node.at(folder, "alice").with("THRONG_MAIL__DISPOSABLE_DELAY_SECONDS", DELAY);
        bob = Node.at(folder, "bob");
        aliceKey = alice.newIdentity("alice");
        bobKey = bob.newIdentity("bob");
        start(alice);
        start(bob);
    }

    private void start(Node node) throws Exception {
        node.start("client", "--relay", relayUrl);
    }

    @AfterEach
    void stopThem() throws Exception {
        alice.close();
        bob.close();
        if (relay != null) {
            relay.close();
        }
    }

    /** A disposable identity of Alice's; its npub. */
    private String disposable(String label, String... more) throws IOException {
        String[] words = Stream.concat(
                        Stream.of("id", "new", "--disposable", "--label", label, "--json"), Stream.of(more))
                .toArray(String[]::new);
        return alice.ok(words).json().get("npub").asText();
    }

    private static String sendAs(Node node, String as, String to, String text) throws IOException {
        return node.ok("send", to, text, "--as", as, "--json").json().get("id").asText();
    }

    private List<String> files(String npub) throws IOException {
        try (Stream<Path> files = Files.list(alice.home().resolve("data/identity"))) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.contains(npub))
                    .toList();
        }
    }

    private boolean isListed(String npub) throws IOException {
        return alice.ok("id", "list", "--json").out().contains(npub);
    }

    /** How many letters Alice has that are to or from somebody. */
    private long letters(String npub) throws IOException {
        return alice.ok("inbox", "--box", "all", "--json").lines().stream()
                .filter(letter -> letter.get("from").asText().equals(npub)
                        || letter.get("to").asText().equals(npub))
                .count();
    }

    private void awaitGone(String npub) throws Exception {
        Node.await(
                "the end of " + npub, Duration.ofSeconds(60), () -> files(npub).isEmpty() ? true : null);
        assertFalse(isListed(npub));
        assertEquals(0, letters(npub));
        assertFalse(alice.log().contains(npub), "the log names it");
        assertFalse(alice.log().contains(Keys.hex(npub)), "the log names it");
    }

    @Test
    void keyForAContactIsUsedAnsweredAndWiped() throws Exception {
        String temp = disposable("temp", "--for", bobKey, "--purpose", "a flat", "--expires", "10m");
        JsonNode listed = alice.ok("id", "list", "--json").lines().get(1);
        assertEquals(bobKey, listed.get("for").asText());
        assertEquals("a flat", listed.get("purpose").asText());
        String hello = sendAs(alice, "temp", bobKey, "is it free?");
        JsonNode letter = bob.awaitText("is it free?");
        assertEquals(temp, letter.get("from").asText());
        bob.send(temp, "it is");
        assertEquals(temp, alice.awaitText("it is").get("to").asText());
        assertEquals(
                "acknowledged",
                alice.awaitState(hello, "acknowledged").get("state").asText());
        alice.send(bobKey, "as myself");
        bob.awaitText("as myself");

        alice.ok("id", "prolong", "temp", "--expires", "10s");
        assertTrue(alice.ok("status").out().contains("'temp' ENDS "));
        awaitGone(temp);
        assertEquals(1, letters(aliceKey), "her own are there");
        JsonNode wiped = alice.ok("status", "--json").json().get("wiped");
        assertEquals(1, wiped.size());
        assertEquals(0, wiped.get(0).get("unsent").asInt());
        assertEquals(65, alice.run("send", bobKey, "too late", "--as", "temp").code());
        assertEquals(65, alice.run("show", hello).code());

        String late = bob.send(temp, "are you there?");
        bob.awaitState(late, "posted");
        String own = bob.send(aliceKey, "and you?");
        alice.awaitText("and you?");
        bob.awaitState(own, "acknowledged");
        assertEquals(0, letters(temp), "nobody reads it");
        assertEquals("posted", bob.message(late).get("state").asText());
        alice.stop();
    }

    @Test
    @Tag(OWN_RELAY)
    void nodeThatWasOffAtTheEndWipesAtItsStartAndSaysWhatWasLost() throws Exception {
        String temp = disposable("temp", "--expires", "10m");
        sendAs(alice, "temp", bobKey, "hello");
        bob.awaitText("hello");
        relay.stop();
        String unsent = sendAs(alice, "temp", bobKey, "nobody will read this");
        assertEquals("queued", alice.message(unsent).get("state").asText());
        alice.ok("id", "prolong", "temp", "--expires", "10s");
        long ends = System.currentTimeMillis() + 10_000;
        alice.stop();
        Node.await("the end", Duration.ofSeconds(20), () -> System.currentTimeMillis() > ends + 1_000 ? true : null);
        assertFalse(files(temp).isEmpty(), "nothing ran that could do it");
        start(alice);
        awaitGone(temp);
        JsonNode wiped = alice.ok("status", "--json").json().get("wiped");
        assertEquals(1, wiped.get(0).get("unsent").asInt());
        assertTrue(alice.ok("status").out().contains("1 messages that NO RELAY HAD YET"));
        assertEquals(65, alice.run("show", unsent).code());
    }

    @Test
    void wipeThatIsKilledIsFinishedByTheNextStart() throws Exception {
        long seed = Long.getLong("seed", System.nanoTime());
        System.out.println("rounds: " + ROUNDS + ", seed " + seed);
        Random random = new Random(seed);
        int finished = 0;
        for (int round = 0; round < ROUNDS; round++) {
            String label = "temp " + round;
            String temp = disposable(label);
            sendAs(alice, label, bobKey, "round " + round);
            bob.awaitText("round " + round);
            Node victim = alice;
            long after = 300L + random.nextInt(500); // a command takes that long to come to the node
            Thread killer = new Thread(() -> {
                try {
                    Thread.sleep(after);
                    victim.kill();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            });
            killer.start();
            alice.run("id", "wipe", label, "--yes");
            killer.join();
            start(alice);
            if (isListed(temp)) {
                assertEquals(1, letters(temp), "it never began");
            } else {
                awaitGone(temp);
                finished++;
            }
        }
        System.out.println("begun and finished: " + finished);
        // a kill right between key and mailbox: the key goes while no node runs
        String temp = disposable("last");
        sendAs(alice, "last", bobKey, "the last");
        bob.awaitText("the last");
        alice.kill();
        alice.ok("id", "wipe", "last", "--yes");
        assertEquals(List.of(temp + ".gone"), files(temp));
        start(alice);
        awaitGone(temp);
    }

    @Test
    @Tag(OWN_RELAY)
    void nothingThatIsPublishedTiesItToAnotherIdentityOfTheNode() throws Exception {
        String temp = disposable("temp");
        String other = disposable("other");
        for (String as : List.of("alice", "temp", "other")) {
            for (int i = 0; i < 3; i++) {
                sendAs(alice, as, bobKey, "from " + as + " " + i);
                bob.awaitText("from " + as + " " + i);
            }
        }
        for (String key : List.of(aliceKey, temp, other)) {
            for (int i = 0; i < 3; i++) {
                bob.send(key, "to " + key + " " + i);
                alice.awaitText("to " + key + " " + i);
            }
        }
        RelayDump dump = Node.await("all profiles", Duration.ofSeconds(60), () -> {
            RelayDump all = RelayDump.of(relay.relayUrl());
            return all.count(14_610) == 4 ? all : null;
        });
        Published published = new Published(dump.events());
        for (String one : List.of(aliceKey, temp, other)) {
            for (String two : List.of(temp, other)) {
                if (!one.equals(two)) {
                    // Bob's profile has whatever is the same for everybody: this year, these schemes, this one relay
                    assertEquals(
                            List.of(),
                            published.common(Keys.hex(one), Keys.hex(two), Keys.hex(bobKey)),
                            "common to two profiles of one node and to no other");
                }
            }
        }
        assertEquals(List.of(), published.repeated(4_610, 4_611), "in two events of messages");
        for (String key : List.of(aliceKey, temp, other)) {
            assertEquals(0, dump.countWith(Keys.hex(key), 4_610) + dump.countWith(Keys.hex(key), 4_611));
        }
        assertEquals(
                List.of(),
                dump.events().stream()
                        .map(event -> event.get("kind").asInt())
                        .filter(kind -> kind != 4_610 && kind != 4_611 && kind != 14_610)
                        .toList(),
                "nothing else is published, 10050 and deletions among it");
        // nor does a contact see that one node is behind two
        List<String> nodes = nodesOf(aliceKey);
        assertTrue(nodesOf(temp).stream().noneMatch(nodes::contains), "one node id for two identities");
        alice.ok("id", "wipe", "temp", "--yes");
        awaitGone(temp);
        RelayDump after = RelayDump.of(relay.relayUrl());
        assertEquals(4, after.count(14_610), "its end is not told");
        assertEquals(0, after.count(5));
    }

    /** The nodes of somebody with whom Bob has sessions. */
    private List<String> nodesOf(String key) throws Exception {
        return Node.await("a session with " + key, Duration.ofSeconds(60), () -> {
            List<String> nodes = new ArrayList<>();
            for (JsonNode session :
                    bob.ok("contact", "show", key, "--json").json().get("sessions")) {
                nodes.add(session.get("node").asText());
            }
            return nodes.isEmpty() ? null : nodes;
        });
    }
}
