// SPDX-License-Identifier: MIT
package org.throng.scheme;

import org.throng.event.EventId;
import org.throng.parcel.SealedPlain;

/**
 * A header that is for me.
 *
 * @param index of the sighting in the list that was asked about
 * @param reader whose key opened it; its secret must be open again while the body is opened
 * @param plain what it says
 * @param bodySecret of a header that was found by look-up: {@link OneTimeKey#bodySecret}, 32 bytes, which also says which
 *     of the expected keys it was; of one found by agreement: empty
 * @param isVoid its mac is right and it is refused all the same, as for its day: nothing of it counts and nothing is opened,
 *     {@code plain} means nothing, but its one-time key is used up. Only of a header that was found by look-up
 */
public record Match(int index, Reader reader, SealedPlain plain, byte[] bodySecret, boolean isVoid) {
    private static final SealedPlain NOTHING =
            new SealedPlain(new byte[SealedPlain.KEY_LENGTH], EventId.of(new byte[EventId.LENGTH]), 0, 0, 0);

    public Match {
        bodySecret = bodySecret.clone();
    }

    /** A header that counts. */
    public Match(int index, Reader reader, SealedPlain plain, byte[] bodySecret) {
        this(index, reader, plain, bodySecret, false);
    }

    /** A header that is void. */
    public static Match ofVoid(int index, Reader reader, byte[] bodySecret) {
        return new Match(index, reader, NOTHING, bodySecret, true);
    }

    /** A header that was found by key agreement. */
    public Match(int index, Reader reader, SealedPlain plain) {
        this(index, reader, plain, new byte[0]);
    }

    /** A copy. */
    @Override
    public byte[] bodySecret() {
        return bodySecret.clone();
    }

    @Override
    public String toString() {
        return "Match[" + index + "]";
    }
}
