// SPDX-License-Identifier: MIT
package org.throng.parcel.tlv;

import org.throng.event.EventId;
import org.throng.event.MalformedException;
import org.throng.parcel.Tlv;

/** Type 7: the id of the writer's newest profile event. */
public record ProfileId(EventId id) {
    /** Reads the value. */
    public static ProfileId read(byte[] value) throws MalformedException {
        if (value.length != EventId.LENGTH) {
            throw new MalformedException("a profile id has 32 bytes");
        }
        return new ProfileId(EventId.of(value));
    }

    /** The part of a body. */
    public Tlv tlv() {
        return new Tlv(Tlv.PROFILE_ID, id.bytes());
    }
}
