// SPDX-License-Identifier: MIT
package org.throng.relay.events;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.throng.curve.PublicKey;
import org.throng.event.Event;
import org.throng.event.Filter;

/**
 * Which indexes answer a filter. The narrowest first: a tag with few values, authors, kinds, and only then all events;
 * together with the kinds where the filter has some and the product stays small.
 *
 * @param indexes walked side by side
 * @param exact whether every event found there fits the filter, so that its JSON need not be read
 */
record Plan(List<byte[]> indexes, boolean exact) {
    /** Indexes that one filter may walk side by side. */
    static final int MOST = 1_024;

    static Plan of(Filter filter) {
        Optional<List<Integer>> kinds = filter.kinds().map(Plan::possible);
        Optional<Map.Entry<Character, Set<String>>> tag = filter.tags().entrySet().stream()
                .filter(one -> one.getValue().size() <= MOST)
                .min(java.util.Comparator.comparingInt(one -> one.getValue().size()));
        Optional<Set<PublicKey>> authors = filter.authors().filter(set -> set.size() <= MOST);
        boolean byTag = tag.isPresent()
                && (authors.isEmpty()
                        || tag.get().getValue().size() < authors.get().size());
        boolean one = filter.tags().size() + (filter.authors().isPresent() ? 1 : 0) <= 1;
        List<byte[]> indexes = new ArrayList<>();
        if (byTag) {
            char letter = tag.get().getKey();
            boolean both = fits(tag.get().getValue().size(), kinds);
            for (String value : tag.get().getValue()) {
                if (both) {
                    kinds.get().forEach(kind -> indexes.add(Keys.tagAndKind(letter, value, kind)));
                } else {
                    indexes.add(Keys.tag(letter, value));
                }
            }
            return new Plan(indexes, one && (both || kinds.isEmpty()));
        }
        if (authors.isPresent()) {
            boolean both = fits(authors.get().size(), kinds);
            for (PublicKey author : authors.get()) {
                if (both) {
                    kinds.get().forEach(kind -> indexes.add(Keys.authorAndKind(author, kind)));
                } else {
                    indexes.add(Keys.author(author));
                }
            }
            return new Plan(indexes, one && (both || kinds.isEmpty()));
        }
        boolean bare = filter.tags().isEmpty() && filter.authors().isEmpty();
        if (fits(1, kinds)) {
            kinds.get().forEach(kind -> indexes.add(Keys.kind(kind)));
            return new Plan(indexes, bare);
        }
        return new Plan(List.of(Keys.all()), bare && kinds.isEmpty());
    }

    private static boolean fits(int others, Optional<List<Integer>> kinds) {
        return kinds.isPresent() && (long) others * kinds.get().size() <= MOST;
    }

    /** A kind that no event has finds nothing, and does no harm. */
    private static List<Integer> possible(Set<Long> kinds) {
        return kinds.stream()
                .filter(kind -> kind >= 0 && kind <= Event.MAX_KIND)
                .map(Long::intValue)
                .toList();
    }
}
