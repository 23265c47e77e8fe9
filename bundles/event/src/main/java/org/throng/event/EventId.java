// SPDX-License-Identifier: MIT
package org.throng.event;

import java.util.Arrays;
import org.throng.cipher.Bytes;

/** The id of an event: 32 bytes, SHA-256 of its canonical form (NIP-01). */
public final class EventId implements Comparable<EventId> {
    /** Bytes of an id. */
    public static final int LENGTH = 32;

    private final byte[] hash;

    private EventId(byte[] hash) {
        this.hash = hash;
    }

    /** @throws IllegalArgumentException where there are not 32 bytes */
    public static EventId of(byte[] hash) {
        if (hash.length != LENGTH) {
            throw new IllegalArgumentException("an event id has 32 bytes, got " + hash.length);
        }
        return new EventId(hash.clone());
    }

    /** @throws IllegalArgumentException where there are not 64 lower-case hex digits */
    public static EventId ofHex(String hex) {
        return new EventId(Bytes.fromHex(hex, LENGTH));
    }

    /** A copy of the 32 bytes. */
    public byte[] bytes() {
        return hash.clone();
    }

    /** 64 lower-case hex digits. */
    public String hex() {
        return Bytes.hex(hash);
    }

    /** Most significant byte first, unsigned: NIP-01's order of ties. */
    @Override
    public int compareTo(EventId other) {
        return Arrays.compareUnsigned(hash, other.hash);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof EventId that && Arrays.equals(hash, that.hash);
    }

    /** Of a hash any four bytes do; whoever makes ids that share them finds tables that go by the order of ids. */
    @Override
    public int hashCode() {
        return hash[28] << 24 | (hash[29] & 0xff) << 16 | (hash[30] & 0xff) << 8 | hash[31] & 0xff;
    }

    @Override
    public String toString() {
        return hex();
    }
}
