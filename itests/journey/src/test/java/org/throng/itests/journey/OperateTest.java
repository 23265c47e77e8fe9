// SPDX-License-Identifier: MIT
package org.throng.itests.journey;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.HttpURLConnection;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.throng.event.Event;

/** What an operator does with two relays, on two kinds of store. */
@Tag(Tags.ONE_JAVA)
class OperateTest {
    private static final long DAY = 86_400;

    @TempDir
    Path folder;

    @Test
    void eventsAreTakenInBackedUpRestoredElsewhereLetGoAndCounted() throws Exception {
        long now = System.currentTimeMillis() / 1000;
        List<String> lines = new ArrayList<>();
        for (int i = 0; i < 60; i++) {
            lines.add(Signed.event(i % 3, i % 2 == 0 ? 1 : 7, now - i * DAY, "n" + i, List.of())
                    .json());
        }
        Event deleted = Signed.event(1, 1, now - 100, "deleted", List.of());
        lines.add(Signed.event(
                        1, 5, now - 50, "", List.of(List.of("e", deleted.id().hex())))
                .json());
        lines.add(deleted.json());
        lines.add(lines.get(0));
        lines.add("no event");
        try (Node first = Node.at(folder, "first").start("relay");
                Node second = Node.at(folder, "second")) {
            Node.Said taken = first.runWith(String.join("\n", lines), "admin", "import", "--json");
            assertEquals(0, taken.code(), taken.err());
            assertEquals(61, taken.json().get("stored").asInt(), taken.out());
            assertEquals(1, taken.json().get("duplicates").asInt(), taken.out());
            assertEquals(2, taken.json().get("refused").size(), taken.out());

            JsonNode backup =
                    first.ok("admin", "backup", folder.toString(), "--json").json();
            assertEquals(61, backup.get("events").asInt());
            Path file = Path.of(backup.get("file").asText());
            assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));

            Files.createDirectories(second.home().resolve("etc"));
            Files.writeString(second.home().resolve("etc/org.throng.relay.events.cfg"), "store = derby\n");
            second.start("relay");
            Path torn = folder.resolve("torn");
            byte[] whole = Files.readAllBytes(file);
            Files.write(torn, Arrays.copyOf(whole, whole.length / 2));
            Node.Said refused = second.run("admin", "restore", torn.toString());
            assertEquals(65, refused.code());
            assertTrue(refused.err().contains("torn"), refused.err());

            JsonNode restored =
                    second.ok("admin", "restore", file.toString(), "--json").json();
            assertEquals(backup.get("sha256"), restored.get("sha256"));
            assertTrue(Files.isDirectory(second.home().resolve("data/relay/derby")));
            assertFalse(Files.exists(second.home().resolve("data/restoring.relay")));
            assertEquals(77, second.run("admin", "restore", file.toString()).code(), "it has events");
            assertEquals(
                    0,
                    second.run("admin", "restore", "--replace", file.toString()).code());
            assertEquals(
                    first.ok("admin", "export").out(),
                    second.ok("admin", "export").out());
            assertEquals(61, RelayDump.of(second.relayUrl()).events().size());
            JsonNode late =
                    second.runWith(deleted.json(), "admin", "import", "--json").json();
            assertTrue(late.get("refused").toString().contains("its author deleted"), late.toString());

            Files.writeString(
                    second.home().resolve("etc/org.throng.relay.retention.cfg"), "rules = 7; age 10d, *; count 20\n");
            Node.await(
                    "the rules",
                    Duration.ofSeconds(10),
                    () -> second.ask("/admin/retention").get("rules").size() == 2 ? true : null);
            assertTrue(second.ok("admin", "retention").out().startsWith("7; age 10d: 25 events, "));
            assertEquals(26, second.ask("/admin/stats").get("events").asInt(), "20, 5 of kind 7, and the deletion");

            String metrics = get(second, "/metrics", 200);
            assertTrue(metrics.contains("\nthrong_store_events 26.0\n"), metrics);
            assertTrue(metrics.contains("\nthrong_retention_events_total 35.0\n"), metrics);
            assertTrue(metrics.contains("\njvm_memory_used_bytes{"), metrics);
            assertFalse(metrics.contains("127.0.0.1"), metrics);
            assertEquals(
                    "ok",
                    Node.JSON
                            .readTree(get(second, "/readyz", 200))
                            .get("status")
                            .asText());
            assertEquals(
                    "ok",
                    Node.JSON.readTree(get(second, "/livez", 200)).get("status").asText());
            assertFalse(second.log().contains(deleted.pubkey().hex()));
        }
    }

    private static String get(Node node, String path, int status) throws Exception {
        HttpURLConnection call =
                (HttpURLConnection) new URL(node.address("api").replaceFirst("/+$", "") + path).openConnection();
        assertEquals(status, call.getResponseCode());
        try (var in = call.getInputStream()) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
