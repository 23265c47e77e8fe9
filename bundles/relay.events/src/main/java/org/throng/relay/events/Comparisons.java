// SPDX-License-Identifier: MIT
package org.throng.relay.events;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import org.throng.event.negentropy.Items;
import org.throng.event.negentropy.Negentropy;

/** The comparisons (NIP-77) that one client has open; what all clients together hold in memory for them is bounded. Not for several threads. */
final class Comparisons {
    private static final int MOST = 4;
    private static final int MESSAGE_BYTES = 60_000;

    private final Semaphore room;
    private final Map<String, Open> open = new HashMap<>();

    private record Open(Negentropy negentropy, int events) {}

    /** @param room for events, of all clients together */
    Comparisons(Semaphore room) {
        this.room = room;
    }

    /**
     * Why no other one may be opened now; empty where one may.
     *
     * @param beginning how many are about to be open
     */
    Optional<String> refusal(int beginning) {
        return open.size() + beginning < MOST
                ? Optional.empty()
                : Optional.of("blocked: at most " + MOST + " comparisons at once");
    }

    /** @return whether there was room for it */
    boolean begin(String id, Items items) {
        if (!room.tryAcquire(items.size())) {
            return false;
        }
        open.put(id, new Open(Negentropy.server(items, MESSAGE_BYTES), items.size()));
        return true;
    }

    Optional<Negentropy> find(String id) {
        return Optional.ofNullable(open.get(id)).map(Open::negentropy);
    }

    void end(String id) {
        Open ended = open.remove(id);
        if (ended != null) {
            room.release(ended.events());
        }
    }

    void endAll() {
        open.values().forEach(one -> room.release(one.events()));
        open.clear();
    }
}
