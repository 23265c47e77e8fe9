// SPDX-License-Identifier: MIT
package org.throng.parcel;

import java.util.Arrays;
import java.util.Optional;
import org.throng.cipher.Bytes;
import org.throng.curve.PublicKey;

/**
 * The header record (docs/protocol.md, section 4). Whether E is on the curve is for {@link org.throng.curve.Curve} to
 * say.
 *
 * <pre>
 * 0         32          40               112      128
 * | E       | view tag  | sealed         | mac    |
 * | 32      | 8         | 72             | 16     |
 * </pre>
 */
public final class Header {
    /** Bytes of a record. */
    public static final int LENGTH = 128;

    /** Bytes of a record without E: what the content of a header event holds. */
    public static final int CONTENT_LENGTH = LENGTH - PublicKey.LENGTH;

    /** Bytes of a view tag, and of a one-time tag. */
    public static final int TAG_LENGTH = 8;

    /** Bytes of the mac. */
    public static final int MAC_LENGTH = 16;

    private static final int TAG_AT = 32;
    private static final int SEALED_AT = 40;
    private static final int MAC_AT = 112;

    private final byte[] record;

    private Header(byte[] record) {
        this.record = record;
    }

    /** Whether this is the record that feeds skip: 128 zero bytes. */
    public static boolean isVoid(byte[] record) {
        return record.length == LENGTH && Arrays.equals(record, new byte[LENGTH]);
    }

    /** @throws IllegalArgumentException where there are not 128 bytes, or all of them are zero */
    public static Header of(byte[] record) {
        if (record.length != LENGTH) {
            throw new IllegalArgumentException("a header record has 128 bytes, got " + record.length);
        }
        if (isVoid(record)) {
            throw new IllegalArgumentException("a header record is not all zeros");
        }
        return new Header(record.clone());
    }

    /** Reads a record of a feed or an event; empty where there are not 128 bytes, or all of them are zero. */
    public static Optional<Header> read(byte[] record) {
        return record.length == LENGTH && !isVoid(record) ? Optional.of(new Header(record.clone())) : Optional.empty();
    }

    /** The record of a header event: its author, and 96 bytes of content. */
    public static Header of(PublicKey e, byte[] content) {
        return of(Bytes.join(e.bytes(), content));
    }

    /** A record from its parts: 8, 72 and 16 bytes after E. */
    public static Header of(PublicKey e, byte[] viewTag, byte[] sealed, byte[] mac) {
        if (viewTag.length != TAG_LENGTH || sealed.length != SealedPlain.LENGTH || mac.length != MAC_LENGTH) {
            throw new IllegalArgumentException("a header has a view tag of 8, sealed of 72 and a mac of 16 bytes");
        }
        return of(Bytes.join(e.bytes(), viewTag, sealed, mac));
    }

    /** A copy of the 128 bytes. */
    public byte[] bytes() {
        return record.clone();
    }

    /** A copy of the last 96 bytes. */
    public byte[] content() {
        return Arrays.copyOfRange(record, TAG_AT, LENGTH);
    }

    /** The disposable key, a claim as yet. */
    public PublicKey e() {
        return PublicKey.of(Arrays.copyOf(record, TAG_AT));
    }

    /** Writes the 32 bytes of E: of many headers into one array. */
    public void copyE(byte[] points, int at) {
        System.arraycopy(record, 0, points, at, TAG_AT);
    }

    /** A copy of the 8 bytes. */
    public byte[] viewTag() {
        return Arrays.copyOfRange(record, TAG_AT, SEALED_AT);
    }

    /** Zero where the view tag is the first 8 of these bytes; constant-time. */
    int differenceFrom(byte[] tag) {
        int difference = 0;
        for (int i = 0; i < TAG_LENGTH; i++) {
            difference |= record[TAG_AT + i] ^ tag[i];
        }
        return difference;
    }

    /** Whether the view tag is this one; both are public. */
    public boolean hasViewTag(byte[] tag) {
        return Arrays.equals(record, TAG_AT, SEALED_AT, tag, 0, tag.length);
    }

    /** A copy of the 72 bytes. */
    public byte[] sealed() {
        return Arrays.copyOfRange(record, SEALED_AT, MAC_AT);
    }

    /** A copy of the 16 bytes. */
    public byte[] mac() {
        return Arrays.copyOfRange(record, MAC_AT, LENGTH);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Header that && Arrays.equals(record, that.record);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(record);
    }

    @Override
    public String toString() {
        return "Header[" + e() + "]";
    }
}
