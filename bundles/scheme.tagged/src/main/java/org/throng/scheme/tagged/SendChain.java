// SPDX-License-Identifier: MIT
package org.throng.scheme.tagged;

import java.io.IOException;
import org.throng.parcel.tlv.ShortId;
import org.throng.scheme.OneTimeKey;

/**
 * What this side sends in one epoch: the secrets from which the next key comes, and how far the peer is. It belongs to one
 * {@link Session} and changes only within a step, on a copy.
 */
final class SendChain {
    final ShortId name;
    /** When its root was computed. */
    final long computedAt;

    /** Messages sent or verified in its epoch. */
    long count;

    /** The next index. */
    long next;

    /** The peer has all below. */
    long acknowledged;

    /** One more than the highest index that the peer is known to have. */
    long reached;

    /** One more than the highest index that was given up. */
    long gaveUp;

    private byte[] ck;
    private byte[] nextBlock;

    private SendChain(ShortId name, long computedAt) {
        this.name = name;
        this.computedAt = computedAt;
    }

    SendChain(ShortId name, byte[] block, long now) {
        this(name, now);
        ck = Ratchet.first(block);
        nextBlock = Ratchet.nextBlock(block);
    }

    SendChain copy() {
        SendChain copy = new SendChain(name, computedAt);
        copy.count = count;
        copy.next = next;
        copy.acknowledged = acknowledged;
        copy.reached = reached;
        copy.gaveUp = gaveUp;
        copy.ck = ck;
        copy.nextBlock = nextBlock;
        return copy;
    }

    /** The key of {@link #next}, which is counted up; what led to it is gone. */
    OneTimeKey draw() {
        OneTimeKey key = Ratchet.message(ck);
        next++;
        count++;
        if (next % Ratchet.BLOCK == 0) {
            ck = Ratchet.first(nextBlock);
            nextBlock = Ratchet.nextBlock(nextBlock);
        } else {
            ck = Ratchet.next(ck);
        }
        return key;
    }

    /** The first index of which the peer may not have the block: one block behind the one that it was last seen in. */
    long limit() {
        long block = reached == 0 ? 0 : (reached - 1) / Ratchet.BLOCK;
        return (block + 2) * Ratchet.BLOCK;
    }

    void write(Out out) {
        out.id(name)
                .u64(computedAt)
                .u32(count)
                .u32(next)
                .u32(acknowledged)
                .u32(reached)
                .u32(gaveUp);
        out.raw(ck).raw(nextBlock);
    }

    static SendChain read(In in) throws IOException {
        SendChain chain = new SendChain(in.id(), in.u64());
        chain.count = in.u32();
        chain.next = in.u32();
        chain.acknowledged = in.u32();
        chain.reached = in.u32();
        chain.gaveUp = in.u32();
        chain.ck = in.raw(Ratchet.LENGTH);
        chain.nextBlock = in.raw(Ratchet.LENGTH);
        return chain;
    }
}
