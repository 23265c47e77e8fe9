// SPDX-License-Identifier: MIT
package org.throng.itests.journey;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.throng.curve.PublicKey;
import org.throng.identity.Nip19;
import org.throng.itests.mail.Person;

/**
 * Somebody comes back after weeks to a relay that is full of strangers' headers. What a contact wrote is there before anything
 * was scanned; reading and scanning outlive SIGKILL and go on where they were; the node has no more memory than always.
 * {@code -Dflood=990000} for the long run.
 */
@Tag(Tags.ONE_JAVA)
class CatchingUpTest {
    private static final int FLOOD = Integer.getInteger("flood", 60_000);
    private static final int PAGE = 5_000;
    private static final Duration LIMIT = Duration.ofSeconds(40 + FLOOD / 2_000);
    private static final long NOW = System.currentTimeMillis() / 1_000;

    @TempDir
    Path folder;

    private Node bob;

    @Test
    void contactsAreNotKeptWaitingByStrangersAndAKillCostsNothing() throws Exception {
        try (FloodRelay relay = new FloodRelay();
                Node alice = Node.at(folder, "alice").with(Node.OPTIONS, "");
                Node receiver = Node.at(folder, "bob").with(Node.OPTIONS, "")) {
            bob = receiver;
            String aliceKey = alice.newIdentity("alice");
            String bobKey = bob.newIdentity("bob");
            alice.start("client", "--relay", relay.url());
            start(relay);
            meet(alice, aliceKey, bobKey);
            assertTrue(bob.ok("scan", "--pause").out().contains("paused"));
            // as after weeks away: none of them was read
            relay.flood(FLOOD, 1_000, NOW);
            relay.stallAfter(0);
            bob.ok("scan", "--again");
            bob.stop();

            alice.awaitState(alice.send(bobKey, "from a contact"), "posted");
            Person stranger = Person.of("a stranger");
            PublicKey reader = Nip19.person(bobKey, Person.CURVE).npub();
            Person.Sealed sealed = stranger.seal(
                    reader, NOW, stranger.text("from a stranger", NOW).tlv());
            relay.hold(sealed.body());
            relay.hold(sealed.header());

            // looked up to the sixth page, and killed there
            relay.stallAfter(6);
            start(relay);
            assertEquals(
                    "tagged", awaitText(bob, "from a contact").get("scheme").asText());
            Node.await("the page that is not answered", LIMIT, () -> relay.isStalled() ? true : null);
            JsonNode stalled = scan();
            assertTrue(
                    stalled.get("paused").asBoolean()
                            && stalled.get("estimated").asBoolean(),
                    stalled.toString());
            assertEquals(0, stalled.get("scanned").asLong());
            assertTrue(stalled.get("total").asLong() > 4 * PAGE, stalled.toString());
            bob.kill();
            relay.goOn();

            // the rest is read, and not what was read
            int calls = relay.asked().size();
            long reached = relay.asked().get(calls - 1).until();
            start(relay);
            JsonNode read = awaitScan(
                    "all headers looked up",
                    one -> !one.get("estimated").asBoolean() && one.get("total").asLong() > 0);
            long total = read.get("total").asLong();
            assertTrue(total >= FLOOD && total < FLOOD + 2 * PAGE, read.toString());
            assertTrue(
                    relay.asked().subList(calls, relay.asked().size()).stream()
                            .allMatch(window -> window.until() <= reached || window.since() > NOW - 7_200),
                    "what was read is not asked for once more: " + relay.asked());
            assertEquals(0, scan().get("scanned").asLong(), "a pause outlives a kill");
            assertEquals(List.of(), texts("from a stranger"));

            // scanned, and killed in the middle
            long asked = relay.given();
            call(bob, "POST", "/scan", "{\"paused\":false}");
            JsonNode middle =
                    awaitScan("a part of the scan", one -> one.get("scanned").asLong() > 0);
            bob.kill();
            assertTrue(middle.get("scanned").asLong() < total, middle.toString());
            start(relay);
            JsonNode again = scan();
            assertTrue(again.get("scanned").asLong() >= middle.get("scanned").asLong(), again + " after " + middle);
            awaitText(bob, "from a stranger");
            JsonNode end = awaitScan("the end", one -> !one.get("underWay").asBoolean());
            assertEquals(end.get("total").asLong(), end.get("scanned").asLong(), "none is left out");
            assertTrue(end.get("total").asLong() - total < 100, "none twice, but for those of the last half hour");
            assertEquals(asked, relay.given(), "nothing is asked for once more");
            assertFalse(bob.ok("status").out().contains("scanning"));

            // once more on demand: everything is known
            bob.ok(
                    "scan",
                    "--again",
                    "--since",
                    LocalDate.now(ZoneId.systemDefault()).minusDays(2).toString());
            Node.await("headers that are asked for again", LIMIT, () -> relay.given() > asked ? true : null);
            assertTrue(bob.ok("scan").out().contains("nothing waits for the scan"));
            assertEquals(List.of("from a contact"), texts("from a contact"));
            assertEquals(List.of("from a stranger"), texts("from a stranger"));
            bob.stop();
        }
    }

