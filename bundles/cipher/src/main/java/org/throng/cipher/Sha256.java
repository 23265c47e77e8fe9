// SPDX-License-Identifier: MIT
package org.throng.cipher;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** SHA-256 (FIPS 180-4) and the tagged hash of BIP-340. */
public final class Sha256 {
    /** Bytes of a digest. */
    public static final int LENGTH = 32;

    private Sha256() {}

    /** The digest of all parts, one after the other; 32 bytes. */
    public static byte[] of(byte[]... parts) {
        MessageDigest digest = digest();
        for (byte[] part : parts) {
            digest.update(part);
        }
        return digest.digest();
    }

    /** BIP-340: {@code SHA-256(SHA-256(tag) || SHA-256(tag) || parts)}; 32 bytes. */
    public static byte[] tagged(String tag, byte[]... parts) {
        byte[] name = of(tag.getBytes(StandardCharsets.US_ASCII));
        MessageDigest digest = digest();
        digest.update(name);
        digest.update(name);
        for (byte[] part : parts) {
            digest.update(part);
        }
        return digest.digest();
    }

    private static MessageDigest digest() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
