// SPDX-License-Identifier: MIT
package org.throng.relay.events;

import java.util.Optional;

/**
 * What this relay says of itself and what it allows. {@link Information} tells clients the same.
 *
 * @param name of the relay
 * @param description in a sentence or two
 * @param contact of the operator, or nothing
 * @param pubkey of the operator, 64 hex digits, or nothing
 * @param host the host name in the relay's public address, lower case; empty where there is none
 * @param messageBytes of a client's message
 * @param subscriptions of one connection
 * @param filters of one REQ or COUNT
 * @param maxLimit stored events for one filter
 * @param defaultLimit the same, where the filter says nothing
 * @param tags of one event
 * @param aheadSeconds that created_at may be after now
 * @param proofBits of NIP-13 that an event needs, but for headers and bodies
 * @param scan index entries that one REQ or COUNT may look at
 * @param events rate of EVENT and AUTH for a connection
 * @param networkEvents the same for a network
 * @param requests rate of REQ and COUNT for a connection
 * @param networkRequests the same for a network
 * @param sweepSeconds between two looks for what has expired
 */
record Terms(
        String name,
        String description,
        Optional<String> contact,
        Optional<String> pubkey,
        Optional<String> host,
        int messageBytes,
        int subscriptions,
        int filters,
        int maxLimit,
        int defaultLimit,
        int tags,
        long aheadSeconds,
        int proofBits,
        long scan,
        Rate events,
        Rate networkEvents,
        Rate requests,
        Rate networkRequests,
        int sweepSeconds) {

    /**
     * A bucket: full it holds {@code burst}, and each second brings {@code perSecond}.
     */
    record Rate(double perSecond, double burst) {}
}
