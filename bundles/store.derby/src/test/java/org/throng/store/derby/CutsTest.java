// SPDX-License-Identifier: MIT
package org.throng.store.derby;

import java.nio.file.Path;
import org.throng.itests.contracts.StoreCutsContract;
import org.throng.store.Stores;

class CutsTest extends StoreCutsContract {
    @Override
    protected Stores stores() {
        return new DerbyStores(4_000, 0);
    }

    @Override
    protected Log log(Path folder) {
        return new LogFiles(folder);
    }
}
