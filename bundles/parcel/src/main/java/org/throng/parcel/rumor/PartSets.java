// SPDX-License-Identifier: MIT
package org.throng.parcel.rumor;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * The unfinished rumors of one writer, as plain data: a part and the sets give new sets and what came of it
 * (docs/protocol.md, section 5). Order is free; an equal repeat is ignored, a differing one refused and the first kept.
 *
 * @param open at most eight, the oldest first
 */
public record PartSets(List<PartSet> open) {
    /** Sets of one writer; the oldest gives way to a ninth. */
    public static final int MOST = 8;

    /** Nothing came yet. */
    public static final PartSets NONE = new PartSets(List.of());

    public PartSets {
        open = open.stream().sorted(Comparator.comparingLong(PartSet::openedAt)).toList();
        if (open.size() > MOST) {
            throw new IllegalArgumentException("a writer has at most 8 open sets, got " + open.size());
        }
    }

    /** What came of a part. */
    public enum Outcome {
        /** Others are still missing. */
        KEPT,
        /** It was there already; nothing changed. */
        REPEATED,
        /** Another one of this number was there; nothing changed. */
        DIFFERS,
        /** It was the last one. */
        WHOLE,
        /** It was the last one, and the whole is not what its id says: the set is gone. */
        BROKEN
    }

    /**
     * The sets afterwards.
     *
     * @param json the whole rumor's, with {@link Outcome#WHOLE} alone
     */
    public record Step(PartSets sets, Outcome outcome, Optional<byte[]> json) {}

    /**
     * Takes a part that came in a verified body of this writer.
     *
     * @param now UNIX seconds
     */
    public Step accept(Part part, long now) {
        List<PartSet> live = new ArrayList<>(open);
        live.removeIf(set -> set.isOver(now));
        Optional<PartSet> found = live.stream().filter(set -> set.takes(part)).findFirst();
        if (found.isEmpty()) {
            if (live.size() == MOST) {
                live.remove(0);
            }
            live.add(new PartSet(now, List.of(part)));
            return new Step(new PartSets(live), Outcome.KEPT, Optional.empty());
        }
        PartSet set = found.get();
        Optional<Part> first = set.part(part.k());
        if (first.isPresent()) {
            Outcome outcome = first.get().equals(part) ? Outcome.REPEATED : Outcome.DIFFERS;
            return new Step(new PartSets(live), outcome, Optional.empty());
        }
        PartSet grown = set.with(part);
        live.remove(set);
        if (!grown.isWhole()) {
            live.add(grown);
            return new Step(new PartSets(live), Outcome.KEPT, Optional.empty());
        }
        Optional<byte[]> json = grown.join();
        return new Step(new PartSets(live), json.isPresent() ? Outcome.WHOLE : Outcome.BROKEN, json);
    }
}
