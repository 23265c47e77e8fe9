// SPDX-License-Identifier: MIT
package org.throng.mail;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.OptionalLong;
import org.throng.cipher.Bytes;
import org.throng.curve.PublicKey;
import org.throng.mailbox.Changes;
import org.throng.mailbox.Drawer;
import org.throng.mailbox.Mailbox;

/** That another node of an identity of mine was heard of, in the drawer of notes, and when it last showed itself. */
public final class OtherNode {
    /** Seconds after which one that shows nothing of itself counts as gone (docs/protocol.md, section 6). */
    public static final long GONE_AFTER = 30L * 86_400;

    private OtherNode() {}

    /** When it was last heard of, UNIX seconds; empty where none ever was. */
    public static OptionalLong heardOf(Mailbox mailbox, PublicKey npub) throws IOException {
        return mailbox.note(Drawer.NOTE, key(npub))
                .map(seen -> OptionalLong.of(ByteBuffer.wrap(seen).getLong()))
                .orElseGet(OptionalLong::empty);
    }

    /** It showed itself. */
    public static Changes note(Changes changes, PublicKey npub, long seconds) {
        return changes.put(Drawer.NOTE, key(npub), Bytes.u64(seconds));
    }

    private static String key(PublicKey npub) {
        return "other-node:" + npub.hex();
    }
}
