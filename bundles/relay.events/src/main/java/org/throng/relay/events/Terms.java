// SPDX-License-Identifier: MIT
package org.throng.relay.events;

import java.net.URI;
import java.util.Locale;
import java.util.Optional;

/** What this relay says of itself and what it allows; {@link Information} tells clients the same. */
record Terms(About about, Bounds bounds, Speeds speeds) {

    /** Whether a relay that was made with the others can go on with these: its memory and its clocks are not concerned. */
    boolean isOfOneMakeWith(Terms others) {
        return bounds.compare == others.bounds.compare
                && bounds.sweepSeconds == others.bounds.sweepSeconds
                && bounds.cacheBytes == others.bounds.cacheBytes
                && speeds.networkRequests.equals(others.speeds.networkRequests);
    }

    /**
     * For people.
     *
     * @param contact of the operator
     * @param pubkey of the operator, 64 hex digits
     * @param url the relay's public address, {@code ws} or {@code wss}
     */
    record About(
            String name, String description, Optional<String> contact, Optional<String> pubkey, Optional<URI> url) {
        /** The host name in the public address, lower case. */
        Optional<String> host() {
            return url.map(URI::getHost).map(host -> host.toLowerCase(Locale.ROOT));
        }
    }

    /**
     * How much.
     *
     * @param messageBytes of a client's message
     * @param subscriptions of one connection
     * @param filters of one REQ or COUNT
     * @param maxLimit stored events for one filter
     * @param defaultLimit the same, where the filter says nothing
     * @param tags of one event
     * @param aheadSeconds that created_at may be after now
     * @param scan index entries that one REQ or COUNT may look at
     * @param compare events of one comparison (NIP-77)
     * @param sweepSeconds between two looks for what has expired
     * @param cacheBytes that events may take in memory
     */
    record Bounds(
            int messageBytes,
            int subscriptions,
            int filters,
            int maxLimit,
            int defaultLimit,
            int tags,
            long aheadSeconds,
            long scan,
            int compare,
            int sweepSeconds,
            long cacheBytes) {}

    /**
     * How often: REQ, COUNT, NEG-OPEN, NEG-MSG and AUTH of one connection and of one network. How often somebody writes is for policies
     * to say.
     */
    record Speeds(Rate requests, Rate networkRequests) {}

    /** A bucket: full it holds {@code burst}, and each second brings {@code perSecond}. */
    record Rate(double perSecond, double burst) {}
}
