// SPDX-License-Identifier: MIT
package org.throng.parcel.body;

import java.util.Arrays;
import java.util.Optional;
import org.throng.cipher.Aes;
import org.throng.cipher.Bytes;
import org.throng.cipher.Hkdf;
import org.throng.cipher.Hmac;
import org.throng.curve.PublicKey;

/** The symmetric side of a body: k_out, k_auth and the authenticator (docs/protocol.md, section 5). */
public final class BodyKeys {
    /** Bytes of a GCM tag. */
    static final int TAG_LENGTH = Aes.TAG_LENGTH;

    private static final byte[] AAD = Bytes.ascii("throng/v1/body");

    private BodyKeys() {}

    /** Seals the whole plaintext of a body under its session key, which is used once. */
    public static byte[] seal(byte[] sessionKey, byte[] plain) {
        byte[] key = outer(sessionKey);
        try {
            return Aes.sealOnce(key, AAD, plain);
        } finally {
            Arrays.fill(key, (byte) 0);
        }
    }

    /** Opens the content of a body; empty where the tag does not fit. */
    public static Optional<byte[]> open(byte[] sessionKey, byte[] content) {
        byte[] key = outer(sessionKey);
        try {
            return Aes.openOnce(key, AAD, content);
        } finally {
            Arrays.fill(key, (byte) 0);
        }
    }

    /** k_out, 32 bytes. */
    static byte[] outer(byte[] sessionKey) {
        return Hkdf.derive(sessionKey, "throng/v1/body", Bytes.ascii("outer"), 32);
    }

    /**
     * k_auth, 32 bytes.
     *
     * @param secret x(a·B) in direct and pq, HMAC(mk, 0x03) in tagged; 32 bytes
     * @param a the writer's npub
     * @param b the receiver's npub
     */
    public static byte[] authentication(byte[] secret, byte[] sessionKey, PublicKey a, PublicKey b) {
        byte[] ikm = Bytes.join(secret, sessionKey);
        try {
            return Hkdf.derive(ikm, "throng/v1/auth", Bytes.join(a.bytes(), b.bytes()), 32);
        } finally {
            Arrays.fill(ikm, (byte) 0);
        }
    }

    /** The authenticator of direct, pq and tagged: HMAC ‖ 32 zero bytes. */
    public static byte[] authenticator(byte[] authenticationKey, byte[] authenticated) {
        return Arrays.copyOf(Hmac.sha256(authenticationKey, authenticated), BodyText.AUTHENTICATOR_LENGTH);
    }
}
