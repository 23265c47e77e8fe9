// SPDX-License-Identifier: MIT
package org.throng.parcel;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import org.throng.cipher.Bytes;
import org.throng.event.Event;
import org.throng.event.EventId;
import org.throng.event.MalformedException;

/**
 * An event of kind 4610: a header on its way (docs/protocol.md, section 3). Its author is E of the record, its content the
 * other 96 bytes.
 *
 * <p>The form is checked, and the proof of work where there is one. Id, signature and the window of time are for the
 * caller: {@link Event#hasRightId}, {@link Event#isSigned}, {@link Slot#isOpen}.
 */
public record HeaderEvent(Event event, Header header, Label label, Slot slot) {
    /** The kind. */
    public static final int KIND = 4_610;

    private static final BigInteger MAX_NONCE = BigInteger.ONE.shiftLeft(64).subtract(BigInteger.ONE);

    /** The event to sign with the secret of E. */
    public static Event.Unsigned make(Header header, Slot slot, Label label) {
        return new Event.Unsigned(
                header.e(), slot.createdAt(), KIND, EventForm.tags(slot, label), EventForm.base64(header.content()));
    }

    /**
     * The same with a tag of NIP-13. The caller tries nonces until {@link #hasProof} says so of the id.
     *
     * @param nonce u64
     * @param target bits, 1 to 255
     */
    public static Event.Unsigned make(Header header, Slot slot, Label label, long nonce, int target) {
        Event.Unsigned plain = make(header, slot, label);
        List<List<String>> tags = new ArrayList<>(plain.tags());
        tags.add(List.of("nonce", Long.toUnsignedString(nonce), Integer.toString(target)));
        return new Event.Unsigned(plain.pubkey(), plain.createdAt(), KIND, tags, plain.content());
    }

    /** The strict form for a relay that names no proof target. */
    public static HeaderEvent read(Event event) throws MalformedException {
        return read(event, 0);
    }

    /**
     * The strict form.
     *
     * @param target the proof target of the relay's tick in bits; 0 = none, and then a nonce tag is refused
     * @throws MalformedException with what was expected, fit for {@code invalid:}
     */
    public static HeaderEvent read(Event event, int target) throws MalformedException {
        if (event.kind() != KIND) {
            throw new MalformedException("a header is an event of kind 4610");
        }
        Slot slot = EventForm.slot(event);
        Label label = EventForm.label(event, slot);
        checkProof(event, target);
        byte[] content = EventForm.content(event, Header.CONTENT_LENGTH);
        Header header = Header.read(Bytes.join(event.pubkey().bytes(), content))
                .orElseThrow(() -> new MalformedException("the content of a header must be base64 of 96 bytes"));
        return new HeaderEvent(event, header, label, slot);
    }

    /** Whether an id starts with so many zero bits. */
    public static boolean hasProof(EventId id, int target) {
        return EventForm.hasLeadingZeroBits(id.bytes(), target);
    }

    private static void checkProof(Event event, int target) throws MalformedException {
        List<List<String>> tags = event.tags();
        if (target == 0) {
            if (tags.size() != 2) {
                throw new MalformedException("no tag may follow the expiration");
            }
            return;
        }
        if (tags.size() != 3 || tags.get(2).size() != 3 || !tags.get(2).get(0).equals("nonce")) {
            throw new MalformedException("the third and last tag must be [\"nonce\", N, \"" + target + "\"]");
        }
        if (!isNonce(tags.get(2).get(1)) || !tags.get(2).get(2).equals(Integer.toString(target))) {
            throw new MalformedException("a proof names N from 0 to 2^64 - 1 and the target " + target
                    + ", both decimal without leading zeros");
        }
        if (!hasProof(event.id(), target)) {
            throw new MalformedException("the id must start with " + target + " zero bits");
        }
    }

    private static boolean isNonce(String text) {
        return !text.isEmpty()
                && text.length() <= 20
                && text.chars().allMatch(c -> c >= '0' && c <= '9')
                && (text.length() == 1 || text.charAt(0) != '0')
                && new BigInteger(text).compareTo(MAX_NONCE) <= 0;
    }
}
