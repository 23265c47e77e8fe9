// SPDX-License-Identifier: MIT
package org.throng.transport;

import java.time.Duration;
import java.util.Optional;

/**
 * What a relay says of itself (NIP-11).
 *
 * @param software empty where it has no information document
 * @param feed where it serves Throng's feed; a relay without one is a plain relay: 'unverified'
 * @param clockAhead the relay's clock less ours, to the second; empty where it tells no time
 * @param demandsAuth whether it wants NIP-42 for reading: then it is unusable, for the npub is never shown
 */
public record RelayFacts(
        Optional<String> name,
        Optional<String> software,
        Optional<FeedAddress> feed,
        Optional<Duration> clockAhead,
        boolean demandsAuth,
        Duration roundTrip) {}
