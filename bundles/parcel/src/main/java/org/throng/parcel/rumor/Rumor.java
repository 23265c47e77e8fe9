// SPDX-License-Identifier: MIT
package org.throng.parcel.rumor;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.throng.curve.PublicKey;
import org.throng.event.Event;
import org.throng.event.EventId;
import org.throng.event.EventJson;
import org.throng.event.EventReader;
import org.throng.event.MalformedException;
import org.throng.event.StrictJson;
import org.throng.parcel.SchemeId;
import org.throng.parcel.Tlv;

/**
 * What somebody wrote: a Nostr event without a signature, as in NIP-17 (docs/protocol.md, section 5). It is never
 * published, and its writer can deny it.
 *
 * @param createdAt UNIX seconds, 0 to 2^53 - 1
 * @param kind 0 to 65,535
 * @param tags each with at least one string
 */
public record Rumor(PublicKey pubkey, long createdAt, int kind, List<List<String>> tags, String content) {
    /** A text. */
    public static final int TEXT = 14;

    /** A file: see {@code org.throng.parcel.file.Manifest}. */
    public static final int FILE = 15;

    /** A reaction. */
    public static final int REACTION = 7;

    /** A deletion of an own rumor. */
    public static final int DELETION = 5;

    /** Bytes of JSON that travel in bodies; longer ones travel as a file. */
    public static final int MAX_LENGTH = 13_520;

    /** Bytes of JSON that go whole into one body. */
    public static final int MAX_WHOLE = 1_780;

    /** The same in scheme pq. */
    public static final int MAX_WHOLE_PQ = 676;

    private static final long MAX_NUMBER = (1L << 53) - 1;
    private static final int MAX_DEPTH = 8;
    private static final Set<String> MEMBERS = Set.of("pubkey", "created_at", "kind", "tags", "content");
    private static final String ID = "id";

    public Rumor {
        if (createdAt < 0 || createdAt > MAX_NUMBER || kind < 0 || kind > Event.MAX_KIND) {
            throw new IllegalArgumentException("created_at is a number up to 2^53 - 1, a kind one up to 65535");
        }
        tags = tags.stream().map(List::copyOf).toList();
        if (tags.stream().anyMatch(List::isEmpty)) {
            throw new IllegalArgumentException("a tag has at least one string");
        }
        if (!isUnicode(content) || !tags.stream().allMatch(tag -> tag.stream().allMatch(Rumor::isUnicode))) {
            throw new IllegalArgumentException("a rumor is Unicode text without lone surrogates");
        }
    }

    private static boolean isUnicode(String text) {
        return StandardCharsets.UTF_8.newEncoder().canEncode(text);
    }

    /** Bytes of JSON that go whole into one body of a scheme, and into one part of a longer rumor. */
    public static int maxWhole(int scheme) {
        return scheme == SchemeId.PQ ? MAX_WHOLE_PQ : MAX_WHOLE;
    }

    /**
     * Reads JSON from outside. The caller bounds its length.
     *
     * @param writer A of the body that it came in
     * @throws MalformedException where it is not exactly a rumor, or the pubkey is not the writer's
     */
    public static Rumor read(byte[] json, PublicKey writer) throws MalformedException {
        if (!(StrictJson.read(json, MAX_DEPTH) instanceof Map<?, ?> members)
                || !members.keySet().containsAll(MEMBERS)
                || members.size() != MEMBERS.size() + (members.containsKey(ID) ? 1 : 0)) {
            throw new MalformedException("a rumor is an object with pubkey, created_at, kind, tags and content alone");
        }
        if (!writer.hex().equals(members.get("pubkey"))) {
            throw new MalformedException("pubkey must be the writer's, in lower-case hex");
        }
        if (!(members.get("content") instanceof String content)) {
            throw new MalformedException("content must be a string");
        }
        List<List<String>> tags = EventReader.tags(members.get("tags"));
        if (tags.stream().anyMatch(List::isEmpty)) {
            throw new MalformedException("a tag has at least one string");
        }
        return new Rumor(
                writer,
                number(members.get("created_at"), MAX_NUMBER),
                (int) number(members.get("kind"), Event.MAX_KIND),
                tags,
                content);
    }

    private static long number(Object json, long most) throws MalformedException {
        // StrictJson gives a Long only where the spelling is the one of plain digits
        if (!(json instanceof Long number) || number < 0 || number > most) {
            throw new MalformedException("created_at and kind are digits, at most 2^53 - 1 and 65535");
        }
        return number;
    }

    /** Its name between sender and receiver (NIP-01). */
    public EventId id() {
        return unsigned().id();
    }

    /** The same as an event that nobody signs. */
    public Event.Unsigned unsigned() {
        return new Event.Unsigned(pubkey, createdAt, kind, tags, content);
    }

    /** Compact JSON in UTF-8: what travels. */
    public byte[] json() {
        StringBuilder out = new StringBuilder(256 + content.length());
        out.append("{\"pubkey\":\"")
                .append(pubkey.hex())
                .append("\",\"created_at\":")
                .append(createdAt)
                .append(",\"kind\":")
                .append(kind)
                .append(",\"tags\":");
        EventJson.writeTags(out, tags);
        out.append(",\"content\":");
        EventJson.writeString(out, content);
        return out.append('}').toString().getBytes(StandardCharsets.UTF_8);
    }

    /**
     * The part of a body.
     *
     * @throws IllegalArgumentException where it is longer than any part may be
     */
    public Tlv tlv() {
        return new Tlv(Tlv.RUMOR, json());
    }

    /** Does not show what was written. */
    @Override
    public String toString() {
        return "Rumor[kind " + kind + "]";
    }
}
