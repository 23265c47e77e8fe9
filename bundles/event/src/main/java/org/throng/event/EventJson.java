// SPDX-License-Identifier: MIT
package org.throng.event;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.throng.cipher.Sha256;

/**
 * The JSON of events: NIP-01's canonical form, whose hash is the id, and compact JSON for the wire.
 *
 * <p>Seven characters have a short escape. The other control characters are written {@code \\u00xx} in lower case, as
 * all known implementations do, though the text of NIP-01 says verbatim. Everything else stands as it is, U+007F,
 * U+2028 and {@code /} included.
 */
public final class EventJson {
    private static final byte[] BEFORE_CREATED_AT = "\",\"created_at\":".getBytes(StandardCharsets.US_ASCII);
    private static final int CREATED_AT = "{\"id\":\"".length() + 64 + "\",\"pubkey\":\"".length() + 64;

    private EventJson() {}

    /**
     * The UTF-8 bytes of {@code [0,pubkey,created_at,kind,tags,content]}, without white space.
     *
     * @throws IllegalArgumentException for a lone surrogate, which has no UTF-8
     */
    public static byte[] canonical(Event.Unsigned event) {
        StringBuilder out = new StringBuilder(256 + event.content().length());
        out.append("[0,\"")
                .append(event.pubkey().hex())
                .append("\",")
                .append(event.createdAt())
                .append(',')
                .append(event.kind())
                .append(',');
        writeTags(out, event.tags());
        out.append(',');
        writeString(out, event.content());
        return utf8(out.append(']'));
    }

    private static byte[] utf8(CharSequence text) {
        try {
            ByteBuffer bytes = StandardCharsets.UTF_8.newEncoder().encode(CharBuffer.wrap(text));
            byte[] copy = new byte[bytes.remaining()];
            bytes.get(copy);
            return copy;
        } catch (CharacterCodingException e) {
            throw new IllegalArgumentException("expected Unicode text, got a lone surrogate", e);
        }
    }

    /** SHA-256 of the canonical form. */
    public static EventId id(Event.Unsigned event) {
        return EventId.of(Sha256.of(canonical(event)));
    }

    /** Compact JSON of a signed event. */
    public static String write(Event event) {
        StringBuilder out = new StringBuilder(512 + event.content().length());
        out.append("{\"id\":\"")
                .append(event.id().hex())
                .append("\",\"pubkey\":\"")
                .append(event.pubkey().hex())
                .append("\",\"created_at\":")
                .append(event.createdAt())
                .append(",\"kind\":")
                .append(event.kind())
                .append(",\"tags\":");
        writeTags(out, event.tags());
        out.append(",\"content\":");
        writeString(out, event.content());
        return out.append(",\"sig\":\"")
                .append(event.signature().hex())
                .append("\"}")
                .toString();
    }

    /**
     * {@code created_at}, UNIX seconds, of what {@link #write} made, as UTF-8: it stands at one place, and the rest is not read.
     *
     * @throws IllegalArgumentException for JSON that was not made so
     */
    public static long createdAt(byte[] written) {
        int at = CREATED_AT + BEFORE_CREATED_AT.length;
        if (written.length <= at
                || !Arrays.equals(written, CREATED_AT, at, BEFORE_CREATED_AT, 0, BEFORE_CREATED_AT.length)) {
            throw new IllegalArgumentException("expected the compact JSON of an event");
        }
        boolean negative = written[at] == '-';
        long number = 0;
        for (int i = negative ? at + 1 : at; i < written.length && written[i] != ','; i++) {
            number = number * 10 - (written[i] - '0'); // below zero there is one number more
        }
        return negative ? number : -number;
    }

    /** Appends an array of arrays of strings. */
    public static void writeTags(StringBuilder out, List<List<String>> tags) {
        out.append('[');
        for (int i = 0; i < tags.size(); i++) {
            out.append(i == 0 ? "[" : ",[");
            List<String> tag = tags.get(i);
            for (int j = 0; j < tag.size(); j++) {
                if (j > 0) {
                    out.append(',');
                }
                writeString(out, tag.get(j));
            }
            out.append(']');
        }
        out.append(']');
    }

    /** Appends a quoted string with NIP-01's escapes. */
    public static void writeString(StringBuilder out, String text) {
        out.append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '"' -> out.append("\\\"");
                case '\\' -> out.append("\\\\");
                case '\n' -> out.append("\\n");
                case '\r' -> out.append("\\r");
                case '\t' -> out.append("\\t");
                case '\b' -> out.append("\\b");
                case '\f' -> out.append("\\f");
                default -> {
                    if (c < 0x20) {
                        out.append("\\u00")
                                .append(Character.forDigit(c >> 4, 16))
                                .append(Character.forDigit(c & 15, 16));
                    } else {
                        out.append(c);
                    }
                }
            }
        }
        out.append('"');
    }
}
