// SPDX-License-Identifier: MIT
package org.throng.store.rocksdb;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import org.rocksdb.ReadOptions;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.RocksIterator;
import org.rocksdb.Slice;
import org.rocksdb.Snapshot;
import org.rocksdb.WriteBatch;
import org.rocksdb.WriteOptions;
import org.throng.store.Batch;
import org.throng.store.Store;
import org.throng.store.StoreException;

/**
 * A store in a RocksDB database of its own.
 *
 * <p><b>Writing.</b> Each batch is one synchronous write; RocksDB lets those that wait share one fsync.
 *
 * <p><b>Reading.</b> A scan reads pages of entries, each from the key where the last one ended, with an iterator that is closed before
 * the visitor sees the page: nothing of RocksDB's is held meanwhile.
 *
 * <p><b>Locks.</b> {@code life} is held for reading by whoever calls RocksDB and for writing by {@link #close} and by whoever opens the
 * database again after trouble: native memory must not go while somebody uses it. Both let go of the snapshots first, and whoever reads
 * one is told.
 *
 * <p><b>Trouble.</b> After a write that failed RocksDB takes no more; the next call closes the database and recovers it.
 */
final class RocksStore implements Store {
    private static final int FIRST_PAGE = 32;
    private static final int PAGE = 512;
    private static final int PAGE_BYTES = 1 << 20;

    private final Database database;
    private final long reserve;
    private final ReentrantReadWriteLock life = new ReentrantReadWriteLock(true);
    private final AtomicBoolean troubled = new AtomicBoolean();
    private final WriteOptions durable = new WriteOptions().setSync(true);
    private final ReadOptions plain = new ReadOptions();
    private final Set<Snapshot> snapshots = ConcurrentHashMap.newKeySet();
    private boolean closed;

    /** @param reserve bytes that the disk must have left for a commit to begin */
    RocksStore(Database database, long reserve) {
        this.database = database;
        this.reserve = reserve;
    }

    /** Something that RocksDB is asked. */
    private interface Use<T> {
        T of(RocksDB open) throws RocksDBException, StoreException;
    }

    private <T> T use(String what, Use<T> use) throws StoreException {
        if (troubled.get()) {
            recover();
        }
        Lock reading = life.readLock();
        reading.lock();
        try {
            checkOpen();
            return use.of(database.get());
        } catch (RocksDBException e) {
            troubled.set(true);
            throw database.trouble(what, e);
        } finally {
            reading.unlock();
        }
    }

    private void recover() throws StoreException {
        life.writeLock().lock();
        try {
            if (!closed && troubled.get()) {
                releaseSnapshots();
                database.reopen();
                troubled.set(false);
            }
        } finally {
            life.writeLock().unlock();
        }
    }

    private void checkOpen() throws StoreException {
        if (closed) {
            throw new StoreException(database + " is closed");
        }
    }

    @Override
    public Optional<byte[]> get(byte[] key) throws StoreException {
        return use("could not be read", open -> Optional.ofNullable(open.get(plain, key)));
    }

    @Override
    public void commit(Batch batch) throws StoreException {
        if (batch.isEmpty()) {
            return;
        }
        use("could not be written", open -> {
            database.expectRoom(reserve);
            try (WriteBatch writes = new WriteBatch()) {
                for (Batch.Change change : batch.changes()) {
                    if (change.isDeletion()) {
                        writes.delete(change.key());
                    } else {
                        writes.put(change.key(), change.value());
                    }
                }
                open.write(durable, writes);
            }
            return null;
        });
    }

    /** @param value empty array where the entry has none */
    private record Entry(byte[] key, byte[] value) {}

    @Override
    public void scan(byte[] from, byte[] to, Visitor visitor) throws StoreException {
        byte[] at = from;
        for (int most = FIRST_PAGE; ; most = Math.min(PAGE, 4 * most)) {
            byte[] start = at;
            int limit = most;
            List<Entry> page = use("could not be read", open -> page(open, start, to, limit, false, null));
            for (Entry entry : page) {
                if (!visitor.visit(entry.key(), entry.value())) {
                    return;
                }
            }
            if (page.isEmpty()) {
                return;
            }
            byte[] last = page.get(page.size() - 1).key();
            at = Arrays.copyOf(last, last.length + 1); // the very next key
        }
    }

