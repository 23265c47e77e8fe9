// SPDX-License-Identifier: MIT
package org.throng.policy.limits;

import java.util.List;
import org.throng.event.Event;

/** Proof of work (NIP-13). */
final class Proof {
    private Proof() {}

    /** Bits that an event proves: zero bits of its id, but no more than its nonce tag committed to. */
    static int bits(Event event) {
        return Math.min(zeros(event.id().bytes()), committed(event));
    }

    private static int zeros(byte[] id) {
        int zeros = 0;
        for (byte b : id) {
            if (b != 0) {
                return zeros + Integer.numberOfLeadingZeros(b & 0xff) - 24;
            }
            zeros += 8;
        }
        return zeros;
    }

    private static int committed(Event event) {
        for (List<String> tag : event.tags()) {
            if (tag.size() > 2 && tag.get(0).equals("nonce") && tag.get(2).matches("[0-9]{1,3}")) {
                return Integer.parseInt(tag.get(2));
            }
        }
        return 0;
    }
}
