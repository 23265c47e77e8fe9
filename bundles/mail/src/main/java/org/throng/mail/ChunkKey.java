// SPDX-License-Identifier: MIT
package org.throng.mail;

import org.throng.curve.PublicKey;
import org.throng.event.EventId;

/** The keys in the drawer of chunks: the plain bytes of a letter's file, in pieces. */
public final class ChunkKey {
    /** Bytes of a piece, the last one apart. */
    public static final int LENGTH = 32_752;

    private ChunkKey() {}

    /** Piece {@code index} of a letter's file. */
    public static String of(PublicKey owner, EventId letter, int index) {
        return owner.hex() + ":" + letter.hex() + ":" + index;
    }
}
