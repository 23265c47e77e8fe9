// SPDX-License-Identifier: MIT
package org.throng.relay.events;

import java.io.BufferedOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;
import org.throng.relay.RelayBackup;

/**
 * Writes a backup of a relay: gzip around
 *
 * <pre>
 * "throng relay backup 1\n"
 * record*       key length u32 (1 to 512) ‖ key ‖ value length u32 ‖ value         ascending keys
 * 0 u32 ‖ entries i64 ‖ events i64 ‖ SHA-256 of all records 32
 * </pre>
 */
final class BackupWriter {
    static final byte[] MAGIC = "throng relay backup 1\n".getBytes(StandardCharsets.US_ASCII);
    private static final int BUFFER = 64 << 10;

    private final Fast zip;
    private final DataOutputStream data;
    private final BackupContents contents = new BackupContents();

    /** @param out stays open */
    BackupWriter(OutputStream out) throws IOException {
        zip = new Fast(out);
        data = new DataOutputStream(new BufferedOutputStream(zip, BUFFER));
        data.write(MAGIC);
    }

    /** The time that is spent on it counts, for a snapshot is open. */
    private static final class Fast extends GZIPOutputStream {
        Fast(OutputStream out) throws IOException {
            super(out, BUFFER);
            def.setLevel(Deflater.BEST_SPEED);
        }

        void free() {
            def.end();
        }
    }

    void add(byte[] key, byte[] value) throws IOException {
        contents.add(key, value);
        data.writeInt(key.length);
        data.write(key);
        data.writeInt(value.length);
        data.write(value);
    }

    /** Writes the end; without it nobody takes the backup for a whole one. */
    RelayBackup.Summary finish() throws IOException {
        RelayBackup.Summary summary = contents.summary();
        data.writeInt(0);
        data.writeLong(summary.entries());
        data.writeLong(summary.events());
        data.write(HexFormat.of().parseHex(summary.sha256()));
        data.flush();
        zip.finish();
        return summary;
    }

    /** Gives memory back, finished or not. */
    void free() {
        zip.free();
    }
}
