// SPDX-License-Identifier: MIT
package org.throng.mail;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.throng.curve.PublicKey;
import org.throng.event.Event;
import org.throng.event.EventReader;
import org.throng.event.MalformedException;
import org.throng.mailbox.Changes;
import org.throng.mailbox.Drawer;
import org.throng.mailbox.Mailbox;

/** Profile events (kind 14610) as they lie in the mailbox: the newest that was seen of a peer, and the last of my own. */
public final class KeptProfile {
    private KeptProfile() {}

    /** The newest of a peer. */
    public static Optional<Event> of(Mailbox mailbox, PublicKey peer) throws IOException {
        return read(mailbox.note(Drawer.PEER, PeerKey.profile(peer)));
    }

    /** Puts a newer one of a peer in place of what is there; nothing is known to be missing any longer. */
    public static Changes put(Changes changes, Event profile) {
        PublicKey peer = profile.pubkey();
        return changes.put(Drawer.PEER, PeerKey.profile(peer), bytes(profile)).remove(Drawer.PEER, PeerKey.stale(peer));
    }

    /** What was published last of an identity of mine. */
    public static Optional<Event> own(Mailbox mailbox, PublicKey npub) throws IOException {
        return read(mailbox.note(Drawer.NOTE, PeerKey.own(npub)));
    }

    /** Keeps what is published now. */
    public static Changes putOwn(Changes changes, Event profile) {
        return changes.put(Drawer.NOTE, PeerKey.own(profile.pubkey()), bytes(profile));
    }

    private static byte[] bytes(Event profile) {
        return profile.json().getBytes(StandardCharsets.UTF_8);
    }

    private static Optional<Event> read(Optional<byte[]> json) throws IOException {
        if (json.isEmpty()) {
            return Optional.empty();
        }
        try {
            return Optional.of(EventReader.event(new String(json.get(), StandardCharsets.UTF_8)));
        } catch (MalformedException e) {
            throw new IOException("a stored profile is not in the form of this version", e);
        }
    }
}
