// SPDX-License-Identifier: MIT
package org.throng.store.rocksdb;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.throng.store.Batch;
import org.throng.store.Store;
import org.throng.store.StoreException;

class FullDiskTest {
    @TempDir
    private Path temp;

    @Test
    void nothingIsWrittenIntoTheReserveAndAllCanBeRead() throws StoreException {
        byte[] key = {1};
        try (Store store = new RocksStores(8 << 20, 0).open(temp)) {
            store.commit(new Batch().put(key, new byte[] {2}));
        }
        try (Store store = new RocksStores(8 << 20, Long.MAX_VALUE).open(temp)) {
            StoreException full =
                    assertThrows(StoreException.class, () -> store.commit(new Batch().put(key, new byte[] {3})));
            assertTrue(full.getMessage().contains("is full"), full.getMessage());
            assertArrayEquals(new byte[] {2}, store.get(key).orElseThrow());
            int[] seen = {0};
            store.scan(new byte[0], new byte[] {9}, (k, v) -> {
                seen[0]++;
                return true;
            });
            assertEquals(1, seen[0]);
        }
    }

    /** Whoever may do all, such as root, can write everywhere but on a disk that is read-only. */
    @Test
    void folderThatCannotBeWrittenIsSaidToBeThat() throws StoreException {
        try (Store store = new RocksStores(8 << 20, 0).open(temp)) {
            store.commit(new Batch().put(new byte[] {1}, new byte[] {2}));
        }
        Path inside = Database.place(temp);
        assertTrue(inside.toFile().setWritable(false));
        try {
            assumeFalse(Files.isWritable(inside), "this user may write everywhere");
            StoreException closed = assertThrows(StoreException.class, () -> new RocksStores(8 << 20, 0).open(temp));
            assertTrue(closed.getMessage().contains("cannot be written"), closed.getMessage());
        } finally {
            assertTrue(inside.toFile().setWritable(true));
        }
        try (Store store = new RocksStores(8 << 20, 0).open(temp)) {
            assertArrayEquals(new byte[] {2}, store.get(new byte[] {1}).orElseThrow());
        }
    }
}
