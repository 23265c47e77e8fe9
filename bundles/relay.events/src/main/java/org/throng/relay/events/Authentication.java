// SPDX-License-Identifier: MIT
package org.throng.relay.events;

import java.util.Optional;
import org.throng.curve.Curve;
import org.throng.event.Event;

/**
 * Who a client is (NIP-42).
 *
 * <p>The host in the relay tag must be ours. The Host header of the handshake cannot say which that is: another relay
 * could lead its own users to sign our challenge, and send its own name in that header. So it is the host of the public
 * address in the settings, and without one only this machine itself.
 */
final class Authentication {
    static final int KIND = 22_242;
    private static final long SECONDS = 600;

    private final Curve curve;
    private final OurName ours;

    Authentication(Curve curve, OurName ours) {
        this.curve = curve;
        this.ours = ours;
    }

    /** Why the event proves nothing; empty where its author is proven. */
    Optional<String> refusal(Event event, String challenge, long now) {
        if (event.kind() != KIND) {
            return Optional.of("invalid: AUTH takes an event of kind 22242");
        }
        if (Math.abs(event.createdAt() - now) > SECONDS || event.createdAt() < 0) {
            return Optional.of("invalid: created_at must be within ten minutes of now");
        }
        if (!event.tag("challenge").equals(Optional.of(challenge))) {
            return Optional.of("invalid: the challenge is not the one of this connection");
        }
        if (!ours.isIn(event.tag("relay").orElse(""))) {
            return Optional.of("invalid: the relay tag names another relay");
        }
        if (!event.hasRightId()) {
            return Optional.of("invalid: the id is not the hash of the event");
        }
        if (!event.isSigned(curve)) {
            return Optional.of("invalid: the signature does not verify");
        }
        return Optional.empty();
    }
}
