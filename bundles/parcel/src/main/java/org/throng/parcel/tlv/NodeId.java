// SPDX-License-Identifier: MIT
package org.throng.parcel.tlv;

import org.throng.event.MalformedException;
import org.throng.parcel.Tlv;

/** Type 6: which node of the writer wrote the body. Eight bytes, not zero. */
public record NodeId(ShortId id) {
    public NodeId {
        if (id.isZero()) {
            throw new IllegalArgumentException("a node id is not zero");
        }
    }

    /** Reads the value. */
    public static NodeId read(byte[] value) throws MalformedException {
        if (value.length != ShortId.LENGTH || ShortId.of(value).isZero()) {
            throw new MalformedException("a node id has 8 bytes, not all zero");
        }
        return new NodeId(ShortId.of(value));
    }

    /** The part of a body. */
    public Tlv tlv() {
        return new Tlv(Tlv.NODE_ID, id.bytes());
    }
}
