// SPDX-License-Identifier: MIT
package org.throng.feed;

import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import org.throng.cipher.Bytes;
import org.throng.cipher.Sha256;

/** A hash of a Merkle tree as RFC 6962 makes it, with SHA-256: 32 bytes. */
public final class Hash {
    /** Bytes. */
    public static final int LENGTH = Sha256.LENGTH;

    /** Of a tree without leaves. */
    public static final Hash EMPTY = new Hash(Sha256.of());

    private static final byte[] LEAF = {0};
    private static final byte[] NODE = {1};

    private final byte[] bytes;

    private Hash(byte[] bytes) {
        this.bytes = bytes;
    }

    /** @throws IllegalArgumentException for another length than 32 */
    public static Hash of(byte[] bytes) {
        if (bytes.length != LENGTH) {
            throw new IllegalArgumentException("a hash has 32 bytes, got " + bytes.length);
        }
        return new Hash(bytes.clone());
    }

    /** The 32 bytes from an offset on. */
    public static Hash at(byte[] bytes, int offset) {
        return new Hash(Arrays.copyOfRange(bytes, offset, offset + LENGTH));
    }

    /** Of an entry: SHA-256(0x00 ‖ entry). */
    public static Hash leaf(byte[] entry) {
        return new Hash(Sha256.of(LEAF, entry));
    }

    /** Of two subtrees: SHA-256(0x01 ‖ left ‖ right). */
    public static Hash node(Hash left, Hash right) {
        return new Hash(Sha256.of(NODE, left.bytes, right.bytes));
    }

    /** From canonical base64 (RFC 4648, section 4); empty for anything else. */
    public static Optional<Hash> ofBase64(String text) {
        if (text.length() != 44) {
            return Optional.empty();
        }
        try {
            byte[] bytes = Base64.getDecoder().decode(text);
            return bytes.length == LENGTH
                            && Base64.getEncoder().encodeToString(bytes).equals(text)
                    ? Optional.of(new Hash(bytes))
                    : Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** @throws IllegalArgumentException for anything but 64 lower-case hex digits */
    public static Hash ofHex(String hex) {
        return new Hash(Bytes.fromHex(hex, LENGTH));
    }

    /** A copy. */
    public byte[] bytes() {
        return bytes.clone();
    }

    public String base64() {
        return Base64.getEncoder().encodeToString(bytes);
    }

    public String hex() {
        return Bytes.hex(bytes);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Hash that && Arrays.equals(bytes, that.bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }

    @Override
    public String toString() {
        return hex();
    }
}
