// SPDX-License-Identifier: MIT
package org.throng.cli;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** All that a relay holds, as anybody may ask for it: an empty filter. */
final class RelayView {
    static final int HEADER = 4_610;
    static final int BODY = 4_611;
    static final int PROFILE = 14_610;

    private final HttpClient client = HttpClient.newHttpClient();
    private final URI relay;

    RelayView(String url) {
        relay = URI.create(url);
    }

    List<Object> events() throws Failure {
        CompletableFuture<List<Object>> answer = new CompletableFuture<>();
        try {
            WebSocket socket = client.newWebSocketBuilder()
                    .buildAsync(relay, new Listener(answer))
                    .get(20, TimeUnit.SECONDS);
            socket.sendText("[\"REQ\",\"all\",{\"limit\":500}]", true);
            List<Object> events = answer.get(20, TimeUnit.SECONDS);
            socket.abort();
            return events;
        } catch (ExecutionException | TimeoutException e) {
            throw new Failure(Exit.TRY_AGAIN, "the relay of the demonstration did not answer: " + e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Failure(Exit.TRY_AGAIN, "interrupted");
        }
    }

    private static final class Listener implements WebSocket.Listener {
        private final CompletableFuture<List<Object>> answer;
        private final List<Object> events = new ArrayList<>();
        private final StringBuilder message = new StringBuilder();

        Listener(CompletableFuture<List<Object>> answer) {
            this.answer = answer;
        }

        @Override
        public CompletionStage<?> onText(WebSocket socket, CharSequence data, boolean last) {
            message.append(data);
            if (last) {
                take(message.toString());
                message.setLength(0);
            }
            socket.request(1);
            return null;
        }

        private void take(String text) {
            try {
                List<?> parts = (List<?>) Json.read(text.getBytes(StandardCharsets.UTF_8));
                if (parts.get(0).equals("EVENT")) {
                    events.add(0, parts.get(2)); // newest come first
                } else if (parts.get(0).equals("EOSE")) {
                    answer.complete(events);
                }
            } catch (Failure e) {
                answer.completeExceptionally(e);
            }
        }

        @Override
        public void onError(WebSocket socket, Throwable error) {
            answer.completeExceptionally(error);
        }
    }
}
