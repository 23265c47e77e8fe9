// SPDX-License-Identifier: MIT
package org.throng.mail;

import org.throng.curve.PublicKey;

/** The keys in the drawer of notes under which a letter's id lies until its acknowledgement comes. */
public final class SentKey {
    private SentKey() {}

    /** @param rumor the first 8 bytes of the rumor's id, in hex */
    public static String of(PublicKey owner, PublicKey peer, String rumor) {
        return "sent:" + owner.hex() + ":" + peer.hex() + ":" + rumor;
    }
}
