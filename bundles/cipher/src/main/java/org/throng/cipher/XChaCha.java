// SPDX-License-Identifier: MIT
package org.throng.cipher;

import java.util.Arrays;
import java.util.Optional;
import org.bouncycastle.crypto.InvalidCipherTextException;
import org.bouncycastle.crypto.modes.XChaCha20Poly1305;
import org.bouncycastle.crypto.params.AEADParameters;
import org.bouncycastle.crypto.params.KeyParameter;

/**
 * XChaCha20-Poly1305 (draft-irtf-cfrg-xchacha-03), tag of 16 bytes, last. Its nonce is long enough to be drawn at
 * random under one key for ever, which is why everything at rest uses it.
 */
public final class XChaCha {
    /** Bytes of a key. */
    public static final int KEY_LENGTH = 32;

    /** Bytes of a nonce. */
    public static final int NONCE_LENGTH = 24;

    /** Bytes that sealing adds. */
    public static final int TAG_LENGTH = 16;

    private XChaCha() {}

    /** Seals under a nonce of 24 bytes that this key has never seen. */
    public static byte[] seal(byte[] key, byte[] nonce, byte[] aad, byte[] plaintext) {
        try {
            return run(true, key, nonce, aad, plaintext);
        } catch (InvalidCipherTextException e) {
            throw new IllegalStateException("sealing checks no tag", e);
        }
    }

    /** The inverse of {@link #seal}; empty where the tag does not fit or there is no room for one. */
    public static Optional<byte[]> open(byte[] key, byte[] nonce, byte[] aad, byte[] sealed) {
        if (sealed.length < TAG_LENGTH) {
            return Optional.empty();
        }
        try {
            return Optional.of(run(false, key, nonce, aad, sealed));
        } catch (InvalidCipherTextException e) {
            return Optional.empty();
        }
    }

    private static byte[] run(boolean sealing, byte[] key, byte[] nonce, byte[] aad, byte[] text)
            throws InvalidCipherTextException {
        if (key.length != KEY_LENGTH || nonce.length != NONCE_LENGTH) {
            throw new IllegalArgumentException(
                    "expected a key of 32 and a nonce of 24 bytes, got " + key.length + " and " + nonce.length);
        }
        XChaCha20Poly1305 cipher = new XChaCha20Poly1305();
        cipher.init(sealing, new AEADParameters(new KeyParameter(key), 8 * TAG_LENGTH, nonce, aad));
        byte[] out = new byte[cipher.getOutputSize(text.length)];
        try {
            int done = cipher.processBytes(text, 0, text.length, out, 0);
            cipher.doFinal(out, done);
            return out;
        } catch (InvalidCipherTextException e) {
            Arrays.fill(out, (byte) 0);
            throw e;
        }
    }
}
