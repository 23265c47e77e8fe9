// SPDX-License-Identifier: MIT
package org.throng.relay.events;

import java.net.InetAddress;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.throng.event.Event;
import org.throng.event.EventId;

/** The connections that are open, and their subscriptions. */
final class Subscribers {
    private static final Logger LOG = LoggerFactory.getLogger(Subscribers.class);

    private final Set<Session> sessions = ConcurrentHashMap.newKeySet();
    private final LiveIndex index = new LiveIndex();
    private final Set<EventId> unshown = ConcurrentHashMap.newKeySet();
    private final List<Consumer<Event>> listeners = new CopyOnWriteArrayList<>();
    private final AtomicLong sent = new AtomicLong();
    private volatile boolean closed;

    void add(Session session) {
        sessions.add(session);
        if (closed) {
            session.close();
        }
    }

    /** Ends all sessions, and each that is still added. */
    void close() {
        closed = true;
        for (Session session : sessions) {
            try {
                session.close();
            } catch (RuntimeException e) {
                LOG.debug("a connection was gone", e); // the others are told all the same
            }
        }
    }

    /** Ends the sessions from addresses that fit; how many. */
    int disconnect(Predicate<InetAddress> from, String reason) {
        int ended = 0;
        for (Session session : sessions) {
            if (from.test(session.remote())) {
                session.disconnect(reason);
                ended++;
            }
        }
        return ended;
    }

    /** From now on it is shown what is stored, by the thread that stores; until what is returned is run. */
    Runnable listen(Consumer<Event> listener) {
        listeners.add(listener);
        return () -> listeners.remove(listener);
    }

    void remove(Session session) {
        sessions.remove(session);
    }

    /** From now on it is shown what comes in. */
    void add(Subscription subscription) {
        index.add(subscription);
    }

    /** It is over. A second call does nothing. */
    void remove(Subscription subscription) {
        index.remove(subscription);
    }

    /** Before an event can be found in the store: it will be shown, or forgotten. */
    void announce(EventId id) {
        unshown.add(id);
    }

    /** The announced event was not stored. */
    void forget(EventId id) {
        unshown.remove(id);
    }

    /** Whether an event that was found in the store may yet be shown. */
    boolean isUnshown(EventId id) {
        return unshown.contains(id);
    }

    /** Shows an event to all whom it may concern; by the thread that stored it. */
    void show(Event event, Row row) {
        SharedFrames frames = new SharedFrames(row.json());
        index.candidates(event).forEach(subscription -> subscription.show(event, frames));
        unshown.remove(event.id());
        if (!Address.isEphemeral(event.kind())) {
            listeners.forEach(listener -> listener.accept(event));
        }
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

    /** Connections that have proven a key. */
    int authenticated() {
        return (int) sessions.stream().filter(one -> !one.keys().isEmpty()).count();
    }

    int subscriptions() {
        return sessions.stream().mapToInt(Session::subscriptions).sum();
    }
}
