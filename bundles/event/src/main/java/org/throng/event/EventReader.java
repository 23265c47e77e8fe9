// SPDX-License-Identifier: MIT
package org.throng.event;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import org.throng.cipher.Bytes;
import org.throng.curve.PublicKey;
import org.throng.curve.Signature;

/**
 * Events and filters out of {@link StrictJson}. Unknown members of an event are ignored, unknown members of a filter
 * refused, for a filter that is only half understood would match too much.
 */
public final class EventReader {
    /** Values of one list of a filter. */
    public static final int MAX_VALUES = 5_000;

    private EventReader() {}

    /** @throws MalformedException where a member is missing or of the wrong form */
    public static Event event(Object json) throws MalformedException {
        Map<?, ?> members = object(json, "an event");
        long kind = integer(members, "kind");
        if (kind < 0 || kind > Event.MAX_KIND) {
            throw new MalformedException("kind must be a number from 0 to 65535");
        }
        return new Event(
                EventId.ofHex(hex(members, "id", 64)),
                PublicKey.ofHex(hex(members, "pubkey", 64)),
                integer(members, "created_at"),
                (int) kind,
                tags(members.get("tags")),
                string(members, "content"),
                Signature.ofHex(hex(members, "sig", 128)));
    }

    /** Reads the JSON text of one event. */
    public static Event event(String json) throws MalformedException {
        return event(StrictJson.read(json));
    }

    /** Arrays of strings; an empty tag is allowed. */
    public static List<List<String>> tags(Object json) throws MalformedException {
        List<List<String>> tags = new ArrayList<>();
        for (Object tag : list(json, "tags")) {
            List<String> strings = new ArrayList<>();
            for (Object element : list(tag, "a tag")) {
                if (!(element instanceof String text)) {
                    throw new MalformedException("a tag must be an array of strings");
                }
                strings.add(text);
            }
            tags.add(strings);
        }
        return tags;
    }

    /** @throws MalformedException where a member is unknown or of the wrong form */
    public static Filter filter(Object json) throws MalformedException {
        Optional<Set<EventId>> ids = Optional.empty();
        Optional<Set<PublicKey>> authors = Optional.empty();
        Optional<Set<Long>> kinds = Optional.empty();
        Map<Character, Set<String>> tags = new HashMap<>();
        OptionalLong since = OptionalLong.empty();
        OptionalLong until = OptionalLong.empty();
        OptionalInt limit = OptionalInt.empty();
        Map<?, ?> members = object(json, "a filter");
        for (Map.Entry<?, ?> member : members.entrySet()) {
            String name = (String) member.getKey();
            switch (name) {
                case "ids" -> {
                    Set<EventId> set = new HashSet<>();
                    for (String hex : hexes(member.getValue(), name)) {
                        set.add(EventId.ofHex(hex));
                    }
                    ids = Optional.of(set);
                }
                case "authors" -> {
                    Set<PublicKey> set = new HashSet<>();
                    for (String hex : hexes(member.getValue(), name)) {
                        set.add(PublicKey.ofHex(hex));
                    }
                    authors = Optional.of(set);
                }
                case "kinds" -> {
                    Set<Long> set = new HashSet<>();
                    for (Object kind : values(member.getValue(), name)) {
                        if (!(kind instanceof Long number)) {
                            throw new MalformedException("kinds must be whole numbers");
                        }
                        set.add(number);
                    }
                    kinds = Optional.of(set);
                }
                case "since" -> since = OptionalLong.of(integer(members, name));
                case "until" -> until = OptionalLong.of(integer(members, name));
                case "limit" -> {
                    long most = integer(members, name);
                    if (most < 0) {
                        throw new MalformedException("limit must not be negative");
                    }
                    limit = OptionalInt.of((int) Math.min(most, Integer.MAX_VALUE));
                }
                default -> {
                    if (name.length() != 2 || name.charAt(0) != '#' || !isLetter(name.charAt(1))) {
                        throw new MalformedException("a filter has ids, authors, kinds, since, until, limit and tags"
                                + " of one letter such as #e; another member was found");
                    }
                    tags.put(name.charAt(1), strings(member.getValue(), name));
                }
            }
        }
        return new Filter(ids, authors, kinds, tags, since, until, limit);
    }

    private static boolean isLetter(char c) {
        return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z';
    }

    private static Set<String> strings(Object json, String name) throws MalformedException {
        boolean keys = name.equals("#e") || name.equals("#p");
        Set<String> set = new HashSet<>();
        for (Object value : values(json, name)) {
            if (!(value instanceof String text)) {
                throw new MalformedException(name + " must be an array of strings");
            }
            set.add(keys ? lowerHex(text, name, 64) : text);
        }
        return set;
    }

    private static List<String> hexes(Object json, String name) throws MalformedException {
        List<String> all = new ArrayList<>();
        for (Object value : values(json, name)) {
            all.add(lowerHex(value, name, 64));
        }
        return all;
    }

    private static List<?> values(Object json, String name) throws MalformedException {
        List<?> values = list(json, name);
        if (values.size() > MAX_VALUES) {
            throw new MalformedException(name + " has more than " + MAX_VALUES + " values");
        }
        return values;
    }

    private static String hex(Map<?, ?> members, String name, int digits) throws MalformedException {
        return lowerHex(members.get(name), name, digits);
    }

    private static String lowerHex(Object value, String name, int digits) throws MalformedException {
        if (!(value instanceof String text) || text.length() != digits || !Bytes.isHex(text)) {
            throw new MalformedException(name + " must be " + digits + " lower-case hex digits");
        }
        return text;
    }

    private static String string(Map<?, ?> members, String name) throws MalformedException {
        if (!(members.get(name) instanceof String text)) {
            throw new MalformedException(name + " must be a string");
        }
        return text;
    }

    private static long integer(Map<?, ?> members, String name) throws MalformedException {
        if (!(members.get(name) instanceof Long number)) {
            throw new MalformedException(name + " must be a whole number");
        }
        return number;
    }

    private static Map<?, ?> object(Object json, String what) throws MalformedException {
        if (!(json instanceof Map<?, ?> members)) {
            throw new MalformedException(what + " must be a JSON object");
        }
        return members;
    }

    private static List<?> list(Object json, String what) throws MalformedException {
        if (!(json instanceof List<?> elements)) {
            throw new MalformedException(what + " must be an array");
        }
        return elements;
    }
}
