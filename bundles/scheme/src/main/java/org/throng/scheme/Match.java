// SPDX-License-Identifier: MIT
package org.throng.scheme;

import org.throng.parcel.SealedPlain;

/**
 * A header that is for me.
 *
 * @param index of the sighting in the list that was asked about
 * @param reader whose key opened it; its secret must be open again while the body is opened
 * @param plain what it says
 */
public record Match(int index, Reader reader, SealedPlain plain) {
    @Override
    public String toString() {
        return "Match[" + index + "]";
    }
}
