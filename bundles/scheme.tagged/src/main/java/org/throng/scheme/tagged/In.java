// SPDX-License-Identifier: MIT
package org.throng.scheme.tagged;

import java.io.IOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.throng.curve.PublicKey;
import org.throng.event.EventId;
import org.throng.parcel.tlv.ShortId;

/** Reads what {@link Out} wrote. Every list is bounded; whatever is not in this form is an {@link IOException}. */
final class In {
    private final ByteBuffer in;

    In(byte[] bytes) {
        in = ByteBuffer.wrap(bytes);
    }

    /** Reads one value out of the buffer. */
    interface Part<T> {
        T read(In in) throws IOException;
    }

    int u8() throws IOException {
        return raw(1)[0] & 0xff;
    }

    boolean flag() throws IOException {
        int value = u8();
        if (value > 1) {
            throw new IOException("a session's state has 0 or 1 here, got " + value);
        }
        return value == 1;
    }

    int u16() throws IOException {
        return ByteBuffer.wrap(raw(2)).getShort() & 0xffff;
    }

    long u32() throws IOException {
        return ByteBuffer.wrap(raw(4)).getInt() & 0xffff_ffffL;
    }

    long u64() throws IOException {
        return ByteBuffer.wrap(raw(8)).getLong();
    }

    byte[] raw(int length) throws IOException {
        byte[] value = new byte[length];
        try {
            in.get(value);
        } catch (BufferUnderflowException e) {
            throw new IOException("a session's state ends too early", e);
        }
        return value;
    }

    ShortId id() throws IOException {
        return ShortId.of(raw(ShortId.LENGTH));
    }

    EventId event() throws IOException {
        return EventId.of(raw(EventId.LENGTH));
    }

    PublicKey key() throws IOException {
        return PublicKey.of(raw(PublicKey.LENGTH));
    }

    /** Null where it is absent. */
    <T> T maybe(Part<T> part) throws IOException {
        return flag() ? part.read(this) : null;
    }

    <T> List<T> list(int most, Part<T> part) throws IOException {
        int count = u16();
        if (count > most) {
            throw new IOException("a session's state has at most " + most + " of these, got " + count);
        }
        List<T> values = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            values.add(part.read(this));
        }
        return values;
    }

    void end() throws IOException {
        if (in.hasRemaining()) {
            throw new IOException("a session's state has " + in.remaining() + " bytes too many");
        }
    }
}
