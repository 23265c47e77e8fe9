// SPDX-License-Identifier: MIT
package org.throng.event;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import org.throng.curve.PublicKey;

/**
 * A filter of NIP-01: every part that is present must match. A list that is present and empty matches nothing.
 *
 * @param kinds numbers as the client wrote them; one outside 0 to 65,535 matches nothing and does no harm
 * @param tags by the one letter of {@code #x}
 * @param since inclusive, UNIX seconds
 * @param until inclusive, UNIX seconds
 * @param limit at most so many stored events, at least 0
 */
public record Filter(
        Optional<Set<EventId>> ids,
        Optional<Set<PublicKey>> authors,
        Optional<Set<Long>> kinds,
        Map<Character, Set<String>> tags,
        OptionalLong since,
        OptionalLong until,
        OptionalInt limit) {

    /** Matches everything. */
    public static final Filter ALL = new Filter(
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Map.of(),
            OptionalLong.empty(),
            OptionalLong.empty(),
            OptionalInt.empty());

    public Filter {
        ids = ids.map(Set::copyOf);
        authors = authors.map(Set::copyOf);
        kinds = kinds.map(Set::copyOf);
        tags = Map.copyOf(tags);
    }

    /** This filter, but for the given ids. */
    public Filter withIds(EventId... wanted) {
        return new Filter(Optional.of(Set.of(wanted)), authors, kinds, tags, since, until, limit);
    }

    /** This filter, but for the given authors. */
    public Filter withAuthors(PublicKey... wanted) {
        return new Filter(ids, Optional.of(Set.of(wanted)), kinds, tags, since, until, limit);
    }

    /** This filter, but for the given kinds. */
    public Filter withKinds(long... wanted) {
        Set<Long> set = Set.copyOf(java.util.Arrays.stream(wanted).boxed().toList());
        return new Filter(ids, authors, Optional.of(set), tags, since, until, limit);
    }

    /** This filter, and one of the values in a tag of this letter. */
    public Filter withTag(char letter, String... values) {
        Map<Character, Set<String>> more = new java.util.HashMap<>(tags);
        more.put(letter, Set.of(values));
        return new Filter(ids, authors, kinds, more, since, until, limit);
    }

    /** This filter from {@code seconds} on, inclusive. */
    public Filter withSince(long seconds) {
        return new Filter(ids, authors, kinds, tags, OptionalLong.of(seconds), until, limit);
    }

    /** This filter up to {@code seconds}, inclusive. */
    public Filter withUntil(long seconds) {
        return new Filter(ids, authors, kinds, tags, since, OptionalLong.of(seconds), limit);
    }

    /** This filter, at most so many stored events. */
    public Filter withLimit(int most) {
        return new Filter(ids, authors, kinds, tags, since, until, OptionalInt.of(most));
    }

    /** Whether it asks for nothing but ids: an event that has one of them fits. */
    public boolean asksForIdsOnly() {
        return ids.isPresent()
                && authors.isEmpty()
                && kinds.isEmpty()
                && tags.isEmpty()
                && since.isEmpty()
                && until.isEmpty();
    }

    /** Whether the event fits; the limit has no say. */
    public boolean matches(Event event) {
        return ids.map(set -> set.contains(event.id())).orElse(true)
                && authors.map(set -> set.contains(event.pubkey())).orElse(true)
                && kinds.map(set -> set.contains((long) event.kind())).orElse(true)
                && (since.isEmpty() || event.createdAt() >= since.getAsLong())
                && (until.isEmpty() || event.createdAt() <= until.getAsLong())
                && tags.entrySet().stream().allMatch(wanted -> hasTag(event, wanted.getKey(), wanted.getValue()));
    }

    private static boolean hasTag(Event event, char letter, Set<String> values) {
        for (List<String> tag : event.tags()) {
            if (tag.size() > 1
                    && tag.get(0).length() == 1
                    && tag.get(0).charAt(0) == letter
                    && values.contains(tag.get(1))) {
                return true;
            }
        }
        return false;
    }
}
