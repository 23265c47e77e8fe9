// SPDX-License-Identifier: MIT
package org.throng.cipher;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** HMAC (RFC 2104) with SHA-256. */
public final class Hmac {
    private Hmac() {}

    /** HMAC-SHA256 of all parts, one after the other; 32 bytes. An empty key is allowed, as in HKDF without a salt. */
    public static byte[] sha256(byte[] key, byte[]... parts) {
        return mac("HmacSHA256", key, parts);
    }

    /** HMAC-SHA512 of all parts, one after the other; 64 bytes (BIP-32). */
    public static byte[] sha512(byte[] key, byte[]... parts) {
        return mac("HmacSHA512", key, parts);
    }

    /** Compares in time that depends on the lengths alone. */
    public static boolean equal(byte[] left, byte[] right) {
        return MessageDigest.isEqual(left, right);
    }

    private static byte[] mac(String algorithm, byte[] key, byte[]... parts) {
        try {
            Mac mac = Mac.getInstance(algorithm);
            // an empty key and one zero byte are the same HMAC key; SecretKeySpec refuses the empty one
            mac.init(new SecretKeySpec(key.length == 0 ? new byte[1] : key, algorithm));
            for (byte[] part : parts) {
                mac.update(part);
            }
            return mac.doFinal();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has " + algorithm, e);
        }
    }
}
