// SPDX-License-Identifier: MIT
package org.throng.relay.mirror;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.throng.event.EventReader;
import org.throng.event.Filter;
import org.throng.event.MalformedException;
import org.throng.event.RelayUrl;
import org.throng.event.StrictJson;
import org.throng.relay.Mirrors.Direction;

/** A standing mirror as the settings name it: {@code up|down|both URL [FILTER]}. */
record Spec(Direction direction, RelayUrl relay, Filter filter) {
    /** @throws MalformedException saying what was expected; without the filter, in which people's keys may stand */
    static Spec read(String text) throws MalformedException {
        String[] words = text.strip().split("\\s+", 3);
        Direction direction = switch (words[0]) {
            case "up" -> Direction.UP;
            case "down" -> Direction.DOWN;
            case "both" -> Direction.BOTH;
            default -> throw new MalformedException("expected up, down or both, an address and perhaps a filter");
        };
        if (words.length < 2) {
            throw new MalformedException("expected a relay's address such as wss://relay.example after the first word");
        }
        try {
            return new Spec(direction, RelayUrl.of(words[1]), filter(words.length < 3 ? "{}" : words[2]));
        } catch (IllegalArgumentException e) {
            throw new MalformedException(e.getMessage());
        }
    }

    private static Filter filter(String json) throws MalformedException {
        Filter filter;
        try {
            filter = EventReader.filter(StrictJson.read(json));
        } catch (MalformedException e) {
            throw new MalformedException(
                    "expected a filter of NIP-01 such as {\"kinds\":[1]} after the address: " + e.getMessage());
        }
        if (filter.limit().isPresent()) {
            throw new MalformedException("a mirror's filter has no limit");
        }
        return filter;
    }

    /**
     * The entries of a list that was split at every comma, also at those inside of filters.
     *
     * @param parts without blanks around them
     */
    static List<String> entries(String... parts) {
        List<String> entries = new ArrayList<>();
        StringBuilder entry = new StringBuilder();
        for (String part : parts) {
            entry.append(entry.isEmpty() ? "" : ",").append(part);
            if (!isOpen(entry)) {
                entries.add(entry.toString());
                entry.setLength(0);
            }
        }
        if (!entry.isEmpty()) {
            entries.add(entry.toString());
        }
        return entries;
    }

    /** Whether a brace, bracket or quote waits for its other one. */
    private static boolean isOpen(CharSequence text) {
        int depth = 0;
        boolean quoted = false;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (quoted && c == '\\') {
                i++;
            } else if (c == '"') {
                quoted = depth > 0 && !quoted;
            } else if (!quoted) {
                depth += c == '{' || c == '[' ? 1 : c == '}' || c == ']' ? -1 : 0;
            }
        }
        return depth > 0;
    }

    /** Host and port: what stands behind them may be meant for this relay alone. */
    String name() {
        return relay.uri().getRawAuthority();
    }

    String word() {
        return direction.name().toLowerCase(Locale.ROOT);
    }
}
