// SPDX-License-Identifier: MIT
package org.throng.cipher;

import java.security.GeneralSecurityException;
import java.util.Optional;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/** AES-256 in the two modes of the protocol: GCM (SP 800-38D, tag of 16 bytes, last) and CTR (SP 800-38A). */
public final class Aes {
    /** Bytes that GCM adds. */
    public static final int TAG_LENGTH = 16;

    private static final byte[] ZERO_NONCE = new byte[12];
    private static final byte[] ZERO_COUNTER = new byte[16];

    private Aes() {}

    /** GCM under a nonce of twelve zero bytes: the key MUST be fresh, a second text under it would give both away. */
    public static byte[] sealOnce(byte[] freshKey, byte[] aad, byte[] plaintext) {
        return seal(freshKey, ZERO_NONCE, aad, plaintext);
    }

    /** The inverse of {@link #sealOnce}; empty where the tag does not fit. */
    public static Optional<byte[]> openOnce(byte[] key, byte[] aad, byte[] sealed) {
        return open(key, ZERO_NONCE, aad, sealed);
    }

    /** GCM under a nonce of 12 bytes that this key has never seen. */
    public static byte[] seal(byte[] key, byte[] nonce, byte[] aad, byte[] plaintext) {
        try {
            Cipher cipher = gcm(Cipher.ENCRYPT_MODE, key, nonce);
            cipher.updateAAD(aad);
            return cipher.doFinal(plaintext);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has AES-GCM", e);
        }
    }

    /** The inverse of {@link #seal}; empty where the tag does not fit or there is no room for one. */
    public static Optional<byte[]> open(byte[] key, byte[] nonce, byte[] aad, byte[] sealed) {
        if (sealed.length < TAG_LENGTH) {
            return Optional.empty();
        }
        try {
            Cipher cipher = gcm(Cipher.DECRYPT_MODE, key, nonce);
            cipher.updateAAD(aad);
            return Optional.of(cipher.doFinal(sealed));
        } catch (AEADBadTagException e) {
            return Optional.empty();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has AES-GCM", e);
        }
    }

    /** CTR from a counter block of zeros; its own inverse. The key MUST be fresh. */
    public static byte[] counterOnce(byte[] freshKey, byte[] text) {
        try {
            Cipher cipher = Cipher.getInstance("AES/CTR/NoPadding");
            cipher.init(Cipher.ENCRYPT_MODE, new SecretKeySpec(freshKey, "AES"), new IvParameterSpec(ZERO_COUNTER));
            return cipher.doFinal(text);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has AES-CTR", e);
        }
    }

    private static Cipher gcm(int mode, byte[] key, byte[] nonce) throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(mode, new SecretKeySpec(key, "AES"), new GCMParameterSpec(8 * TAG_LENGTH, nonce));
        return cipher;
    }
}
