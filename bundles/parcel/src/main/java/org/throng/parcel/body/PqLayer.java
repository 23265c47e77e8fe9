// SPDX-License-Identifier: MIT
package org.throng.parcel.body;

import java.util.Arrays;
import java.util.Optional;
import org.throng.cipher.Aes;
import org.throng.cipher.Bytes;
import org.throng.cipher.Hkdf;
import org.throng.cipher.Sha256;
import org.throng.parcel.tlv.KemCiphertext;
import org.throng.parcel.tlv.KemKey;

/**
 * The inner layer of a body of scheme pq, {@code ct 1088 | inner}, which lies under k_out: in the open a ciphertext of ML-KEM
 * is told from random bytes at once (docs/protocol.md, section 5).
 */
public final class PqLayer {
    /** Bytes that the layer takes from the plaintext: the ciphertext and one more tag. */
    public static final int OVERHEAD = KemCiphertext.CIPHERTEXT_LENGTH + BodyKeys.TAG_LENGTH;

    private static final byte[] AAD = Bytes.ascii("throng/v1/body");

    private PqLayer() {}

    /**
     * Wraps the plaintext of a body.
     *
     * @param secret that the ciphertext holds, 32 bytes
     * @return what k_out is to seal
     */
    public static byte[] wrap(byte[] sessionKey, KemKey key, byte[] ciphertext, byte[] secret, byte[] plain) {
        byte[] inner = inner(sessionKey, key, ciphertext, secret);
        try {
            return Bytes.join(ciphertext, Aes.sealOnce(inner, AAD, plain));
        } finally {
            Arrays.fill(inner, (byte) 0);
        }
    }

    /** The ciphertext of a layer; empty where the layer is too short for one. */
    public static Optional<byte[]> ciphertext(byte[] layer) {
        return layer.length < OVERHEAD
                ? Optional.empty()
                : Optional.of(Arrays.copyOf(layer, KemCiphertext.CIPHERTEXT_LENGTH));
    }

    /** The plaintext of a layer; empty where the tag does not fit: another key, or other bytes. */
    public static Optional<byte[]> unwrap(byte[] sessionKey, KemKey key, byte[] secret, byte[] layer) {
        byte[] ciphertext = Arrays.copyOf(layer, KemCiphertext.CIPHERTEXT_LENGTH);
        byte[] inner = inner(sessionKey, key, ciphertext, secret);
        try {
            return Aes.openOnce(inner, AAD, Arrays.copyOfRange(layer, KemCiphertext.CIPHERTEXT_LENGTH, layer.length));
        } finally {
            Arrays.fill(inner, (byte) 0);
        }
    }

    /** k_in, 32 bytes. */
    static byte[] inner(byte[] sessionKey, KemKey key, byte[] ciphertext, byte[] secret) {
        byte[] ikm = Bytes.join(sessionKey, secret);
        try {
            return Hkdf.derive(
                    ikm,
                    "throng/v1/body",
                    Bytes.join(Bytes.ascii("inner"), Sha256.of(key.bytes()), Sha256.of(ciphertext)),
                    32);
        } finally {
            Arrays.fill(ikm, (byte) 0);
        }
    }
}
