// SPDX-License-Identifier: MIT
package org.throng.store.rocksdb;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.throng.store.Batch;
import org.throng.store.Store;
import org.throng.store.StoreException;

class LeaveNothingTest {
    @TempDir
    private Path temp;

    private void use(RocksStores stores, String name) throws StoreException {
        try (Store store = stores.open(temp.resolve(name))) {
            store.commit(new Batch().put(new byte[] {1}, new byte[] {2}));
            assertTrue(store.get(new byte[] {1}).isPresent());
        }
    }

    @Test
    void noThreadOfJavaStaysAndNothingLiesOutsideTheFolder() throws Exception {
        try (RocksStores stores = new RocksStores(8 << 20, 0)) {
            use(stores, "warm");
        }
        Set<Thread> threads = new HashSet<>(Thread.getAllStackTraces().keySet());
        Path working = Path.of("").toAbsolutePath();
        List<String> before = names(working);
        try (RocksStores stores = new RocksStores(8 << 20, 0)) {
            use(stores, "a");
        }
        Set<Thread> left = new HashSet<>(Thread.getAllStackTraces().keySet());
        left.removeAll(threads);
        assertEquals(Set.of(), left);
        assertEquals(before, names(working));
    }

    @Test
    void storeThatDoesNotOpenSaysWhyAndOpensOnceItIsMended() throws Exception {
        Path current = temp.resolve("b/rocksdb/CURRENT");
        try (RocksStores stores = new RocksStores(8 << 20, 0)) {
            use(stores, "b");
            String right = Files.readString(current);
            Files.writeString(current, "no database");
            StoreException refused = assertThrows(StoreException.class, () -> use(stores, "b"));
            assertTrue(refused.getMessage().contains("could not be opened"), refused.getMessage());
            Files.writeString(current, right);
            use(stores, "b");
        }
    }

    private static List<String> names(Path folder) throws Exception {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(Path::toString).sorted().toList();
        }
    }
}
