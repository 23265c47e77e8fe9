// SPDX-License-Identifier: MIT
package org.throng.parcel;

import org.throng.cipher.Sha256;
import org.throng.curve.PublicKey;

/**
 * The name of a crowd: two decimal digits d, a colon, the first d bits of taggedHash("throng/crowd", npub) as 0 and 1
 * (docs/protocol.md, section 7).
 */
public record Label(String text) {
    /** Bits of the deepest crowd. */
    public static final int MAX_DEPTH = 8;

    /** Everybody. */
    public static final Label EVERYBODY = new Label("00:");

    public Label {
        if (!isValid(text)) {
            throw new IllegalArgumentException(
                    "a label is two digits d from 00 to 08, a colon and d characters 0 or 1");
        }
    }

    /** The crowd of a key at a depth of 0 to 8 bits. */
    public static Label of(PublicKey npub, int depth) {
        if (depth < 0 || depth > MAX_DEPTH) {
            throw new IllegalArgumentException("a crowd has a depth of 0 to 8 bits, got " + depth);
        }
        int bits = Sha256.tagged("throng/crowd", npub.bytes())[0] & 0xff;
        StringBuilder text = new StringBuilder().append('0').append(depth).append(':');
        for (int bit = 0; bit < depth; bit++) {
            text.append(bits >> (7 - bit) & 1);
        }
        return new Label(text.toString());
    }

    /** Whether this is the one spelling of a label. */
    public static boolean isValid(String text) {
        if (text.length() < 3 || text.charAt(0) != '0' || text.charAt(2) != ':') {
            return false;
        }
        int depth = text.charAt(1) - '0';
        return depth >= 0
                && depth <= MAX_DEPTH
                && text.length() == 3 + depth
                && text.chars().skip(3).allMatch(c -> c == '0' || c == '1');
    }

    @Override
    public String toString() {
        return text;
    }
}
