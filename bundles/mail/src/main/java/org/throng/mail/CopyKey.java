// SPDX-License-Identifier: MIT
package org.throng.mail;

import org.throng.cipher.Bytes;
import org.throng.cipher.Sha256;
import org.throng.curve.PublicKey;
import org.throng.event.EventId;

/**
 * The keys in the drawer of notes under which a letter's id lies until a copy of it, for my other nodes, is not to be sent
 * again.
 */
public final class CopyKey {
    private CopyKey() {}

    /** What stands for the copy wherever a letter's id does: what is said of the copy is not said of the letter. */
    public static EventId copyOf(EventId letter) {
        return EventId.of(Sha256.of(Bytes.join(Bytes.ascii("copy"), letter.bytes())));
    }

    /** @param copy see {@link #copyOf} */
    public static String of(PublicKey owner, EventId copy) {
        return "copy:" + owner.hex() + ":" + copy.hex();
    }
}
