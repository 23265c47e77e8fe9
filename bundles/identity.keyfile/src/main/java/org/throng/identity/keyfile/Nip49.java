// SPDX-License-Identifier: MIT
package org.throng.identity.keyfile;

import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.util.Arrays;
import org.throng.cipher.Bytes;
import org.throng.cipher.Scrypt;
import org.throng.cipher.XChaCha;
import org.throng.curve.SecretKey;
import org.throng.identity.Bech32;
import org.throng.identity.IdentityException;
import org.throng.identity.IdentityException.Reason;
import org.throng.identity.Nip19;
import org.throng.identity.Passphrase;

/**
 * A secret key under a passphrase (NIP-49).
 *
 * <pre>ncryptsec = bech32( version u8 = 2 ‖ log2 N u8 ‖ salt 16 ‖ nonce 24 ‖ security u8 ‖ sealed 48 )</pre>
 */
final class Nip49 {
    private static final String PREFIX = "ncryptsec";
    private static final int LENGTH = 91;
    private static final byte VERSION = 2;

    /** "This program does not track how the key was handled": it cannot know where else an imported key has been. */
    private static final byte NOT_TRACKED = 2;

    private Nip49() {}

    static String encrypt(SecretKey secret, char[] passphrase, SecureRandom random) throws IdentityException {
        if (passphrase.length == 0) {
            throw new IdentityException(Reason.LENGTH, "expected a passphrase of at least one character");
        }
        byte[] salt = new byte[16];
        byte[] nonce = new byte[XChaCha.NONCE_LENGTH];
        random.nextBytes(salt);
        random.nextBytes(nonce);
        byte[] key = stretch(passphrase, salt, Scrypt.STANDARD_LOG_N);
        byte[] scalar = secret.insecureBytes();
        try {
            byte[] sealed = XChaCha.seal(key, nonce, new byte[] {NOT_TRACKED}, scalar);
            byte[] head = {VERSION, Scrypt.STANDARD_LOG_N};
            return new String(Bech32.encode(PREFIX, Bytes.join(head, salt, nonce, new byte[] {NOT_TRACKED}, sealed)));
        } finally {
            Arrays.fill(key, (byte) 0);
            Arrays.fill(scalar, (byte) 0);
        }
    }

    /** The caller closes the key. */
    static SecretKey decrypt(char[] text, char[] passphrase) throws IdentityException {
        Bech32.Decoded decoded = Bech32.decode(text);
        if (decoded.data().length != LENGTH) {
            throw new IdentityException(
                    Reason.LENGTH, "an ncryptsec has " + LENGTH + " bytes, got " + decoded.data().length);
        }
        ByteBuffer bytes = ByteBuffer.wrap(decoded.data());
        int version = bytes.get() & 0xff;
        int logN = bytes.get() & 0xff;
        if (version != VERSION) {
            throw new IdentityException(Reason.UNSUPPORTED, "expected an ncryptsec of version 2, got " + version);
        }
        if (logN < 1 || logN > Scrypt.MAX_LOG_N) {
            throw new IdentityException(
                    Reason.UNSUPPORTED,
                    "this ncryptsec wants 2^" + logN + " KiB of memory, at most 2^" + Scrypt.MAX_LOG_N + " are given");
        }
        byte[] salt = take(bytes, 16);
        byte[] nonce = take(bytes, XChaCha.NONCE_LENGTH);
        byte[] security = take(bytes, 1);
        byte[] sealed = take(bytes, bytes.remaining());
        byte[] key = stretch(passphrase, salt, logN);
        byte[] scalar = null;
        try {
            scalar = XChaCha.open(key, nonce, security, sealed)
                    .orElseThrow(() -> new IdentityException(
                            Reason.WRONG_PASSPHRASE, "this passphrase does not open the ncryptsec"));
            return Nip19.secret(scalar);
        } finally {
            Arrays.fill(key, (byte) 0);
            if (scalar != null) {
                Arrays.fill(scalar, (byte) 0);
            }
        }
    }

    private static byte[] stretch(char[] passphrase, byte[] salt, int logN) throws IdentityException {
        byte[] utf8 = Passphrase.utf8(passphrase);
        try {
            return Scrypt.derive(utf8, salt, logN, XChaCha.KEY_LENGTH);
        } finally {
            Arrays.fill(utf8, (byte) 0);
        }
    }

    private static byte[] take(ByteBuffer from, int length) {
        byte[] bytes = new byte[length];
        from.get(bytes);
        return bytes;
    }
}
