// SPDX-License-Identifier: MIT
package org.throng.mailbox.store;

import java.io.IOException;
import java.security.SecureRandom;
import java.util.Arrays;
import org.throng.cipher.Aes;
import org.throng.cipher.Bytes;
import org.throng.cipher.Hkdf;
import org.throng.cipher.Hmac;

/**
 * Encrypts records and hides their names.
 *
 * <p>Record: {@code version u8 = 1 || nonce 12 || AES-256-GCM}, the store's key as associated data, so that no record can
 * stand in another's place. A name is HMAC-SHA256 cut to 16 bytes. Nonces are random: 2^32 records may be written before
 * a repeat is to be feared.
 */
final class Seal implements AutoCloseable {
    private static final byte VERSION = 1;
    private static final int NONCE = 12;

    private final byte[] recordKey;
    private final byte[] nameKey;
    private final SecureRandom random;

    /** @param key 32 bytes, copied from */
    Seal(byte[] key, SecureRandom random) {
        recordKey = Hkdf.derive(key, "throng/mailbox/v1", Bytes.ascii("record"), 32);
        nameKey = Hkdf.derive(key, "throng/mailbox/v1", Bytes.ascii("name"), 32);
        this.random = random;
    }

    byte[] name(byte[]... parts) {
        return Arrays.copyOf(Hmac.sha256(nameKey, parts), 16);
    }

    byte[] seal(byte[] storeKey, byte[] plain) {
        byte[] nonce = new byte[NONCE];
        random.nextBytes(nonce);
        return Bytes.join(new byte[] {VERSION}, nonce, Aes.seal(recordKey, nonce, storeKey, plain));
    }

    byte[] open(byte[] storeKey, byte[] record) throws IOException {
        if (record.length < 1 + NONCE || record[0] != VERSION) {
            throw new IOException("a record of the mailbox is not in the form of this version");
        }
        return Aes.open(
                        recordKey,
                        Arrays.copyOfRange(record, 1, 1 + NONCE),
                        storeKey,
                        Arrays.copyOfRange(record, 1 + NONCE, record.length))
                .orElseThrow(() -> new IOException(
                        "a record of the mailbox does not open: it was changed on the disk, or this is not its vault"));
    }

    @Override
    public void close() {
        Arrays.fill(recordKey, (byte) 0);
        Arrays.fill(nameKey, (byte) 0);
    }
}
