// SPDX-License-Identifier: MIT
package org.throng.curve.lockstep;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.DigestException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** The challenge e of BIP-340, with one digest for all. Threads: one. */
final class Challenge {
    private final MessageDigest digest;
    private final byte[] tag;
    private final byte[] hash = new byte[Bytes32.LENGTH];

    Challenge() {
        try {
            digest = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
        tag = digest.digest("BIP0340/challenge".getBytes(StandardCharsets.US_ASCII));
    }

    /** @param rs a signature; its first half counts */
    BigInteger of(byte[] rs, byte[] key, byte[] message) {
        digest.update(tag);
        digest.update(tag);
        digest.update(rs, 0, Bytes32.LENGTH);
        digest.update(key);
        digest.update(message);
        try {
            digest.digest(hash, 0, hash.length);
        } catch (DigestException e) {
            throw new IllegalStateException("a digest of SHA-256 has 32 bytes", e);
        }
        return Bytes32.number(hash, 0).mod(Glv.N);
    }
}
