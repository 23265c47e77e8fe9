// SPDX-License-Identifier: MIT
package org.throng.relay.mirror;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import org.throng.event.EventId;
import org.throng.event.Filter;

/** What goes with a filter: first the deletions (5) and the requests to vanish (62) of its authors, then what it says. */
final class Wanted {
    private static final Set<Long> DELETIONS = Set.of(5L, 62L);

    private Wanted() {}

    static List<Filter> of(Filter filter) {
        return List.of(deletions(filter), filter);
    }

    /** A deletion may be much younger than what it deletes, so there is no {@code until}. */
    private static Filter deletions(Filter filter) {
        Optional<Set<EventId>> none = Optional.empty();
        Map<Character, Set<String>> tags = filter.ids()
                .map(ids ->
                        Map.of('e', Set.copyOf(ids.stream().map(EventId::hex).toList())))
                .orElse(Map.of());
        Set<Long> kinds = filter.ids().isPresent() ? Set.of(5L) : DELETIONS;
        return new Filter(
                none,
                filter.authors(),
                Optional.of(kinds),
                tags,
                filter.since(),
                OptionalLong.empty(),
                OptionalInt.empty());
    }
}
