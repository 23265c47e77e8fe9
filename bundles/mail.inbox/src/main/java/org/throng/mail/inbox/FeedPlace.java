// SPDX-License-Identifier: MIT
package org.throng.mail.inbox;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.throng.curve.PublicKey;

/**
 * How far the feed of a relay was read. Everything that was logged after a moment and lies below an index of its lane was looked
 * up, with the keys of these owners.
 *
 * <pre>
 * SINCE READ_TO
 * the owners in hex, apart by blanks
 * LANE:INDEX …
 * </pre>
 *
 * @param since UNIX seconds
 * @param readTo UNIX seconds: nothing that was logged before is still to be read
 * @param owners in hex; disposable ones are not noted, there was nothing for them before
 * @param next for each lane the index to go on from
 */
record FeedPlace(long since, long readTo, Set<String> owners, Map<Long, Long> next) {
    FeedPlace {
        owners = Set.copyOf(owners);
        next = Map.copyOf(next);
    }

    /** Nothing was read yet of what was logged after a moment. */
    static FeedPlace from(long since, Set<PublicKey> owners) {
        return new FeedPlace(since, since, owners.stream().map(PublicKey::hex).collect(Collectors.toSet()), Map.of());
    }

    /** A lane was read up to an index. */
    FeedPlace read(long lane, long index) {
        Map<Long, Long> all = new TreeMap<>(next);
        all.put(lane, index);
        return new FeedPlace(since, readTo, owners, all);
    }

    /** All lanes were read, as a tick of this moment names them. */
    FeedPlace whole(long tick) {
        return new FeedPlace(since, Math.max(readTo, tick), owners, next);
    }

    byte[] bytes() {
        String lanes = new TreeMap<>(next)
                .entrySet().stream()
                        .map(lane -> lane.getKey() + ":" + lane.getValue())
                        .collect(Collectors.joining(" "));
        String text = since + " " + readTo + "\n" + String.join(" ", new TreeSet<>(owners)) + "\n" + lanes;
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /** @throws IOException where the bytes have not this form */
    static FeedPlace read(byte[] bytes) throws IOException {
        try {
            String[] lines = new String(bytes, StandardCharsets.UTF_8).split("\n", -1);
            String[] times = lines[0].split(" ");
            Map<Long, Long> next = new TreeMap<>();
            for (String lane : words(lines[2])) {
                String[] pair = lane.split(":");
                next.put(Long.parseLong(pair[0]), Long.parseLong(pair[1]));
            }
            return new FeedPlace(Long.parseLong(times[0]), Long.parseLong(times[1]), Set.of(words(lines[1])), next);
        } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
            throw new IOException("how far a feed was read is not in the form of this version", e);
        }
    }

    private static String[] words(String line) {
        return line.isEmpty() ? new String[0] : line.split(" ");
    }
}
