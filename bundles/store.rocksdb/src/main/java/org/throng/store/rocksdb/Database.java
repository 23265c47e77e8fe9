// SPDX-License-Identifier: MIT
package org.throng.store.rocksdb;

import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.stream.Stream;
import org.rocksdb.BlockBasedTableConfig;
import org.rocksdb.BloomFilter;
import org.rocksdb.Cache;
import org.rocksdb.CompressionType;
import org.rocksdb.Filter;
import org.rocksdb.InfoLogLevel;
import org.rocksdb.Options;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.Snapshot;
import org.rocksdb.WALRecoveryMode;
import org.rocksdb.WriteBufferManager;
import org.throng.store.StoreException;

/**
 * The database in a store's folder, with the settings that it is opened with.
 *
 * <p>Recovery reads the log up to the first record that is not whole: what a power cut leaves behind the last fsync, in whatever
 * order the disk wrote it, was acknowledged to nobody.
 */
final class Database implements AutoCloseable {
    private static final long MIB = 1 << 20;
    private static final int BLOOM_BITS = 10;

    private final Path folder;
    private final Options options;
    private final Filter filter;
    private RocksDB open;

    private Database(Path folder, Cache cache, WriteBufferManager buffers) {
        this.folder = folder;
        filter = new BloomFilter(BLOOM_BITS);
        options = new Options()
                .setCreateIfMissing(true)
                .setWalRecoveryMode(WALRecoveryMode.PointInTimeRecovery)
                .setTableFormatConfig(new BlockBasedTableConfig()
                        .setBlockCache(cache)
                        .setFilterPolicy(filter)
                        .setFormatVersion(5)
                        .setCacheIndexAndFilterBlocks(true)
                        .setPinL0FilterAndIndexBlocksInCache(true))
                .setWriteBufferManager(buffers)
                .setWriteBufferSize(16 * MIB)
                .setMaxWriteBufferNumber(3)
                .setMaxTotalWalSize(64 * MIB)
                .setMaxBackgroundJobs(2)
                .setMaxOpenFiles(500)
                .setLevelCompactionDynamicLevelBytes(true)
                .setCompressionType(CompressionType.LZ4_COMPRESSION)
                .setInfoLogLevel(InfoLogLevel.WARN_LEVEL)
                .setMaxLogFileSize(MIB)
                .setKeepLogFileNum(2)
                .setStatsDumpPeriodSec(0)
                .setStatsPersistPeriodSec(0);
    }

    static Path place(Path folder) {
        return folder.resolve("rocksdb");
    }

    static Database open(Path given, Cache cache, WriteBufferManager buffers) throws StoreException {
        Path folder = given.toAbsolutePath().normalize();
        Database database = new Database(folder, cache, buffers);
        try {
            Files.createDirectories(folder, ownerOnly());
            if (!Files.exists(place(folder))) {
                Files.createDirectory(place(folder), ownerOnly());
            }
            database.reopen();
            return database;
        } catch (IOException e) {
            database.close();
            throw e instanceof StoreException trouble
                    ? trouble
                    : new StoreException(
                            database + " could not be opened: look at its permissions and at the disk's free space", e);
        }
    }

    private static FileAttribute<?>[] ownerOnly() {
        return FileSystems.getDefault().supportedFileAttributeViews().contains("posix")
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"))
                }
                : new FileAttribute<?>[0];
    }

    /** Recovers what is there; what was open before is closed. */
    void reopen() throws StoreException {
        if (open != null) {
            open.close();
            open = null;
        }
        try {
            open = RocksDB.open(options, place(folder).toString());
        } catch (RocksDBException e) {
            if (String.valueOf(e.getMessage()).contains("lock")) {
                throw new StoreException(this + " is in use: stop the other node, or give this one another home", e);
            }
            throw trouble("could not be opened", e);
        }
    }

    /** @throws StoreException where it could not be opened again after trouble */
    RocksDB get() throws StoreException {
        if (open == null) {
            throw new StoreException(this + " is not open: look at the disk's free space and health");
        }
        return open;
    }

    /** Only while it is open. */
    void release(Snapshot snapshot) {
        open.releaseSnapshot(snapshot);
    }

    boolean isOpen() {
        return open != null;
    }

    /** @throws StoreException where the disk has less left; what is stored can still be read then */
    void expectRoom(long bytes) throws StoreException {
        long left = folder.toFile().getUsableSpace();
        if (left < bytes) {
            throw new StoreException("the disk of " + this + " is full: " + (left >> 20) + " MiB are left, "
                    + (bytes >> 20) + " MiB are needed to write safely");
        }
    }

    long size() throws StoreException {
        long bytes = 0;
        try (Stream<Path> files = Files.list(place(folder))) {
            for (Path file : (Iterable<Path>) files::iterator) {
                bytes += sizeOf(file);
            }
            return bytes;
        } catch (IOException e) {
            throw new StoreException("the files of " + this + " cannot be listed", e);
        }
    }

    private static long sizeOf(Path file) throws IOException {
        try {
            return Files.isRegularFile(file) ? Files.size(file) : 0;
        } catch (NoSuchFileException e) {
            return 0; // RocksDB removes old files at any time
        }
    }

    @Override
    public void close() {
        if (open != null) {
            open.close();
            open = null;
        }
        options.close();
        filter.close();
    }

    /** RocksDB's own text may repeat a key, so its code stands in its place. */
    StoreException trouble(String what, RocksDBException e) {
        String code = e.getStatus() == null
                ? "no status"
                : String.valueOf(e.getStatus().getCodeString());
        String look = Files.isWritable(place(folder))
                ? "look at the disk's free space and health"
                : "its folder cannot be written: the disk is read-only, or the folder is somebody else's";
        return new StoreException(this + " " + what + " (RocksDB " + code + "): " + look, e);
    }

    @Override
    public String toString() {
        return "the store in " + folder;
    }
}
