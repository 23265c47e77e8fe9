// SPDX-License-Identifier: MIT
package org.throng.relay.events;

import org.throng.store.StoreException;

/** What one question may look at, so that none takes a thread for minutes; and when it has to let others have their turn. */
final class Budget {
    /** Index entries that are looked at between two pauses: some milliseconds. */
    private static final int TURN = 1_000;

    private long left;
    private final long turn;
    private long leftOfTurn;

    /** @param turn entries that are looked at before a pause */
    Budget(long entries, long turn) {
        this.left = entries;
        this.turn = turn;
        this.leftOfTurn = turn;
    }

    /** For a question that is answered in one go. */
    static Budget whole(long entries) {
        return new Budget(entries, Long.MAX_VALUE);
    }

    /** For a question that is answered in turns. */
    static Budget inTurns(long entries) {
        return new Budget(entries, TURN);
    }

    void spend() throws TooBroadException {
        if (left-- == 0) {
            throw new TooBroadException();
        }
        leftOfTurn--;
    }

    /** Whether this turn is over. */
    boolean isPauseDue() {
        return leftOfTurn <= 0;
    }

    /** The next turn begins. */
    void goOn() {
        leftOfTurn = turn;
    }

    /** The question has too few words for what is stored. */
    static final class TooBroadException extends StoreException {
        private static final long serialVersionUID = 1;

        TooBroadException() {
            super("too much has to be looked through for this: add ids, authors, kinds, tags or a span of time");
        }
    }
}
