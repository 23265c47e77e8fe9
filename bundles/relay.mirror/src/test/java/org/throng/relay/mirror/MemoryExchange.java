// SPDX-License-Identifier: MIT
package org.throng.relay.mirror;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.throng.event.Event;
import org.throng.event.EventId;
import org.throng.event.Filter;
import org.throng.event.negentropy.Items;
import org.throng.relay.Exchange;

/** A relay's events in memory, with as much of its rules as a mirror has to do with. */
final class MemoryExchange implements Exchange {
    final Map<EventId, Event> events = new ConcurrentHashMap<>();
    final Set<EventId> deleted = ConcurrentHashMap.newKeySet();
    final Set<EventId> refused = ConcurrentHashMap.newKeySet();
    private final List<Consumer<Event>> listeners = new CopyOnWriteArrayList<>();

    /** Of one part: what the caller wants or less. */
    int most = Integer.MAX_VALUE;

    List<Event> find(Filter filter, boolean gated) {
        return events.values().stream()
                .filter(event -> gated || !isGated(event))
                .filter(filter::matches)
                .sorted(Comparator.comparingLong(Event::createdAt).reversed().thenComparing(Event::id))
                .toList();
    }

    private static boolean isGated(Event event) {
        return event.kind() == 4 || event.kind() == 1059;
    }

    @Override
    public Part newest(Filter filter, boolean gated, int wanted) {
        Items.Builder items = new Items.Builder();
        long last = Long.MAX_VALUE;
        for (Event event : find(filter, gated)) {
            if (items.size() >= Math.min(wanted, most) && event.createdAt() != last) {
                return new Part(items.build(), last);
            }
            items.add(event.createdAt(), event.id());
            last = event.createdAt();
        }
        return new Part(items.build(), Long.MIN_VALUE);
    }

    @Override
    public List<EventId> missing(Collection<EventId> ids) {
        return ids.stream().filter(id -> !events.containsKey(id)).toList();
    }

    @Override
    public Optional<Event> give(EventId id, boolean gated) {
        return Optional.ofNullable(events.get(id))
                .filter(event -> gated || !isGated(event))
                .filter(event -> event.tag("-").isEmpty());
    }

    @Override
    public synchronized CompletableFuture<Taken> take(Event event, Way way) {
        if (deleted.contains(event.id()) || refused.contains(event.id())) {
            return CompletableFuture.completedFuture(new Taken(false, "blocked: not here"));
        }
        if (events.putIfAbsent(event.id(), event) != null) {
            return CompletableFuture.completedFuture(new Taken(false, ""));
        }
        if (event.kind() == 5) {
            for (List<String> tag : event.tags()) {
                deleted.add(EventId.ofHex(tag.get(1)));
                events.remove(EventId.ofHex(tag.get(1)));
            }
        }
        listeners.forEach(listener -> listener.accept(event));
        return CompletableFuture.completedFuture(new Taken(true, ""));
    }

    void publish(Event... all) {
        for (Event event : all) {
            take(event, Way.LIVE);
        }
    }

    @Override
    public Listening listen(Consumer<Event> listener) {
        listeners.add(listener);
        return () -> listeners.remove(listener);
    }

    Set<EventId> ids() {
        return Set.copyOf(new ArrayList<>(events.keySet()));
    }
}
