// SPDX-License-Identifier: MIT
package org.throng.itests.journey;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Every event that a relay has, as anybody may ask for them. */
record RelayDump(List<JsonNode> events) {
    static RelayDump of(String url) throws Exception {
        CompletableFuture<List<JsonNode>> done = new CompletableFuture<>();
        List<JsonNode> events = new ArrayList<>();
        WebSocket socket = HttpClient.newHttpClient()
                .newWebSocketBuilder()
                .buildAsync(URI.create(url), new WebSocket.Listener() {
                    private final StringBuilder text = new StringBuilder();

                    @Override
                    public CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
                        text.append(data);
                        if (last) {
                            try {
                                JsonNode message = Node.JSON.readTree(text.toString());
                                text.setLength(0);
                                if (message.get(0).asText().equals("EVENT")) {
                                    events.add(message.get(2));
                                } else if (message.get(0).asText().equals("EOSE")) {
                                    done.complete(events);
                                }
                            } catch (java.io.IOException e) {
                                done.completeExceptionally(e);
                            }
                        }
                        from.request(1);
                        return null;
                    }
                })
                .get(20, TimeUnit.SECONDS);
        socket.sendText("[\"REQ\",\"all\",{\"limit\":5000}]", true);
        try {
            return new RelayDump(done.get(30, TimeUnit.SECONDS));
        } finally {
            socket.abort();
        }
    }

    long count(int kind) {
        return events.stream()
                .filter(event -> event.get("kind").asInt() == kind)
                .count();
    }

    /** How many events of a kind show these characters or bytes anywhere. */
    long countWith(String secret, int kind) {
        return events.stream()
                .filter(event -> event.get("kind").asInt() == kind)
                .filter(event -> event.toString().contains(secret)
                        || new String(
                                        Base64.getDecoder()
                                                .decode(event.get("content").asText()),
                                        java.nio.charset.StandardCharsets.ISO_8859_1)
                                .contains(secret))
                .count();
    }

    long distinctKeys(int... kinds) {
        Set<Integer> wanted = IntStream.of(kinds).boxed().collect(Collectors.toSet());
        return events.stream()
                .filter(event -> wanted.contains(event.get("kind").asInt()))
                .map(event -> event.get("pubkey").asText())
                .distinct()
                .count();
    }
}
