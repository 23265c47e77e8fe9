// SPDX-License-Identifier: MIT
package org.throng.scheme.tagged;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.throng.curve.PublicKey;
import org.throng.parcel.tlv.ShortId;

/**
 * A first share for whichever node of the contact answers, as long as none is known.
 *
 * @param answered nodes with which it was used, each once
 */
record Offer(OwnShare share, PublicKey ownStatic, List<ShortId> answered) {
    Offer {
        answered = List.copyOf(answered);
    }

    boolean isAlive(long now) {
        return now < share.madeAt() + Rules.OFFER;
    }

    boolean isFor(ShortId node, long now) {
        return isAlive(now) && answered.size() < Rules.NODES && !answered.contains(node);
    }

    Offer answeredBy(ShortId node) {
        List<ShortId> all = new ArrayList<>(answered);
        all.add(node);
        return new Offer(share, ownStatic, all);
    }

    void write(Out out) {
        share.write(out);
        out.key(ownStatic).list(answered, out::id);
    }

    static Offer read(In in) throws IOException {
        return new Offer(OwnShare.read(in), in.key(), in.list(Rules.NODES, In::id));
    }
}
