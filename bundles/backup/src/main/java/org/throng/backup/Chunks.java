// SPDX-License-Identifier: MIT
package org.throng.backup;

import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Optional;
import org.throng.backup.BackupException.Reason;
import org.throng.cipher.Bytes;
import org.throng.cipher.Hkdf;
import org.throng.cipher.Scrypt;
import org.throng.cipher.XChaCha;
import org.throng.identity.IdentityException;
import org.throng.identity.Passphrase;

/** Header, key and nonces of a backup: the layout that the package describes, once for both directions. */
final class Chunks {
    /** Bytes of text in each chunk but the last. */
    static final int TEXT = 65_536;

    /** Bytes of a whole chunk. */
    static final int SEALED = TEXT + XChaCha.TAG_LENGTH;

    static final int HEADER = 52;

    private static final byte[] MAGIC = Bytes.ascii("throng-backup-1\n");
    private static final int LOG_N_AT = 16;
    private static final int SALT_AT = 17;
    private static final int PREFIX_AT = 33;

    private final byte[] header;
    private final byte[] key;
    private long next;

    private Chunks(byte[] header, byte[] key) {
        this.header = header;
        this.key = key;
    }

    static byte[] newHeader(int logN, SecureRandom random) {
        byte[] unique = new byte[HEADER - SALT_AT];
        random.nextBytes(unique);
        return Bytes.join(MAGIC, new byte[] {(byte) logN}, unique);
    }

    static byte[] checkedHeader(byte[] header) throws BackupException {
        if (header.length < MAGIC.length || !Arrays.equals(MAGIC, Arrays.copyOf(header, MAGIC.length))) {
            throw new BackupException(Reason.FORMAT, "this is no backup of Throng, or one of a later version");
        }
        if (header.length < HEADER) {
            throw new BackupException(Reason.DAMAGED, "this backup was cut short inside its header");
        }
        return header;
    }

    static Chunks underPassphrase(byte[] header, char[] passphrase) throws BackupException, IdentityException {
        int logN = header[LOG_N_AT];
        if (logN < 1 || logN > Scrypt.MAX_LOG_N) {
            throw new BackupException(
                    Reason.FORMAT,
                    logN == 0
                            ? "this file is for a node, not for a passphrase"
                            : "this backup wants more memory than " + (1 << Scrypt.MAX_LOG_N - 10) + " MiB");
        }
        byte[] utf8 = Passphrase.utf8(passphrase);
        try {
            return new Chunks(header, Scrypt.derive(utf8, salt(header), logN, XChaCha.KEY_LENGTH));
        } finally {
            Arrays.fill(utf8, (byte) 0);
        }
    }

    static Chunks underKey(byte[] header, byte[] key) throws BackupException {
        if (header[LOG_N_AT] != 0) {
            throw new BackupException(Reason.FORMAT, "this file is for a passphrase, not for a node");
        }
        return new Chunks(header, Hkdf.derive(key, salt(header), Bytes.ascii("throng/v1/backup"), XChaCha.KEY_LENGTH));
    }

    byte[] header() {
        return header;
    }

    byte[] seal(byte[] text, boolean last) {
        return XChaCha.seal(key, nonce(last), header, text);
    }

    Optional<byte[]> open(byte[] sealed, boolean last) {
        return XChaCha.open(key, nonce(last), header, sealed);
    }

    /**
     * Whether what may be left of the first chunk begins as the text of a backup does: then the key is right, and the chunk was
     * cut or changed. Nothing of it is to be believed.
     */
    boolean unlocksBeginning(byte[] sealed, byte[] beginning) {
        byte[] cut = Arrays.copyOf(sealed, beginning.length);
        for (boolean last : new boolean[] {false, true}) {
            byte[] text = XChaCha.seal(key, nonce(0, last), header, cut); // a stream cipher: sealing undoes sealing
            if (Arrays.equals(beginning, Arrays.copyOf(text, beginning.length))) {
                return true;
            }
        }
        return false;
    }

    boolean isFirst() {
        return next <= 1;
    }

    void erase() {
        Arrays.fill(key, (byte) 0);
    }

    private byte[] nonce(boolean last) {
        if (next > 0xffffffffL) {
            throw new IllegalStateException("a backup ends after 2^32 chunks");
        }
        return nonce(next++, last);
    }

    private byte[] nonce(long index, boolean last) {
        byte[] prefix = Arrays.copyOfRange(header, PREFIX_AT, HEADER);
        return Bytes.join(prefix, Bytes.u32(index), new byte[] {(byte) (last ? 1 : 0)});
    }

    private static byte[] salt(byte[] header) {
        return Arrays.copyOfRange(header, SALT_AT, PREFIX_AT);
    }
}
