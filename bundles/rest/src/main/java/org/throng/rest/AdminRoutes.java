// SPDX-License-Identifier: MIT
package org.throng.rest;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;
import org.throng.relay.Relay;

/** The node's own relay. */
final class AdminRoutes {
    private final Supplier<Relay> relay;

    AdminRoutes(Supplier<Relay> relay) {
        this.relay = relay;
    }

    void addTo(Router router) {
        router.add("GET", "/admin/stats", call -> Json.ok(stats(relay().stats())));
        router.add("POST", "/admin/compact", call -> Json.ok(Map.of("freedBytes", relay().compact())));
    }

    private Relay relay() throws Problem {
        Relay present = relay.get();
        if (present == null) {
            throw Problem.noRelay();
        }
        return present;
    }

    /** What the relay holds and does, for status and admin. */
    static Map<String, Object> stats(Relay.Stats stats) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("version", stats.version());
        json.put("events", stats.events());
        json.put("bytes", stats.bytes());
        json.put("connections", stats.connections());
        json.put("subscriptions", stats.subscriptions());
        json.put("accepted", stats.accepted());
        json.put("refused", stats.refused());
        json.put("sent", stats.sent());
        return json;
    }

    /** @throws IOException where the relay's disk does not answer */
    static long compact(Relay relay) throws IOException {
        return relay == null ? 0 : relay.compact();
    }
}
