// SPDX-License-Identifier: MIT
package org.throng.parcel.rumor;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.throng.cipher.Bytes;

/**
 * The parts of one rumor that came so far; at least one. To store a set, keep {@code openedAt} and each part's id, k, n and
 * bytes.
 *
 * @param openedAt when the first part came, UNIX seconds
 * @param parts of one id and n, each k once, by rising k
 */
public record PartSet(long openedAt, List<Part> parts) {
    /** Seconds after which an unfinished set is dropped: 35 days. */
    public static final long LIFE = 35L * 86_400;

    public PartSet {
        parts = parts.stream().sorted(Comparator.comparingInt(Part::k)).toList();
        if (parts.isEmpty()) {
            throw new IllegalArgumentException("a set has at least one part");
        }
        for (int i = 1; i < parts.size(); i++) {
            if (!parts.get(i).isOfSameSet(parts.get(0))
                    || parts.get(i).k() == parts.get(i - 1).k()) {
                throw new IllegalArgumentException("a set has parts of one id and n, each once");
            }
        }
    }

    /** Whether a part belongs here. */
    public boolean takes(Part part) {
        return parts.get(0).isOfSameSet(part);
    }

    /** The part of this number, if it came. */
    public Optional<Part> part(int k) {
        return parts.stream().filter(part -> part.k() == k).findFirst();
    }

    /** Whether all parts came. */
    public boolean isWhole() {
        return parts.size() == parts.get(0).n();
    }

    /** Whether the set is to be dropped at this moment. */
    public boolean isOver(long unixSeconds) {
        return unixSeconds - openedAt >= LIFE;
    }

    PartSet with(Part part) {
        List<Part> more = new ArrayList<>(parts);
        more.add(part);
        return new PartSet(openedAt, more);
    }

    /** The rumor's JSON; empty where it is not what its id says, or longer than a rumor in parts may be. */
    Optional<byte[]> join() {
        byte[] json = Bytes.join(parts.stream().map(Part::bytes).toArray(byte[][]::new));
        return json.length <= Rumor.MAX_LENGTH
                        && Part.id(json).equals(parts.get(0).id())
                ? Optional.of(json)
                : Optional.empty();
    }
}
