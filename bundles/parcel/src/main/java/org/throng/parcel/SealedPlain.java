// SPDX-License-Identifier: MIT
package org.throng.parcel;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Optional;
import org.throng.cipher.Bytes;
import org.throng.cipher.Hmac;
import org.throng.event.EventId;

/**
 * What a header says to its reader (docs/protocol.md, section 4).
 *
 * <pre>
 * 0              32         64        66     68             69       72
 * | session key  | body id  | scheme  | day  | relay index  | flags  |
 * | 32           | 32       | u16     | u16  | u8           | zero   |
 * </pre>
 *
 * @param sessionKey 32 bytes; secret
 * @param scheme see {@link SchemeId}
 * @param day floor(created_at / 86400) of the header event
 * @param relayIndex 0 = the body lies where the header was met, i = on the i-th relay of the receiver's profile
 */
public record SealedPlain(byte[] sessionKey, EventId bodyId, int scheme, int day, int relayIndex) {
    /** Bytes of the layout. */
    public static final int LENGTH = 72;

    /** Bytes of a session key. */
    public static final int KEY_LENGTH = 32;

    /** Days before the log day in which a header may have been made. */
    public static final int DAYS_BACK = 3;

    private static final int FLAGS_AT = 69;

    public SealedPlain {
        if (sessionKey.length != KEY_LENGTH) {
            throw new IllegalArgumentException("a session key has 32 bytes, got " + sessionKey.length);
        }
        if (scheme < 0 || scheme > 0xffff || day < 0 || day > 0xffff || relayIndex < 0 || relayIndex > 0xff) {
            throw new IllegalArgumentException("scheme and day have 16 bits, a relay index has 8");
        }
        sessionKey = sessionKey.clone();
    }

    /** The 72 bytes. */
    public byte[] bytes() {
        return Bytes.join(
                sessionKey, bodyId.bytes(), Bytes.u16(scheme), Bytes.u16(day), new byte[] {(byte) relayIndex, 0, 0, 0});
    }

    /** Reads the layout; empty where there are not 72 bytes or a flag is set. */
    public static Optional<SealedPlain> read(byte[] plain) {
        if (plain.length != LENGTH || (plain[FLAGS_AT] | plain[FLAGS_AT + 1] | plain[FLAGS_AT + 2]) != 0) {
            return Optional.empty();
        }
        ByteBuffer in = ByteBuffer.wrap(plain);
        byte[] key = new byte[KEY_LENGTH];
        byte[] id = new byte[EventId.LENGTH];
        in.get(key).get(id);
        return Optional.of(
                new SealedPlain(key, EventId.of(id), in.getShort() & 0xffff, in.getShort() & 0xffff, in.get() & 0xff));
    }

    /** Whether the day lies in [log day - 3, log day + 1]. */
    public boolean isTimely(int logDay) {
        return day >= logDay - DAYS_BACK && day <= logDay + 1;
    }

    /** A copy of the 32 bytes. */
    @Override
    public byte[] sessionKey() {
        return sessionKey.clone();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof SealedPlain that
                && Hmac.equal(sessionKey, that.sessionKey)
                && bodyId.equals(that.bodyId)
                && scheme == that.scheme
                && day == that.day
                && relayIndex == that.relayIndex;
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(new Object[] {bodyId, scheme, day, relayIndex});
    }

    /** Shows neither the key nor the body's id: with the id a log would name a message. */
    @Override
    public String toString() {
        return "SealedPlain[scheme " + scheme + "]";
    }
}
