// SPDX-License-Identifier: MIT
package org.throng.relay.events;

import org.throng.store.StoreException;

/** What one REQ or COUNT may look at, so that no question takes a thread for minutes. */
final class Budget {
    private long left;

    Budget(long entries) {
        this.left = entries;
    }

    void spend() throws TooBroadException {
        if (left-- == 0) {
            throw new TooBroadException();
        }
    }

    /** The question has too few words for what is stored. */
    static final class TooBroadException extends StoreException {
        private static final long serialVersionUID = 1;

        TooBroadException() {
            super("too much has to be looked through for this: add ids, authors, kinds, tags or a span of time");
        }
    }
}
