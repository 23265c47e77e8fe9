// SPDX-License-Identifier: MIT
package org.throng.parcel.rumor;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.throng.cipher.Bytes;
import org.throng.cipher.Sha256;
import org.throng.event.MalformedException;
import org.throng.parcel.Tlv;

/**
 * Type 8: a piece of a rumor that is too long for one body (docs/protocol.md, section 5).
 *
 * <pre>
 * id 16 | k u8 | n u8 | bytes
 * </pre>
 *
 * @param id the first 16 bytes of SHA-256 of the whole rumor's JSON, in lower-case hex
 * @param k which, from 0
 * @param n of how many, 2 to 20
 * @param bytes 1 to 1,780; in scheme pq, 1 to 676
 */
public record Part(String id, int k, int n, byte[] bytes) {
    /** Parts of one rumor. */
    public static final int MAX_COUNT = 20;

    private static final int ID_LENGTH = 16;
    private static final int HEAD_LENGTH = ID_LENGTH + 2;

    public Part {
        if (Bytes.fromHex(id, ID_LENGTH).length != ID_LENGTH
                || n < 2
                || n > MAX_COUNT
                || k < 0
                || k >= n
                || bytes.length == 0
                || bytes.length > Rumor.MAX_WHOLE) {
            throw new IllegalArgumentException("a part is one of 2 to 20 and has 1 to 1780 bytes");
        }
        bytes = bytes.clone();
    }

    /**
     * Cuts a rumor for a scheme.
     *
     * @param json longer than {@link Rumor#maxWhole}, at most {@link Rumor#MAX_LENGTH}
     */
    public static List<Part> split(byte[] json, int scheme) {
        int full = Rumor.maxWhole(scheme);
        if (json.length <= full || json.length > Rumor.MAX_LENGTH) {
            throw new IllegalArgumentException(
                    "a rumor of " + (full + 1) + " to 13520 bytes travels in parts, got " + json.length);
        }
        String id = id(json);
        int n = (json.length + full - 1) / full;
        List<Part> parts = new ArrayList<>();
        for (int k = 0; k < n; k++) {
            int from = k * full;
            parts.add(new Part(id, k, n, Arrays.copyOfRange(json, from, Math.min(from + full, json.length))));
        }
        return parts;
    }

    static String id(byte[] json) {
        return Bytes.hex(Arrays.copyOf(Sha256.of(json), ID_LENGTH));
    }

    /** Reads the value out of a body of this scheme. */
    public static Part read(byte[] value, int scheme) throws MalformedException {
        int full = Rumor.maxWhole(scheme);
        int length = value.length - HEAD_LENGTH;
        if (length < 1 || length > full) {
            throw new MalformedException("a part holds 1 to " + full + " bytes");
        }
        int k = value[ID_LENGTH] & 0xff;
        int n = value[ID_LENGTH + 1] & 0xff;
        if (n < 2 || n > MAX_COUNT || k >= n || k < n - 1 && length != full) {
            throw new MalformedException("a part is one of 2 to 20, all but the last of " + full + " bytes");
        }
        return of(value);
    }

    /**
     * Reads what {@link #value} gave, of whatever scheme.
     *
     * @throws IllegalArgumentException where it is no part
     */
    public static Part of(byte[] value) {
        if (value.length < HEAD_LENGTH) {
            throw new IllegalArgumentException("a part begins with 18 bytes, got " + value.length);
        }
        return new Part(
                Bytes.hex(Arrays.copyOf(value, ID_LENGTH)),
                value[ID_LENGTH] & 0xff,
                value[ID_LENGTH + 1] & 0xff,
                Arrays.copyOfRange(value, HEAD_LENGTH, value.length));
    }

    /** A copy. */
    @Override
    public byte[] bytes() {
        return bytes.clone();
    }

    /** The value. */
    public byte[] value() {
        return Bytes.join(Bytes.fromHex(id, ID_LENGTH), new byte[] {(byte) k, (byte) n}, bytes);
    }

    /** The part of a body. */
    public Tlv tlv() {
        return new Tlv(Tlv.PART, value());
    }

    /** Whether both belong to one cut of one rumor. */
    public boolean isOfSameSet(Part other) {
        return n == other.n && id.equals(other.id);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Part that && isOfSameSet(that) && k == that.k && Arrays.equals(bytes, that.bytes);
    }

    @Override
    public int hashCode() {
        return 31 * id.hashCode() + k;
    }

    /** Does not show the bytes. */
    @Override
    public String toString() {
        return "Part[" + k + " of " + n + "]";
    }
}
