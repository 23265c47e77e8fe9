// SPDX-License-Identifier: MIT
package org.throng.parcel.body;

import org.throng.parcel.tlv.KemCiphertext;

/** The inner layer of a body of scheme pq, {@code ct 1088 | inner}: its lengths (docs/protocol.md, section 5). */
public final class PqLayer {
    /** Bytes that the layer takes from the plaintext: the ciphertext and one more tag. */
    public static final int OVERHEAD = KemCiphertext.CIPHERTEXT_LENGTH + BodyKeys.TAG_LENGTH;

    private PqLayer() {}
}
