// SPDX-License-Identifier: MIT
package org.throng.relay.events;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Queue;
import org.throng.store.Store;
import org.throng.store.StoreException;

/**
 * Walks one index from the newest place to the oldest. Reads a few keys first and more as it goes on, so that a query
 * over a thousand authors does not read a thousand pages. Ordered by the place at its head.
 */
final class Cursor implements Comparable<Cursor> {
    private static final int FIRST_PAGE = 8;
    private static final int PAGE = 256;

    private final Store store;
    private final int prefix;
    private final byte[] end;
    private final Queue<byte[]> page = new ArrayDeque<>();
    private byte[] next;
    private int size;

    /**
     * @param since inclusive
     * @param until inclusive
     * @param expected how many places will be wanted, about
     */
    Cursor(Store store, byte[] index, long since, long until, long expected) {
        this.store = store;
        size = (int) Math.max(FIRST_PAGE, Math.min(PAGE, expected));
        this.prefix = index.length;
        this.next = Keys.notAfter(index, until);
        this.end = Keys.notBefore(index, since);
    }

    /** The place at the head; {@code null} at the end. */
    byte[] peek() throws StoreException {
        if (page.isEmpty() && next != null) {
            fill();
        }
        return page.peek();
    }

    /** Goes to the next place. */
    void advance() {
        page.remove();
    }

    private void fill() throws StoreException {
        byte[] from = next;
        next = null;
        if (Arrays.compareUnsigned(from, end) >= 0) {
            return;
        }
        store.scan(from, end, (key, value) -> {
            page.add(Arrays.copyOfRange(key, prefix, key.length));
            boolean full = page.size() >= size;
            if (full) {
                next = Arrays.copyOf(key, key.length + 1);
            }
            return !full;
        });
        size = Math.min(PAGE, size * 4);
    }

    /** Only for cursors that were filled and have a head. */
    @Override
    public int compareTo(Cursor other) {
        return Arrays.compareUnsigned(page.element(), other.page.element());
    }

    @Override
    public boolean equals(Object other) {
        return this == other;
    }

    @Override
    public int hashCode() {
        return System.identityHashCode(this);
    }
}
