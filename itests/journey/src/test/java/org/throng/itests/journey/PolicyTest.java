// SPDX-License-Identifier: MIT
package org.throng.itests.journey;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.throng.cipher.Bytes;
import org.throng.cipher.Sha256;
import org.throng.curve.SecretKey;
import org.throng.event.Event;
import org.throng.itests.mail.Person;

/** What an operator says by lists, by a script and from afar is what a relay does, and why is told. */
@Tag(Tags.ONE_JAVA)
class PolicyTest {
    private static final String SCRIPT = """
            #!/bin/sh
            while IFS= read -r line; do
              id=$(printf '%s' "$line" | sed 's/.*"event":{"id":"\\([0-9a-f]*\\)".*/\\1/')
              case "$line" in
                *WORD*) action='"reject","msg":"blocked: no WORD here"' ;;
                *shadow*) action='"shadowReject"' ;;
                *) action='"accept"' ;;
              esac
              printf '{"id":"%s","action":%s}\\n' "$id" "$action"
            done
            """;

    private final HttpClient http = HttpClient.newHttpClient();
    private final SecretKey ann = secret("ann");
    private final SecretKey admin = secret("admin");

    @TempDir
    Path folder;

    private static SecretKey secret(String seed) {
        return SecretKey.of(Sha256.of(seed.getBytes(StandardCharsets.UTF_8)));
    }

    private static Event sign(SecretKey by, int kind, String content, List<List<String>> tags) {
        long now = System.currentTimeMillis() / 1_000;
        return Event.sign(
                Person.CURVE,
                by,
                new Event.Unsigned(Person.CURVE.publicKey(by), now, kind, tags, content),
                new byte[32]);
    }

    private Event note(String content) {
        return sign(ann, 1, content, List.of());
    }

    /** A client of one relay. */
    private final class Client implements AutoCloseable {
        private final BlockingQueue<String> in = new LinkedBlockingQueue<>();
        private final WebSocket socket;

        Client(Node node) throws Exception {
            socket = http.newWebSocketBuilder()
                    .buildAsync(URI.create(node.relayUrl()), new WebSocket.Listener() {
                        private final StringBuilder part = new StringBuilder();

                        @Override
                        public CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
                            part.append(data);
                            if (last) {
                                in.add(part.toString());
                                part.setLength(0);
                            }
                            from.request(1);
                            return null;
                        }
                    })
                    .get(20, TimeUnit.SECONDS);
        }

        private JsonNode next(String type) throws Exception {
            while (true) {
                String text = in.poll(20, TimeUnit.SECONDS);
                assertTrue(text != null, "the relay says nothing");
                JsonNode message = Node.JSON.readTree(text);
                if (message.get(0).asText().equals(type)) {
                    return message;
                }
            }
        }

        /** The text of OK, behind {@code true } or {@code false }. */
        String publish(Event event) throws Exception {
            socket.sendText("[\"EVENT\"," + event.json() + "]", true).get(20, TimeUnit.SECONDS);
            JsonNode ok = next("OK");
            assertEquals(event.id().hex(), ok.get(1).asText());
            return ok.get(2).asBoolean() + " " + ok.get(3).asText();
        }

        long count(Event event) throws Exception {
            socket.sendText("[\"COUNT\",\"n\",{\"ids\":[\"" + event.id().hex() + "\"]}]", true)
                    .get(20, TimeUnit.SECONDS);
            return next("COUNT").get(2).get("count").asLong();
        }

