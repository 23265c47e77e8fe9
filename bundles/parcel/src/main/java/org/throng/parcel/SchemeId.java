// SPDX-License-Identifier: MIT
package org.throng.parcel;

/** The numbers of the schemes, as a header names them (docs/protocol.md, section 4). */
public final class SchemeId {
    /** Found by ECDH, sealed to the receiver's key alone. */
    public static final int DIRECT = 1;

    /** Found by look-up, inside a session. */
    public static final int TAGGED = 2;

    /** Found by ECDH, with an ML-KEM layer inside. */
    public static final int PQ = 3;

    /** Found by ECDH with a channel's reading key. */
    public static final int CHANNEL = 4;

    /** From here to 65,535: schemes that two sides agreed on between themselves, found by ECDH. */
    public static final int PRIVATE_FROM = 0x8000;

    private SchemeId() {}

    /** Whether a header that ECDH found may name this scheme. */
    public static boolean isFoundByAgreement(int scheme) {
        return scheme == DIRECT || scheme == PQ || scheme == CHANNEL || scheme >= PRIVATE_FROM;
    }
}
