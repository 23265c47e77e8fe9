// SPDX-License-Identifier: MIT
package org.throng.scheme.tagged;

import org.throng.cipher.Hmac;
import org.throng.scheme.OneTimeKey;

/** The one-way steps of a chain (docs/protocol.md, section 6); every secret has 32 bytes. */
final class Ratchet {
    /** Indices of a block. */
    static final int BLOCK = 128;

    /** Bytes of a secret. */
    static final int LENGTH = 32;

    private static final byte[] CHAIN = {1};
    private static final byte[] MESSAGE = {2};
    private static final byte[] NEXT_BLOCK = {4};
    private static final byte[] FIRST = {5};

    private Ratchet() {}

    /** block_{j+1}. */
    static byte[] nextBlock(byte[] block) {
        return Hmac.sha256(block, NEXT_BLOCK);
    }

    /** ck_0 of a block. */
    static byte[] first(byte[] block) {
        return Hmac.sha256(block, FIRST);
    }

    /** ck_{i+1}. */
    static byte[] next(byte[] ck) {
        return Hmac.sha256(ck, CHAIN);
    }

    /** mk_i. */
    static OneTimeKey message(byte[] ck) {
        return OneTimeKey.of(Hmac.sha256(ck, MESSAGE));
    }
}
