// SPDX-License-Identifier: MIT
package org.throng.mail;

import org.throng.curve.PublicKey;

/** The keys in the drawer of peers. */
public final class PeerKey {
    private PeerKey() {}

    /** The newest profile event of a peer, as JSON. */
    public static String profile(PublicKey peer) {
        return "profile:" + peer.hex();
    }

    /** The relay that a peer's last direct body named for answers, as text. */
    public static String replyRelay(PublicKey owner, PublicKey peer) {
        return "reply:" + owner.hex() + ":" + peer.hex();
    }

    /** The strongest scheme that came from a peer, see {@link Strength}. */
    public static String floor(PublicKey owner, PublicKey peer) {
        return "floor:" + owner.hex() + ":" + peer.hex();
    }

    /** When a relay took the last body without words that asked for a session, UNIX milliseconds in decimal. */
    public static String asked(PublicKey owner, PublicKey peer) {
        return "asked:" + owner.hex() + ":" + peer.hex();
    }

    /** When the newest session with a peer began, and which one it is, see {@link Begun}. */
    public static String begun(PublicKey owner, PublicKey peer) {
        return "begun:" + owner.hex() + ":" + peer.hex();
    }

    /** There while no letter has said yet that another session took the place of an earlier one. */
    public static String unsaid(PublicKey owner, PublicKey peer) {
        return "unsaid:" + owner.hex() + ":" + peer.hex();
    }

    /** The id of a newer profile that a peer told of, 32 bytes, until it is found. */
    public static String stale(PublicKey peer) {
        return "stale:" + peer.hex();
    }

    /** In the drawer of notes: the profile event of mine that was published last, as JSON. */
    public static String own(PublicKey npub) {
        return "own-profile:" + npub.hex();
    }
}
