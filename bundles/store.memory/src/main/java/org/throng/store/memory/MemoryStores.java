// SPDX-License-Identifier: MIT
package org.throng.store.memory;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentNavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;
import org.osgi.service.component.annotations.Component;
import org.throng.store.Store;
import org.throng.store.StoreException;
import org.throng.store.Stores;

/**
 * The storage variant without a disk. A folder is only a name; what was stored under it is there again when it is opened
 * anew, as long as this variant is there. A crash loses everything.
 */
@Component(
        service = Stores.class,
        property = {"name=memory", "service.ranking:Integer=-100"})
public final class MemoryStores implements Stores {
    private final Map<Path, ConcurrentNavigableMap<byte[], byte[]>> stores = new HashMap<>();
    private final Set<Path> open = new HashSet<>();

    @Override
    public String name() {
        return "memory";
    }

    @Override
    public synchronized Store open(Path given) throws StoreException {
        Path folder = given.toAbsolutePath().normalize();
        if (!open.add(folder)) {
            throw new StoreException("the store in " + folder + " is in use");
        }
        return new MemoryStore(
                folder,
                stores.computeIfAbsent(folder, name -> new ConcurrentSkipListMap<>(Arrays::compareUnsigned)),
                () -> close(folder));
    }

    private synchronized void close(Path folder) {
        open.remove(folder);
    }
}
