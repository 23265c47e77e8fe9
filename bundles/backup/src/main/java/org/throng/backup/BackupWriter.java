// SPDX-License-Identifier: MIT
package org.throng.backup;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Arrays;
import org.throng.cipher.Scrypt;
import org.throng.identity.IdentityException;
import org.throng.identity.IdentityException.Reason;

/**
 * Writes a backup; see the package for its bytes. The file is whole only after {@link #close}: one that was not closed
 * does not open. Holds one chunk in memory, however long the file.
 *
 * <p>Threads: one.
 */
public final class BackupWriter implements AutoCloseable {
    private final OutputStream out;
    private final Chunks chunks;
    private final byte[] text = new byte[Chunks.TEXT];
    private int length;
    private boolean closed;

    private BackupWriter(OutputStream out, Chunks chunks, Instant now) throws IOException {
        this.out = out;
        this.chunks = chunks;
        out.write(chunks.header());
        line(BackupJson.first(now));
    }

    /**
     * Begins a backup that a passphrase opens; takes about half a second and 64 MiB.
     *
     * @param out which stays open
     * @param passphrase which the caller erases
     * @throws IdentityException where the passphrase is empty or no text
     */
    public static BackupWriter underPassphrase(OutputStream out, char[] passphrase, SecureRandom random, Instant now)
            throws IOException, IdentityException {
        if (passphrase.length == 0) {
            throw new IdentityException(Reason.LENGTH, "expected a passphrase of at least one character");
        }
        byte[] header = Chunks.newHeader(Scrypt.STANDARD_LOG_N, random);
        try {
            return new BackupWriter(out, Chunks.underPassphrase(header, passphrase), now);
        } catch (BackupException e) {
            throw new IllegalStateException("our own header is good", e);
        }
    }

    /**
     * Begins a file that a key opens, such as messages which a node takes in later.
     *
     * @param key 32 bytes, which the caller erases
     */
    public static BackupWriter underKey(OutputStream out, byte[] key, SecureRandom random, Instant now)
            throws IOException {
        try {
            return new BackupWriter(out, Chunks.underKey(Chunks.newHeader(0, random), key), now);
        } catch (BackupException e) {
            throw new IllegalStateException("our own header is good", e);
        }
    }

    /**
     * Adds an entry.
     *
     * @throws IllegalArgumentException for a message that is no line, or longer than 1 MiB
     */
    public void write(BackupEntry entry) throws IOException {
        if (entry instanceof BackupEntry.OfIdentity identity) {
            byte[] line = BackupJson.identity(identity);
            try {
                line(line);
            } finally {
                Arrays.fill(line, (byte) 0);
            }
        } else if (entry instanceof BackupEntry.OfContact contact) {
            line(BackupJson.contact(contact));
        } else if (entry instanceof BackupEntry.OfMessage message) {
            line(message.json().getBytes(StandardCharsets.UTF_8));
        } else if (entry instanceof BackupEntry.OfNote note) {
            line(note.json().getBytes(StandardCharsets.UTF_8));
        }
    }

    private void line(byte[] json) throws IOException {
        if (json.length > BackupReader.MAX_LINE) {
            throw new IllegalArgumentException("a line has at most 1 MiB, got " + json.length + " bytes");
        }
        for (byte b : json) {
            if (b == '\n') {
                throw new IllegalArgumentException("an entry stands on one line");
            }
            add(b);
        }
        add((byte) '\n');
    }

    private void add(byte b) throws IOException {
        if (length == text.length) {
            out.write(chunks.seal(text, false));
            length = 0;
        }
        text[length++] = b;
    }

    /** Writes the last chunk and erases the key; the stream stays open. */
    @Override
    public void close() throws IOException {
        if (!closed) {
            closed = true;
            try {
                out.write(chunks.seal(Arrays.copyOf(text, length), true));
                out.flush();
            } finally {
                chunks.erase();
                Arrays.fill(text, (byte) 0);
            }
        }
    }
}
