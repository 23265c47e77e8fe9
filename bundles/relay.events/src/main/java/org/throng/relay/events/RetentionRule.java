// SPDX-License-Identifier: MIT
package org.throng.relay.events;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.throng.event.Event;
import org.throng.event.MalformedException;
import org.throng.parcel.BodyEvent;
import org.throng.parcel.HeaderEvent;

/**
 * What is kept of some kinds, such as {@code 1 6 20-29; age 90d; count 1000000; bytes 2GiB}: what is older goes, and of the rest the
 * oldest, as long as there are more.
 *
 * @param text as it stands in the settings
 * @param rest whether it is the rule {@code *}, for kinds that no other names
 * @param kinds that it names; none for the rest
 * @param seconds since created_at
 * @param count of events, all its kinds together
 * @param bytes of their JSON, all its kinds together
 */
record RetentionRule(
        String text, boolean rest, BitSet kinds, OptionalLong seconds, OptionalLong count, OptionalLong bytes) {
    private static final Pattern PART = Pattern.compile("(age|count|bytes) +([0-9]{1,12}) *([a-zA-Z]*)");
    private static final Pattern KINDS = Pattern.compile("([0-9]{1,5})(?:-([0-9]{1,5}))?");
    private static final String EXPECTED =
            "expected kinds or *, then age, count or bytes, such as '1 6 20-29; age 90d; count 1000000; bytes 2GiB'";

    /** @throws MalformedException where it is none; the message says what was expected */
    static RetentionRule read(String text) throws MalformedException {
        String[] parts = text.strip().split(" *; *");
        if (parts.length < 2) {
            throw new MalformedException(EXPECTED);
        }
        boolean rest = parts[0].equals("*");
        BitSet kinds = rest ? new BitSet() : kinds(parts[0]);
        OptionalLong seconds = OptionalLong.empty();
        OptionalLong count = OptionalLong.empty();
        OptionalLong bytes = OptionalLong.empty();
        for (int i = 1; i < parts.length; i++) {
            Matcher part = PART.matcher(parts[i]);
            if (!part.matches()) {
                throw new MalformedException(EXPECTED);
            }
            long number = Long.parseLong(part.group(2));
            switch (part.group(1)) {
                case "age" -> seconds = OptionalLong.of(Math.max(1, number) * second(part.group(3)));
                case "count" -> count = OptionalLong.of(number * expectNone(part.group(3)));
                default -> {
                    long unit = bytes(part.group(3));
                    bytes = OptionalLong.of(Math.min(number, Long.MAX_VALUE / unit) * unit);
                }
            }
        }
        return new RetentionRule(text.strip(), rest, kinds, seconds, count, bytes);
    }

    private static BitSet kinds(String text) throws MalformedException {
        BitSet kinds = new BitSet();
        for (String one : text.split(" +")) {
            Matcher range = KINDS.matcher(one);
            if (!range.matches()) {
                throw new MalformedException(EXPECTED);
            }
            int from = Integer.parseInt(range.group(1));
            int to = range.group(2) == null ? from : Integer.parseInt(range.group(2));
            if (from > to || to > Event.MAX_KIND) {
                throw new MalformedException("kinds are numbers from 0 to 65535, the lower one of a range first");
            }
            kinds.set(from, to + 1);
        }
        if (kinds.get(HeaderEvent.KIND) || kinds.get(BodyEvent.KIND)) {
            throw new MalformedException("headers and bodies (4610, 4611) are kept for their 30 days");
        }
        return kinds;
    }

    private static long second(String unit) throws MalformedException {
        return switch (unit) {
            case "s" -> 1;
            case "m" -> 60;
            case "h" -> 3_600;
            case "d" -> 86_400;
            default -> throw new MalformedException("an age has a unit: s, m, h or d, such as 90d");
        };
    }

    private static long expectNone(String unit) throws MalformedException {
        if (!unit.isEmpty()) {
            throw new MalformedException("a count has no unit, such as count 1000000");
        }
        return 1;
    }

    private static long bytes(String unit) throws MalformedException {
        return switch (unit.toLowerCase(Locale.ROOT)) {
            case "", "b" -> 1;
            case "kib" -> 1L << 10;
            case "mib" -> 1L << 20;
            case "gib" -> 1L << 30;
            default -> throw new MalformedException("bytes have no unit, or KiB, MiB or GiB");
        };
    }

    boolean isTooOld(long createdAt, long now) {
        return seconds.isPresent() && createdAt < now - seconds.getAsLong();
    }

    /** For NIP-11; empty where it has no word for the rule. */
    String json() {
        if (seconds.isEmpty() && count.isEmpty()) {
            return "";
        }
        List<String> members = new ArrayList<>();
        if (!rest) {
            List<String> list = new ArrayList<>();
            for (int from = kinds.nextSetBit(0); from >= 0; from = kinds.nextSetBit(kinds.nextClearBit(from))) {
                int to = kinds.nextClearBit(from) - 1;
                list.add(from == to ? "" + from : "[" + from + "," + to + "]");
            }
            members.add("\"kinds\":[" + String.join(",", list) + "]");
        }
        seconds.ifPresent(time -> members.add("\"time\":" + time));
        count.ifPresent(most -> members.add("\"count\":" + most));
        return "{" + String.join(",", members) + "}";
    }
}
