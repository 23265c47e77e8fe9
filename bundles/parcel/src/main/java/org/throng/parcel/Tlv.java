// SPDX-License-Identifier: MIT
package org.throng.parcel;

import java.util.Arrays;

/**
 * One part of a body: type u8, length u16, value (docs/protocol.md, sections 5 and 13). What a value must be is said at the
 * types of {@code org.throng.parcel.tlv}; an unknown type is kept and means nothing.
 */
public record Tlv(int type, byte[] value) {
    /** A whole rumor, JSON. */
    public static final int RUMOR = 1;
    /** A share for a session. */
    public static final int SHARE_RECORD = 2;
    /** What arrived. */
    public static final int ACKS = 3;
    /** A key for sessions, ML-KEM-768. */
    public static final int KEM_KEY = 4;
    /** A signed note of a relay's ticks. */
    public static final int CHECKPOINT = 5;
    /** Which node of the writer wrote this. */
    public static final int NODE_ID = 6;
    /** The id of the writer's newest profile. */
    public static final int PROFILE_ID = 7;
    /** A piece of a longer rumor. */
    public static final int PART = 8;
    /** Something about money. */
    public static final int PAYMENT = 9;
    /** A ciphertext for sessions, ML-KEM-768. */
    public static final int KEM_CIPHERTEXT = 10;
    /** The writer's scan key. */
    public static final int SCAN_CERTIFICATE = 11;
    /** The index below which nothing will come. */
    public static final int FLOOR = 12;
    /** Where to answer. */
    public static final int REPLY_RELAY = 13;
    /** Somebody else's event. */
    public static final int COURIERED = 14;

    /** Bytes of type and length. */
    public static final int HEAD_LENGTH = 3;

    /** Bytes of the longest value. */
    public static final int MAX_VALUE = 0xffff;

    public Tlv {
        if (type < 1 || type > 0xff) {
            throw new IllegalArgumentException("a type is a number from 1 to 255, got " + type);
        }
        if (value.length > MAX_VALUE) {
            throw new IllegalArgumentException("a value has at most 65535 bytes, got " + value.length);
        }
        value = value.clone();
    }

    /** A copy. */
    @Override
    public byte[] value() {
        return value.clone();
    }

    /** Bytes with type and length. */
    public int length() {
        return HEAD_LENGTH + value.length;
    }

    /** Whether a body may hold several of this type. */
    public boolean mayRepeat() {
        return switch (type) {
            case RUMOR, SHARE_RECORD, CHECKPOINT, PAYMENT, FLOOR -> true;
            default -> type > COURIERED;
        };
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Tlv that && type == that.type && Arrays.equals(value, that.value);
    }

    @Override
    public int hashCode() {
        return 31 * type + Arrays.hashCode(value);
    }

    /** Does not show the value. */
    @Override
    public String toString() {
        return "Tlv[" + type + ", " + value.length + " bytes]";
    }
}