    private void start(FloodRelay relay) throws Exception {
        bob.start("client", "--relay", relay.url());
    }

    private void meet(Node alice, String aliceKey, String bobKey) throws Exception {
        int[] round = new int[1];
        Node.await("a session", Duration.ofSeconds(60), () -> {
            String there = "there " + ++round[0];
            alice.send(bobKey, there);
            String scheme = awaitText(bob, there).get("scheme").asText();
            String back = "back " + round[0];
            bob.send(aliceKey, back);
            awaitText(alice, back);
            return scheme.equals("tagged") ? true : null;
        });
    }

    private static JsonNode awaitText(Node node, String text) throws Exception {
        return Node.await("'" + text + "'", LIMIT, () -> {
            for (JsonNode letter : call(node, "GET", "/messages", null).get("messages")) {
                if (letter.get("text").asText().equals(text)) {
                    return letter;
                }
            }
            return null;
        });
    }

    private List<String> texts(String text) throws IOException {
        return bob.inbox().stream()
                .map(letter -> letter.get("text").asText())
                .filter(text::equals)
                .toList();
    }

    private interface Condition {
        boolean fits(JsonNode scan);
    }

    /** Without a pause between two looks: a scan is soon over. */
    private JsonNode awaitScan(String what, Condition condition) throws Exception {
        long deadline = System.nanoTime() + LIMIT.toNanos();
        JsonNode now = scan();
        while (!condition.fits(now)) {
            assertTrue(System.nanoTime() < deadline, "never came: " + what + "; " + now + "\n" + bob.log());
            now = scan();
        }
        return now;
    }

    /** How far the scan of the one relay is; a node that has just started follows it soon. */
    private JsonNode scan() throws Exception {
        return Node.await("a relay that is followed", LIMIT, () -> {
            JsonNode relays = call(bob, "GET", "/scan", null).get("relays");
            return relays.isEmpty() ? null : relays.get(0);
        });
    }

    /** The local API itself, for the command line takes its time. */
    private static JsonNode call(Node node, String method, String path, String body) throws IOException {
        HttpURLConnection call = (HttpURLConnection)
                URI.create(node.address("api") + "/api/v1" + path).toURL().openConnection();
        call.setRequestMethod(method);
        call.setRequestProperty(
                "Authorization",
                "Bearer " + Files.readString(node.home().resolve("run/token")).trim());
        if (body != null) {
            call.setDoOutput(true);
            call.setRequestProperty("Content-Type", "application/json");
            call.getOutputStream().write(body.getBytes(StandardCharsets.UTF_8));
        }
        try (InputStream in = call.getInputStream()) {
            return Node.JSON.readTree(in);
        }
    }
}
