// SPDX-License-Identifier: MIT
package org.throng.event;

import java.util.Collection;
import java.util.List;
import java.util.TreeMap;
import java.util.function.Function;

/** Filters as JSON, sorted, so that the same filter is always the same text. */
public final class FilterJson {
    private FilterJson() {}

    /** Compact JSON of one filter. */
    public static String write(Filter filter) {
        StringBuilder out = new StringBuilder("{");
        filter.ids().ifPresent(ids -> list(out, "ids", ids, id -> quoted(id.hex())));
        filter.authors().ifPresent(authors -> list(out, "authors", authors, key -> quoted(key.hex())));
        filter.kinds().ifPresent(kinds -> list(out, "kinds", kinds, String::valueOf));
        new TreeMap<>(filter.tags()).forEach((letter, values) -> list(out, "#" + letter, values, FilterJson::quoted));
        filter.since().ifPresent(time -> member(out, "since").append(time));
        filter.until().ifPresent(time -> member(out, "until").append(time));
        filter.limit().ifPresent(most -> member(out, "limit").append(most));
        return out.append('}').toString();
    }

    static String message(String word, String subscription, List<Filter> filters) {
        StringBuilder out = new StringBuilder("[\"").append(word).append("\",");
        EventJson.writeString(out, subscription);
        filters.forEach(filter -> out.append(',').append(write(filter)));
        return out.append(']').toString();
    }

    private static <T> void list(StringBuilder out, String name, Collection<T> values, Function<T, String> text) {
        member(out, name)
                .append('[')
                .append(String.join(",", values.stream().map(text).sorted().toList()))
                .append(']');
    }

    private static StringBuilder member(StringBuilder out, String name) {
        return out.append(out.length() > 1 ? "," : "").append('"').append(name).append("\":");
    }

    private static String quoted(String text) {
        StringBuilder out = new StringBuilder();
        EventJson.writeString(out, text);
        return out.toString();
    }
}
