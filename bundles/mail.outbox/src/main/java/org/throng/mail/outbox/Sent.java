// SPDX-License-Identifier: MIT
package org.throng.mail.outbox;

import org.throng.event.EventId;
import org.throng.mail.SentKey;
import org.throng.mailbox.Changes;
import org.throng.mailbox.Drawer;
import org.throng.mailbox.Letter;
import org.throng.parcel.tlv.ShortId;

/** The note by which an acknowledgement finds its letter. */
final class Sent {
    private Sent() {}

    static void note(Changes changes, Letter letter, EventId rumor) {
        String key = SentKey.of(
                letter.owner(), letter.peer(), ShortId.ofFirst(rumor.bytes()).hex());
        changes.put(Drawer.NOTE, key, letter.id().bytes());
    }
}
