// SPDX-License-Identifier: MIT
package org.throng.event.negentropy;

import java.util.Arrays;
import org.throng.cipher.Sha256;
import org.throng.event.EventId;

/**
 * The set of one side: created_at and id of each event, sorted by time, then id; 40 bytes each. Cannot be changed.
 *
 * <p>Threads: any.
 */
public final class Items {
    private static final int ID = EventId.LENGTH;

    private final long[] times;
    private final byte[] ids;

    private Items(long[] times, byte[] ids) {
        this.times = times;
        this.ids = ids;
    }

    /** Collects items in any order. Not for use by several threads. */
    public static final class Builder {
        private long[] times = new long[64];
        private byte[] ids = new byte[64 * ID];
        private int count;

        /**
         * Adds an event.
         *
         * @param createdAt at least 0
         */
        public Builder add(long createdAt, EventId id) {
            if (createdAt < 0) {
                throw new IllegalArgumentException("created_at is at least 0 here, got " + createdAt);
            }
            if (count == times.length) {
                times = Arrays.copyOf(times, 2 * count);
                ids = Arrays.copyOf(ids, 2 * count * ID);
            }
            times[count] = createdAt;
            System.arraycopy(id.bytes(), 0, ids, count * ID, ID);
            count++;
            return this;
        }

        /** How many were added. */
        public int size() {
            return count;
        }

        /** The items in order; one that was added twice counts once. */
        public Items build() {
            Integer[] order = new Integer[count];
            Arrays.setAll(order, i -> i);
            Arrays.sort(order, (a, b) -> {
                int byTime = Long.compare(times[a], times[b]);
                return byTime != 0 ? byTime : compare(ids, a, ids, b);
            });
            long[] sortedTimes = new long[count];
            byte[] sortedIds = new byte[count * ID];
            int kept = 0;
            for (int from : order) {
                boolean again = kept > 0
                        && sortedTimes[kept - 1] == times[from]
                        && compare(sortedIds, kept - 1, ids, from) == 0;
                if (!again) {
                    sortedTimes[kept] = times[from];
                    System.arraycopy(ids, from * ID, sortedIds, kept * ID, ID);
                    kept++;
                }
            }
            return new Items(Arrays.copyOf(sortedTimes, kept), Arrays.copyOf(sortedIds, kept * ID));
        }
    }

    private static int compare(byte[] a, int i, byte[] b, int j) {
        return Arrays.compareUnsigned(a, i * ID, (i + 1) * ID, b, j * ID, (j + 1) * ID);
    }

    /** How many there are. */
    public int size() {
        return times.length;
    }

    /** The created_at of the item at a place, in their order, from 0 on. */
    public long time(int index) {
        return times[index];
    }

    /** The id of the item at a place, in their order, from 0 on. */
    public EventId id(int index) {
        return EventId.of(Arrays.copyOfRange(ids, index * ID, (index + 1) * ID));
    }

    /** A copy of those from one second to another, both inclusive. */
    public Items between(long since, long until) {
        int from = firstFrom(since);
        int to = until == Long.MAX_VALUE ? times.length : Math.max(from, firstFrom(until + 1));
        return new Items(Arrays.copyOfRange(times, from, to), Arrays.copyOfRange(ids, from * ID, to * ID));
    }

    private int firstFrom(long second) {
        return second <= 0 ? 0 : at(new Bound(second, new byte[0]), 0);
    }

    void copyIds(int from, int to, Output out) {
        out.bytes(ids, from * ID, to * ID);
    }

    /** The first index from {@code from} on that is not below a bound. */
    int at(Bound bound, int from) {
        int low = from;
        int high = times.length;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (isBelow(middle, bound)) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    private boolean isBelow(int index, Bound bound) {
        if (bound.isInfinite() || times[index] != bound.time()) {
            return bound.isInfinite() || times[index] < bound.time();
        }
        byte[] prefix = bound.prefix();
        int order = Arrays.compareUnsigned(ids, index * ID, index * ID + prefix.length, prefix, 0, prefix.length);
        return order < 0; // the bytes that the prefix lacks are 0: nothing is below them
    }

    /** The shortest bound between an item and the one before it. */
    Bound before(int index) {
        if (times[index] != times[index - 1]) {
            return new Bound(times[index], new byte[0]);
        }
        int same = 0;
        while (same < ID - 1 && ids[index * ID + same] == ids[(index - 1) * ID + same]) {
            same++;
        }
        return new Bound(times[index], Arrays.copyOfRange(ids, index * ID, index * ID + same + 1));
    }

    /** 16 bytes that two sides share where they have the same ids in a range. */
    byte[] fingerprint(int from, int to) {
        long[] sum = new long[8]; // digits of 32 bits, so that carries wait until the end
        for (int i = from; i < to; i++) {
            for (int digit = 0; digit < 8; digit++) {
                int at = i * ID + 4 * digit;
                sum[digit] += (ids[at] & 0xffL)
                        | (ids[at + 1] & 0xffL) << 8
                        | (ids[at + 2] & 0xffL) << 16
                        | (ids[at + 3] & 0xffL) << 24;
            }
        }
        Output out = new Output();
        long carry = 0;
        for (int digit = 0; digit < 8; digit++) {
            long whole = sum[digit] + carry;
            carry = whole >>> 32;
            out.bytes(
                    new byte[] {(byte) whole, (byte) (whole >>> 8), (byte) (whole >>> 16), (byte) (whole >>> 24)},
                    0,
                    4);
        }
        out.varint(to - from);
        return Arrays.copyOf(Sha256.of(out.toBytes()), Negentropy.FINGERPRINT);
    }
}
