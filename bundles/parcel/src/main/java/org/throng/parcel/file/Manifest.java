// SPDX-License-Identifier: MIT
package org.throng.parcel.file;

import java.util.ArrayList;
import java.util.List;
import org.throng.cipher.Bytes;
import org.throng.curve.PublicKey;
import org.throng.event.EventId;
import org.throng.event.MalformedException;
import org.throng.parcel.rumor.Rumor;

/**
 * The rumor of kind 15 that says how to get a file (docs/protocol.md, section 5): content "", tags {@code file-type},
 * {@code size}, {@code x}, {@code key}, then {@code chunk} for each body, in this order.
 *
 * <p>Where its rumor would have more than 13,520 bytes, the manifest's JSON is itself a file, and the manifest of that one,
 * {@link #isNested}, goes to the receiver; once, not deeper.
 *
 * @param mime of the file
 * @param size of the file in bytes, 0 to 2^53 - 1
 * @param sha256 of the file, 32 bytes in lower-case hex
 * @param bodies the ids of the chunks' events, in order
 */
public record Manifest(String mime, long size, String sha256, FileKey key, List<EventId> bodies) {
    /** The type of a manifest that is a file. */
    public static final String NESTED = "application/vnd.throng.manifest";

    private static final long MAX_SIZE = (1L << 53) - 1;
    private static final int HEAD_TAGS = 4;
    private static final String FORM = "a manifest is a rumor of kind 15 without content, with the tags file-type,"
            + " size, x, key and as many of chunk as its size asks for, in this order";

    public Manifest {
        bodies = List.copyOf(bodies);
        if (Bytes.fromHex(sha256, 32).length != 32 || size < 0 || size > MAX_SIZE) {
            throw new IllegalArgumentException("a manifest has the size and SHA-256 of its file");
        }
        if (bodies.size() != FileKey.chunks(size)) {
            throw new IllegalArgumentException(
                    "a file of " + size + " bytes has " + FileKey.chunks(size) + " chunks, got " + bodies.size());
        }
    }

    /** Whether the file is another manifest's JSON. */
    public boolean isNested() {
        return mime.equals(NESTED);
    }

    /** The rumor to send. */
    public Rumor rumor(PublicKey writer, long createdAt) {
        List<List<String>> tags = new ArrayList<>();
        byte[] secret = key.insecureBytes();
        tags.add(List.of("file-type", mime));
        tags.add(List.of("size", Long.toString(size)));
        tags.add(List.of("x", sha256));
        tags.add(List.of("key", Bytes.hex(secret)));
        bodies.forEach(body -> tags.add(List.of("chunk", body.hex())));
        return new Rumor(writer, createdAt, Rumor.FILE, tags, "");
    }

    /** Reads a rumor of kind 15. */
    public static Manifest read(Rumor rumor) throws MalformedException {
        List<List<String>> tags = rumor.tags();
        if (rumor.kind() != Rumor.FILE || !rumor.content().isEmpty() || tags.size() < HEAD_TAGS) {
            throw new MalformedException(FORM);
        }
        String mime = value(tags.get(0), "file-type");
        long size = size(value(tags.get(1), "size"));
        String sha256 = hex(value(tags.get(2), "x"));
        FileKey key = FileKey.of(Bytes.fromHex(hex(value(tags.get(3), "key")), FileKey.LENGTH));
        List<EventId> bodies = new ArrayList<>();
        for (List<String> tag : tags.subList(HEAD_TAGS, tags.size())) {
            bodies.add(EventId.ofHex(hex(value(tag, "chunk"))));
        }
        if (bodies.size() != FileKey.chunks(size)) {
            throw new MalformedException(FORM);
        }
        return new Manifest(mime, size, sha256, key, bodies);
    }

    private static String value(List<String> tag, String name) throws MalformedException {
        if (tag.size() != 2 || !tag.get(0).equals(name)) {
            throw new MalformedException(FORM);
        }
        return tag.get(1);
    }

    private static String hex(String text) throws MalformedException {
        if (text.length() != 64 || !text.chars().allMatch(c -> c >= '0' && c <= '9' || c >= 'a' && c <= 'f')) {
            throw new MalformedException("x, key and chunk are 64 lower-case hex digits");
        }
        return text;
    }

    private static long size(String text) throws MalformedException {
        if (text.isEmpty()
                || text.length() > 16
                || !text.chars().allMatch(c -> c >= '0' && c <= '9')
                || text.length() > 1 && text.charAt(0) == '0'
                || Long.parseLong(text) > MAX_SIZE) {
            throw new MalformedException("size is a decimal number, at most 2^53 - 1");
        }
        return Long.parseLong(text);
    }

    /** Does not show what the file is. */
    @Override
    public String toString() {
        return "Manifest[" + bodies.size() + " chunks]";
    }
}
