// SPDX-License-Identifier: MIT
package org.throng.management;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.Base64;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.throng.cipher.Bytes;
import org.throng.cipher.Sha256;
import org.throng.curve.Curve;
import org.throng.curve.PublicKey;
import org.throng.event.Event;
import org.throng.event.EventId;
import org.throng.event.EventReader;
import org.throng.event.MalformedException;
import org.throng.relay.Management.Call;

/**
 * Whether a call is an administrator's (NIP-98): an event of kind 27235, signed by one of them within the last minute for this
 * relay, this method and this body, and not seen before.
 */
final class Authorization {
    static final int KIND = 27_235;

    /** That created_at may be away from now, either way. */
    static final long SECONDS = 60;

    /** Calls that are remembered; with more in two minutes all are refused until some are over. */
    static final int REMEMBERED = 10_000;

    private static final String SCHEME = "Nostr ";

    private final Curve curve;
    private final InstantSource clock;
    private final Map<EventId, Long> seen = new LinkedHashMap<>();

    Authorization(Curve curve, InstantSource clock) {
        this.curve = curve;
        this.clock = clock;
    }

    /**
     * Why a call is refused; empty where it is one of the administrators', once.
     *
     * @return a sentence for the caller
     */
    Optional<String> refusal(Call call, Set<PublicKey> admins) {
        Event event;
        try {
            event = event(call.authorization().orElse(""));
        } catch (MalformedException e) {
            return Optional.of(e.getMessage());
        }
        long now = clock.instant().getEpochSecond();
        if (event.kind() != KIND) {
            return Optional.of("expected an event of kind 27235");
        }
        if (Math.abs(event.createdAt() - now) > SECONDS || event.createdAt() < 0) {
            return Optional.of("created_at must be within 60 seconds of now: look at your clock");
        }
        Optional<URI> meant = event.tag("u").flatMap(Authorization::address);
        if (meant.isEmpty() || !meant.equals(call.address().map(Authorization::normal))) {
            return Optional.of("the u tag must be the address of this relay");
        }
        if (!event.tag("method").equals(Optional.of("POST"))) {
            return Optional.of("the method tag must be POST");
        }
        if (!event.tag("payload").equals(Optional.of(Bytes.hex(Sha256.of(call.body()))))) {
            return Optional.of("the payload tag must be the SHA-256 of the body in hex");
        }
        // whoever is nobody here costs no verification
        if (!admins.contains(event.pubkey()) || !event.hasRightId() || !event.isSigned(curve)) {
            return Optional.of("it is not signed by an administrator of this relay");
        }
        return isFirst(event.id(), now) ? Optional.empty() : Optional.of("this authorization was used before");
    }

    private static Event event(String header) throws MalformedException {
        if (!header.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
            throw new MalformedException("expected an Authorization header of the scheme Nostr (NIP-98)");
        }
        try {
            byte[] json =
                    Base64.getDecoder().decode(header.substring(SCHEME.length()).strip());
            return EventReader.event(new String(json, StandardCharsets.UTF_8));
        } catch (IllegalArgumentException e) {
            throw new MalformedException("expected an event in base64 behind the scheme Nostr");
        }
    }

    private static Optional<URI> address(String url) {
        try {
            URI read = URI.create(url);
            return read.getHost() == null || read.getScheme() == null ? Optional.empty() : Optional.of(normal(read));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** Clients name a relay by {@code wss} or {@code https}, with a last slash or without one: all of them mean the same. */
    private static URI normal(URI url) {
        String scheme = url.getScheme().toLowerCase(Locale.ROOT).replaceFirst("^ws", "http");
        int port = url.getPort() >= 0 ? url.getPort() : scheme.equals("https") ? 443 : 80;
        String path = Optional.ofNullable(url.getRawPath()).orElse("").replaceFirst("/$", "");
        String query = url.getRawQuery() == null ? "" : "?" + url.getRawQuery();
        return URI.create(scheme + "://" + url.getHost().toLowerCase(Locale.ROOT) + ":" + port + path + query);
    }

    private synchronized boolean isFirst(EventId id, long now) {
        Iterator<Long> ends = seen.values().iterator();
        while (ends.hasNext() && ends.next() < now) {
            ends.remove();
        }
        // an event may lie a minute ahead, and is good for a minute after that
        return seen.size() < REMEMBERED && seen.putIfAbsent(id, now + 2 * SECONDS) == null;
    }
}
