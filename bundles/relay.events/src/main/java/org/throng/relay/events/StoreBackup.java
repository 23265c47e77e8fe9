// SPDX-License-Identifier: MIT
package org.throng.relay.events;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.throng.relay.DamagedBackupException;
import org.throng.relay.NotEmptyException;
import org.throng.relay.RelayBackup;
import org.throng.store.Batch;
import org.throng.store.Store;
import org.throng.store.StoreException;

/**
 * Backs up the store of the relay, and restores into a new one beside it, which takes its place when all of it is there and proven to
 * be what the backup holds.
 */
final class StoreBackup implements RelayBackup {
    private static final Logger LOG = LoggerFactory.getLogger(StoreBackup.class);
    private static final int ENTRIES_TOGETHER = 4_096;
    private static final long BYTES_TOGETHER = 4 << 20;

    private final Owner owner;
    private final ReentrantLock restoring = new ReentrantLock();

    /** Who opens and closes the relay's store. */
    interface Owner {
        /** @throws StoreException where it is not open */
        Store store() throws StoreException;

        RelayFolder folder();

        /** Opens a store in a new folder; the caller closes it. */
        Store open(RelayFolder folder) throws IOException;

        /**
         * Ends the relay, lets the new store, which is whole and closed, take the place of its own, and begins the relay anew.
         *
         * @throws NotEmptyException where the relay has events and must not lose them; then it goes on with them
         */
        void exchange(boolean replace) throws IOException;
    }

    StoreBackup(Owner owner) {
        this.owner = owner;
    }

    @Override
    public Summary write(OutputStream out) throws IOException {
        Store store = owner.store();
        BackupWriter backup = new BackupWriter(out);
        try {
            BackupContents.of(store, (key, value) -> {
                try {
                    backup.add(key, value);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
                return true;
            });
            Summary summary = backup.finish();
            LOG.info("a backup was written: {} events", summary.events());
            return summary;
        } catch (UncheckedIOException e) {
            throw e.getCause();
        } finally {
            backup.free();
        }
    }

    @Override
    public Summary check(InputStream in) throws IOException {
        return BackupReader.read(in, (key, value) -> {});
    }

    @Override
    public Summary restore(InputStream in, boolean replace) throws IOException {
        if (!restoring.tryLock()) {
            throw new StoreException("another backup is being restored now: wait until it is");
        }
        try {
            if (!replace) {
                expectEmpty(owner.store());
            }
            RelayFolder folder = owner.folder();
            try {
                Summary summary;
                try (Store into = owner.open(folder)) {
                    summary = fill(into, in);
                }
                owner.exchange(replace);
                LOG.info("a backup was restored: {} events", summary.events());
                return summary;
            } finally {
                folder.discard();
            }
        } finally {
            restoring.unlock();
        }
    }

    static void expectEmpty(Store store) throws IOException {
        long events = store.get(Keys.COUNT).map(Keys::number).orElse(0L);
        if (events > 0) {
            throw new NotEmptyException(events);
        }
    }

    private static Summary fill(Store into, InputStream in) throws IOException {
        Filling filling = new Filling(into);
        Summary told = BackupReader.read(in, filling::add);
        filling.write();
        BackupContents seen = new BackupContents();
        BackupContents.of(into, (key, value) -> {
            seen.add(key, value);
            return true;
        });
        Summary found = seen.summary();
        if (!found.equals(told)) {
            throw new DamagedBackupException("what was restored is not what the backup holds: " + found.entries()
                    + " entries with digest " + found.sha256() + " in place of " + told.entries() + " with "
                    + told.sha256() + "; look at the disk");
        }
        return told;
    }

    /** Gathers entries to batches. */
    private static final class Filling {
        private final Store into;
        private Batch batch = new Batch();
        private long bytes;

        Filling(Store into) {
            this.into = into;
        }

        void add(byte[] key, byte[] value) throws StoreException {
            batch.put(key, value);
            bytes += key.length + value.length;
            if (batch.changes().size() >= ENTRIES_TOGETHER || bytes >= BYTES_TOGETHER) {
                write();
            }
        }

        void write() throws StoreException {
            into.commit(batch);
            batch = new Batch();
            bytes = 0;
        }
    }
}
