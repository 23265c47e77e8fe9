// SPDX-License-Identifier: MIT
package org.throng.feed;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import org.bouncycastle.math.ec.rfc8032.Ed25519;
import org.throng.cipher.Bytes;
import org.throng.event.MalformedException;

/** A key that signs notes, Ed25519; never printed. As text it is {@code PRIVATE+KEY+NAME+ID+BASE64}, as other tools keep it. */
public final class SignerKey {
    /** Bytes of the seed. */
    public static final int SEED_LENGTH = Ed25519.SECRET_KEY_SIZE;

    private static final String MARK = "PRIVATE+KEY+";

    private final byte[] seed;
    private final VerifierKey verifier;

    /**
     * @param seed 32 random bytes
     * @throws IllegalArgumentException for another length, or no name
     */
    public SignerKey(String name, byte[] seed) {
        if (seed.length != SEED_LENGTH || !SignedNote.isName(name)) {
            throw new IllegalArgumentException("a key has a name and a seed of 32 bytes, got " + seed.length);
        }
        this.seed = seed.clone();
        verifier = new VerifierKey(name, publicKey(seed));
    }

    /** The 32 bytes of the public key of a seed. */
    public static byte[] publicKey(byte[] seed) {
        byte[] key = new byte[Ed25519.PUBLIC_KEY_SIZE];
        Ed25519.generatePublicKey(seed, 0, key, 0);
        return key;
    }

    /** Reads what {@link #insecureText} wrote. */
    public static SignerKey read(String text) throws MalformedException {
        String[] parts = text.startsWith(MARK) ? text.substring(MARK.length()).split("\\+", 3) : new String[0];
        if (parts.length != 3 || !SignedNote.isName(parts[0])) {
            throw new MalformedException("a signer key is PRIVATE+KEY+, a name, '+', 8 hex digits, '+' and base64");
        }
        byte[] bytes;
        try {
            bytes = Base64.getDecoder().decode(parts[2]);
        } catch (IllegalArgumentException e) {
            throw new MalformedException("the key of a signer key is base64");
        }
        if (bytes.length != 1 + SEED_LENGTH || bytes[0] != VerifierKey.ED25519) {
            throw new MalformedException("a signer key is one of Ed25519: 0x01 and 32 bytes");
        }
        SignerKey key = new SignerKey(parts[0], Arrays.copyOfRange(bytes, 1, bytes.length));
        if (!HexFormat.of().toHexDigits(key.verifier.id()).equals(parts[1])) {
            throw new MalformedException("the id of a signer key does not fit its name and key");
        }
        return key;
    }

    /** With the secret in it. */
    public String insecureText() {
        byte[] typed = Bytes.join(new byte[] {VerifierKey.ED25519}, seed);
        return MARK + verifier.name() + "+" + HexFormat.of().toHexDigits(verifier.id()) + "+"
                + Base64.getEncoder().encodeToString(typed);
    }

    /** Who verifies what it signs. */
    public VerifierKey verifier() {
        return verifier;
    }

    /** @param text ends in a line feed */
    public SignedNote sign(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        byte[] signature = new byte[Ed25519.SIGNATURE_SIZE];
        Ed25519.sign(seed, 0, bytes, 0, bytes.length, signature, 0);
        return new SignedNote(text, List.of(new SignedNote.Signature(verifier.name(), verifier.id(), signature)));
    }

    @Override
    public String toString() {
        return "SignerKey[" + verifier.name() + "]";
    }
}