    @Override
    public void scanBack(byte[] from, byte[] to, Visitor visitor) throws StoreException {
        byte[] end = to;
        for (int most = FIRST_PAGE; ; most = Math.min(PAGE, 4 * most)) {
            byte[] below = end;
            int limit = most;
            List<Entry> page = use("could not be read", open -> page(open, from, below, limit, true, null));
            for (Entry entry : page) {
                if (!visitor.visit(entry.key(), entry.value())) {
                    return;
                }
            }
            if (page.isEmpty()) {
                return;
            }
            end = page.get(page.size() - 1).key();
        }
    }

    @Override
    public void snapshot(byte[] from, byte[] to, Visitor visitor) throws StoreException {
        Snapshot snapshot = use("could not be read", open -> {
            Snapshot taken = open.getSnapshot();
            snapshots.add(taken);
            return taken;
        });
        try {
            byte[] at = from;
            List<Entry> page = page(snapshot, at, to);
            while (!page.isEmpty()) {
                for (Entry entry : page) {
                    if (!visitor.visit(entry.key(), entry.value())) {
                        return;
                    }
                }
                byte[] last = page.get(page.size() - 1).key();
                at = Arrays.copyOf(last, last.length + 1);
                page = page(snapshot, at, to);
            }
        } finally {
            release(snapshot);
        }
    }

    private List<Entry> page(Snapshot snapshot, byte[] from, byte[] to) throws StoreException {
        return use("could not be read", open -> {
            if (!snapshots.contains(snapshot)) {
                throw new StoreException(database + " was opened anew while it was copied: copy it again");
            }
            return page(open, from, to, PAGE, false, snapshot);
        });
    }

    private void release(Snapshot snapshot) {
        life.readLock().lock();
        try {
            if (snapshots.remove(snapshot)) {
                database.release(snapshot);
            }
        } finally {
            life.readLock().unlock();
        }
    }

    /** Under the lock for writing. */
    private void releaseSnapshots() {
        if (database.isOpen()) {
            snapshots.forEach(database::release);
        }
        snapshots.clear();
    }

    /** Up to {@code most} entries of a range; fewer where they are large, but at least one if there is one. */
    private static List<Entry> page(RocksDB open, byte[] from, byte[] to, int most, boolean back, Snapshot at)
            throws RocksDBException {
        List<Entry> page = new ArrayList<>();
        if (Arrays.compareUnsigned(from, to) >= 0) {
            return page;
        }
        int bytes = 0;
        try (Slice lower = new Slice(from);
                Slice upper = new Slice(to);
                ReadOptions range = new ReadOptions()
                        .setIterateLowerBound(lower)
                        .setIterateUpperBound(upper)
                        .setSnapshot(at);
                RocksIterator entries = open.newIterator(range)) {
            if (back) {
                entries.seekToLast();
            } else {
                entries.seek(from);
            }
            while (page.size() < most && bytes < PAGE_BYTES && entries.isValid()) {
                Entry entry = new Entry(entries.key(), entries.value());
                page.add(entry);
                bytes += entry.value().length;
                if (back) {
                    entries.prev();
                } else {
                    entries.next();
                }
            }
            entries.status();
        }
        return page;
    }

    @Override
    public long compact() throws StoreException {
        return use("could not be made smaller", open -> {
            long before = database.size();
            database.expectRoom(before);
            open.compactRange();
            return Math.max(0, before - database.size());
        });
    }

    @Override
    public long size() throws StoreException {
        return use("could not be read", open -> database.size());
    }

    @Override
    public void close() throws StoreException {
        life.writeLock().lock();
        try {
            if (!closed) {
                closed = true;
                releaseSnapshots();
                database.close();
                durable.close();
                plain.close();
            }
        } finally {
            life.writeLock().unlock();
        }
    }
}
