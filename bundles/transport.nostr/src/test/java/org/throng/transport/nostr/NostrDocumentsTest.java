// SPDX-License-Identifier: MIT
package org.throng.transport.nostr;

import java.time.Clock;
import org.junit.jupiter.api.AfterEach;
import org.throng.itests.contracts.DocumentsContract;
import org.throng.transport.Documents;
import org.throng.transport.FeedAddress;
import org.throng.transport.TransportException;

class NostrDocumentsTest extends DocumentsContract {
    private final NostrTransport transport = new NostrTransport(null, Clock.systemUTC());

    @Override
    protected Documents documents(FeedAddress feed) throws TransportException {
        return transport.documents(feed);
    }

    @AfterEach
    void stop() throws Exception {
        transport.close();
    }
}
