// SPDX-License-Identifier: MIT
package org.throng.parcel.tlv;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.throng.cipher.Bytes;
import org.throng.event.MalformedException;
import org.throng.parcel.Tlv;

/**
 * Type 3: what arrived (docs/protocol.md, section 6).
 *
 * <pre>
 * m u8 | m × rumor id 8 | any number of (chain 8 | next u32 | bitmap u64)
 * </pre>
 *
 * @param rumors the first 8 bytes of ids that came in direct or pq bodies, at most 255
 */
public record Acks(List<ShortId> rumors, List<Chain> chains) {
    /** Rumor ids at most. */
    public static final int MOST_RUMORS = 255;

    /** Bytes that the acknowledgement of a chain takes. */
    public static final int CHAIN_LENGTH = 20;

    public Acks {
        rumors = List.copyOf(rumors);
        chains = List.copyOf(chains);
        if (rumors.size() > MOST_RUMORS) {
            throw new IllegalArgumentException("at most 255 rumors in one body, got " + rumors.size());
        }
    }

    /**
     * What arrived of one chain.
     *
     * @param chain the first 8 bytes of its sender's X_e
     * @param next how many indices from 0 on arrived without a hole, u32
     * @param bitmap bit b, from the least significant, says that index next + 1 + b arrived
     */
    public record Chain(ShortId chain, long next, long bitmap) {
        public Chain {
            if (next < 0 || next > 0xffff_ffffL) {
                throw new IllegalArgumentException("next is a number of 32 bits, got " + next);
            }
        }

        /** Whether this index arrived. */
        public boolean has(long index) {
            if (index < next) {
                return true;
            }
            long bit = index - next - 1;
            return bit >= 0 && bit < Long.SIZE && (bitmap >>> bit & 1) == 1;
        }
    }

    /** Acknowledges rumors alone. */
    public static Acks of(List<ShortId> rumors) {
        return new Acks(rumors, List.of());
    }

    /** Reads the value. */
    public static Acks read(byte[] value) throws MalformedException {
        if (value.length == 0) {
            throw new MalformedException("acks begin with a count");
        }
        ByteBuffer in = ByteBuffer.wrap(value);
        int count = in.get() & 0xff;
        int behind = in.remaining() - count * ShortId.LENGTH;
        if (behind < 0 || behind % CHAIN_LENGTH != 0) {
            throw new MalformedException("acks have 1 + 8 m + 20 c bytes");
        }
        List<ShortId> rumors = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            rumors.add(ShortId.next(in));
        }
        List<Chain> chains = new ArrayList<>();
        while (in.hasRemaining()) {
            chains.add(new Chain(ShortId.next(in), in.getInt() & 0xffff_ffffL, in.getLong()));
        }
        return new Acks(rumors, chains);
    }

    /** The value. */
    public byte[] bytes() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(rumors.size());
        rumors.forEach(rumor -> out.writeBytes(rumor.bytes()));
        chains.forEach(chain ->
                out.writeBytes(Bytes.join(chain.chain.bytes(), Bytes.u32(chain.next), Bytes.u64(chain.bitmap))));
        return out.toByteArray();
    }

    /** The part of a body. */
    public Tlv tlv() {
        return new Tlv(Tlv.ACKS, bytes());
    }
}
