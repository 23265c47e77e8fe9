// SPDX-License-Identifier: MIT
package org.throng.store.memory;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentNavigableMap;
import org.throng.store.Batch;
import org.throng.store.Store;
import org.throng.store.StoreException;

/**
 * A store in a sorted map. A batch is written under one lock, and read while it is written: a scan may see half of it,
 * as the contract allows.
 */
final class MemoryStore implements Store {
    private final Path folder;
    private final ConcurrentNavigableMap<byte[], byte[]> entries;
    private final Runnable onClose;
    private boolean closed;

    MemoryStore(Path folder, ConcurrentNavigableMap<byte[], byte[]> entries, Runnable onClose) {
        this.folder = folder;
        this.entries = entries;
        this.onClose = onClose;
    }

    @Override
    public Optional<byte[]> get(byte[] key) throws StoreException {
        checkOpen();
        return Optional.ofNullable(entries.get(key)).map(byte[]::clone);
    }

    @Override
    public synchronized void commit(Batch batch) throws StoreException {
        checkOpen();
        for (Batch.Change change : batch.changes()) {
            if (change.isDeletion()) {
                entries.remove(change.key());
            } else {
                entries.put(change.key().clone(), change.value().clone());
            }
        }
    }

    @Override
    public void scan(byte[] from, byte[] to, Visitor visitor) throws StoreException {
        visit(from, to, false, visitor);
    }

    @Override
    public void scanBack(byte[] from, byte[] to, Visitor visitor) throws StoreException {
        visit(from, to, true, visitor);
    }

    @Override
    public void snapshot(byte[] from, byte[] to, Visitor visitor) throws StoreException {
        for (Map.Entry<byte[], byte[]> entry : copy(from, to).entrySet()) {
            checkOpen();
            if (!visitor.visit(entry.getKey().clone(), entry.getValue().clone())) {
                return;
            }
        }
    }

    /** Under the lock that a batch is written under; no array is ever changed. */
    private synchronized SortedMap<byte[], byte[]> copy(byte[] from, byte[] to) throws StoreException {
        checkOpen();
        return entries.comparator().compare(from, to) >= 0
                ? new TreeMap<>(entries.comparator())
                : new TreeMap<>(entries.subMap(from, to));
    }

    private void visit(byte[] from, byte[] to, boolean back, Visitor visitor) throws StoreException {
        checkOpen();
        if (entries.comparator().compare(from, to) >= 0) {
            return;
        }
        ConcurrentNavigableMap<byte[], byte[]> range = entries.subMap(from, to);
        for (Map.Entry<byte[], byte[]> entry : (back ? range.descendingMap() : range).entrySet()) {
            if (!visitor.visit(entry.getKey().clone(), entry.getValue().clone())) {
                return;
            }
            checkOpen();
        }
    }

    @Override
    public long compact() throws StoreException {
        checkOpen();
        return 0;
    }

    @Override
    public long size() throws StoreException {
        checkOpen();
        return entries.entrySet().stream()
                .mapToLong(entry -> entry.getKey().length + entry.getValue().length)
                .sum();
    }

    @Override
    public synchronized void close() {
        if (!closed) {
            closed = true;
            onClose.run();
        }
    }

    private synchronized void checkOpen() throws StoreException {
        if (closed) {
            throw new StoreException("the store in " + folder + " is closed");
        }
    }
}
