// SPDX-License-Identifier: MIT
package org.throng.store.derby;

import java.util.Arrays;
import java.util.Collection;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.throng.store.StoreException;

/**
 * The store at one moment, for one reader that goes through it in ascending order: what entries were before they changed, as long as
 * the reader has not come to them. Bounded; where more changes, the reader is told and nobody else.
 *
 * <p><b>Threads.</b> The writer keeps before it changes an entry, the reader asks after it has read: so each change that the reader may
 * have seen is one that was kept.
 */
final class Moment {
    private static final long MOST_BYTES = 64 << 20;
    private static final int OVERHEAD = 120;

    private final byte[] end;
    private final NavigableMap<byte[], Optional<byte[]>> before = new TreeMap<>(Arrays::compareUnsigned);
    private byte[] at;
    private long bytes;
    private boolean lost;

    Moment(byte[] from, byte[] to) {
        at = from;
        end = to;
    }

    /** Reads an entry as it is. */
    @FunctionalInterface
    interface Present {
        Optional<byte[]> get(byte[] key) throws StoreException;
    }

    /** Before these entries change. */
    void keep(Collection<byte[]> changing, Present present) {
        for (byte[] key : changing) {
            if (isWanted(key)) {
                try {
                    keep(key, present.get(key));
                } catch (StoreException e) {
                    lose();
                }
            }
        }
    }

    private synchronized boolean isWanted(byte[] key) {
        return !lost
                && Arrays.compareUnsigned(key, at) >= 0
                && Arrays.compareUnsigned(key, end) < 0
                && !before.containsKey(key);
    }

    private synchronized void keep(byte[] key, Optional<byte[]> value) {
        bytes += weight(key, value);
        before.put(key, value);
        if (bytes > MOST_BYTES) {
            lose();
        }
    }

    private static long weight(byte[] key, Optional<byte[]> value) {
        return (long) OVERHEAD + key.length + value.map(one -> one.length).orElse(0);
    }

    private synchronized void lose() {
        lost = true;
        before.clear();
    }

    /**
     * Makes of a page as it was read just now what it was at the moment; what lies before its end is wanted no more.
     *
     * @param upTo where the page ends, exclusive
     * @throws StoreException where too much has changed
     */
    synchronized void turnBack(SortedMap<byte[], byte[]> page, byte[] upTo) throws StoreException {
        if (lost) {
            throw new StoreException("more changed in the store while it was copied than is kept apart ("
                    + (MOST_BYTES >> 20) + " MiB): copy it again when less comes in");
        }
        SortedMap<byte[], Optional<byte[]>> kept = before.headMap(upTo);
        kept.forEach((key, value) -> {
            bytes -= weight(key, value);
            if (value.isPresent()) {
                page.put(key, value.get());
            } else {
                page.remove(key);
            }
        });
        kept.clear();
        at = upTo;
    }
}
