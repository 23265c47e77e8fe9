// SPDX-License-Identifier: MIT
package org.throng.store.derby;

import org.throng.itests.contracts.StoreContract;
import org.throng.store.Stores;

class DerbyStoreTest extends StoreContract {
    @Override
    protected Stores stores() {
        return new DerbyStores(2_000, 64 << 20);
    }
}
