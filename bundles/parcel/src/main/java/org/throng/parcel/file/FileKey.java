// SPDX-License-Identifier: MIT
package org.throng.parcel.file;

import java.util.Arrays;
import java.util.Optional;
import org.throng.cipher.Aes;
import org.throng.cipher.Bytes;
import org.throng.cipher.Hkdf;
import org.throng.cipher.Hmac;
import org.throng.parcel.BodySize;

/**
 * The key of one file for one receiver and one posting, and the chunks that it seals (docs/protocol.md, section 5). The
 * content of a chunk is the content of a body event of 32,768 bytes.
 */
public final class FileKey {
    /** Bytes of a key. */
    public static final int LENGTH = 32;

    /** Bytes of a file in one chunk. */
    public static final int CHUNK_LENGTH = BodySize.CHUNK.length() - Aes.TAG_LENGTH;

    private static final byte[] AAD = Bytes.ascii("throng/v1/chunk");

    private final byte[] key;

    private FileKey(byte[] key) {
        this.key = key;
    }

    /** Copies the 32 bytes. */
    public static FileKey of(byte[] key) {
        if (key.length != LENGTH) {
            throw new IllegalArgumentException("a file key has 32 bytes, got " + key.length);
        }
        return new FileKey(key.clone());
    }

    /** How many chunks a file of this many bytes has: PADMÉ(max(1, ceil(size / 32752))). */
    public static long chunks(long size) {
        if (size < 0) {
            throw new IllegalArgumentException("a file has no negative size");
        }
        return Padme.pad(Math.max(1, size / CHUNK_LENGTH + (size % CHUNK_LENGTH == 0 ? 0 : 1)));
    }

    /**
     * Seals a chunk: 32,768 bytes. Each chunk of a file is sealed once.
     *
     * @param j which, from 0
     * @param n of how many
     * @param bytes of the file, from j · 32752 on, at most 32,752: zeros are added
     */
    public byte[] seal(long j, long n, byte[] bytes) {
        if (bytes.length > CHUNK_LENGTH) {
            throw new IllegalArgumentException("a chunk holds at most 32752 bytes, got " + bytes.length);
        }
        byte[] chunkKey = chunkKey(j, n);
        try {
            return Aes.sealOnce(chunkKey, AAD, Arrays.copyOf(bytes, CHUNK_LENGTH));
        } finally {
            Arrays.fill(chunkKey, (byte) 0);
        }
    }

    /** Opens a chunk: 32,752 bytes, padding included; empty where it is not this one. */
    public Optional<byte[]> open(long j, long n, byte[] content) {
        if (content.length != BodySize.CHUNK.length()) {
            return Optional.empty();
        }
        byte[] chunkKey = chunkKey(j, n);
        try {
            return Aes.openOnce(chunkKey, AAD, content);
        } finally {
            Arrays.fill(chunkKey, (byte) 0);
        }
    }

    byte[] chunkKey(long j, long n) {
        if (j < 0 || j >= n || n > 0xffff_ffffL) {
            throw new IllegalArgumentException("expected a chunk from 0 to " + (n - 1) + ", got " + j);
        }
        return Hkdf.derive(key, "throng/v1/chunk", Bytes.join(Bytes.u32(j), Bytes.u32(n)), LENGTH);
    }

    /** A copy of the secret bytes. */
    public byte[] insecureBytes() {
        return key.clone();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof FileKey that && Hmac.equal(key, that.key);
    }

    /** The same for every key. */
    @Override
    public int hashCode() {
        return FileKey.class.hashCode();
    }

    @Override
    public String toString() {
        return "FileKey[hidden]";
    }
}