        @Override
        public void close() {
            socket.abort();
        }
    }

    private static void write(Node node, String word) throws Exception {
        Path script = node.home().resolve("policy.sh");
        Files.writeString(script, SCRIPT.replace("WORD", word));
        Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwx------"));
    }

    private HttpResponse<String> call(Node node, String json, Optional<String> authorization) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(web(node))
                .header("Content-Type", "application/nostr+json+rpc")
                .POST(HttpRequest.BodyPublishers.ofString(json));
        authorization.ifPresent(value -> request.header("Authorization", value));
        return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    private static URI web(Node node) {
        return URI.create(node.relayUrl().replaceFirst("^ws", "http") + "/");
    }

    private String proof(Node node, String json, SecretKey by) {
        Event event = sign(
                by,
                27_235,
                "",
                List.of(
                        List.of("u", node.relayUrl()),
                        List.of("method", "POST"),
                        List.of("payload", Bytes.hex(Sha256.of(json.getBytes(StandardCharsets.UTF_8))))));
        return "Nostr " + Base64.getEncoder().encodeToString(event.json().getBytes(StandardCharsets.UTF_8));
    }

    private JsonNode manage(Node node, String json) throws Exception {
        HttpResponse<String> answer = call(node, json, Optional.of(proof(node, json, admin)));
        assertEquals(200, answer.statusCode(), answer.body());
        return Node.JSON.readTree(answer.body());
    }

    private JsonNode information(Node node) throws Exception {
        return Node.JSON.readTree(http.send(
                        HttpRequest.newBuilder(web(node))
                                .header("Accept", "application/nostr+json")
                                .build(),
                        HttpResponse.BodyHandlers.ofString())
                .body());
    }

    @Test
    void whatTheOperatorSaysIsDoneAtOnceAndAfterARestart() throws Exception {
        try (Node node = Node.at(folder, "relay")) {
            Path etc = Files.createDirectories(node.home().resolve("etc"));
            Files.writeString(etc.resolve("org.throng.policy.script.cfg"), "command = ./policy.sh\n");
            Files.writeString(
                    etc.resolve("org.throng.management.cfg"),
                    "admins = " + Person.CURVE.publicKey(admin).hex() + "\n");
            write(node, "spam");
            node.start("relay");
            Event kept = note("kept");
            Event lost = note("lost");
            Event bad = note("much spam");
            try (Client client = new Client(node)) {
                byScript(node, client, kept, bad);
                byLists(node, client);
                assertEquals("true ", client.publish(lost));
                fromAfar(node, client, lost);
            }
            node.stop();
            node.start("relay");
            try (Client client = new Client(node)) {
                assertEquals("false blocked: this event is banned here", client.publish(lost));
                assertEquals(1, client.count(kept));
            }
            assertFalse(node.log().contains(kept.pubkey().hex()), "a key in the log");
            assertTrue(node.log().contains("An administrator called banevent"));
        }
    }

    private void byScript(Node node, Client client, Event kept, Event bad) throws Exception {
        assertEquals("true ", client.publish(kept));
        assertEquals("false blocked: no spam here", client.publish(bad));
        Event shadow = note("shadow");
        assertEquals("true ", client.publish(shadow));
        assertEquals(0, client.count(shadow));
        assertEquals(1, client.count(kept));
        String why = node.ok("admin", "explain", bad.json()).out();
        assertTrue(why.startsWith("refused by policy script: blocked: no spam here\n"), why);
        assertTrue(why.contains("policy lists: accept") && why.contains("store: accept"), why);
        JsonNode known = node.ok("admin", "explain", kept.id().hex(), "--json").json();
        assertEquals("accept", known.get("says").asText(), known.toString());
        Thread.sleep(20); // another time of change, on every file system
        write(node, "ham");
        Node.await(
                "the changed script",
                Duration.ofSeconds(20),
                () -> client.publish(note("ham " + System.nanoTime())).equals("false blocked: no ham here")
                        ? true
                        : null);
        assertEquals("true ", client.publish(bad));
    }

    private void byLists(Node node, Client client) throws Exception {
        SecretKey eve = secret("eve");
        String key = Person.CURVE.publicKey(eve).hex();
        Event spam = sign(eve, 1, "hers", List.of());
        assertEquals("true ", client.publish(spam));
        String said =
                node.ok("admin", "ban", "key", key, "--reason", "for a test").out();
        assertTrue(said.contains("banned, all that was here of it is erased"), said);
        assertEquals(0, client.count(spam));
        assertEquals("false blocked: this key is banned here", client.publish(spam));
        JsonNode banned = node.ask("/admin/lists").get("banned");
        assertEquals(key, banned.get(0).get("value").asText(), banned.toString());
        assertEquals("for a test", banned.get(0).get("reason").asText());
        node.ok("admin", "unban", "key", key);
        String later = client.publish(spam);
        assertTrue(later.startsWith("false error: all events of its author"), later);
        Node.Said unclear = node.run("admin", "ban", key);
        assertEquals(65, unclear.code(), unclear.err());
        assertTrue(unclear.err().contains("expected key, event, kind or address"), unclear.err());
    }

    private void fromAfar(Node node, Client client, Event lost) throws Exception {
        String name = "{\"method\":\"changerelayname\",\"params\":[\"Ours\"]}";
        assertEquals(401, call(node, name, Optional.empty()).statusCode());
        assertEquals(401, call(node, name, Optional.of(proof(node, name, ann))).statusCode());
        assertTrue(manage(node, name).get("result").asBoolean());
        JsonNode information = information(node);
        assertEquals("Ours", information.get("name").asText());
        assertTrue(information.get("supported_nips").toString().contains("86,98"));
        assertTrue(information.get("limitation").get("restricted_writes").asBoolean());
        String ban = "{\"method\":\"banevent\",\"params\":[\"" + lost.id().hex() + "\",\"for a test\"]}";
        assertTrue(manage(node, ban).get("result").asBoolean());
        assertEquals(0, client.count(lost));
        assertEquals("false blocked: this event is banned here", client.publish(lost));
    }
}
