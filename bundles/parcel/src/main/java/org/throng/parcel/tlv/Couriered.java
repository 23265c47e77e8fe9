// SPDX-License-Identifier: MIT
package org.throng.parcel.tlv;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.throng.cipher.Bytes;
import org.throng.curve.Curve;
import org.throng.curve.PublicKey;
import org.throng.curve.Signature;
import org.throng.event.Event;
import org.throng.event.MalformedException;
import org.throng.parcel.BodyEvent;
import org.throng.parcel.BodySize;
import org.throng.parcel.Header;
import org.throng.parcel.HeaderEvent;
import org.throng.parcel.Label;
import org.throng.parcel.Slot;
import org.throng.parcel.Tlv;

/**
 * Type 14: somebody's sealed event, for a courier to post (docs/protocol.md, sections 9 and 13). Tags and id are not
 * carried: they are rebuilt, and the signature says whether rightly.
 *
 * <pre>
 * kind u16 | created_at u64 | pubkey 32 | sig 64 | relay index u8 | proof target u8 | N u64 | label length u8 | label | content
 * </pre>
 *
 * @param event a header, or a body of the small size
 * @param relayIndex 0 = the relay where the courier met the header, i = the i-th of the courier's profile
 */
public record Couriered(Event event, int relayIndex) {
    private static final int FIXED_LENGTH = 117;
    private static final String FORM = "a couriered event is a header with 96 bytes of content or a body with 2048";

    public Couriered {
        if (relayIndex < 0 || relayIndex > 0xff) {
            throw new IllegalArgumentException("a relay index is a number of 8 bits, got " + relayIndex);
        }
    }

    /** Reads the value, rebuilds the event and checks its form and signature. */
    public static Couriered read(Curve curve, byte[] value) throws MalformedException {
        if (value.length < FIXED_LENGTH) {
            throw new MalformedException(FORM);
        }
        ByteBuffer in = ByteBuffer.wrap(value);
        int kind = in.getShort() & 0xffff;
        long createdAt = in.getLong();
        byte[] pubkey = new byte[PublicKey.LENGTH];
        byte[] sig = new byte[Signature.LENGTH];
        in.get(pubkey).get(sig);
        int relayIndex = in.get() & 0xff;
        int target = in.get() & 0xff;
        long nonce = in.getLong();
        byte[] label = new byte[Math.min(in.get() & 0xff, in.remaining())];
        in.get(label);
        byte[] content = new byte[in.remaining()];
        in.get(content);
        if (!(kind == HeaderEvent.KIND && content.length == Header.CONTENT_LENGTH
                || kind == BodyEvent.KIND && content.length == BodySize.SMALL.length())) {
            throw new MalformedException(FORM);
        }
        if (target == 0 && nonce != 0 || target != 0 && kind == BodyEvent.KIND) {
            throw new MalformedException("a proof has a target and a number, and only a header carries one");
        }
        Event.Unsigned rebuilt =
                rebuild(kind, createdAt, PublicKey.of(pubkey), new String(label, StandardCharsets.ISO_8859_1), content);
        if (target != 0) {
            rebuilt = withProof(rebuilt, target, nonce);
        }
        Event event = new Event(
                rebuilt.id(), rebuilt.pubkey(), createdAt, kind, rebuilt.tags(), rebuilt.content(), Signature.of(sig));
        if (kind == HeaderEvent.KIND) {
            HeaderEvent.read(event, target);
        } else {
            BodyEvent.read(event);
        }
        if (!event.isSigned(curve)) {
            throw new MalformedException("the signature must be that of the rebuilt event");
        }
        return new Couriered(event, relayIndex);
    }

    private static Event.Unsigned rebuild(int kind, long createdAt, PublicKey pubkey, String label, byte[] content)
            throws MalformedException {
        if (createdAt < 0 || createdAt > Slot.LAST || createdAt % Slot.SECONDS != 0 || !Label.isValid(label)) {
            throw new MalformedException("created_at must be a multiple of 600 and the label a label");
        }
        Slot slot = new Slot(createdAt);
        if (kind == BodyEvent.KIND) {
            return BodyEvent.make(pubkey, content, slot, new Label(label));
        }
        Header header =
                Header.read(Bytes.join(pubkey.bytes(), content)).orElseThrow(() -> new MalformedException(FORM));
        return HeaderEvent.make(header, slot, new Label(label));
    }

    private static Event.Unsigned withProof(Event.Unsigned event, int target, long nonce) {
        List<List<String>> tags = new ArrayList<>(event.tags());
        tags.add(List.of("nonce", Long.toUnsignedString(nonce), Integer.toString(target)));
        return new Event.Unsigned(event.pubkey(), event.createdAt(), event.kind(), tags, event.content());
    }

    /** The value. */
    public byte[] bytes() {
        byte[] label = Bytes.ascii(event.tags().get(0).get(1));
        boolean proven = event.tags().size() > 2;
        int target = proven ? Integer.parseInt(event.tags().get(2).get(2)) : 0;
        long nonce = proven ? Long.parseUnsignedLong(event.tags().get(2).get(1)) : 0;
        return Bytes.join(
                Bytes.u16(event.kind()),
                Bytes.u64(event.createdAt()),
                event.pubkey().bytes(),
                event.signature().bytes(),
                new byte[] {(byte) relayIndex, (byte) target},
                Bytes.u64(nonce),
                new byte[] {(byte) label.length},
                label,
                Base64.getDecoder().decode(event.content()));
    }

    /** The part of a body. */
    public Tlv tlv() {
        return new Tlv(Tlv.COURIERED, bytes());
    }
}
