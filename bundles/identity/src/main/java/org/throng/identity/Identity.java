// SPDX-License-Identifier: MIT
package org.throng.identity;

import java.util.List;
import java.util.OptionalLong;
import org.throng.curve.PublicKey;
import org.throng.event.RelayUrl;

/**
 * One of my names: what may be known of it while the vault is locked.
 *
 * @param label mine alone, never published; 1 to 64 characters
 * @param createdAt UNIX seconds
 * @param relays in the order of the profile: only appended to or blanked, see docs/protocol.md, section 3
 * @param expiresAt UNIX seconds from which on a disposable identity is gone, whoever has its key by then; empty of one that
 *     stays
 */
public record Identity(PublicKey npub, String label, long createdAt, List<RelayUrl> relays, OptionalLong expiresAt) {
    /** Characters of a label at most. */
    public static final int MAX_LABEL = 64;

    public Identity {
        if (!isLabel(label)) {
            throw new IllegalArgumentException("a label has 1 to 64 characters on one line");
        }
        relays = List.copyOf(relays);
    }

    /** One that stays until somebody removes it. */
    public Identity(PublicKey npub, String label, long createdAt, List<RelayUrl> relays) {
        this(npub, label, createdAt, relays, OptionalLong.empty());
    }

    /** Whether it ends by itself. It never uses a relay that the user or a draw did not give to it alone. */
    public boolean isDisposable() {
        return expiresAt.isPresent();
    }

    /** Whether its time is over at a moment, in UNIX seconds. */
    public boolean isOverAt(long now) {
        return expiresAt.isPresent() && expiresAt.getAsLong() <= now;
    }

    /** This one under another label. */
    public Identity named(String other) {
        return new Identity(npub, other, createdAt, relays, expiresAt);
    }

    /** This one on other relays. */
    public Identity on(List<RelayUrl> others) {
        return new Identity(npub, label, createdAt, others, expiresAt);
    }

    /** This one with another end, in UNIX seconds. */
    public Identity until(long end) {
        return new Identity(npub, label, createdAt, relays, OptionalLong.of(end));
    }

    /**
     * Whether a text can be a label or a petname: 1 to 64 characters, none of which starts a line or turns the
     * direction of writing: a name must not be able to look like another one.
     */
    public static boolean isLabel(String text) {
        return !text.isBlank() && isLine(text, MAX_LABEL);
    }

    /** Whether a text has at most so many characters, none of which is misleading as above. */
    static boolean isLine(String text, int most) {
        return text.codePointCount(0, text.length()) <= most
                && text.codePoints().noneMatch(Identity::isMisleading);
    }

    private static boolean isMisleading(int c) {
        return Character.isISOControl(c) || c >= 0x2028 && c <= 0x202e || c >= 0x2066 && c <= 0x2069;
    }
}
