// SPDX-License-Identifier: MIT
package org.throng.relay.events;

import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.throng.store.Batch;
import org.throng.store.Store;
import org.throng.store.StoreException;

/** A store whose disk fails when the test says so, and that counts what is read. */
final class Disk implements Store {
    private final Store store;
    volatile boolean full;

    /** Commits that were tried. */
    final AtomicLong tries = new AtomicLong();

    /** Commits that were done. */
    final AtomicLong commits = new AtomicLong();

    /** Entries that scans were shown. */
    final AtomicLong seen = new AtomicLong();

    Disk(Store store) {
        this.store = store;
    }

    @Override
    public Optional<byte[]> get(byte[] key) throws StoreException {
        return store.get(key);
    }

    @Override
    public void commit(Batch batch) throws StoreException {
        tries.incrementAndGet();
        if (full) {
            throw new StoreException("the disk is full");
        }
        commits.incrementAndGet();
        store.commit(batch);
    }

    @Override
    public void scan(byte[] from, byte[] to, Visitor visitor) throws StoreException {
        store.scan(from, to, (key, value) -> {
            seen.incrementAndGet();
            return visitor.visit(key, value);
        });
    }

    @Override
    public void scanBack(byte[] from, byte[] to, Visitor visitor) throws StoreException {
        store.scanBack(from, to, visitor);
    }

    @Override
    public void snapshot(byte[] from, byte[] to, Visitor visitor) throws StoreException {
        store.snapshot(from, to, visitor);
    }

    @Override
    public long compact() throws StoreException {
        return store.compact();
    }

    @Override
    public long size() throws StoreException {
        return store.size();
    }

    @Override
    public void close() throws StoreException {
        store.close();
    }
}
