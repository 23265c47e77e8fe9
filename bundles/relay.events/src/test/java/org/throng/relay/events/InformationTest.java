// SPDX-License-Identifier: MIT
package org.throng.relay.events;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.throng.event.Filter;
import org.throng.event.RelayMessage;
import org.throng.event.StrictJson;

/** NIP-11. */
class InformationTest {
    private RelayFixture relay;

    @BeforeEach
    void start() throws Exception {
        relay = RelayFixture.start();
    }

    @AfterEach
    void stop() throws Exception {
        relay.close();
    }

    private HttpResponse<String> ask(String method, String path, String accept) throws Exception {
        return RelayFixture.http()
                .send(
                        HttpRequest.newBuilder(URI.create(relay.uri("http") + path))
                                .method(method, HttpRequest.BodyPublishers.noBody())
                                .header("Accept", accept)
                                .build(),
                        HttpResponse.BodyHandlers.ofString());
    }

    @Test
    void otherTermsHoldForThoseWhoAreConnected() throws Exception {
        try (Client client = relay.connect()) {
            client.find("open", Filter.ALL);
            TestTerms other = new TestTerms();
            other.tags = 1;
            other.subscriptions = 1;
            assertTrue(relay.relay.change(other.build()));
            Author ann = new Author(1);
            assertTrue(client.refused(ann.write(1, RelayFixture.NOW, "", "t=a", "t=b"))
                    .startsWith("invalid: "));
            assertTrue(client.closed(Filter.ALL).startsWith("restricted: at most 1"));
            relay.store(ann.note("it goes on"));
            assertEquals(
                    "it goes on", client.next(RelayMessage.Found.class).event().content());
            Map<?, ?> document = (Map<?, ?>)
                    StrictJson.read(ask("GET", "", "application/nostr+json").body());
            assertEquals(1L, ((Map<?, ?>) document.get("limitation")).get("max_subscriptions"));

            other.compare++;
            assertFalse(relay.relay.change(other.build()), "the room for comparisons is made with a relay");
        }
    }

    @Test
    void documentSaysWhatIsEnforced() throws Exception {
        HttpResponse<String> answer = ask("GET", "", "application/nostr+json");
        assertEquals(200, answer.statusCode());
        assertEquals(
                "application/nostr+json",
                answer.headers().firstValue("content-type").orElseThrow());
        Map<?, ?> document = (Map<?, ?>) StrictJson.read(answer.body());
        assertEquals("Test \"relay\"", document.get("name"));
        assertEquals("mailto:a@b.example", document.get("contact"));
        assertEquals("0.0.test", document.get("version"));
        assertFalse(document.containsKey("pubkey"));
        assertFalse(document.containsKey("throng"), "a relay without a feed must not claim one");
        assertEquals(
                List.of(1L, 2L, 9L, 11L, 13L, 17L, 40L, 42L, 45L, 59L, 62L, 65L, 67L, 70L, 77L),
                document.get("supported_nips"),
                "86 and 98 only where somebody may manage it");
        Map<?, ?> limits = (Map<?, ?>) document.get("limitation");
        assertEquals(128L << 10, limits.get("max_message_length"));
        assertEquals(20L, limits.get("max_subscriptions"));
        assertEquals(500L, limits.get("max_limit"));
        assertEquals(500L, limits.get("default_limit"));
        assertEquals(64L, limits.get("max_subid_length"));
        assertEquals(2_000L, limits.get("max_event_tags"));
        assertEquals(900L, limits.get("created_at_upper_limit"));
        assertEquals(false, limits.get("auth_required"));
        assertEquals(false, limits.get("payment_required"));
    }

    @Test
    void everyAnswerMayBeReadByAWebPage() throws Exception {
        for (String accept : List.of("application/nostr+json", "text/html")) {
            HttpResponse<String> answer = ask("GET", "", accept);
            assertEquals(
                    "*",
                    answer.headers().firstValue("access-control-allow-origin").orElseThrow());
            assertEquals(
                    "*",
                    answer.headers().firstValue("access-control-allow-headers").orElseThrow());
            assertTrue(answer.headers()
                    .firstValue("access-control-allow-methods")
                    .orElseThrow()
                    .contains("GET"));
        }
        HttpResponse<String> preflight = ask("OPTIONS", "", "*/*");
        assertEquals(204, preflight.statusCode());
        assertEquals(
                "*",
                preflight.headers().firstValue("access-control-allow-origin").orElseThrow());
    }

    @Test
    void othersGetAPlainPage() throws Exception {
        HttpResponse<String> answer = ask("GET", "", "text/html");
        assertEquals(200, answer.statusCode());
        assertTrue(answer.body().contains("Nostr relay"));
        assertEquals(200, ask("HEAD", "", "*/*").statusCode());
        assertEquals(404, ask("GET", "x", "*/*").statusCode());
        assertEquals(405, ask("POST", "", "*/*").statusCode());
        assertEquals(405, ask("DELETE", "", "application/nostr+json").statusCode());
    }
}
