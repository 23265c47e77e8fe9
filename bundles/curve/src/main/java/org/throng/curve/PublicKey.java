// SPDX-License-Identifier: MIT
package org.throng.curve;

import java.util.Arrays;
import org.throng.cipher.Bytes;

/**
 * An x-only public key of BIP-340: 32 bytes, big-endian. Whether they are the x coordinate of a point of the curve is
 * for {@link Curve#contains} to say: a key that came over the wire is only a claim.
 */
public final class PublicKey implements Comparable<PublicKey> {
    /** Bytes of a key. */
    public static final int LENGTH = 32;

    private final byte[] x;

    private PublicKey(byte[] x) {
        this.x = x;
    }

    /** @throws IllegalArgumentException where there are not 32 bytes */
    public static PublicKey of(byte[] x) {
        if (x.length != LENGTH) {
            throw new IllegalArgumentException("a public key has 32 bytes, got " + x.length);
        }
        return new PublicKey(x.clone());
    }

    /** @throws IllegalArgumentException where there are not 64 lower-case hex digits */
    public static PublicKey ofHex(String hex) {
        return new PublicKey(Bytes.fromHex(hex, LENGTH));
    }

    /** A copy of the 32 bytes. */
    public byte[] bytes() {
        return x.clone();
    }

    /** 64 lower-case hex digits. */
    public String hex() {
        return Bytes.hex(x);
    }

    /** Most significant byte first, unsigned. */
    @Override
    public int compareTo(PublicKey other) {
        return Arrays.compareUnsigned(x, other.x);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof PublicKey that && Arrays.equals(x, that.x);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(x);
    }

    @Override
    public String toString() {
        return hex();
    }
}
