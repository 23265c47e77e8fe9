// SPDX-License-Identifier: MIT
package org.throng.relay.mirror;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.throng.event.EventId;

/**
 * Ids of events that were stored and wait to be posted. When too many wait none of them is kept: then the relays have to be compared
 * again, and nothing is skipped. Threads: any.
 */
final class Outgoing {
    static final int MOST = 20_000;
    private static final int REMEMBERED = 4_096;

    private final ArrayDeque<EventId> waiting = new ArrayDeque<>();
    private final Map<EventId, Boolean> came = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<EventId, Boolean> eldest) {
            return size() > REMEMBERED;
        }
    };
    private boolean overflowed;

    /** It came from there, so it need not go back. What is forgotten of this goes back as a duplicate, and no further. */
    synchronized void came(EventId id) {
        came.put(id, true);
    }

    synchronized void add(EventId id) {
        if (overflowed || came.containsKey(id)) {
            return;
        }
        if (waiting.size() == MOST) {
            overflowed = true;
            waiting.clear();
        } else {
            waiting.add(id);
        }
    }

    /** The first ones, in the order in which they were stored. */
    synchronized List<EventId> take(int most) {
        List<EventId> taken = new ArrayList<>();
        while (taken.size() < most && !waiting.isEmpty()) {
            taken.add(waiting.remove());
        }
        return taken;
    }

    synchronized boolean isOverflowed() {
        return overflowed;
    }

    /** A comparison begins, which will find what is stored by now. */
    synchronized void begin() {
        waiting.clear();
        overflowed = false;
    }
}
