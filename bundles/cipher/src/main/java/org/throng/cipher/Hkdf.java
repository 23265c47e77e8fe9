// SPDX-License-Identifier: MIT
package org.throng.cipher;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** HKDF with SHA-256 (RFC 5869). */
public final class Hkdf {
    private Hkdf() {}

    /** Extract and expand with an ASCII salt, as every key of the protocol is made; {@code length} is in bytes. */
    public static byte[] derive(byte[] ikm, String salt, byte[] info, int length) {
        return derive(ikm, salt.getBytes(StandardCharsets.US_ASCII), info, length);
    }

    /** Extract and expand; {@code length} is in bytes, at most 8,160. */
    public static byte[] derive(byte[] ikm, byte[] salt, byte[] info, int length) {
        byte[] prk = extract(ikm, salt);
        try {
            return expand(prk, info, length);
        } finally {
            Arrays.fill(prk, (byte) 0);
        }
    }

    /** RFC 5869, 2.2; 32 bytes. */
    public static byte[] extract(byte[] ikm, byte[] salt) {
        return Hmac.sha256(salt, ikm);
    }

    /** RFC 5869, 2.3; {@code length} is in bytes, at most 8,160. */
    public static byte[] expand(byte[] prk, byte[] info, int length) {
        if (length < 0 || length > 255 * Sha256.LENGTH) {
            throw new IllegalArgumentException("HKDF gives 0 to 8160 bytes, asked for " + length);
        }
        byte[] okm = new byte[length];
        byte[] block = new byte[0];
        int done = 0;
        for (int counter = 1; done < length; counter++) {
            block = Hmac.sha256(prk, block, info, new byte[] {(byte) counter});
            int take = Math.min(block.length, length - done);
            System.arraycopy(block, 0, okm, done, take);
            done += take;
        }
        Arrays.fill(block, (byte) 0);
        return okm;
    }
}
