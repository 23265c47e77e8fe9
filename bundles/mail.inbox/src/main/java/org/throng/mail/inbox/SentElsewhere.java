// SPDX-License-Identifier: MIT
package org.throng.mail.inbox;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.throng.curve.PublicKey;
import org.throng.event.EventId;
import org.throng.event.MalformedException;
import org.throng.identity.Contact;
import org.throng.identity.Identities;
import org.throng.identity.IdentityException;
import org.throng.mailbox.Changes;
import org.throng.mailbox.Letter;
import org.throng.mailbox.Mailbox;
import org.throng.parcel.file.Manifest;
import org.throng.parcel.rumor.Rumor;

/**
 * What another node of mine sent to somebody, and to me once more as a copy: it is filed under their conversation, as sent
 * (docs/protocol.md, section 6).
 */
final class SentElsewhere {
    private static final String DETAIL = "sent by another node of yours";

    private SentElsewhere() {}

    /** To whom an own rumor went; empty for somebody else's, and for a note to myself. */
    static Optional<PublicKey> recipient(Rumor rumor, PublicKey owner) {
        if (!rumor.pubkey().equals(owner)) {
            return Optional.empty();
        }
        return rumor.tags().stream()
                .filter(tag ->
                        tag.size() > 1 && tag.get(0).equals("p") && tag.get(1).matches("[0-9a-f]{64}"))
                .map(tag -> PublicKey.ofHex(tag.get(1)))
                .findFirst()
                .filter(peer -> !peer.equals(owner));
    }

    static void keep(
            Mailbox mailbox,
            Identities identities,
            Changes changes,
            PublicKey owner,
            PublicKey peer,
            String scheme,
            Rumor rumor,
            long now)
            throws IOException, IdentityException {
        if (identities.contact(owner, peer).isEmpty()) { // whom one writes to is a contact
            identities.put(owner, new Contact(peer, Optional.empty(), List.of(), Optional.empty(), false, false, now));
        }
        if (rumor.kind() == Rumor.DELETION) {
            delete(mailbox, changes, owner, rumor);
        }
        EventId id = rumor.id();
        changes.put(new Letter(
                0,
                id,
                Optional.of(id),
                owner,
                peer,
                true,
                rumor.kind(),
                rumor.content(),
                rumor.tags(),
                rumor.createdAt(),
                now,
                scheme,
                Letter.State.POSTED,
                rumor.kind() == Rumor.FILE ? DETAIL + named(rumor) : DETAIL,
                Optional.empty()));
    }

    /** The chunks were sealed for one reader and lie on the recipient's relays: they are not fetched a second time. */
    private static String named(Rumor rumor) {
        try {
            Manifest manifest = Manifest.read(rumor);
            return ": a file of " + manifest.size() + " bytes, which that node has";
        } catch (MalformedException e) {
            return ": a file in a form that this node does not know";
        }
    }

    private static void delete(Mailbox mailbox, Changes changes, PublicKey owner, Rumor rumor) throws IOException {
        for (List<String> tag : rumor.tags()) {
            if (tag.size() > 1 && tag.get(0).equals("e") && tag.get(1).matches("[0-9a-f]{64}")) {
                EventId gone = EventId.ofHex(tag.get(1));
                if (mailbox.find(owner, gone).filter(Letter::outgoing).isPresent()) {
                    changes.remove(owner, gone);
                }
            }
        }
    }
}
