// SPDX-License-Identifier: MIT
package org.throng.itests.journey;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.throng.event.Event;

/** Three relays that mirror each other in a ring, one of them cut off and healed. */
@Tag(Tags.ONE_JAVA)
class MirrorsTest {
    private static final Duration SOON = Duration.ofSeconds(30);
    private final long now = System.currentTimeMillis() / 1000;

    @TempDir
    Path folder;

    private List<Event> notes(int author, int count) {
        List<Event> notes = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            notes.add(Signed.event(author, 1, now - 1_000 + i, "note " + i + " of " + author, List.of()));
        }
        return notes;
    }

    private static void write(Node node, List<Event> events) throws Exception {
        String lines = String.join("\n", events.stream().map(Event::json).toList());
        Node.Said said = node.runWith(lines, "admin", "import", "--json");
        assertEquals(events.size(), said.json().get("stored").asInt(), said.out() + said.err());
    }

    private static Set<String> ids(Node node) throws Exception {
        Set<String> ids = new TreeSet<>();
        RelayDump.of(node.relayUrl())
                .events()
                .forEach(event -> ids.add(event.get("id").asText()));
        return ids;
    }

    private static void mirror(Node node, String entries) throws Exception {
        Files.createDirectories(node.home().resolve("etc"));
        Files.writeString(node.home().resolve("etc/org.throng.relay.mirror.cfg"), "mirrors = " + entries + "\n");
    }

    private static void awaitAlike(int size, Node... nodes) throws Exception {
        Node.await(size + " events on each", SOON, () -> {
            for (Node node : nodes) {
                if (ids(node).size() != size) {
                    return null;
                }
            }
            return true;
        });
        for (Node node : nodes) {
            assertEquals(ids(nodes[0]), ids(node));
        }
    }

    @Test
    void relaysThatWereCutOffHaveTheSameEventsAgain() throws Exception {
        String port = Integer.toString(Ports.free());
        Event direct = Signed.event(9, 4, now, "for one", List.of(List.of("p", "ab".repeat(32))));
        try (Node a = Node.at(folder, "a").start("relay");
                Node b = Node.at(folder, "b").start("relay");
                Node c = Node.at(folder, "c").start("relay", "--port", port)) {
            List<Event> ofA = notes(1, 40);
            write(a, ofA);
            write(a, List.of(direct));
            List<Event> ofB = notes(2, 30);
            write(b, ofB);

            JsonNode dry =
                    a.ok("admin", "sync", b.relayUrl(), "--dry-run", "--json").json();
            assertEquals(30, dry.get("missingHere").asInt(), dry.toString());
            assertEquals(40, dry.get("missingThere").asInt(), dry.toString());
            assertEquals(30, ids(b).size());
            Node.Said down = a.ok("admin", "sync", b.relayUrl(), "{\"kinds\":[1]}", "--direction", "down");
            assertTrue(down.out().contains("30 fetched, 0 sent"), down.out());
            assertEquals(
                    75, a.run("admin", "sync", "ws://127.0.0.1:" + Ports.free()).code());
            assertEquals(
                    65, a.run("admin", "sync", b.relayUrl(), "{\"limit\":5}").code());

            mirror(a, "both " + b.relayUrl() + " {\"kinds\":[1,5,62]}, sideways wss://x.example");
            mirror(b, "both " + c.relayUrl());
            mirror(c, "both " + a.relayUrl());
            awaitAlike(70, a, b, c);
            Node.await(
                    "the wrong entry in the log",
                    SOON,
                    () -> a.log().contains("entry 2: expected up, down or both") ? true : null);

            c.kill();
            List<Event> late = notes(3, 20);
            write(a, late);
            write(
                    b,
                    List.of(Signed.event(
                            2, 5, now, "", List.of(List.of("e", ofB.get(0).id().hex())))));
            write(b, List.of(Signed.event(1, 62, now - 1_000 + 9, "", List.of(List.of("relay", "ALL_RELAYS")))));
            c.start("relay", "--port", port);
            write(c, notes(4, 10));
            // 10 of author 1 vanished, one of author 2 was deleted; what says so is there
            awaitAlike(40 - 10 + 30 - 1 + 20 + 10 + 2, a, b, c);
            assertFalse(ids(c).contains(ofB.get(0).id().hex()));
            assertFalse(ids(c).contains(ofA.get(9).id().hex()));

            write(c, List.of(Signed.event(4, 1, now, "live", List.of())));
            awaitAlike(92, a, b, c);
            JsonNode mirror = Node.await("a mirror that follows", SOON, () -> {
                JsonNode one = b.ask("/status").get("mirrors").get(0);
                return one.get("state").asText().equals("following") ? one : null;
            });
            assertTrue(mirror.get("connections").asInt() >= 2, mirror.toString());
            assertTrue(b.ok("status").out().contains("mirror: both 127.0.0.1:" + port + "  following"));
            assertTrue(metrics(b)
                    .contains("\nthrong_mirror_following{mirror=\"1\",relay=\"127.0.0.1:" + port + "\"} 1.0\n"));
            String equal = a.ok("admin", "sync", c.relayUrl()).out();
            assertTrue(equal.contains("0 fetched, 0 sent"), equal);
            assertFalse(c.ok("admin", "export").out().contains("for one"), "a direct message went on");
        }
    }

    private static String metrics(Node node) throws Exception {
        try (var in = URI.create(node.address("api").replaceFirst("/+$", "") + "/metrics")
                .toURL()
                .openStream()) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
