// SPDX-License-Identifier: MIT
package org.throng.mail;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.throng.curve.PublicKey;
import org.throng.mailbox.Changes;
import org.throng.mailbox.Drawer;
import org.throng.mailbox.Mailbox;

/**
 * The newest session that began with a contact. Each one after the first is told to the owner, for somebody who has the
 * contact's key could have begun it (docs/protocol.md, section 6).
 *
 * @param at UNIX seconds
 * @param count which one it is, from 1
 */
public record Begun(long at, int count) {
    /** What is kept of the newest; empty where none ever stood. */
    public static Optional<Begun> newest(Mailbox mailbox, PublicKey owner, PublicKey peer) throws IOException {
        return mailbox.note(Drawer.PEER, PeerKey.begun(owner, peer)).map(Begun::read);
    }

    /** Notes that one more began. */
    public static void another(Mailbox mailbox, Changes changes, PublicKey owner, PublicKey peer, long at)
            throws IOException {
        int before = newest(mailbox, owner, peer).map(Begun::count).orElse(0);
        byte[] bytes = (at + " " + (before + 1)).getBytes(StandardCharsets.US_ASCII);
        changes.put(Drawer.PEER, PeerKey.begun(owner, peer), bytes);
        if (before > 0) {
            changes.put(Drawer.PEER, PeerKey.unsaid(owner, peer), new byte[] {1});
        }
    }

    /** Forgets all sessions with somebody. */
    public static void forget(Changes changes, PublicKey owner, PublicKey peer) {
        changes.remove(Drawer.PEER, PeerKey.begun(owner, peer)).remove(Drawer.PEER, PeerKey.unsaid(owner, peer));
    }

    private static Begun read(byte[] bytes) {
        String[] words = new String(bytes, StandardCharsets.US_ASCII).split(" ");
        return new Begun(Long.parseLong(words[0]), Integer.parseInt(words[1]));
    }
}
