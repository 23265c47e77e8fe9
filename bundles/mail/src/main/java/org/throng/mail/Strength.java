// SPDX-License-Identifier: MIT
package org.throng.mail;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.throng.curve.PublicKey;
import org.throng.mailbox.Changes;
import org.throng.mailbox.Drawer;
import org.throng.mailbox.Mailbox;
import org.throng.parcel.SchemeId;

/**
 * How well a scheme keeps words. The strongest that came from a contact is a floor: nothing weaker is sent there by itself,
 * and what comes weaker is shown (docs/protocol.md, section 3).
 */
public enum Strength {
    /** Whoever steals the receiver's key reads it. */
    DIRECT,
    /** A later quantum computer does not read it; a thief does not, once the KEM key is erased. */
    PQ,
    /** A thief does not read what was consumed. */
    TAGGED;

    /** Of a scheme's number; unknown ones are as direct. */
    public static Strength of(int scheme) {
        return switch (scheme) {
            case SchemeId.TAGGED -> TAGGED;
            case SchemeId.PQ -> PQ;
            default -> DIRECT;
        };
    }

    /** The floor of a contact. */
    public static Strength floor(Mailbox mailbox, PublicKey owner, PublicKey peer) throws IOException {
        Optional<byte[]> held = mailbox.note(Drawer.PEER, PeerKey.floor(owner, peer));
        return held.isEmpty() ? DIRECT : valueOf(new String(held.get(), StandardCharsets.US_ASCII));
    }

    /** Raises the floor to this one, where it is lower. */
    public void raise(Mailbox mailbox, Changes changes, PublicKey owner, PublicKey peer) throws IOException {
        if (compareTo(floor(mailbox, owner, peer)) > 0) {
            changes.put(Drawer.PEER, PeerKey.floor(owner, peer), name().getBytes(StandardCharsets.US_ASCII));
        }
    }
}
