// SPDX-License-Identifier: MIT
package org.throng.store.rocksdb;

import java.nio.file.Path;
import org.rocksdb.Cache;
import org.rocksdb.LRUCache;
import org.rocksdb.RocksDB;
import org.rocksdb.WriteBufferManager;
import org.throng.store.Store;
import org.throng.store.StoreException;
import org.throng.store.Stores;

/** The storage variant for servers: flat under load up to millions of entries. All its stores share one cache. */
public final class RocksStores implements Stores, AutoCloseable {
    private final Cache cache;
    private final WriteBufferManager buffers;
    private final long reserve;

    /**
     * Loads the native library.
     *
     * @param cache bytes, for all stores together
     * @param reserve bytes that the disk must have left for a commit to begin
     */
    public RocksStores(long cache, long reserve) {
        RocksDB.loadLibrary();
        this.cache = new LRUCache(cache);
        buffers = new WriteBufferManager(cache / 2, this.cache);
        this.reserve = reserve;
    }

    @Override
    public String name() {
        return "rocksdb";
    }

    @Override
    public Store open(Path folder) throws StoreException {
        return new RocksStore(Database.open(folder, cache, buffers), reserve);
    }

    /** Gives the cache back; every store is closed. */
    @Override
    public void close() {
        buffers.close();
        cache.close();
    }
}
