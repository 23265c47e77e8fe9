// SPDX-License-Identifier: MIT
package org.throng.relay.events;

import java.util.HashMap;
import java.util.Map;

/** The messages that show one event: clients that chose the same subscription id share one array. */
final class SharedFrames {
    private final byte[] json;
    private final Map<String, byte[]> frames = new HashMap<>();

    SharedFrames(byte[] json) {
        this.json = json;
    }

    byte[] of(String subscription) {
        return frames.computeIfAbsent(subscription, id -> Subscription.frame(id, json));
    }
}
