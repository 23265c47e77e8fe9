// SPDX-License-Identifier: MIT
package org.throng.session;

import java.util.List;
import java.util.Optional;
import org.osgi.annotation.versioning.ConsumerType;
import org.throng.parcel.Tlv;
import org.throng.scheme.OneTimeKey;

/**
 * All that one node of mine shares with all nodes of one contact. An immutable value: each step gives the next one, and a
 * crash between any two leaves one that is whole.
 *
 * <p><b>Promises.</b> No index of a chain is drawn twice. A letter that a ticket names is in the end acknowledged, or asked
 * for {@link News#again again}. Keys are gone from {@link #bytes} as soon as docs/protocol.md, section 6 says so. State does
 * not grow with the number of messages.
 *
 * <p><b>Observers.</b> No call touches the network.
 *
 * <p><b>Threads.</b> Any.
 */
@ConsumerType
public interface Conversation {
    /** Everything, for {@link Sessions#read}. Secret: it belongs into the encrypted mailbox and never into a backup. */
    byte[] bytes();

    /** The sessions on which letters leave, one for each node of the contact; empty = content goes direct. */
    List<Line> lines();

    /** The tags that are expected now, as 8 bytes big-endian. */
    long[] tags();

    /** The expected keys of a tag. */
    List<OneTimeKey> at(long tag);

    /**
     * Draws the next index of a line.
     *
     * @param ref what the body carries; empty for a body that may get lost
     * @return empty where the line is gone or has no room
     */
    Optional<Step<Ticket>> draw(String line, Optional<Ref> ref, Means means);

    /** What is to stand in a direct or pq body that leaves now. Only for contacts. */
    Step<Riders> riders(Means means);

    /**
     * Uses an index up: the mac of its header verified.
     *
     * @param bodySecret {@link OneTimeKey#bodySecret} of the key that matched
     * @return empty where no key with this secret is expected (any longer)
     */
    Optional<Step<Source.Index>> used(long tag, byte[] bodySecret, Means means);

    /**
     * Takes in what a body of this contact said. The same body twice changes nothing the second time.
     *
     * @param parts all of the body; those that are none of this contract's are skipped
     */
    Step<News> opened(Source source, List<Tlv> parts, Means means);

    /** A header's body was nowhere: its index will never arrive. */
    Step<News> lost(Source.Index source, Means means);

    /** Does what is due by the clock: erases, gives up, asks for a new session. Call it at {@link #wakeAt}, and at start. */
    Step<News> tick(Means means);

    /** When {@link #tick} has something to do next, UNIX seconds; {@link Long#MAX_VALUE} = never. */
    long wakeAt();

    /**
     * By when a body must leave though there are no words for it: an ack, a share record, an answer to a new session. UNIX
     * seconds; {@link Long#MAX_VALUE} = no such body. The next body that leaves settles it.
     */
    long sayBy();

    /** Whether that body must be a direct one (it begins or answers a session). */
    boolean saysDirect();
}
