// SPDX-License-Identifier: MIT
package org.throng.cipher;

import org.bouncycastle.crypto.generators.SCrypt;

/** scrypt (RFC 7914): a key from a passphrase, slow and large on purpose. */
public final class Scrypt {
    /** The strength of new secrets: 2^16 blocks of 1 KiB, that is 64 MiB. */
    public static final int STANDARD_LOG_N = 16;

    /** The strongest that is read: 1 GiB; more is taken for an attack on this machine's memory. */
    public static final int MAX_LOG_N = 20;

    private static final int R = 8;
    private static final int P = 1;

    private Scrypt() {}

    /**
     * With r = 8 and p = 1, as NIP-49 has them. Takes {@code 2^logN} KiB of memory while it runs.
     *
     * @param passphrase UTF-8, which the caller erases
     * @param logN from 1 to {@link #MAX_LOG_N}
     * @param length bytes of the result, which the caller erases
     */
    public static byte[] derive(byte[] passphrase, byte[] salt, int logN, int length) {
        if (logN < 1 || logN > MAX_LOG_N) {
            throw new IllegalArgumentException("expected a strength of 1 to " + MAX_LOG_N + ", got " + logN);
        }
        return SCrypt.generate(passphrase, salt, 1 << logN, R, P, length);
    }
}
