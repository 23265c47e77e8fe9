// SPDX-License-Identifier: MIT
package org.throng.curve;

import java.util.Arrays;
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

    /** How it computes and why so, in one line for {@code throng doctor}; may take a while when it is asked first. */
    default String description() {
        return "one after the other";
    }

    /** The x-only public key of a secret. Aims at constant time in the secret. */
    PublicKey publicKey(SecretKey secret);

    /**
     * The public key of each secret, in the same order.
     *
     * <p>For many secrets that live shortly. Not constant-time: addresses in memory depend on the secrets, which another
     * process on the same processor may observe. The number and order of operations do not.
     */
    default List<PublicKey> publicKeys(List<SecretKey> secrets) {
        return secrets.stream().map(this::publicKey).toList();
    }

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
     * <p>The order of operations does not depend on the secret, or the secret is hidden in random ones; a variant says which.
     * Addresses in memory may depend on it.
     */
    Optional<byte[]> agree(SecretKey secret, PublicKey point);

    /**
     * x(secret · lift_x(point)) for every secret and point: {@code result[s][p]}, 32 bytes each, {@code null} where the
     * point is not on the curve. One call for a whole batch, so that a variant may work on all points in lock step.
     *
     * <p>Not constant-time in the secrets, see {@link #scan}; constant-time in the points but for those off the curve.
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

    /**
     * x(secret · lift_x(point)) for every secret and a feed of points, without a look at whether they are on the curve: where
     * one is not, its 32 bytes mean nothing, and {@link #contains} must be asked before anything is done with them.
     *
     * <p>Not constant-time in the secrets: the order of operations and addresses in memory may depend on them, which another
     * process on the same processor may observe; how far is for the variant and its settings to say. Constant-time in the
     * points, off the curve or on it: who sends points learns nothing about a secret from how long this takes.
     *
     * <p>Threads: a variant may work on threads of its own; the call returns when all is done. A thread that is interrupted
     * while it waits gets a {@link java.util.concurrent.CancellationException}, keeps its interrupt, and {@code shared} is
     * worthless.
     *
     * @param points x coordinates, 32 bytes each
     * @param shared gets 32 bytes of secret s and point p at {@code 32 * (s * number of points + p)}
     * @throws IllegalArgumentException where the lengths do not fit
     */
    default void scan(List<SecretKey> secrets, byte[] points, byte[] shared) {
        int count = checkScan(secrets, points, shared);
        for (int s = 0; s < secrets.size(); s++) {
            for (int p = 0; p < count; p++) {
                byte[] x = Arrays.copyOfRange(points, PublicKey.LENGTH * p, PublicKey.LENGTH * (p + 1));
                byte[] result = agree(secrets.get(s), PublicKey.of(x)).orElseGet(() -> new byte[PublicKey.LENGTH]);
                System.arraycopy(result, 0, shared, PublicKey.LENGTH * (s * count + p), PublicKey.LENGTH);
            }
        }
    }

    /** The number of points of a {@link #scan}, whose arguments fit. */
    static int checkScan(List<SecretKey> secrets, byte[] points, byte[] shared) {
        if (points.length % PublicKey.LENGTH != 0) {
            throw new IllegalArgumentException("points have 32 bytes each, got " + points.length + " bytes");
        }
        if (shared.length != (long) secrets.size() * points.length) {
            throw new IllegalArgumentException(
                    "expected room for " + secrets.size() + " times " + points.length + " bytes, got " + shared.length);
        }
        return points.length / PublicKey.LENGTH;
    }

    /** What {@link #verifyAll} is to check; the message is not copied. */
    record Claim(PublicKey key, byte[] message, Signature signature) {}
}
