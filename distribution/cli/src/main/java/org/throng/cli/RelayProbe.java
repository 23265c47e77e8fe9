// SPDX-License-Identifier: MIT
package org.throng.cli;

import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.throng.event.MalformedException;
import org.throng.event.RelayUrl;
import org.throng.event.StrictJson;

/**
 * Tries a relay without a node: its NIP-11 document by HTTP, then one question for headers by WebSocket. The relay sees
 * this machine's address and that somebody asked; no key takes part.
 */
final class RelayProbe {
    private static final int MAX_DOCUMENT = 64 << 10;
    private static final String QUESTION = "[\"REQ\",\"t\",{\"kinds\":[4610],\"limit\":1}]";

    private final Duration timeout;
    private final Clock clock;

    RelayProbe(Duration timeout, Clock clock) {
        this.timeout = timeout;
        this.clock = clock;
    }

    /** As the node's own test: url, ok, name, software, feed, clockAheadSeconds, demandsAuth, roundTripMillis, detail. */
    Map<String, Object> test(RelayUrl url) {
        Document document = document(url);
        String name = Json.text(document.json, "name");
        String software = Json.text(document.json, "software");
        long start = System.nanoTime();
        String detail;
        boolean ok = false;
        try {
            detail = ask(url);
            ok = detail.startsWith("EOSE") || detail.startsWith("EVENT");
        } catch (IOException e) {
            detail = e.getMessage();
        }
        long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start);
        boolean auth = detail.startsWith("AUTH") || detail.contains("auth-required");
        boolean feed = Json.get(document.json, "throng") != null;
        String works = feed
                ? "works; it has a feed that can be checked: throng admin audit " + url
                : "works; unverified relay: it has no feed that can be checked";
        return Json.object(
                "url",
                url.toString(),
                "ok",
                ok,
                "name",
                name.isEmpty() ? null : name,
                "software",
                software.isEmpty() ? null : software,
                "feed",
                feed,
                "clockAheadSeconds",
                document.ahead,
                "demandsAuth",
                auth,
                "roundTripMillis",
                millis,
                "detail",
                ok ? works : auth ? "it demands to know who asks (NIP-42), which throng never says" : detail);
    }

    private record Document(Object json, Long ahead) {}

    private Document document(RelayUrl url) {
        try {
            HttpURLConnection connection =
                    (HttpURLConnection) url.http().toURL().openConnection();
            connection.setConnectTimeout(Math.toIntExact(timeout.toMillis()));
            connection.setReadTimeout(Math.toIntExact(timeout.toMillis()));
            connection.setInstanceFollowRedirects(false);
            connection.setRequestProperty("Accept", "application/nostr+json");
            try (InputStream in = connection.getInputStream()) {
                byte[] json = in.readNBytes(MAX_DOCUMENT);
                long date = connection.getDate();
                Long ahead = date == 0 ? null : (date - clock.millis()) / 1000;
                return new Document(StrictJson.read(json), ahead);
            }
        } catch (IOException | MalformedException e) {
            return new Document(Map.of(), null); // a relay need not describe itself
        }
    }

    /** The first word of the relay's answer, and what follows it. */
    private String ask(RelayUrl url) throws IOException {
        Answers answers = new Answers();
        WebSocket socket = null;
        try {
            socket = HttpClient.newBuilder()
                    .connectTimeout(timeout)
                    .build()
                    .newWebSocketBuilder()
                    .connectTimeout(timeout)
                    .buildAsync(url.uri(), answers)
                    .get(timeout.toMillis(), TimeUnit.MILLISECONDS);
            socket.sendText(QUESTION, true).get(timeout.toMillis(), TimeUnit.MILLISECONDS);
            return answers.first.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            Throwable cause = e.getCause();
            String why = cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
            throw new IOException("no connection: " + why, e);
        } catch (TimeoutException e) {
            throw new IOException("no answer within " + timeout.toSeconds() + " s", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        } finally {
            if (socket != null) {
                socket.abort();
            }
        }
    }

    private static final class Answers implements WebSocket.Listener {
        final CompletableFuture<String> first = new CompletableFuture<>();
        private final StringBuilder text = new StringBuilder();

        @Override
        public CompletionStage<?> onText(WebSocket socket, CharSequence data, boolean last) {
            if (text.length() + data.length() > 1 << 20) {
                first.complete("it sends more than 1 MiB at once");
                return null;
            }
            text.append(data);
            if (last) {
                judge(text.toString());
                text.setLength(0);
            }
            socket.request(1);
            return null;
        }

        private void judge(String message) {
            try {
                if (StrictJson.read(message.getBytes(StandardCharsets.UTF_8)) instanceof List<?> list
                        && !list.isEmpty()) {
                    String word = String.valueOf(list.get(0));
                    String why = Printable.line(String.valueOf(list.get(list.size() - 1)));
                    switch (word) {
                        case "EVENT", "EOSE" -> first.complete(word);
                        case "CLOSED", "NOTICE" -> first.complete("it refuses: " + why);
                        default -> {} // AUTH alone is an offer: what counts is whether it answers
                    }
                }
            } catch (MalformedException e) {
                first.complete("it does not speak Nostr: " + e.getMessage());
            }
        }

        @Override
        public void onError(WebSocket socket, Throwable error) {
            first.completeExceptionally(error);
        }

        @Override
        public CompletionStage<?> onClose(WebSocket socket, int status, String reason) {
            first.complete("it closed the connection (" + status + " " + Printable.line(reason) + ")");
            return null;
        }
    }
}
