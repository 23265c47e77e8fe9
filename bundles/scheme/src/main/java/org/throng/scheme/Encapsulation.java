// SPDX-License-Identifier: MIT
package org.throng.scheme;

import java.util.Arrays;
import org.throng.cipher.MlKem768;
import org.throng.cipher.Sha256;
import org.throng.parcel.tlv.KemCiphertext;
import org.throng.parcel.tlv.KemKey;
import org.throng.parcel.tlv.ShortId;

/**
 * A ciphertext of ML-KEM-768 and the secret in it. The secret is never printed.
 *
 * @param key the key that it was made for
 * @param ciphertext 1,088 bytes
 * @param secret 32 bytes
 */
public record Encapsulation(KemKey key, byte[] ciphertext, byte[] secret) {
    public Encapsulation {
        if (ciphertext.length != KemCiphertext.CIPHERTEXT_LENGTH || secret.length != MlKem768.SECRET_LENGTH) {
            throw new IllegalArgumentException("a ciphertext has 1088 bytes and its secret 32");
        }
        ciphertext = ciphertext.clone();
        secret = secret.clone();
    }

    /**
     * Encapsulates.
     *
     * @param m 32 bytes, hedged as docs/protocol.md, section 4 says
     */
    public static Encapsulation to(KemKey key, byte[] m) {
        MlKem768.Encapsulated made = MlKem768.encapsulate(key.bytes(), m);
        return new Encapsulation(key, made.ciphertext(), made.secret());
    }

    /** A copy. */
    @Override
    public byte[] ciphertext() {
        return ciphertext.clone();
    }

    /** A copy, for the caller to erase. */
    @Override
    public byte[] secret() {
        return secret.clone();
    }

    /** The first 8 bytes of SHA-256(ct), by which a share record names it. */
    public ShortId id() {
        return ShortId.ofFirst(Sha256.of(ciphertext));
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Encapsulation that && Arrays.equals(ciphertext, that.ciphertext);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(ciphertext);
    }

    @Override
    public String toString() {
        return "Encapsulation[" + id() + "]";
    }
}
