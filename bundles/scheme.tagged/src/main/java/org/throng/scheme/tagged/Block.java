// SPDX-License-Identifier: MIT
package org.throng.scheme.tagged;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.throng.scheme.OneTimeKey;

/**
 * The unused keys of 128 indices that a receiver waits for. Kept is ck of the first index behind all used ones, and one
 * message key for each unused index before it: of a used key nothing is left that leads to it.
 *
 * <p>A value: what changes it makes another one.
 */
final class Block {
    final long number;
    final long diesAt;
    private final int from;
    private final byte[] ck;
    private final OneTimeKey[] skipped;
    private volatile Table table;

    private Block(long number, long diesAt, int from, byte[] ck, OneTimeKey[] skipped, Table table) {
        this.number = number;
        this.diesAt = diesAt;
        this.from = from;
        this.ck = ck;
        this.skipped = skipped;
        this.table = table;
    }

    /** All 128 keys of block_j. */
    static Block of(long number, byte[] secret) {
        return new Block(number, Rules.NEVER, 0, Ratchet.first(secret), new OneTimeKey[Ratchet.BLOCK], null);
    }

    /** The unused keys and their tags, in memory alone. */
    private record Table(OneTimeKey[] keys, long[] tags) {}

    private Table table() {
        Table known = table;
        if (known == null) {
            OneTimeKey[] keys = Arrays.copyOf(skipped, Ratchet.BLOCK);
            byte[] at = ck;
            for (int i = from; i < Ratchet.BLOCK; i++) {
                keys[i] = Ratchet.message(at);
                at = Ratchet.next(at);
            }
            long[] tags = new long[Ratchet.BLOCK];
            for (int i = 0; i < Ratchet.BLOCK; i++) {
                tags[i] = keys[i] == null ? 0 : ByteBuffer.wrap(keys[i].tag()).getLong();
            }
            known = new Table(keys, tags);
            table = known;
        }
        return known;
    }

    /** The key of an index from 0 to 127; null where it was used or erased. */
    OneTimeKey key(int i) {
        return table().keys[i];
    }

    long tag(int i) {
        return table().tags[i];
    }

    boolean isEmpty() {
        return from == Ratchet.BLOCK && unused() == 0;
    }

    private int unused() {
        int count = 0;
        for (OneTimeKey key : skipped) {
            count += key == null ? 0 : 1;
        }
        return count;
    }

    /** Without one key. */
    Block without(int i) {
        Table now = table();
        OneTimeKey[] keys = now.keys.clone();
        keys[i] = null;
        OneTimeKey[] before = i < from ? skipped.clone() : Arrays.copyOf(Arrays.copyOf(keys, i), Ratchet.BLOCK);
        before[i] = null;
        return new Block(number, diesAt, Math.max(from, i + 1), ckAt(i + 1), before, new Table(keys, now.tags));
    }

    /** Without all keys below an index from 0 to 128. */
    Block from(int i) {
        Table now = table();
        OneTimeKey[] keys = now.keys.clone();
        OneTimeKey[] before = skipped.clone();
        for (int below = 0; below < i; below++) {
            keys[below] = null;
            before[below] = null;
        }
        return new Block(number, diesAt, Math.max(from, i), ckAt(i), before, new Table(keys, now.tags));
    }

    /** ck of the index from which on none is used, if the ones below i are no longer wanted. */
    private byte[] ckAt(int i) {
        byte[] at = ck;
        for (int step = from; step < i; step++) {
            at = Ratchet.next(at);
        }
        return Math.max(from, i) == Ratchet.BLOCK ? new byte[Ratchet.LENGTH] : at;
    }

    Block dyingAt(long time) {
        return new Block(number, Math.min(diesAt, time), from, ck, skipped, table);
    }

    void write(Out out) {
        out.u32(number).u64(diesAt).u8(from).raw(ck);
        out.u8(unused());
        for (int i = 0; i < Ratchet.BLOCK; i++) {
            if (skipped[i] != null) {
                out.u8(i).raw(skipped[i].insecureBytes());
            }
        }
    }

    static Block read(In in) throws IOException {
        long number = in.u32();
        long diesAt = in.u64();
        int from = in.u8();
        byte[] ck = in.raw(Ratchet.LENGTH);
        OneTimeKey[] skipped = new OneTimeKey[Ratchet.BLOCK];
        int count = in.u8();
        for (int n = 0; n < count; n++) {
            int i = in.u8();
            if (i >= from || from > Ratchet.BLOCK) {
                throw new IOException("a skipped index lies before the chain's, and a chain has 128");
            }
            skipped[i] = OneTimeKey.of(in.raw(OneTimeKey.LENGTH));
        }
        return new Block(number, diesAt, from, ck, skipped, null);
    }
}
