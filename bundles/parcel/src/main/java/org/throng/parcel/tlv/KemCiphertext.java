// SPDX-License-Identifier: MIT
package org.throng.parcel.tlv;

import java.util.Arrays;
import org.throng.cipher.Bytes;
import org.throng.event.MalformedException;
import org.throng.parcel.Tlv;

/**
 * Type 10: a ciphertext of ML-KEM-768 and the key that it is for. ML-KEM does not fail on a wrong key, so the key is named.
 *
 * @param key the first 8 bytes of SHA-256(ek)
 * @param ciphertext 1,088 bytes
 */
public record KemCiphertext(ShortId key, byte[] ciphertext) {
    /** Bytes of a ciphertext of ML-KEM-768. */
    public static final int CIPHERTEXT_LENGTH = 1_088;

    public KemCiphertext {
        if (ciphertext.length != CIPHERTEXT_LENGTH) {
            throw new IllegalArgumentException("a KEM ciphertext has 1088 bytes, got " + ciphertext.length);
        }
        ciphertext = ciphertext.clone();
    }

    /** Reads the value. */
    public static KemCiphertext read(byte[] value) throws MalformedException {
        if (value.length != ShortId.LENGTH + CIPHERTEXT_LENGTH) {
            throw new MalformedException("a KEM ciphertext has 1096 bytes, its key's id first");
        }
        return new KemCiphertext(ShortId.ofFirst(value), Arrays.copyOfRange(value, ShortId.LENGTH, value.length));
    }

    /** A copy. */
    @Override
    public byte[] ciphertext() {
        return ciphertext.clone();
    }

    /** The part of a body. */
    public Tlv tlv() {
        return new Tlv(Tlv.KEM_CIPHERTEXT, Bytes.join(key.bytes(), ciphertext));
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof KemCiphertext that
                && key.equals(that.key)
                && Arrays.equals(ciphertext, that.ciphertext);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(ciphertext);
    }

    @Override
    public String toString() {
        return "KemCiphertext[for " + key + "]";
    }
}
