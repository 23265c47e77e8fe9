// SPDX-License-Identifier: MIT
package org.throng.feed;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import org.bouncycastle.math.ec.rfc8032.Ed25519;
import org.throng.cipher.Bytes;
import org.throng.cipher.Sha256;
import org.throng.event.MalformedException;

/**
 * The public side of a key that signs notes, Ed25519 (C2SP signed-note): {@code NAME+ID+BASE64}, the id in hex, the base64 of
 * 0x01 and the 32 bytes of the key.
 */
public final class VerifierKey {
    /** The byte that says Ed25519. */
    static final byte ED25519 = 1;

    private static final int MAX_LENGTH = 512;

    private final String name;
    private final byte[] key;
    private final int id;

    VerifierKey(String name, byte[] key) {
        this.name = name;
        this.key = key.clone();
        id = id(name, key);
    }

    private static int id(String name, byte[] key) {
        byte[] all = Bytes.join(name.getBytes(StandardCharsets.UTF_8), new byte[] {'\n', ED25519}, key);
        return ByteBuffer.wrap(Sha256.of(all)).getInt();
    }

    public static VerifierKey read(String text) throws MalformedException {
        String[] parts = text.length() > MAX_LENGTH ? new String[0] : text.split("\\+", 3);
        if (parts.length != 3 || !SignedNote.isName(parts[0]) || !parts[1].matches("[0-9a-f]{8}")) {
            throw new MalformedException("a verifier key is a name, '+', 8 hex digits, '+' and base64");
        }
        byte[] bytes;
        try {
            bytes = Base64.getDecoder().decode(parts[2]);
        } catch (IllegalArgumentException e) {
            throw new MalformedException("the key of a verifier key is base64");
        }
        if (bytes.length != 1 + Ed25519.PUBLIC_KEY_SIZE
                || bytes[0] != ED25519
                || !Base64.getEncoder().encodeToString(bytes).equals(parts[2])) {
            throw new MalformedException("a verifier key is one of Ed25519: 0x01 and 32 bytes");
        }
        VerifierKey key = new VerifierKey(parts[0], Arrays.copyOfRange(bytes, 1, bytes.length));
        if (!HexFormat.of().toHexDigits(key.id).equals(parts[1])) {
            throw new MalformedException("the id of a verifier key does not fit its name and key");
        }
        return key;
    }

    public String name() {
        return name;
    }

    int id() {
        return id;
    }

    /** What {@link #read} takes. */
    public String text() {
        byte[] typed = Bytes.join(new byte[] {ED25519}, key);
        return name + "+" + HexFormat.of().toHexDigits(id) + "+"
                + Base64.getEncoder().encodeToString(typed);
    }

    /**
     * Whether it signed a note. Signatures of other names or ids are not looked at; of those with its own, each must verify.
     */
    public boolean hasSigned(SignedNote note) {
        byte[] text = note.text().getBytes(StandardCharsets.UTF_8);
        boolean signed = false;
        for (SignedNote.Signature signature : note.signatures()) {
            if (signature.name().equals(name) && signature.id() == id) {
                byte[] bytes = signature.bytes();
                if (bytes.length != Ed25519.SIGNATURE_SIZE || !Ed25519.verify(bytes, 0, key, 0, text, 0, text.length)) {
                    return false;
                }
                signed = true;
            }
        }
        return signed;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof VerifierKey that && name.equals(that.name) && Arrays.equals(key, that.key);
    }

    @Override
    public int hashCode() {
        return id;
    }

    @Override
    public String toString() {
        return text();
    }
}
