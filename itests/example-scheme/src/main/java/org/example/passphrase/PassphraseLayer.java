// SPDX-License-Identifier: MIT
package org.example.passphrase;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import org.throng.cipher.Aes;
import org.throng.cipher.Bytes;
import org.throng.cipher.Hkdf;
import org.throng.cipher.Scrypt;
import org.throng.scheme.Agreement;
import org.throng.scheme.Reader;
import org.throng.scheme.Recipient;

/**
 * AES-256-CTR between the sealed body and its plaintext, under a key of the passphrase and of this one body. As many bytes come
 * out as go in: bodies of all schemes have one size. No tag of its own: the body's authenticator, which lies inside, is
 * right under the right passphrase alone.
 */
final class PassphraseLayer implements Agreement.Layer {
    private static final String NAME = "org.example.passphrase/v1"; // so that no key is used for anything else, too

    private final byte[] key;

    /** Takes 64 MiB and a moment: so does each guess of somebody who stole the receiver's key. */
    PassphraseLayer(byte[] passphrase) {
        key = Scrypt.derive(passphrase, NAME.getBytes(StandardCharsets.US_ASCII), Scrypt.STANDARD_LOG_N, 32);
    }

    @Override
    public byte[] ciphertext(Recipient recipient) {
        return new byte[0];
    }

    @Override
    public byte[] wrap(byte[] sessionKey, Recipient recipient, byte[] plain) {
        return crypt(sessionKey, plain);
    }

    @Override
    public Optional<Agreement.Unwrapped> unwrap(byte[] sessionKey, Reader reader, byte[] layer) {
        return Optional.of(new Agreement.Unwrapped(crypt(sessionKey, layer), Optional.empty()));
    }

    /** A session key seals one body, so this key is fresh. */
    private byte[] crypt(byte[] sessionKey, byte[] text) {
        byte[] both = Bytes.join(sessionKey, key);
        byte[] once = Hkdf.derive(both, NAME, Bytes.ascii("words"), 32);
        try {
            return Aes.counterOnce(once, text);
        } finally {
            Arrays.fill(both, (byte) 0);
            Arrays.fill(once, (byte) 0);
        }
    }

    void erase() {
        Arrays.fill(key, (byte) 0);
    }
}
