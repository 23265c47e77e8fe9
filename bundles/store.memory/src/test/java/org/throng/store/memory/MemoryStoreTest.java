// SPDX-License-Identifier: MIT
package org.throng.store.memory;

import org.throng.itests.contracts.StoreContract;
import org.throng.store.Stores;

class MemoryStoreTest extends StoreContract {
    @Override
    protected Stores stores() {
        return new MemoryStores();
    }
}
