// SPDX-License-Identifier: MIT
package org.throng.relay.events;

import java.util.Collections;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.throng.event.Event;
import org.throng.event.Filter;

/**
 * From an event to the subscriptions that it may concern, so that an event costs what it concerns and not what there is. Each
 * filter stands under the values of one of its conditions, the one that fits fewest events: ids, else authors, else the tag with
 * the fewest values, else kinds; one without any stands under {@link #ALL}.
 *
 * <p>Threads: any. A subscription that is added while an event is shown may or may not be found.
 */
final class LiveIndex {
    private static final Object ALL = new Object();

    private final Map<Object, Set<Subscription>> byValue = new ConcurrentHashMap<>();

    /** A value of a tag. */
    private record Tag(char letter, String value) {}

    void add(Subscription subscription) {
        for (Object value : values(subscription.filters())) {
            byValue.compute(value, (key, before) -> {
                Set<Subscription> set = before == null ? ConcurrentHashMap.newKeySet() : before;
                set.add(subscription);
                return set;
            });
        }
    }

    void remove(Subscription subscription) {
        for (Object value : values(subscription.filters())) {
            byValue.computeIfPresent(value, (key, set) -> {
                set.remove(subscription);
                return set.isEmpty() ? null : set;
            });
        }
    }

    private static Set<Object> values(List<Filter> filters) {
        Set<Object> values = new HashSet<>();
        for (Filter filter : filters) {
            if (filter.ids().isPresent()) {
                values.addAll(filter.ids().get());
            } else if (filter.authors().isPresent()) {
                values.addAll(filter.authors().get());
            } else if (!filter.tags().isEmpty()) {
                Map.Entry<Character, Set<String>> fewest = Collections.min(
                        filter.tags().entrySet(),
                        java.util.Comparator.comparingInt(tag -> tag.getValue().size()));
                fewest.getValue().forEach(value -> values.add(new Tag(fewest.getKey(), value)));
            } else if (filter.kinds().isPresent()) {
                values.addAll(filter.kinds().get());
            } else {
                values.add(ALL);
            }
        }
        return values;
    }

    /** Those that may want the event, each once; whether they do is theirs to say. */
    Set<Subscription> candidates(Event event) {
        Set<Subscription> found = Collections.newSetFromMap(new IdentityHashMap<>());
        collect(found, ALL);
        collect(found, event.id());
        collect(found, event.pubkey());
        collect(found, (long) event.kind());
        for (List<String> tag : event.tags()) {
            if (tag.size() > 1 && tag.get(0).length() == 1) {
                collect(found, new Tag(tag.get(0).charAt(0), tag.get(1)));
            }
        }
        return found;
    }

    private void collect(Set<Subscription> found, Object value) {
        Set<Subscription> some = byValue.get(value);
        if (some != null) {
            found.addAll(some);
        }
    }

    /** Values under which somebody stands. */
    int size() {
        return byValue.size();
    }
}
