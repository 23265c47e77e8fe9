// SPDX-License-Identifier: MIT
package org.throng.parcel;

import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import org.throng.event.Event;
import org.throng.event.MalformedException;

/** What header and body events have in common: time, label, expiration, canonical base64 (docs/protocol.md, section 3). */
final class EventForm {
    private EventForm() {}

    static List<List<String>> tags(Slot slot, Label label) {
        return List.of(List.of("c", label.text()), List.of("expiration", Long.toString(slot.expiration())));
    }

    static String base64(byte[] content) {
        return Base64.getEncoder().encodeToString(content);
    }

    static Slot slot(Event event) throws MalformedException {
        if (event.createdAt() < 0 || event.createdAt() > Slot.LAST || event.createdAt() % Slot.SECONDS != 0) {
            throw new MalformedException("created_at must be a multiple of 600");
        }
        return new Slot(event.createdAt());
    }

    /** Checks the first two tags. */
    static Label label(Event event, Slot slot) throws MalformedException {
        List<List<String>> tags = event.tags();
        if (tags.size() < 2 || tags.get(0).size() != 2 || !tags.get(0).get(0).equals("c")) {
            throw new MalformedException("the first tag must be [\"c\", label], the second the expiration");
        }
        String label = tags.get(0).get(1);
        if (!Label.isValid(label)) {
            throw new MalformedException("a label is two digits d from 00 to 08, a colon and d characters 0 or 1");
        }
        if (!tags.get(1).equals(List.of("expiration", Long.toString(slot.expiration())))) {
            throw new MalformedException("the second tag must be [\"expiration\", created_at + 2592000]");
        }
        return new Label(label);
    }

    /** Decodes the one spelling of RFC 4648, section 4. */
    static byte[] content(Event event, int longest) throws MalformedException {
        String text = event.content();
        if (text.length() > 4 * ((longest + 2) / 3)) {
            throw new MalformedException("the content is too long");
        }
        byte[] content;
        try {
            content = Base64.getDecoder().decode(text);
        } catch (IllegalArgumentException e) {
            throw notCanonical();
        }
        if (!base64(content).equals(text)) {
            throw notCanonical();
        }
        return content;
    }

    private static MalformedException notCanonical() {
        return new MalformedException("the content must be canonical base64 (RFC 4648, section 4)");
    }

    static boolean hasLeadingZeroBits(byte[] id, int bits) {
        int whole = bits / 8;
        if (bits > 8 * id.length || !Arrays.equals(id, 0, whole, new byte[whole], 0, whole)) {
            return false;
        }
        return bits % 8 == 0 || (id[whole] & 0xff) >> (8 - bits % 8) == 0;
    }
}
