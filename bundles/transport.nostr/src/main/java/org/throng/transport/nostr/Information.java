// SPDX-License-Identifier: MIT
package org.throng.transport.nostr;

import java.net.URI;
import java.net.URISyntaxException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.client.BufferingResponseListener;
import org.eclipse.jetty.client.HttpClient;
import org.eclipse.jetty.client.Result;
import org.throng.event.MalformedException;
import org.throng.event.RelayUrl;
import org.throng.event.StrictJson;
import org.throng.transport.FeedAddress;
import org.throng.transport.RelayFacts;

/** Reads a relay's information document (NIP-11), at most 64 KiB, and the time in the answer's head. */
final class Information {
    private static final int MAX_DOCUMENT = 64 << 10;
    private static final int MAX_WORDS = 100;
    private static final int MAX_PREFIX = 512;

    private final HttpClient http;
    private final Clock clock;

    Information(HttpClient http, Clock clock) {
        this.http = http;
        this.clock = clock;
    }

    /** What the document says; all empty where there is none. */
    record Said(RelayUrl relay, Map<?, ?> document, Optional<Duration> clockAhead) {
        RelayFacts facts(boolean demandsAuth, Duration roundTrip) {
            return new RelayFacts(text("name"), text("software"), feed(), clockAhead, demandsAuth, roundTrip);
        }

        /**
         * Where its feed lies: behind its own address, or behind one of HTTPS. One of HTTP may only be where the relay itself is
         * spoken to in the clear.
         */
        private Optional<FeedAddress> feed() {
            if (!(document.get("throng") instanceof Map<?, ?> feed)
                    || !(feed.get("prefix") instanceof String prefix)
                    || !(feed.get("key") instanceof String key)
                    || prefix.length() > MAX_PREFIX
                    || key.length() > MAX_PREFIX) {
                return Optional.empty();
            }
            String own = relay.http().toString().replaceFirst("/$", "");
            boolean clear = relay.http().getScheme().equals("http");
            if (!prefix.isEmpty() && !prefix.matches((clear ? "https?" : "https") + "://[!-~]*[^/]")) {
                return Optional.empty();
            }
            try {
                return Optional.of(new FeedAddress(new URI(prefix.isEmpty() ? own : prefix), key));
            } catch (URISyntaxException e) {
                return Optional.empty(); // a feed that cannot be found is none
            }
        }

        private Optional<String> text(String name) {
            return document.get(name) instanceof String text && !text.isBlank()
                    ? Optional.of(text.length() <= MAX_WORDS ? text : text.substring(0, MAX_WORDS))
                    : Optional.empty();
        }
    }

    /** Never fails: a relay without a document is a relay. */
    CompletableFuture<Said> of(RelayUrl relay) {
        CompletableFuture<Said> said = new CompletableFuture<>();
        Said nothing = new Said(relay, Map.of(), Optional.empty());
        http.newRequest(relay.http())
                .headers(headers -> headers.put("Accept", "application/nostr+json"))
                .timeout(10, TimeUnit.SECONDS)
                .send(new BufferingResponseListener(MAX_DOCUMENT) {
                    @Override
                    public void onComplete(Result result) {
                        said.complete(
                                result.isFailed() || result.getResponse().getStatus() != 200
                                        ? nothing
                                        : new Said(
                                                relay,
                                                document(getContentAsString()),
                                                ahead(result.getResponse()
                                                        .getHeaders()
                                                        .get("Date"))));
                    }
                });
        return said;
    }

    private static Map<?, ?> document(String text) {
        try {
            return text != null && StrictJson.read(text) instanceof Map<?, ?> members ? members : Map.of();
        } catch (MalformedException e) {
            return Map.of(); // a relay without a document that can be read has none
        }
    }

    private Optional<Duration> ahead(String date) {
        if (date == null) {
            return Optional.empty();
        }
        try {
            Instant theirs = ZonedDateTime.parse(date, DateTimeFormatter.RFC_1123_DATE_TIME)
                    .toInstant();
            return Optional.of(
                    Duration.ofSeconds(theirs.getEpochSecond() - clock.instant().getEpochSecond()));
        } catch (DateTimeParseException e) {
            return Optional.empty();
        }
    }
}
