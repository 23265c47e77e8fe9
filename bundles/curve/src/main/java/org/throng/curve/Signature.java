// SPDX-License-Identifier: MIT
package org.throng.curve;

import java.util.Arrays;
import org.throng.cipher.Bytes;

/** A BIP-340 signature: 64 bytes, r and s. That they verify is for {@link Curve#verify} to say. */
public final class Signature {
    /** Bytes of a signature. */
    public static final int LENGTH = 64;

    private final byte[] rs;

    private Signature(byte[] rs) {
        this.rs = rs;
    }

    /** @throws IllegalArgumentException where there are not 64 bytes */
    public static Signature of(byte[] rs) {
        if (rs.length != LENGTH) {
            throw new IllegalArgumentException("a signature has 64 bytes, got " + rs.length);
        }
        return new Signature(rs.clone());
    }

    /** @throws IllegalArgumentException where there are not 128 lower-case hex digits */
    public static Signature ofHex(String hex) {
        return new Signature(Bytes.fromHex(hex, LENGTH));
    }

    /** A copy of the 64 bytes. */
    public byte[] bytes() {
        return rs.clone();
    }

    /** 128 lower-case hex digits. */
    public String hex() {
        return Bytes.hex(rs);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Signature that && Arrays.equals(rs, that.rs);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(rs);
    }

    @Override
    public String toString() {
        return hex();
    }
}
