// SPDX-License-Identifier: MIT
package org.throng.scheme;

import org.throng.parcel.SealedPlain;

/**
 * A header that is for me.
 *
 * @param index of the sighting in the list that was asked about
 * @param reader whose key opened it; its secret must be open again while the body is opened
 * @param plain what it says
 * @param bodySecret of a header that was found by look-up: {@link OneTimeKey#bodySecret}, 32 bytes, which also says which
 *     of the expected keys it was; of one found by agreement: empty
 */
public record Match(int index, Reader reader, SealedPlain plain, byte[] bodySecret) {
    public Match {
        bodySecret = bodySecret.clone();
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
