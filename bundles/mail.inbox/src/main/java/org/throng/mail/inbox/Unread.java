// SPDX-License-Identifier: MIT
package org.throng.mail.inbox;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;

/**
 * Which headers of a relay somebody has not looked up yet, by their created_at: all from one moment on, and holes before it
 * where a reading was broken off. A relay gives the newest headers first, so what is left in the middle of a reading lies
 * below what was read. Times are UNIX seconds.
 *
 * @param from of the moment itself and all after it nothing counts as read
 * @param holes before {@code from}, oldest first; they neither meet nor overlap
 */
record Unread(long from, List<Hole> holes) {
    /** More are closed up: what lies between two of them is then read twice. */
    private static final int MOST_HOLES = 8;

    /** A span of time; both ends belong to it. */
    record Hole(long from, long to) {
        Hole {
            if (to < from) {
                throw new IllegalArgumentException("a hole ends before it begins");
            }
        }
    }

    Unread {
        holes = List.copyOf(holes);
    }

    /** Everything from a moment on. */
    static Unread since(long from) {
        return new Unread(from, List.of());
    }

    /** What any of them has not read; none of them has: nothing is asked for. */
    static Unread ofAny(Collection<Unread> several) {
        long from = several.stream().mapToLong(Unread::from).min().orElse(Long.MAX_VALUE);
        List<Hole> all = new ArrayList<>();
        several.forEach(one -> all.addAll(one.holes()));
        return new Unread(from, joined(all, from));
    }

    /** From now on what is newer counts as not read, and the time before it as a hole, as far back as headers count. */
    Unread open(long newer, long oldest) {
        List<Hole> all = new ArrayList<>(holes);
        if (from < newer) {
            all.add(new Hole(from, newer - 1));
        }
        List<Hole> kept = new ArrayList<>();
        for (Hole hole : all) {
            if (hole.to() >= oldest) {
                kept.add(new Hole(Math.max(hole.from(), oldest), hole.to()));
            }
        }
        long top = Math.max(from, newer);
        return new Unread(top, joined(kept, top));
    }

    /** A span was read. */
    Unread without(long first, long last) {
        List<Hole> left = new ArrayList<>();
        for (Hole hole : holes) {
            if (hole.to() < first || hole.from() > last) {
                left.add(hole);
                continue;
            }
            if (hole.from() < first) {
                left.add(new Hole(hole.from(), first - 1));
            }
            if (hole.to() > last) {
                left.add(new Hole(last + 1, hole.to()));
            }
        }
        return new Unread(from, left);
    }

    /** Everything from a moment on is to be read once more. */
    Unread again(long since) {
        if (since >= from) {
            return this;
        }
        List<Hole> all = new ArrayList<>(holes);
        all.add(new Hole(since, from - 1));
        return new Unread(from, joined(all, from));
    }

    /** Since when to ask first, with no end: the newest hole if it reaches up to {@link #from}. */
    long newestSince() {
        return holes.isEmpty() || last().to() < from - 1 ? from : last().from();
    }

    /** The newest hole, if there is any. */
    Hole last() {
        return holes.get(holes.size() - 1);
    }

    /** How many seconds all holes have. */
    long seconds() {
        return holes.stream().mapToLong(hole -> hole.to() - hole.from() + 1).sum();
    }

    /** Sorted, those that meet made one, none at or after {@code end}, and not too many. */
    private static List<Hole> joined(List<Hole> any, long end) {
        List<Hole> sorted = new ArrayList<>(any);
        sorted.sort(Comparator.comparingLong(Hole::from));
        List<Hole> joined = new ArrayList<>();
        for (Hole next : sorted) {
            if (next.from() >= end) {
                continue;
            }
            Hole hole = new Hole(next.from(), Math.min(next.to(), end - 1));
            Hole before = joined.isEmpty() ? null : joined.get(joined.size() - 1);
            if (before != null && hole.from() <= before.to() + 1) {
                joined.set(joined.size() - 1, new Hole(before.from(), Math.max(before.to(), hole.to())));
            } else {
                joined.add(hole);
            }
        }
        while (joined.size() > MOST_HOLES) {
            Hole oldest = joined.remove(0);
            joined.set(0, new Hole(oldest.from(), joined.get(0).to()));
        }
        return joined;
    }

    /** {@code FROM}, and for each hole {@code " FROM-TO"}. */
    String text() {
        StringBuilder text = new StringBuilder().append(from);
        holes.forEach(hole -> text.append(' ').append(hole.from()).append('-').append(hole.to()));
        return text.toString();
    }

    /** @throws IOException where the text has not this form */
    static Unread read(String text) throws IOException {
        try {
            String[] words = text.split(" ");
            List<Hole> holes = new ArrayList<>();
            for (int i = 1; i < words.length; i++) {
                int dash = words[i].indexOf('-');
                holes.add(new Hole(
                        Long.parseLong(words[i].substring(0, dash)), Long.parseLong(words[i].substring(dash + 1))));
            }
            return new Unread(Long.parseLong(words[0]), holes);
        } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
            throw new IOException("how far a relay was read is not in the form of this version", e);
        }
    }
}
