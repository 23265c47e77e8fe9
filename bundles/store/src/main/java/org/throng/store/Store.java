// SPDX-License-Identifier: MIT
package org.throng.store;

import java.util.Optional;
import org.osgi.annotation.versioning.ProviderType;

/**
 * One open store: values of up to 16 MiB under keys of 1 to 512 bytes, ordered as unsigned bytes, most significant
 * first, a shorter key before every longer one that it begins.
 *
 * <p><b>Promises.</b> {@link #commit} returns after the whole batch is on the disk (fsync); a batch is there whole or
 * not at all, whatever ends the process or cuts the files behind what was acknowledged. Commits are seen by every read
 * that begins after they returned. {@link #scan} sees each key that was there all the time exactly once; keys written or
 * deleted meanwhile may be seen or not.
 *
 * <p><b>Not promised.</b> Secrecy: who reads the files reads the values. Order between two commits of two threads.
 *
 * <p><b>Threads.</b> Any, at once. Commits that wait together may share one fsync.
 */
@ProviderType
public interface Store extends AutoCloseable {
    /** Bytes of a key at most. */
    int MAX_KEY = 512;

    /** Bytes of a value at most. */
    int MAX_VALUE = 16 << 20;

    /**
     * The value of a key; the caller owns the array.
     *
     * @throws StoreException where the disk does not answer
     */
    Optional<byte[]> get(byte[] key) throws StoreException;

    /**
     * Writes a batch, whole and durably.
     *
     * @throws StoreException where it could not be made durable; nothing of it is there then, or (after a crash of the
     *     machine at just this moment) all of it
     */
    void commit(Batch batch) throws StoreException;

    /**
     * Visits the keys from {@code from} (inclusive) up to {@code to} (exclusive), ascending, until the visitor has
     * enough. No lock is held while the visitor runs; it may read and commit.
     *
     * @throws StoreException where the disk does not answer
     */
    void scan(byte[] from, byte[] to, Visitor visitor) throws StoreException;

    /** As {@link #scan}, descending from just below {@code to} down to {@code from} (inclusive). */
    void scanBack(byte[] from, byte[] to, Visitor visitor) throws StoreException;

    /**
     * As {@link #scan}, but of the store as it was at one moment after this call began: each batch is in it whole or not at all,
     * whatever is committed meanwhile. For copies; it costs memory or disk for what changes as long as it runs.
     *
     * @throws StoreException where the disk does not answer, or where more was changed meanwhile than the variant can keep apart
     */
    void snapshot(byte[] from, byte[] to, Visitor visitor) throws StoreException;

    /**
     * Gives room of deleted values back to the disk. May take minutes; reads and commits go on or wait.
     *
     * @return bytes that the files are smaller by, at least 0
     */
    long compact() throws StoreException;

    /** Bytes of the files. */
    long size() throws StoreException;

    /** Ends the store in order; what is being committed is finished first. A second call does nothing. */
    @Override
    void close() throws StoreException;

    /** Is shown keys and values one by one. */
    @FunctionalInterface
    interface Visitor {
        /** @return whether to go on */
        boolean visit(byte[] key, byte[] value) throws StoreException;
    }
}
