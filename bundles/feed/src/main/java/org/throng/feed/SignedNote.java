// SPDX-License-Identifier: MIT
package org.throng.feed;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import org.throng.event.MalformedException;

/**
 * A text and what signs it (C2SP signed-note): the text, an empty line, then for each signature {@code — NAME BASE64} with
 * four bytes of key id before the signature itself.
 *
 * @param text ends in a line feed
 * @param signatures in order, at least one
 */
public record SignedNote(String text, List<Signature> signatures) {
    /** Bytes of a note that is looked at. */
    public static final int MAX_BYTES = 64 << 10;

    private static final int MAX_SIGNATURES = 32;
    private static final String MARK = "— ";
    private static final int ID_LENGTH = 4;

    /**
     * One signature, of an algorithm that its key tells.
     *
     * @param name of the key
     * @param id of the key, u32
     * @param bytes without the id
     */
    public record Signature(String name, int id, byte[] bytes) {
        public Signature {
            bytes = bytes.clone();
        }

        /** A copy. */
        @Override
        public byte[] bytes() {
            return bytes.clone();
        }

        String line() {
            byte[] all = ByteBuffer.allocate(ID_LENGTH + bytes.length)
                    .putInt(id)
                    .put(bytes)
                    .array();
            return MARK + name + " " + Base64.getEncoder().encodeToString(all) + "\n";
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Signature that
                    && name.equals(that.name)
                    && id == that.id
                    && Arrays.equals(bytes, that.bytes);
        }

        @Override
        public int hashCode() {
            return 31 * name.hashCode() + Arrays.hashCode(bytes);
        }
    }

    public SignedNote {
        signatures = List.copyOf(signatures);
        if (!text.endsWith("\n") || signatures.isEmpty()) {
            throw new IllegalArgumentException("a note has a text that ends in a line feed, and a signature");
        }
    }

    /** Whether a key, or the origin of a log, may be called so. */
    public static boolean isName(String name) {
        return !name.isEmpty()
                && name.codePoints()
                        .noneMatch(c -> c < ' ' || c == '+' || Character.isWhitespace(c) || Character.isSpaceChar(c));
    }

    /** UTF-8. */
    public byte[] bytes() {
        StringBuilder out = new StringBuilder(text).append('\n');
        signatures.forEach(signature -> out.append(signature.line()));
        return out.toString().getBytes(StandardCharsets.UTF_8);
    }

    /** Reads what may come from anybody; no signature is checked. */
    public static SignedNote read(byte[] bytes) throws MalformedException {
        if (bytes.length > MAX_BYTES) {
            throw new MalformedException("a note has at most " + MAX_BYTES + " bytes");
        }
        String whole;
        try {
            whole = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new MalformedException("a note is UTF-8");
        }
        if (whole.chars().anyMatch(c -> c < ' ' && c != '\n')) {
            throw new MalformedException("a note has no control characters but line feeds");
        }
        int gap = whole.lastIndexOf("\n\n");
        if (gap < 0 || !whole.endsWith("\n")) {
            throw new MalformedException("a note has a text, an empty line and signatures");
        }
        List<Signature> signatures = new ArrayList<>();
        String rest = whole.substring(gap + 2);
        for (String line : rest.isEmpty() ? List.<String>of() : List.of(rest.split("\n"))) {
            if (signatures.size() == MAX_SIGNATURES) {
                throw new MalformedException("a note has at most " + MAX_SIGNATURES + " signatures");
            }
            signatures.add(signature(line));
        }
        if (signatures.isEmpty()) {
            throw new MalformedException("a note has a signature");
        }
        return new SignedNote(whole.substring(0, gap + 1), signatures);
    }

    private static Signature signature(String line) throws MalformedException {
        int blank = line.lastIndexOf(' ');
        if (!line.startsWith(MARK) || blank < MARK.length() || !isName(line.substring(MARK.length(), blank))) {
            throw new MalformedException("a signature is an em dash, a blank, a name, a blank and base64");
        }
        String base64 = line.substring(blank + 1);
        byte[] all;
        try {
            all = Base64.getDecoder().decode(base64);
        } catch (IllegalArgumentException e) {
            throw new MalformedException("a signature is base64");
        }
        if (all.length <= ID_LENGTH || !Base64.getEncoder().encodeToString(all).equals(base64)) {
            throw new MalformedException("a signature is canonical base64 of a key id and a signature");
        }
        return new Signature(
                line.substring(MARK.length(), blank),
                ByteBuffer.wrap(all).getInt(),
                Arrays.copyOfRange(all, ID_LENGTH, all.length));
    }
}
