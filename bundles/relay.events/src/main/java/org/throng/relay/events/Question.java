// SPDX-License-Identifier: MIT
package org.throng.relay.events;

import org.throng.store.StoreException;

/** What a client asked of the stored events, answered in turns, so that those who ask for much leave room for the others. */
interface Question {
    /** How a turn ended. */
    enum Turn {
        /** It is answered, or has ended. */
        DONE,
        /** The client has to read first. */
        FULL,
        /** It goes on when others had their turn. */
        AGAIN
    }

    Turn step() throws StoreException;

    /** It cannot be answered. */
    void fail(String reason);
}
