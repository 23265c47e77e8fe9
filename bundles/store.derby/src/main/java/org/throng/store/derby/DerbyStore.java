// SPDX-License-Identifier: MIT
package org.throng.store.derby;

import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import org.throng.store.Batch;
import org.throng.store.Store;
import org.throng.store.StoreException;

/**
 * A store in a Derby database of its own.
 *
 * <p><b>Writing.</b> Threads that commit queue their batches; the first of them that gets the writer's lock writes all
 * that waits in one transaction and lets the others go. So nobody waits for more than the commit that runs and the next
 * one, there is one fsync for all, and no thread belongs to the store.
 *
 * <p><b>Reading.</b> Each page of a scan is a short transaction of its own on a reader's connection, from the key where
 * the last page ended.
 *
 * <p><b>Snapshots.</b> Derby has none: while one is read, the writer keeps what each entry was before it changes, see {@link Moment}.
 *
 * <p><b>Locks.</b> {@code life} is held for reading by whoever talks to Derby and for writing by {@link #close} and
 * {@link #compact}, which need everybody out; {@code writer} is taken inside it. Neither is held while a visitor runs.
 *
 * <p><b>Trouble.</b> A connection that threw is thrown away. Where Derby closed the whole database because its log could
 * not be written, the next connection boots it again and recovers what was committed.
 */
final class DerbyStore implements Store {
    private static final int GROUP_CHANGES = 4_096;
    private static final long GROUP_BYTES = 8 << 20;
    private static final int PAGE = 256;
    private static final int ATTEMPTS = 5;
    private static final int IDLE = 4;

    private final Database database;
    private final long reserve;
    private final ReentrantReadWriteLock life = new ReentrantReadWriteLock(true);
    private final ReentrantLock writer = new ReentrantLock(true);
    private final Queue<Waiting> waiting = new ConcurrentLinkedQueue<>();
    private final ArrayDeque<Reading> idle = new ArrayDeque<>();
    private final List<Moment> moments = new CopyOnWriteArrayList<>();
    private Writing writing;
    private boolean closed;

    /** @param reserve bytes that the disk must have left for a commit to begin */
    DerbyStore(Database database, long reserve) {
        this.database = database;
        this.reserve = reserve;
    }

