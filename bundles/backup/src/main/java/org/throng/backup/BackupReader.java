// SPDX-License-Identifier: MIT
package org.throng.backup;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Optional;
import org.throng.backup.BackupException.Reason;
import org.throng.cipher.XChaCha;
import org.throng.identity.IdentityException;

/**
 * Reads a backup; see the package for its bytes. Each entry comes from a chunk whose tag was checked, but that the file
 * goes on whole to its end is known only when {@link #next} has given nothing: who must not act on half a file reads it
 * twice. Holds one chunk and one line in memory.
 *
 * <p>Threads: one.
 */
public final class BackupReader implements AutoCloseable {
    /** Bytes of a line at most. */
    public static final int MAX_LINE = 1 << 20;

    private final InputStream in;
    private final Chunks chunks;
    private byte[] ahead;
    private byte[] text = new byte[0];
    private int at;
    private boolean lastSeen;
    private boolean firstLine = true;

    private BackupReader(InputStream in, Chunks chunks) throws IOException {
        this.in = in;
        this.chunks = chunks;
        this.ahead = in.readNBytes(Chunks.SEALED);
    }

    /**
     * Opens a backup; takes about half a second and as much memory as the file says, at most 1 GiB.
     *
     * @param in which stays open
     * @param passphrase which the caller erases
     * @throws BackupException where it is none
     * @throws IdentityException where the passphrase is no text
     */
    public static BackupReader underPassphrase(InputStream in, char[] passphrase)
            throws IOException, BackupException, IdentityException {
        return new BackupReader(in, Chunks.underPassphrase(header(in), passphrase));
    }

    /** Opens what {@link BackupWriter#underKey} wrote. */
    public static BackupReader underKey(InputStream in, byte[] key) throws IOException, BackupException {
        return new BackupReader(in, Chunks.underKey(header(in), key));
    }

    private static byte[] header(InputStream in) throws IOException, BackupException {
        return Chunks.checkedHeader(in.readNBytes(Chunks.HEADER));
    }

    /**
     * The next entry of a type that is known; empty at the end of a whole backup.
     *
     * @throws BackupException for a wrong passphrase, a file that was cut or changed, a line that is not as described
     */
    public Optional<BackupEntry> next() throws IOException, BackupException {
        while (true) {
            byte[] line = line();
            if (line == null) {
                return Optional.empty();
            }
            try {
                if (firstLine) {
                    firstLine = false;
                    BackupJson.checkFirst(line);
                    continue;
                }
                Optional<BackupEntry> entry = BackupJson.entry(line);
                if (entry.isPresent()) {
                    return entry;
                }
            } finally {
                Arrays.fill(line, (byte) 0);
            }
        }
    }

    private byte[] line() throws IOException, BackupException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        while (true) {
            if (at == text.length && !refill()) {
                if (line.size() > 0 || firstLine) {
                    throw new BackupException(Reason.DAMAGED, "this backup ends inside a line");
                }
                return null;
            }
            byte b = text[at++];
            if (b == '\n') {
                return line.toByteArray();
            }
            if (line.size() == MAX_LINE) {
                throw new BackupException(Reason.DAMAGED, "this backup has a line of more than 1 MiB");
            }
            line.write(b);
        }
    }

    /** Opens the next chunk; whether there was one with text. */
    private boolean refill() throws IOException, BackupException {
        if (lastSeen) {
            return false;
        }
        byte[] sealed = ahead;
        ahead = in.readNBytes(Chunks.SEALED);
        lastSeen = ahead.length == 0;
        Arrays.fill(text, (byte) 0);
        text = chunks.open(sealed, lastSeen)
                .orElseThrow(() -> isWrongKey(sealed)
                        ? new BackupException(
                                Reason.WRONG_PASSPHRASE,
                                "this passphrase does not open the backup, or its beginning was changed")
                        : new BackupException(
                                Reason.DAMAGED, "this backup was cut short or changed: expected it as it was written"));
        at = 0;
        return text.length > 0 || refill();
    }

    /** Too few bytes for a first line, or a first line that the key gives, are no matter of the key. */
    private boolean isWrongKey(byte[] sealed) {
        return chunks.isFirst()
                && sealed.length > BackupJson.BEGINNING.length + XChaCha.TAG_LENGTH
                && !chunks.unlocksBeginning(sealed, BackupJson.BEGINNING);
    }

    /** Erases the key and what was read; the stream stays open. */
    @Override
    public void close() {
        chunks.erase();
        Arrays.fill(text, (byte) 0);
    }
}
