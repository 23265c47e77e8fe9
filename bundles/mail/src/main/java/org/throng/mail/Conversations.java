// SPDX-License-Identifier: MIT
package org.throng.mail;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.osgi.annotation.versioning.ProviderType;
import org.throng.curve.PublicKey;
import org.throng.identity.IdentityException;
import org.throng.mailbox.Changes;
import org.throng.parcel.Tlv;
import org.throng.scheme.Expected;
import org.throng.session.Line;
import org.throng.session.Ref;
import org.throng.session.Riders;
import org.throng.session.Source;
import org.throng.session.Ticket;

/**
 * What my identities share with their contacts, kept in the mailbox: every call that changes something returns after it is
 * on the disk. The service is there while the mailbox is and a bundle offers sessions.
 *
 * <p><b>Observers.</b> No call touches the network.
 *
 * <p><b>Threads.</b> Any; one step at a time.
 */
@ProviderType
public interface Conversations {
    /** The number of the scheme whose messages sessions key. */
    int scheme();

    /** The sessions on which letters to this contact leave; empty = none stands. */
    List<Line> lines(PublicKey owner, PublicKey peer) throws IOException;

    /** Draws the next index of a line; empty where it is gone or has no room. */
    Optional<Ticket> draw(PublicKey owner, PublicKey peer, String line, Optional<Ref> ref)
            throws IOException, IdentityException;

    /** What is to stand in a body outside sessions; nothing for somebody who is no contact. */
    Riders riders(PublicKey owner, PublicKey peer) throws IOException, IdentityException;

    /** The one-time keys that an identity waits for. */
    Expected expected(PublicKey owner);

    /**
     * Uses up the index of a header whose mac verified, and writes what the caller makes of it in the same write.
     *
     * @return empty where the key is not expected any longer; nothing is written then
     */
    Optional<Index> used(PublicKey owner, byte[] tag, byte[] bodySecret, Noting noting)
            throws IOException, IdentityException;

    /** Takes in what a body said, and writes the caller's changes in the same write. */
    void opened(PublicKey owner, PublicKey peer, Source source, List<Tlv> parts, Changes changes)
            throws IOException, IdentityException;

    /** A body was nowhere; writes the caller's changes in the same write. */
    void lost(PublicKey owner, PublicKey peer, Source.Index index, Changes changes)
            throws IOException, IdentityException;

    /** Does what is due by the clock. Cheap where nothing is. */
    void tick() throws IOException, IdentityException;

    /** Bodies that must leave though there are no words for them. */
    List<Saying> due() throws IOException, IdentityException;

    /** Forgets all that is shared with somebody who is no contact any longer. */
    void forget(PublicKey owner, PublicKey peer) throws IOException;

    /**
     * An index that was used up.
     *
     * @param peer whose message it is
     */
    record Index(PublicKey peer, Source.Index source) {}

    /** Makes the changes that belong to an index. */
    @FunctionalInterface
    interface Noting {
        Changes note(Index index) throws IOException;
    }

    /** @param direct whether it must be outside sessions */
    record Saying(PublicKey owner, PublicKey peer, boolean direct) {}

    /** The key in the drawer of sessions. */
    static String key(PublicKey owner, PublicKey peer) {
        return owner.hex() + ":" + peer.hex();
    }
}
