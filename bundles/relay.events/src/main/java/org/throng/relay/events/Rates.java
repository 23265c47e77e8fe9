// SPDX-License-Identifier: MIT
package org.throng.relay.events;

import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import org.throng.http.Network;

/** The buckets of networks: as many as were seen last, so that nobody fills the memory with addresses. */
final class Rates {
    private static final int MOST = 10_000;

    private final Terms.Rate rate;
    private final InstantSource clock;
    private final Map<Network, Bucket> buckets = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Network, Bucket> eldest) {
            return size() > MOST;
        }
    };

    Rates(Terms.Rate rate, InstantSource clock) {
        this.rate = rate;
        this.clock = clock;
    }

    synchronized Bucket of(Network network) {
        return buckets.computeIfAbsent(network, key -> new Bucket(rate, clock));
    }
}
