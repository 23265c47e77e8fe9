// SPDX-License-Identifier: MIT
package org.throng.event;

import java.util.List;
import java.util.Optional;
import org.throng.curve.Curve;
import org.throng.curve.PublicKey;
import org.throng.curve.SecretKey;
import org.throng.curve.Signature;

/**
 * A signed Nostr event (NIP-01). The record says what the wire said; that id and signature are right is asked with
 * {@link #hasRightId} and {@link #isSigned}.
 *
 * @param createdAt UNIX time in seconds
 * @param kind 0 to 65,535
 * @param tags each with at least zero strings; neither list can be changed
 */
public record Event(
        EventId id,
        PublicKey pubkey,
        long createdAt,
        int kind,
        List<List<String>> tags,
        String content,
        Signature signature) {
    /** The highest kind of NIP-01. */
    public static final int MAX_KIND = 65_535;

    public Event {
        if (kind < 0 || kind > MAX_KIND) {
            throw new IllegalArgumentException("a kind is a number from 0 to 65535, got " + kind);
        }
        tags = tags.stream().map(List::copyOf).toList();
    }

    /**
     * Signs the fields of {@code unsigned}.
     *
     * @param aux 32 fresh random bytes
     */
    public static Event sign(Curve curve, SecretKey secret, Unsigned unsigned, byte[] aux) {
        EventId id = unsigned.id();
        return new Event(
                id,
                unsigned.pubkey(),
                unsigned.createdAt(),
                unsigned.kind(),
                unsigned.tags(),
                unsigned.content(),
                curve.sign(secret, id.bytes(), aux));
    }

    /** Whether the id is the hash of the other fields. */
    public boolean hasRightId() {
        return unsigned().id().equals(id);
    }

    /** Whether the signature is the author's over the id; says nothing about the id itself. */
    public boolean isSigned(Curve curve) {
        return curve.verify(pubkey, id.bytes(), signature);
    }

    /** The event without id and signature. */
    public Unsigned unsigned() {
        return new Unsigned(pubkey, createdAt, kind, tags, content);
    }

    /** The second string of the first tag of this name. */
    public Optional<String> tag(String name) {
        return tags.stream()
                .filter(tag -> tag.size() > 1 && tag.get(0).equals(name))
                .map(tag -> tag.get(1))
                .findFirst();
    }

    /** Compact JSON with the members in NIP-01's order. */
    public String json() {
        return EventJson.write(this);
    }

    /** Says nothing of content and tags, so that it may stand in a log. */
    @Override
    public String toString() {
        return "Event[" + id.hex() + ", kind " + kind + "]";
    }

    /** What an author signs. */
    public record Unsigned(PublicKey pubkey, long createdAt, int kind, List<List<String>> tags, String content) {
        public Unsigned {
            tags = tags.stream().map(List::copyOf).toList();
        }

        /** SHA-256 of {@link EventJson#canonical}. */
        public EventId id() {
            return EventJson.id(this);
        }

        @Override
        public String toString() {
            return "Unsigned[kind " + kind + "]";
        }
    }
}
