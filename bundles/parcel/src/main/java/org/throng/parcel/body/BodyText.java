// SPDX-License-Identifier: MIT
package org.throng.parcel.body;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.throng.cipher.Bytes;
import org.throng.curve.PublicKey;
import org.throng.event.MalformedException;
import org.throng.parcel.BodySize;
import org.throng.parcel.SchemeId;
import org.throng.parcel.Tlv;

/**
 * The plaintext of a body (docs/protocol.md, section 5). The layout is checked here; what parts may stand together says
 * {@link BodyRules}, who wrote it the authenticator.
 *
 * <pre>
 * 0             1     33                97
 * | version = 1 | A   | authenticator   | n u8 | n × (type u8 | length u16 | value) | zeros |
 * | 1           | 32  | 64              | rest ...                                         |
 * </pre>
 *
 * @param writer A
 * @param authenticator 64 bytes
 * @param parts at most 255
 * @param length of the whole, padding included
 */
public record BodyText(PublicKey writer, byte[] authenticator, List<Tlv> parts, int length) {
    /** Bytes of an authenticator. */
    public static final int AUTHENTICATOR_LENGTH = 64;

    /** The version. */
    public static final int VERSION = 1;

    /** Parts of one body. */
    public static final int MAX_PARTS = 255;

    private static final int WRITER_AT = 1;
    private static final int AUTHENTICATOR_AT = 33;
    private static final int REST_AT = 97;
    private static final int PARTS_AT = 98;

    public BodyText {
        parts = List.copyOf(parts);
        if (authenticator.length != AUTHENTICATOR_LENGTH) {
            throw new IllegalArgumentException("an authenticator has 64 bytes, got " + authenticator.length);
        }
        if (parts.size() > MAX_PARTS || length(parts) > room(length)) {
            throw new IllegalArgumentException("a body of this size has room for " + room(length) + " bytes in at most"
                    + " 255 parts, got " + length(parts) + " in " + parts.size());
        }
        authenticator = authenticator.clone();
    }

    /** A text that its writer has not signed off yet: the authenticator is zero. */
    public static BodyText of(PublicKey writer, List<Tlv> parts, int length) {
        return new BodyText(writer, new byte[AUTHENTICATOR_LENGTH], parts, length);
    }

    /** Bytes of the plaintext: 2,032, of a courier body 4,080; in pq 928 and 2,976. */
    public static int length(int scheme, BodySize size) {
        if (size == BodySize.CHUNK) {
            throw new IllegalArgumentException("a chunk has no such plaintext");
        }
        int outer = size.length() - BodyKeys.TAG_LENGTH;
        return scheme == SchemeId.PQ ? outer - PqLayer.OVERHEAD : outer;
    }

    /** Bytes for parts, with their heads, in a plaintext of this length. */
    public static int room(int length) {
        return length - PARTS_AT;
    }

    /** Bytes of these parts with their heads. */
    public static int length(List<Tlv> parts) {
        return parts.stream().mapToInt(Tlv::length).sum();
    }

    /** The same with an authenticator. */
    public BodyText with(byte[] fresh) {
        return new BodyText(writer, fresh, parts, length);
    }

    /** All after the authenticator, padding included. */
    public byte[] rest() {
        ByteArrayOutputStream out = new ByteArrayOutputStream(length - REST_AT);
        out.write(parts.size());
        for (Tlv part : parts) {
            byte[] value = part.value();
            out.write(part.type());
            out.writeBytes(Bytes.u16(value.length));
            out.writeBytes(value);
        }
        return Arrays.copyOf(out.toByteArray(), length - REST_AT);
    }

    /** What an authenticator is made over: version ‖ scheme u16 ‖ A ‖ B ‖ rest. */
    public byte[] authenticated(int scheme, PublicKey receiver) {
        return Bytes.join(new byte[] {VERSION}, Bytes.u16(scheme), writer.bytes(), receiver.bytes(), rest());
    }

    /** The plaintext. */
    public byte[] bytes() {
        return Bytes.join(new byte[] {VERSION}, writer.bytes(), authenticator, rest());
    }

    /** Reads the layout of a plaintext of any length that {@link #length(int, BodySize)} gives. */
    public static BodyText read(byte[] plain) throws MalformedException {
        if (plain.length < PARTS_AT || plain[0] != VERSION) {
            throw new MalformedException("a body begins with the version 1");
        }
        ByteBuffer in = ByteBuffer.wrap(plain, REST_AT, plain.length - REST_AT);
        int count = in.get() & 0xff;
        List<Tlv> parts = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            parts.add(part(in));
        }
        while (in.hasRemaining()) {
            if (in.get() != 0) {
                throw new MalformedException("the padding must be zeros");
            }
        }
        return new BodyText(
                PublicKey.of(Arrays.copyOfRange(plain, WRITER_AT, AUTHENTICATOR_AT)),
                Arrays.copyOfRange(plain, AUTHENTICATOR_AT, REST_AT),
                parts,
                plain.length);
    }

    private static Tlv part(ByteBuffer in) throws MalformedException {
        if (in.remaining() < Tlv.HEAD_LENGTH) {
            throw new MalformedException("more parts were announced than there are");
        }
        int type = in.get() & 0xff;
        int length = in.getShort() & 0xffff;
        if (type == 0 || length > in.remaining()) {
            throw new MalformedException("a part has a type from 1 on and does not run over the end");
        }
        byte[] value = new byte[length];
        in.get(value);
        return new Tlv(type, value);
    }

    /** A copy. */
    @Override
    public byte[] authenticator() {
        return authenticator.clone();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof BodyText that && Arrays.equals(bytes(), that.bytes());
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(authenticator);
    }

    @Override
    public String toString() {
        return "BodyText[" + parts.size() + " parts]";
    }
}
