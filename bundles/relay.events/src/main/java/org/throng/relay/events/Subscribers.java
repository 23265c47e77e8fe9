// SPDX-License-Identifier: MIT
package org.throng.relay.events;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.throng.event.Event;

/** The connections that are open, and their subscriptions. */
final class Subscribers {
    private final Set<Session> sessions = ConcurrentHashMap.newKeySet();
    private final AtomicLong sent = new AtomicLong();

    void add(Session session) {
        sessions.add(session);
    }

    void remove(Session session) {
        sessions.remove(session);
    }

    /** Shows an event to all whom it may concern; by the thread that stored it. */
    void show(Event event, Row row) {
        SharedFrames frames = new SharedFrames(row.json());
        sessions.forEach(session -> session.show(event, frames));
    }

    void noteSent() {
        sent.incrementAndGet();
    }

    long sent() {
        return sent.get();
    }

    int connections() {
        return sessions.size();
    }

    int subscriptions() {
        return sessions.stream().mapToInt(Session::subscriptions).sum();
    }
}
