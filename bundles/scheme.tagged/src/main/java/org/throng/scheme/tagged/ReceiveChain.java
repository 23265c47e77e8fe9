// SPDX-License-Identifier: MIT
package org.throng.scheme.tagged;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import org.throng.parcel.tlv.Acks;
import org.throng.parcel.tlv.ShortId;
import org.throng.scheme.OneTimeKey;

/**
 * What the peer sends in one epoch: the keys that are waited for, and what arrived. It belongs to one {@link Session} and
 * changes only within a step, on a copy.
 */
final class ReceiveChain {
    /** Blocks that are held, whatever holes a peer leaves. */
    private static final int MOST_BLOCKS = 8;

    private static final int MOST = MOST_BLOCKS * Ratchet.BLOCK;

    final ShortId name;
    final long epoch;
    /** When it dies with all its keys. */
    long diesAt = Rules.NEVER;

    /** Something arrived that no body has told yet. */
    boolean fresh;

    /** Counts up with each telling, so that all chains get their turn. */
    long told;

    private final List<Block> blocks = new ArrayList<>();
    private long newest;
    private byte[] nextBlock;
    private long next;
    private final SortedSet<Long> beyond = new TreeSet<>();
    private final SortedSet<Long> used = new TreeSet<>();

    private ReceiveChain(ShortId name, long epoch) {
        this.name = name;
        this.epoch = epoch;
    }

    /** Holds blocks 0 and 1. */
    ReceiveChain(ShortId name, long epoch, byte[] block) {
        this(name, epoch);
        nextBlock = block;
        newest = -1;
        open();
        open();
    }

    private void open() {
        newest++;
        blocks.add(Block.of(newest, nextBlock));
        if (blocks.size() > MOST_BLOCKS) {
            blocks.remove(0);
        }
        nextBlock = Ratchet.nextBlock(nextBlock);
    }

    ReceiveChain copy() {
        ReceiveChain copy = new ReceiveChain(name, epoch);
        copy.diesAt = diesAt;
        copy.fresh = fresh;
        copy.told = told;
        copy.blocks.addAll(blocks);
        copy.newest = newest;
        copy.nextBlock = nextBlock;
        copy.next = next;
        copy.beyond.addAll(beyond);
        copy.used.addAll(used);
        return copy;
    }

    /** An expected key. */
    record Slot(long index, OneTimeKey key, long tag) {}

    List<Slot> slots() {
        List<Slot> slots = new ArrayList<>();
        for (Block block : blocks) {
            for (int i = 0; i < Ratchet.BLOCK; i++) {
                if (block.key(i) != null) {
                    slots.add(new Slot(block.number * Ratchet.BLOCK + i, block.key(i), block.tag(i)));
                }
            }
        }
        return slots;
    }

    void at(long tag, List<Slot> found) {
        for (Block block : blocks) {
            for (int i = 0; i < Ratchet.BLOCK; i++) {
                if (block.tag(i) == tag && block.key(i) != null) {
                    found.add(new Slot(block.number * Ratchet.BLOCK + i, block.key(i), tag));
                }
            }
        }
    }

    /** The mac of an index verified. */
    void use(long index, long now) {
        long number = index / Ratchet.BLOCK;
        replace(number, (int) (index % Ratchet.BLOCK), false);
        used.add(index);
        if (used.size() > MOST) {
            used.remove(used.first());
        }
        if (number == newest) {
            open();
            long dies = Rules.after(now, Rules.KEYS);
            blocks.replaceAll(block -> block.number < number ? block.dyingAt(dies) : block);
        }
    }

    private void replace(long number, int i, boolean below) {
        blocks.replaceAll(block -> block.number != number ? block : below ? block.from(i) : block.without(i));
        blocks.removeIf(Block::isEmpty);
    }

    /** A body was opened; false where its header was not used, or it was opened before. */
    boolean arrive(long index) {
        if (!used.remove(index)) {
            return false;
        }
        if (index >= next && beyond.size() < MOST && beyond.add(index)) {
            absorb();
            fresh = true;
        }
        return true;
    }

    private void absorb() {
        while (!beyond.isEmpty() && beyond.first() <= next) {
            next = Math.max(next, beyond.first() + 1);
            beyond.remove(beyond.first());
        }
    }

    /** A body will never be opened. */
    void lose(long index) {
        used.remove(index);
    }

    /** Nothing below this index will come; ignored beyond the blocks that are held. */
    void floor(long index) {
        if (index <= next || index > (newest + 1) * Ratchet.BLOCK) {
            return;
        }
        blocks.removeIf(block -> (block.number + 1) * Ratchet.BLOCK <= index);
        replace(index / Ratchet.BLOCK, (int) (index % Ratchet.BLOCK), true);
        next = index;
        absorb();
        fresh = true;
    }

    /** What arrived; empty where nothing did. */
    Optional<Acks.Chain> ack() {
        if (next == 0 && beyond.isEmpty()) {
            return Optional.empty();
        }
        long bitmap = 0;
        for (long index : beyond) {
            long bit = index - next - 1;
            bitmap |= bit < Long.SIZE ? 1L << bit : 0;
        }
        return Optional.of(new Acks.Chain(name, next, bitmap));
    }

    void erase(long now) {
        blocks.removeIf(block -> block.diesAt <= now);
    }

    long due() {
        return blocks.stream().mapToLong(block -> block.diesAt).reduce(diesAt, Math::min);
    }

    void write(Out out) {
        out.id(name)
                .u32(epoch)
                .u64(diesAt)
                .flag(fresh)
                .u64(told)
                .u32(newest)
                .raw(nextBlock)
                .u32(next);
        out.list(blocks, block -> block.write(out));
        out.list(beyond, out::u32).list(used, out::u32);
    }

    static ReceiveChain read(In in) throws IOException {
        ReceiveChain chain = new ReceiveChain(in.id(), in.u32());
        chain.diesAt = in.u64();
        chain.fresh = in.flag();
        chain.told = in.u64();
        chain.newest = in.u32();
        chain.nextBlock = in.raw(Ratchet.LENGTH);
        chain.next = in.u32();
        chain.blocks.addAll(in.list(MOST_BLOCKS, Block::read));
        chain.beyond.addAll(in.list(MOST, In::u32));
        chain.used.addAll(in.list(MOST, In::u32));
        return chain;
    }
}
