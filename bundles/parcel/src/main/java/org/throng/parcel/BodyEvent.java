// SPDX-License-Identifier: MIT
package org.throng.parcel;

import org.throng.curve.PublicKey;
import org.throng.event.Event;
import org.throng.event.MalformedException;

/**
 * An event of kind 4611: a body on its way (docs/protocol.md, section 3).
 *
 * <p>The form is checked. Id, signature and the window of time are for the caller: {@link Event#hasRightId},
 * {@link Event#isSigned}, {@link Slot#isOpen}.
 *
 * @param content the binary content, of one of the lengths of {@link BodySize}
 */
public record BodyEvent(Event event, byte[] content, BodySize size, Label label, Slot slot) {
    /** The kind. */
    public static final int KIND = 4_611;

    public BodyEvent {
        content = content.clone();
    }

    /**
     * The event to sign with a disposable key.
     *
     * @throws IllegalArgumentException where the content has a length that no body has
     */
    public static Event.Unsigned make(PublicKey disposable, byte[] content, Slot slot, Label label) {
        if (BodySize.of(content.length).isEmpty()) {
            throw new IllegalArgumentException(
                    "a body has 2048, 4096 or 32768 bytes of content, got " + content.length);
        }
        return new Event.Unsigned(
                disposable, slot.createdAt(), KIND, EventForm.tags(slot, label), EventForm.base64(content));
    }

    /**
     * The strict form.
     *
     * @throws MalformedException with what was expected, fit for {@code invalid:}
     */
    public static BodyEvent read(Event event) throws MalformedException {
        if (event.kind() != KIND) {
            throw new MalformedException("a body is an event of kind 4611");
        }
        Slot slot = EventForm.slot(event);
        Label label = EventForm.label(event, slot);
        if (event.tags().size() != 2) {
            throw new MalformedException("no tag may follow the expiration");
        }
        byte[] content = EventForm.content(event, BodySize.CHUNK.length());
        BodySize size = BodySize.of(content.length)
                .orElseThrow(() ->
                        new MalformedException("the content of a body must be base64 of 2048, 4096 or 32768 bytes"));
        return new BodyEvent(event, content, size, label, slot);
    }

    /** A copy. */
    @Override
    public byte[] content() {
        return content.clone();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof BodyEvent that && event.equals(that.event);
    }

    @Override
    public int hashCode() {
        return event.hashCode();
    }

    @Override
    public String toString() {
        return "BodyEvent[" + event.id() + "]";
    }
}
