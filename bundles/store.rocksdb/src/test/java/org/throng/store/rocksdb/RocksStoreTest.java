// SPDX-License-Identifier: MIT
package org.throng.store.rocksdb;

import org.throng.itests.contracts.StoreContract;
import org.throng.store.Stores;

class RocksStoreTest extends StoreContract {
    @Override
    protected Stores stores() {
        return new RocksStores(16 << 20, 64 << 20);
    }
}
