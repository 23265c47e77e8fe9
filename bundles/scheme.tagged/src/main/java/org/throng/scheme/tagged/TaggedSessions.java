// SPDX-License-Identifier: MIT
package org.throng.scheme.tagged;

import java.io.IOException;
import org.osgi.service.component.annotations.Component;
import org.throng.curve.PublicKey;
import org.throng.parcel.SchemeId;
import org.throng.parcel.tlv.NodeId;
import org.throng.session.Conversation;
import org.throng.session.Sessions;

/** The sessions of docs/protocol.md, section 6. */
@Component(property = "name=tagged")
public final class TaggedSessions implements Sessions {
    @Override
    public int scheme() {
        return SchemeId.TAGGED;
    }

    @Override
    public Conversation fresh(PublicKey owner, NodeId node, PublicKey contact) {
        return new TaggedConversation(new State(owner, node, contact));
    }

    @Override
    public Conversation read(byte[] bytes) throws IOException {
        return new TaggedConversation(State.read(bytes));
    }
}
