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
}
