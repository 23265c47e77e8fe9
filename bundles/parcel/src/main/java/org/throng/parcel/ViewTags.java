// SPDX-License-Identifier: MIT
package org.throng.parcel;

import java.security.DigestException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;

/**
 * Compares {@link HeaderKeys#viewTag view tags} of many headers, with one digest and without an object for each. The hash of
 * a header stays in memory until the next one.
 *
 * <p>Threads: one.
 */
public final class ViewTags {
    private static final int SHARED_LENGTH = 32;

    private final MessageDigest digest;
    private final byte[] hash = new byte[32];

    public ViewTags() {
        try {
            digest = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    /**
     * Whether the header has the view tag of a shared secret. The time does not depend on where two tags differ: an observer
     * who sends headers would learn the tag byte by byte.
     *
     * @param shared S, 32 bytes from {@code at} on
     */
    public boolean isOf(Header header, byte[] shared, int at) {
        digest.update(HeaderKeys.VIEW_TAG);
        digest.update(shared, at, SHARED_LENGTH);
        try {
            digest.digest(hash, 0, hash.length);
        } catch (DigestException e) {
            throw new IllegalStateException("a digest of SHA-256 has 32 bytes", e);
        }
        return header.differenceFrom(hash) == 0;
    }

    /** Overwrites the last hash. */
    public void erase() {
        Arrays.fill(hash, (byte) 0);
    }
}
