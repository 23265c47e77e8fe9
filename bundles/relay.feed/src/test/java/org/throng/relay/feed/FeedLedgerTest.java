// SPDX-License-Identifier: MIT
package org.throng.relay.feed;

import java.io.IOException;
import java.nio.file.Path;
import org.throng.event.Event;
import org.throng.itests.contracts.LedgerContract;
import org.throng.relay.Ledger;
import org.throng.store.Store;

class FeedLedgerTest extends LedgerContract {
    @Override
    protected Ledger ledger() {
        try {
            return new World(Path.of("feed")).feed(0);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    protected Store store() throws IOException {
        return World.memory();
    }

    @Override
    protected Event event(int number) {
        return World.header(number, "00:");
    }
}
