// SPDX-License-Identifier: MIT
package org.throng.parcel.tlv;

import java.util.Arrays;
import org.throng.cipher.Bytes;

/** Eight bytes: the id of a node, or the first eight bytes of a longer id, which then name it. */
public final class ShortId implements Comparable<ShortId> {
    /** Bytes of an id. */
    public static final int LENGTH = 8;

    /** All zeros: none, or any. */
    public static final ShortId ZERO = new ShortId(new byte[LENGTH]);

    private final byte[] id;

    private ShortId(byte[] id) {
        this.id = id;
    }

    /** @throws IllegalArgumentException where there are not 8 bytes */
    public static ShortId of(byte[] id) {
        if (id.length != LENGTH) {
            throw new IllegalArgumentException("a short id has 8 bytes, got " + id.length);
        }
        return new ShortId(id.clone());
    }

    /** The first 8 bytes of something longer. */
    public static ShortId ofFirst(byte[] longer) {
        if (longer.length < LENGTH) {
            throw new IllegalArgumentException("expected at least 8 bytes, got " + longer.length);
        }
        return new ShortId(Arrays.copyOf(longer, LENGTH));
    }

    /** @throws IllegalArgumentException where there are not 16 lower-case hex digits */
    public static ShortId ofHex(String hex) {
        return new ShortId(Bytes.fromHex(hex, LENGTH));
    }

    static ShortId next(java.nio.ByteBuffer in) {
        byte[] id = new byte[LENGTH];
        in.get(id);
        return new ShortId(id);
    }

    /** Whether all bytes are zero. */
    public boolean isZero() {
        return equals(ZERO);
    }

    /** A copy of the 8 bytes. */
    public byte[] bytes() {
        return id.clone();
    }

    /** Whether something longer starts with these bytes. */
    public boolean names(byte[] longer) {
        return longer.length >= LENGTH && Arrays.equals(id, 0, LENGTH, longer, 0, LENGTH);
    }

    /** 16 lower-case hex digits. */
    public String hex() {
        return Bytes.hex(id);
    }

    /** Most significant byte first, unsigned. */
    @Override
    public int compareTo(ShortId other) {
        return Arrays.compareUnsigned(id, other.id);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof ShortId that && Arrays.equals(id, that.id);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(id);
    }

    @Override
    public String toString() {
        return hex();
    }
}
