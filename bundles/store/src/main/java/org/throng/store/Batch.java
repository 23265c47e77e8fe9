// SPDX-License-Identifier: MIT
package org.throng.store;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * What to write together, in order: of two changes of one key the later one counts. Not for use by several threads.
 */
public final class Batch {
    private final List<Change> changes = new ArrayList<>();

    /**
     * @param value {@code null} for a deletion
     */
    public record Change(byte[] key, byte[] value) {
        /** Whether the key is to go. */
        public boolean isDeletion() {
            return value == null;
        }
    }

    /**
     * Sets a value. Neither array may be changed before the batch is committed.
     *
     * @throws IllegalArgumentException for a key or value out of bounds
     */
    public Batch put(byte[] key, byte[] value) {
        check(key);
        if (value.length > Store.MAX_VALUE) {
            throw new IllegalArgumentException("a value has at most 16 MiB, got " + value.length + " bytes");
        }
        changes.add(new Change(key, value));
        return this;
    }

    /** Removes a key, if it is there. */
    public Batch delete(byte[] key) {
        check(key);
        changes.add(new Change(key, null));
        return this;
    }

    /** The changes in the order of the calls. */
    public List<Change> changes() {
        return Collections.unmodifiableList(changes);
    }

    public boolean isEmpty() {
        return changes.isEmpty();
    }

    private static void check(byte[] key) {
        if (key.length == 0 || key.length > Store.MAX_KEY) {
            throw new IllegalArgumentException("a key has 1 to 512 bytes, got " + key.length);
        }
    }
}
