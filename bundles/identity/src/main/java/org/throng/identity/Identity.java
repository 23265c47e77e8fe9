// SPDX-License-Identifier: MIT
package org.throng.identity;

import java.util.List;
import org.throng.curve.PublicKey;
import org.throng.event.RelayUrl;

/**
 * One of my names: what may be known of it while the vault is locked.
 *
 * @param label mine alone, never published; 1 to 64 characters
 * @param createdAt UNIX seconds
 * @param relays in the order of the profile: only appended to or blanked, see docs/protocol.md, section 3
 */
public record Identity(PublicKey npub, String label, long createdAt, List<RelayUrl> relays) {
    /** Characters of a label at most. */
    public static final int MAX_LABEL = 64;

    public Identity {
        if (!isLabel(label)) {
            throw new IllegalArgumentException("a label has 1 to 64 characters on one line");
        }
        relays = List.copyOf(relays);
    }

    /**
     * Whether a text can be a label or a petname: 1 to 64 characters, none of which starts a line or turns the
     * direction of writing: a name must not be able to look like another one.
     */
    public static boolean isLabel(String text) {
        return !text.isBlank()
                && text.codePointCount(0, text.length()) <= MAX_LABEL
                && text.codePoints().noneMatch(Identity::isMisleading);
    }

    private static boolean isMisleading(int c) {
        return Character.isISOControl(c) || c >= 0x2028 && c <= 0x202e || c >= 0x2066 && c <= 0x2069;
    }
}
