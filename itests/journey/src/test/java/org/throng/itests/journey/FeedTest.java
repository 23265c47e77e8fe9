// SPDX-License-Identifier: MIT
package org.throng.itests.journey;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Arrays;
import java.util.Set;
import java.util.TreeSet;
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
import org.throng.parcel.BodyEvent;
import org.throng.parcel.Header;
import org.throng.parcel.HeaderEvent;
import org.throng.parcel.Label;
import org.throng.parcel.Slot;

/**
 * What a relay acknowledged is in its feed and in its table of bodies, though it was killed right after; an auditor and a program that knows C2SP and
 * docs/protocol.md alone find that the feed only grew.
 */
@Tag(Tags.ONE_JAVA)
class FeedTest {
    private static final int HEADERS = 300;
    private static final int BODIES = 20;
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    @TempDir
    Path folder;

    @Test
    void acknowledgedHeadersAreInAFeedThatOthersCheck() throws Exception {
        Tool.requireInstalled("second");
        String port = Integer.toString(Ports.free());
        Path earlier = folder.resolve("checkpoint");
        try (Node relay = Node.at(folder, "relay").start("relay", "--port", port)) {
            JsonNode first =
                    relay.ok("admin", "audit", relay.relayUrl(), "--json").json();
            assertEquals(0, first.get("logs").asInt());
            Tool.run("second", "feed.mjs", "--relay", relay.relayUrl(), "--save", earlier.toString());
            assertEquals(
                    "rw-------",
                    PosixFilePermissions.toString(
                            Files.getPosixFilePermissions(relay.home().resolve("data/relay/ticks.key"))));

            Set<String> posted = post(relay.relayUrl());
            relay.kill();
            relay.start("relay", "--port", port);
            Node.await(
                    "a tick of the next minute",
                    Duration.ofSeconds(90),
                    () -> ticks(relay) > first.get("ticks").asLong() ? true : null);

            JsonNode read = Node.JSON.readTree(
                    Tool.run("second", "feed.mjs", "--relay", relay.relayUrl(), "--since", earlier.toString())
                            .get(0));
            Set<String> found = new TreeSet<>();
            read.get("records").forEach(e -> found.add(e.asText()));
            assertEquals(posted, found);
            assertEquals(HEADERS, read.get("records").size(), "each once");
            assertEquals(BODIES, read.get("bodies").asInt());

            JsonNode second =
                    relay.ok("admin", "audit", relay.relayUrl(), "--json").json();
            assertEquals(first.get("ticks"), second.get("ticksBefore"));
            assertEquals(HEADERS, second.get("recordsRead").asInt());
            assertEquals(BODIES, second.get("rowsRead").asInt());
            assertEquals(1, second.get("logs").asInt());
            assertTrue(relay.ok("admin", "audit", relay.relayUrl()).out().contains("which they continue"));
            readByAClient(relay);
        }
    }

    /** Out of the feed, and those of the last half hour by NIP-01 too. */
    private void readByAClient(Node relay) throws Exception {
        try (Node bob = Node.at(folder, "bob")) {
            bob.newIdentity("bob");
            bob.start("client", "--relay", relay.relayUrl());
            JsonNode read = Node.await("headers that were proven to be in the feed", Duration.ofSeconds(60), () -> {
                JsonNode relays = bob.ok("status", "--json").json().get("relays");
                boolean proven = !relays.isEmpty()
                        && !relays.get(0).get("unverified").asBoolean()
                        && relays.get(0).get("state").asText().equals("following");
                return proven ? relays.get(0) : null;
            });
            assertTrue(read.get("scan").get("total").asInt() >= 2 * HEADERS, read.toString());
            assertEquals("", read.get("detail").asText());
        }
    }

    private static long ticks(Node relay) throws IOException, InterruptedException {
        URI uri = URI.create(relay.relayUrl().replace("ws:", "http:") + "/throng/v1/ticks/checkpoint");
        String note = HTTP.send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString())
                .body();
        return Long.parseLong(note.split("\n")[1]);
    }

    /** Posts headers and bodies of strangers; the keys of the headers, which were acknowledged, all. */
    private static Set<String> post(String url) throws Exception {
        BlockingQueue<String> answers = new LinkedBlockingQueue<>();
        WebSocket socket = HTTP.newWebSocketBuilder()
                .buildAsync(URI.create(url), new WebSocket.Listener() {
                    private final StringBuilder text = new StringBuilder();

                    @Override
                    public CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
                        text.append(data);
                        if (last) {
                            answers.add(text.toString());
                            text.setLength(0);
                        }
                        from.request(1);
                        return null;
                    }
                })
                .get(20, TimeUnit.SECONDS);
        Set<String> posted = new TreeSet<>();
        for (int i = 0; i < HEADERS; i++) {
            Event header = header(i);
            posted.add(header.pubkey().hex());
            socket.sendText("[\"EVENT\"," + header.json() + "]", true).get(20, TimeUnit.SECONDS);
        }
        for (int i = 0; i < BODIES; i++) {
            socket.sendText("[\"EVENT\"," + body(i).json() + "]", true).get(20, TimeUnit.SECONDS);
        }
        for (int acknowledged = 0; acknowledged < HEADERS + BODIES; ) {
            String answer = answers.poll(20, TimeUnit.SECONDS);
            assertTrue(answer != null, "no OK for 20 s");
            if (answer.startsWith("[\"OK\"")) {
                assertTrue(answer.contains(",true,"), answer);
                acknowledged++;
            }
        }
        socket.abort();
        return posted;
    }

    private static Event body(int number) {
        byte[] seed = Sha256.of(Bytes.ascii("a stranger's body"), Bytes.u32(number));
        try (SecretKey secret = Person.CURVE.withEvenY(SecretKey.of(seed))) {
            return Event.sign(
                    Person.CURVE,
                    secret,
                    BodyEvent.make(
                            Person.CURVE.publicKey(secret),
                            Arrays.copyOf(seed, 2_048),
                            Slot.at(System.currentTimeMillis() / 1_000),
                            Label.EVERYBODY),
                    new byte[32]);
        }
    }

    private static Event header(int number) {
        byte[] seed = Sha256.of(Bytes.ascii("a stranger's header"), Bytes.u32(number));
        try (SecretKey secret = Person.CURVE.withEvenY(SecretKey.of(seed))) {
            byte[] content = Bytes.join(seed, Sha256.of(seed), Sha256.of(Sha256.of(seed)));
            return Event.sign(
                    Person.CURVE,
                    secret,
                    HeaderEvent.make(
                            Header.of(Person.CURVE.publicKey(secret), content),
                            Slot.at(System.currentTimeMillis() / 1_000),
                            Label.EVERYBODY),
                    new byte[32]);
        }
    }
}
