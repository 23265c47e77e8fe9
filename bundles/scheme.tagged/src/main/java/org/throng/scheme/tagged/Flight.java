// SPDX-License-Identifier: MIT
package org.throng.scheme.tagged;

import java.io.IOException;
import org.throng.event.EventId;
import org.throng.parcel.tlv.ShortId;

/**
 * An index that was drawn, and of which the peer has not said that it has it.
 *
 * @param chain mine
 * @param letter that it carries a piece of; null where it carries none, or where another node of the contact has all of it
 * @param place the first 8 bytes of SHA-256 of where the header goes
 * @param settled another node of the contact has the letter
 * @param missedAt when the first later body of the peer came; 0 = none came
 */
record Flight(
        ShortId chain,
        long index,
        EventId letter,
        int piece,
        ShortId place,
        boolean settled,
        long drawnAt,
        long missedAt) {
    /** A body without words, which may get lost. */
    boolean isWordless() {
        return letter == null && !settled;
    }

    boolean carries(EventId other) {
        return letter != null && letter.equals(other);
    }

    /** For this node alone it goes on, but nobody waits for it. */
    Flight settle() {
        return new Flight(chain, index, null, piece, place, true, drawnAt, missedAt);
    }

    Flight missed(long now) {
        return missedAt != 0 ? this : new Flight(chain, index, letter, piece, place, settled, drawnAt, now);
    }

    /** When it is given up without a word, or, where it carries a letter, missed. */
    long due() {
        long missing = missedAt == 0 ? Rules.NEVER : missedAt + Rules.HOLE;
        return isWordless() ? Math.min(missing, drawnAt + Rules.WORDLESS) : missing;
    }

    void write(Out out) {
        out.id(chain)
                .u32(index)
                .maybe(letter, out::id)
                .u8(piece)
                .id(place)
                .flag(settled)
                .u64(drawnAt)
                .u64(missedAt);
    }

    static Flight read(In in) throws IOException {
        return new Flight(in.id(), in.u32(), in.maybe(In::event), in.u8(), in.id(), in.flag(), in.u64(), in.u64());
    }
}
