// SPDX-License-Identifier: MIT
package org.throng.parcel;

import java.math.BigInteger;
import java.util.Arrays;
import java.util.random.RandomGenerator;
import org.throng.cipher.Bytes;
import org.throng.cipher.Hkdf;
import org.throng.cipher.Sha256;
import org.throng.curve.PublicKey;
import org.throng.curve.SecretKey;
import org.throng.event.EventId;

/**
 * One-time secrets, hedged against a bad random number generator and a cloned machine (docs/protocol.md, section 4): each
 * is HKDF of 32 fresh random bytes with the sender's long-term secret, and of what it will protect. A repeated random
 * output does not repeat a key under another text.
 *
 * <p>Secrets that come as bytes are for the caller to erase.
 *
 * <p><b>Threads.</b> Any, if the generator allows it.
 */
public final class Hedge {
    private static final String SALT = "throng/v1/eph";
    private static final int RANDOM_LENGTH = 32;
    private static final BigInteger ORDER_LESS_ONE =
            new BigInteger("fffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364140", 16);

    private final SecretKey longTerm;
    private final RandomGenerator random;

    /**
     * @param longTerm the nsec, or the scan secret where the nsec is in a signer; open as long as this is used
     * @param random gives 32 bytes at each use
     */
    public Hedge(SecretKey longTerm, RandomGenerator random) {
        this.longTerm = longTerm;
        this.random = random;
    }

    /**
     * The session key of one body, 32 bytes.
     *
     * @param authenticated version ‖ scheme ‖ A ‖ B ‖ rest of the plaintext
     * @param ciphertext of ML-KEM in pq, else empty
     */
    public byte[] sessionKey(PublicKey receiver, byte[] authenticated, byte[] ciphertext) {
        return derive(Bytes.join(Bytes.ascii("session"), receiver.bytes(), Sha256.of(authenticated, ciphertext)), 32);
    }

    /** The 32 bytes m of an encapsulation to the ML-KEM key {@code ek}. */
    public byte[] kemMessage(PublicKey receiver, byte[] ek) {
        return derive(Bytes.join(Bytes.ascii("kem"), receiver.bytes(), Sha256.of(ek)), 32);
    }

    /** The 32-byte key of a file, for one receiver and one posting. */
    public byte[] fileKey(PublicKey receiver, byte[] sha256OfFile) {
        return derive(Bytes.join(Bytes.ascii("file"), receiver.bytes(), sha256OfFile), 32);
    }

    /** The key that signs the event of a body with this binary content. The caller closes it. */
    public SecretKey bodyKey(byte[] content) {
        return scalar(Bytes.join(Bytes.ascii("body"), Sha256.of(content)));
    }

    /** The share X_e of a session's epoch. The caller closes it. */
    public SecretKey share(PublicKey receiver, byte[] ownNode, long epoch) {
        return scalar(Bytes.join(Bytes.ascii("share"), receiver.bytes(), ownNode, Bytes.u32(epoch)));
    }

    /**
     * e, the key of one header, before it is negated where E has an odd y
     * ({@link org.throng.curve.Curve#withEvenY}). The caller closes it.
     */
    public SecretKey headerKey(PublicKey receiver, SealedPlain plain, Label label) {
        EventId body = plain.bodyId();
        return scalar(Bytes.join(body.bytes(), receiver.bytes(), Sha256.of(plain.bytes(), Bytes.ascii(label.text()))));
    }

    private SecretKey scalar(byte[] info) {
        byte[] okm = derive(info, 48);
        try {
            return toScalar(okm);
        } finally {
            Arrays.fill(okm, (byte) 0);
        }
    }

    /** 1 + (OS2IP(okm) mod (n - 1)): never zero, and even to 2^-128. */
    static SecretKey toScalar(byte[] okm) {
        byte[] number =
                new BigInteger(1, okm).mod(ORDER_LESS_ONE).add(BigInteger.ONE).toByteArray();
        byte[] scalar = new byte[SecretKey.LENGTH];
        int length = Math.min(number.length, scalar.length);
        System.arraycopy(number, number.length - length, scalar, scalar.length - length, length);
        try {
            return SecretKey.of(scalar);
        } finally {
            Arrays.fill(scalar, (byte) 0);
            Arrays.fill(number, (byte) 0);
        }
    }

    private byte[] derive(byte[] info, int length) {
        byte[] fresh = new byte[RANDOM_LENGTH];
        random.nextBytes(fresh);
        byte[] secret = longTerm.insecureBytes();
        byte[] ikm = Bytes.join(fresh, secret);
        try {
            return Hkdf.derive(ikm, SALT, info, length);
        } finally {
            Arrays.fill(fresh, (byte) 0);
            Arrays.fill(secret, (byte) 0);
            Arrays.fill(ikm, (byte) 0);
        }
    }
}
