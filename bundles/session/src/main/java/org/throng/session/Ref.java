// SPDX-License-Identifier: MIT
package org.throng.session;

import org.throng.event.EventId;

/**
 * What a body carries that must not be lost.
 *
 * @param letter the letter's id in the mailbox
 * @param piece which of its bodies, from 0
 * @param pieces how many bodies it has, 1 to 20
 * @param place where the header goes; another index of the same letter, piece and place takes this one's place: the earlier
 *     one is given up
 */
public record Ref(EventId letter, int piece, int pieces, String place) {
    public Ref {
        if (pieces < 1 || pieces > 20 || piece < 0 || piece >= pieces) {
            throw new IllegalArgumentException(
                    "expected piece 0 to n - 1 of n = 1 to 20, got " + piece + " of " + pieces);
        }
    }

    /** Says nothing of what and where. */
    @Override
    public String toString() {
        return "Ref[" + piece + " of " + pieces + "]";
    }
}
