// SPDX-License-Identifier: MIT
package org.throng.store.rocksdb;

import java.util.function.Supplier;
import org.throng.itests.contracts.StoreKillsContract;
import org.throng.store.Stores;

class KillsTest extends StoreKillsContract {
    /** For the process that is killed. */
    public static final class Small implements Supplier<Stores> {
        @Override
        public Stores get() {
            return new RocksStores(8 << 20, 0);
        }
    }

    @Override
    protected Class<? extends Supplier<Stores>> stores() {
        return Small.class;
    }
}
