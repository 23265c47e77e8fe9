// SPDX-License-Identifier: MIT
package org.throng.session;

import java.io.IOException;
import org.osgi.annotation.versioning.ConsumerType;
import org.throng.curve.PublicKey;
import org.throng.parcel.tlv.NodeId;

/**
 * Makes conversations, and reads those that were kept.
 *
 * <p><b>Threads.</b> Any.
 */
@ConsumerType
public interface Sessions {
    /** The number of the scheme whose messages these sessions key, see {@link org.throng.scheme.Scheme#number}. */
    int scheme();

    /**
     * Nothing shared yet.
     *
     * @param owner my npub
     * @param node this node of mine
     * @param contact the contact's npub; my own for the other nodes of myself
     */
    Conversation fresh(PublicKey owner, NodeId node, PublicKey contact);

    /**
     * What {@link Conversation#bytes} gave.
     *
     * @throws IOException where it is in no form that this version knows
     */
    Conversation read(byte[] bytes) throws IOException;
}