    @Override
    public Optional<byte[]> get(byte[] key) throws StoreException {
        return read(reading -> {
            for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
                Optional<Row> row = reading.one(key);
                if (row.isEmpty()) {
                    return Optional.empty();
                }
                Optional<byte[]> value = reading.value(row.get());
                if (value.isPresent()) {
                    return value;
                }
            }
            throw new StoreException("a value of " + database + " changes faster than it can be read");
        });
    }

    @Override
    public void scan(byte[] from, byte[] to, Visitor visitor) throws StoreException {
        byte[] at = from;
        for (int most = PAGE / 8; ; most = PAGE) {
            byte[] start = at;
            int limit = most;
            List<Row> page = read(reading -> reading.range(start, to, limit));
            for (Row row : page) {
                Optional<byte[]> value = row.value() == null ? get(row.key()) : Optional.of(row.value());
                if (value.isPresent() && !visitor.visit(row.key(), value.get())) {
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
        Backward backward = new Backward((low, high, most) -> read(reading -> reading.keys(low, high, most)));
        byte[] end = to;
        while (Arrays.compareUnsigned(from, end) < 0) {
            List<byte[]> page = backward.last(from, end);
            if (page.isEmpty()) {
                return;
            }
            for (int i = page.size() - 1; i >= 0; i--) {
                Optional<byte[]> value = get(page.get(i));
                if (value.isPresent() && !visitor.visit(page.get(i), value.get())) {
                    return;
                }
            }
            end = page.get(0);
        }
    }

    @Override
    public void snapshot(byte[] from, byte[] to, Visitor visitor) throws StoreException {
        Moment moment = new Moment(from, to);
        run(life.readLock(), () -> {
            writer.lock(); // between two commits
            try {
                return moments.add(moment);
            } finally {
                writer.unlock();
            }
        });
        try {
            byte[] at = from;
            boolean more = Arrays.compareUnsigned(from, to) < 0;
            while (more) {
                byte[] start = at;
                List<Row> page = read(reading -> reading.range(start, to, PAGE));
                SortedMap<byte[], byte[]> entries = new TreeMap<>(Arrays::compareUnsigned);
                for (Row row : page) {
                    Optional<byte[]> value = row.value() == null ? get(row.key()) : Optional.of(row.value());
                    value.ifPresent(bytes -> entries.put(row.key(), bytes));
                }
                more = !page.isEmpty();
                byte[] last = more ? page.get(page.size() - 1).key() : to;
                at = more ? Arrays.copyOf(last, last.length + 1) : to;
                moment.turnBack(entries, at);
                for (Map.Entry<byte[], byte[]> entry : entries.entrySet()) {
                    if (!visitor.visit(entry.getKey(), entry.getValue())) {
                        return;
                    }
                }
            }
        } finally {
            moments.remove(moment);
        }
    }

    @Override
    public void commit(Batch batch) throws StoreException {
        if (batch.isEmpty()) {
            return;
        }
        Waiting mine = new Waiting(batch);
        run(life.readLock(), () -> {
            waiting.add(mine);
            writer.lock();
            try {
                while (!mine.done) {
                    writeTogether();
                }
            } finally {
                writer.unlock();
            }
            return null;
        });
        if (mine.failure != null) {
            throw new StoreException(mine.failure.getMessage(), mine.failure);
        }
    }

    /** A batch of somebody who waits; its fields are guarded by the writer's lock. */
    private static final class Waiting {
        private final Batch batch;
        private boolean done;
        private StoreException failure;

        private Waiting(Batch batch) {
            this.batch = batch;
        }
    }

    private void writeTogether() {
        List<Waiting> together = new ArrayList<>();
        int changes = 0;
        long bytes = 0;
        while (changes < GROUP_CHANGES && bytes < GROUP_BYTES && !waiting.isEmpty()) {
            Waiting next = waiting.remove();
            together.add(next);
            changes += next.batch.changes().size();
            for (Batch.Change change : next.batch.changes()) {
                bytes += change.isDeletion() ? 0 : change.value().length;
            }
        }
        StoreException failure = write(together);
        if (failure != null && together.size() > 1) {
            // the fault may be one batch's own: each by itself then
            for (Waiting one : together) {
                one.failure = write(List.of(one));
                one.done = true;
            }
        } else {
            for (Waiting one : together) {
                one.failure = failure;
                one.done = true;
            }
        }
    }

    private StoreException write(List<Waiting> together) {
        try {
            database.expectRoom(reserve);
            if (writing == null) {
                writing = new Writing(database.connectApart());
            }
            SortedMap<byte[], byte[]> changes = merged(together);
            for (Moment moment : moments) {
                moment.keep(changes.keySet(), this::get);
            }
            writing.apply(changes);
            writing.commit();
            return null;
        } catch (SQLException e) {
            dropWriting(e);
            return database.trouble("could not be written", e);
        } catch (StoreException e) {
            return e;
        }
    }

    /** The last change of each key. */
    private static SortedMap<byte[], byte[]> merged(List<Waiting> together) {
        SortedMap<byte[], byte[]> changes = new TreeMap<>(Arrays::compareUnsigned);
        for (Waiting one : together) {
            for (Batch.Change change : one.batch.changes()) {
                changes.put(change.key(), change.value());
            }
        }
        return changes;
    }

    private void dropWriting(SQLException cause) {
        if (writing != null) {
            try (Writing gone = writing) {
                gone.rollback();
            } catch (SQLException e) {
                cause.addSuppressed(e);
            }
            writing = null;
        }
    }

    @Override
    public long compact() throws StoreException {
        return run(life.writeLock(), () -> {
            long before = database.size();
            closeConnections();
            database.compress();
            return Math.max(0, before - database.size());
        });
    }

    @Override
    public long size() throws StoreException {
        return run(life.readLock(), database::size);
    }

    @Override
    public void close() throws StoreException {
        life.writeLock().lock();
        try {
            if (!closed) {
                closed = true;
                try {
                    closeConnections();
                } catch (SQLException e) {
                    throw database.trouble("could not be closed", e);
                } finally {
                    database.close();
                }
            }
        } finally {
            life.writeLock().unlock();
        }
    }

    private void closeConnections() throws SQLException {
        if (writing != null) {
            writing.close();
            writing = null;
        }
        synchronized (idle) {
            while (!idle.isEmpty()) {
                idle.pop().close();
            }
        }
    }

    private <T> T read(Read<T> action) throws StoreException {
        return run(life.readLock(), () -> {
            for (int attempt = 1; ; attempt++) {
                Reading reading = null;
                try {
                    reading = take();
                    T result = action.from(reading);
                    giveBack(reading);
                    return result;
                } catch (SQLException e) {
                    close(reading, e);
                    if (attempt == ATTEMPTS || !Database.isPassing(e)) {
                        throw e;
                    }
                } catch (StoreException | RuntimeException e) {
                    close(reading, e);
                    throw e;
                }
            }
        });
    }

    private <T> T run(Lock lock, Action<T> action) throws StoreException {
        // Derby reads through channels, which an interrupted thread would close under everybody
        boolean interrupted = Thread.interrupted();
        lock.lock();
        try {
            if (closed) {
                throw new StoreException(database + " is closed");
            }
            return action.run();
        } catch (SQLException e) {
            throw database.trouble("did not answer", e);
        } finally {
            lock.unlock();
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private Reading take() throws SQLException {
        synchronized (idle) {
            if (!idle.isEmpty()) {
                return idle.pop();
            }
        }
        return new Reading(database.connectApart());
    }

    private void giveBack(Reading reading) throws SQLException {
        synchronized (idle) {
            if (idle.size() < IDLE) {
                idle.push(reading);
                return;
            }
        }
        reading.close();
    }

    private static void close(Reading reading, Exception cause) {
        try {
            if (reading != null) {
                reading.close();
            }
        } catch (SQLException e) {
            cause.addSuppressed(e);
        }
    }

    @FunctionalInterface
    private interface Read<T> {
        T from(Reading reading) throws SQLException, StoreException;
    }

    @FunctionalInterface
    private interface Action<T> {
        T run() throws SQLException, StoreException;
    }
}
