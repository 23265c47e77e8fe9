// SPDX-License-Identifier: MIT
package org.throng.mail;

import org.throng.curve.PublicKey;
import org.throng.event.EventId;

/** The keys in the drawer of notes that mark letters which failed: counted at each look at the status. */
public final class FailedKey {
    /** How they all begin. */
    public static final String PREFIX = "failed:";

    private FailedKey() {}

    public static String of(PublicKey owner, EventId letter) {
        return PREFIX + owner.hex() + ":" + letter.hex();
    }
}
