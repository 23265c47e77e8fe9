// SPDX-License-Identifier: MIT
package org.throng.relay.mirror;

import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import org.throng.event.Event;
import org.throng.event.EventId;

/**
 * Ids of events that this relay refused for good, those of the last {@link #MOST} refusals: another relay has them at each
 * comparison, and they need not be fetched each time. Threads: any.
 */
final class Refusals {
    static final int MOST = 50_000;

    private final InstantSource clock;
    private final Map<EventId, Boolean> ids = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<EventId, Boolean> eldest) {
            return size() > MOST;
        }
    };

    Refusals(InstantSource clock) {
        this.clock = clock;
    }

    /** An event was refused; what is refused for now, or is ahead of its time, may be taken later and is not remembered. */
    void note(Event event, String refusal) {
        if (Patience.isForNow(refusal) || event.createdAt() > clock.instant().getEpochSecond()) {
            return;
        }
        synchronized (this) {
            ids.put(event.id(), true);
        }
    }

    synchronized boolean contains(EventId id) {
        return ids.containsKey(id);
    }
}
