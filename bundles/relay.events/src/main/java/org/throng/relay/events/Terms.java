// SPDX-License-Identifier: MIT
package org.throng.relay.events;

import java.util.Optional;

/** What this relay says of itself and what it allows; {@link Information} tells clients the same. */
record Terms(About about, Bounds bounds, Speeds speeds) {

    /**
     * For people.
     *
     * @param contact of the operator
     * @param pubkey of the operator, 64 hex digits
     * @param host the host name in the relay's public address, lower case
     */
    record About(
            String name,
            String description,
            Optional<String> contact,
            Optional<String> pubkey,
            Optional<String> host) {}

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
     * @param proofBits of NIP-13 that an event needs, but for headers and bodies
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
            int proofBits,
            long scan,
            int compare,
            int sweepSeconds,
            long cacheBytes) {}

    /**
     * How often: EVENT and AUTH, and REQ and COUNT, of one connection and of one network.
     */
    record Speeds(Rate events, Rate networkEvents, Rate requests, Rate networkRequests) {}

    /** A bucket: full it holds {@code burst}, and each second brings {@code perSecond}. */
    record Rate(double perSecond, double burst) {}
}
