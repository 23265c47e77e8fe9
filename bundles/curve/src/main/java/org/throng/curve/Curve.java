// SPDX-License-Identifier: MIT
package org.throng.curve;

import java.util.List;
import java.util.Optional;
import org.osgi.annotation.versioning.ProviderType;

/**
 * Operations on secp256k1.
 *
 * <p><b>Promises.</b> Every variant gives the same answers for the same arguments, signatures included. An argument
 * that is no point of the curve is an answer ({@code false}, empty, {@code null} in a list), never an exception.
 *
 * <p><b>Timing.</b> Said at each method. The Java platform itself promises nothing: a garbage collector copies keys,
 * a compiler may branch.
 *
 * <p><b>Threads.</b> Any; a variant keeps no state between calls.
 */
@ProviderType
public interface Curve {
    /** A short name for logs and {@code throng doctor}, such as {@code bouncycastle}. */
    String name();

    /** The x-only public key of a secret. Aims at constant time in the secret. */
    PublicKey publicKey(SecretKey secret);

    /** Whether lift_x of BIP-340 has an answer: x below p and x³ + 7 a square. Variable time. */
    boolean contains(PublicKey key);

    /**
     * The secret or its negative, whichever has a public key of even y (BIP-340). The caller closes the result.
     * Aims at constant time in the secret, but for its parity bit.
     */
    SecretKey withEvenY(SecretKey secret);

    /**
     * BIP-340 signature over a message of any length.
     *
     * <p>Aims at constant time in the secret.
     *
     * @param aux 32 fresh random bytes
     */
    Signature sign(SecretKey secret, byte[] message, byte[] aux);

    /** BIP-340 verification. Variable time; all arguments are public. */
    boolean verify(PublicKey key, byte[] message, Signature signature);

    /** Many verifications, a verdict for each in the same order. Variable time; all arguments are public. */
    default boolean[] verifyAll(List<Claim> claims) {
        boolean[] verdicts = new boolean[claims.size()];
        for (int i = 0; i < verdicts.length; i++) {
            Claim claim = claims.get(i);
            verdicts[i] = verify(claim.key(), claim.message(), claim.signature());
        }
        return verdicts;
    }

    /**
     * x(secret · lift_x(point)), 32 bytes; empty where the point is not on the curve.
     *
     * <p>Aims at constant time in the secret.
     */
    Optional<byte[]> agree(SecretKey secret, PublicKey point);

    /**
     * x(secret · lift_x(point)) for every secret and point: {@code result[s][p]}, 32 bytes each, {@code null} where the
     * point is not on the curve. One call for a whole batch, so that a variant may work on all points in lock step.
     *
     * <p>Its time may depend on the secrets (a user's own machine), and never on the points but for those off the curve.
     */
    default byte[][][] agreeAll(List<SecretKey> secrets, List<PublicKey> points) {
        byte[][][] shared = new byte[secrets.size()][points.size()][];
        for (int s = 0; s < shared.length; s++) {
            for (int p = 0; p < shared[s].length; p++) {
                shared[s][p] = agree(secrets.get(s), points.get(p)).orElse(null);
            }
        }
        return shared;
    }

    /** What {@link #verifyAll} is to check; the message is not copied. */
    record Claim(PublicKey key, byte[] message, Signature signature) {}
}
