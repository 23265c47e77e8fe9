// SPDX-License-Identifier: MIT
package org.throng.parcel.tlv;

import java.nio.ByteBuffer;
import org.throng.cipher.Bytes;
import org.throng.event.MalformedException;
import org.throng.parcel.Tlv;

/**
 * Type 12: no header of this chain below the index will come (docs/protocol.md, section 6). {@code chain 8 | index u32}.
 */
public record Floor(ShortId chain, long index) {
    private static final int LENGTH = 12;

    public Floor {
        if (index < 0 || index > 0xffff_ffffL) {
            throw new IllegalArgumentException("an index is a number of 32 bits, got " + index);
        }
    }

    /** Reads the value. */
    public static Floor read(byte[] value) throws MalformedException {
        if (value.length != LENGTH) {
            throw new MalformedException("a floor has 12 bytes");
        }
        ByteBuffer in = ByteBuffer.wrap(value);
        return new Floor(ShortId.next(in), in.getInt() & 0xffff_ffffL);
    }

    /** The value. */
    public byte[] bytes() {
        return Bytes.join(chain.bytes(), Bytes.u32(index));
    }

    /** The part of a body. */
    public Tlv tlv() {
        return new Tlv(Tlv.FLOOR, bytes());
    }
}
