// SPDX-License-Identifier: MIT
package org.throng.scheme.tagged;

import java.io.ByteArrayOutputStream;
import java.util.Collection;
import java.util.function.Consumer;
import org.throng.cipher.Bytes;
import org.throng.curve.PublicKey;
import org.throng.event.EventId;
import org.throng.parcel.tlv.ShortId;

/** Writes what {@link In} reads: numbers big-endian, lists behind a u16, what may be absent behind a byte 0 or 1. */
final class Out {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream(1_024);

    byte[] bytes() {
        return bytes.toByteArray();
    }

    Out u8(int value) {
        bytes.write(value);
        return this;
    }

    Out flag(boolean value) {
        return u8(value ? 1 : 0);
    }

    Out u16(int value) {
        return raw(Bytes.u16(value));
    }

    Out u32(long value) {
        return raw(Bytes.u32(value));
    }

    Out u64(long value) {
        return raw(Bytes.u64(value));
    }

    /** Bytes of a length that both sides know. */
    Out raw(byte[] value) {
        bytes.writeBytes(value);
        return this;
    }

    Out id(ShortId id) {
        return raw(id.bytes());
    }

    Out id(EventId id) {
        return raw(id.bytes());
    }

    Out key(PublicKey key) {
        return raw(key.bytes());
    }

    <T> Out maybe(T value, Consumer<T> writer) {
        flag(value != null);
        if (value != null) {
            writer.accept(value);
        }
        return this;
    }

    <T> Out list(Collection<T> values, Consumer<T> writer) {
        u16(values.size());
        values.forEach(writer);
        return this;
    }
}
