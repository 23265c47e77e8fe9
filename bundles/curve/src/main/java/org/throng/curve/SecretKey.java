// SPDX-License-Identifier: MIT
package org.throng.curve;

import java.util.Arrays;
import java.util.HexFormat;
import org.throng.cipher.Hmac;

/**
 * A secret scalar of secp256k1: 32 bytes, big-endian, from 1 to n - 1. Compared in constant time, never printed, and
 * zero after {@link #close}: from then on every use throws {@link IllegalStateException}.
 *
 * <p>Threads: any, but whoever closes a key has seen to it that nobody uses it any more.
 */
public final class SecretKey implements AutoCloseable {
    /** Bytes of a key. */
    public static final int LENGTH = 32;

    private static final byte[] ORDER =
            HexFormat.of().parseHex("fffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141");

    private final byte[] scalar;
    private volatile boolean closed;

    private SecretKey(byte[] scalar) {
        this.scalar = scalar;
    }

    /**
     * Copies the bytes; the caller erases its own.
     *
     * @throws IllegalArgumentException where there are not 32 bytes, for zero, and from the group's order on
     */
    public static SecretKey of(byte[] scalar) {
        if (scalar.length != LENGTH) {
            throw new IllegalArgumentException("a secret key has 32 bytes, got " + scalar.length);
        }
        if (!isValid(scalar)) {
            throw new IllegalArgumentException("a secret key is not zero and below the order of the curve");
        }
        return new SecretKey(scalar.clone());
    }

    /** Whether 32 bytes are a scalar from 1 to n - 1. */
    public static boolean isValid(byte[] scalar) {
        int any = 0;
        for (byte b : scalar) {
            any |= b;
        }
        return scalar.length == LENGTH && any != 0 && Arrays.compareUnsigned(scalar, ORDER) < 0;
    }

    /** A copy of the secret bytes, for the caller to erase. */
    public byte[] insecureBytes() {
        if (closed) {
            throw new IllegalStateException("this secret key was erased");
        }
        return scalar.clone();
    }

    /** Overwrites the scalar. A second call does nothing. */
    @Override
    public void close() {
        closed = true;
        Arrays.fill(scalar, (byte) 0);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof SecretKey that && Hmac.equal(scalar, that.scalar);
    }

    /** The same for every key: a hash of a secret would tell about it. */
    @Override
    public int hashCode() {
        return SecretKey.class.hashCode();
    }

    @Override
    public String toString() {
        return "SecretKey[hidden]";
    }
}
