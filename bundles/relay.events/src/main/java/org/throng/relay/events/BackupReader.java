// SPDX-License-Identifier: MIT
package org.throng.relay.events;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;
import org.throng.relay.DamagedBackupException;
import org.throng.relay.RelayBackup;
import org.throng.store.Store;

/** Reads what {@link BackupWriter} wrote, whoever had it in hands meanwhile: one record in memory, of bounded size. */
final class BackupReader {
    private static final int BUFFER = 64 << 10;

    private BackupReader() {}

    /** Takes one entry. */
    @FunctionalInterface
    interface Entries {
        void entry(byte[] key, byte[] value) throws IOException;
    }

    /** @throws DamagedBackupException where it is no backup, torn or altered: what was shown until then counts for nothing */
    static RelayBackup.Summary read(InputStream in, Entries entries) throws IOException {
        Watched file = new Watched(in);
        try {
            GZIPInputStream zip = new GZIPInputStream(file, BUFFER);
            DataInputStream data = new DataInputStream(new BufferedInputStream(zip, BUFFER));
            if (!Arrays.equals(data.readNBytes(BackupWriter.MAGIC.length), BackupWriter.MAGIC)) {
                throw noBackup(null);
            }
            return read(data, entries);
        } catch (EOFException e) {
            throw new DamagedBackupException("the backup is torn: it ends after " + file.count + " bytes", e);
        } catch (ZipException e) {
            throw file.count <= BUFFER && String.valueOf(e.getMessage()).contains("GZIP format")
                    ? noBackup(e)
                    : altered(e);
        }
    }

    private static DamagedBackupException noBackup(Exception cause) {
        return new DamagedBackupException(
                "this is no backup of a relay: expected a file of 'throng admin backup', version 1", cause);
    }

    private static DamagedBackupException altered(Exception cause) {
        return new DamagedBackupException("the backup is not as it was written: a part of it was altered", cause);
    }

    private static RelayBackup.Summary read(DataInputStream data, Entries entries) throws IOException {
        BackupContents contents = new BackupContents();
        byte[] last = {};
        for (int length = data.readInt(); length != 0; length = data.readInt()) {
            byte[] key = bytes(data, length, Store.MAX_KEY);
            byte[] value = bytes(data, data.readInt(), Store.MAX_VALUE);
            if (Arrays.compareUnsigned(last, key) >= 0) {
                throw altered(null);
            }
            last = key;
            contents.add(key, value);
            entries.entry(key, value);
        }
        RelayBackup.Summary found = contents.summary();
        RelayBackup.Summary told = new RelayBackup.Summary(
                data.readLong(), data.readLong(), HexFormat.of().formatHex(bytes(data, 32, 32)));
        if (!found.equals(told) || data.read() >= 0) {
            throw altered(null);
        }
        return found;
    }

    private static byte[] bytes(DataInputStream data, int length, int most) throws IOException {
        if (length < 0 || length > most) {
            throw altered(null);
        }
        byte[] bytes = data.readNBytes(length);
        if (bytes.length < length) {
            throw new EOFException();
        }
        return bytes;
    }

    /** Counts what was read. */
    private static final class Watched extends InputStream {
        private final InputStream in;
        private long count;

        Watched(InputStream in) {
            this.in = in;
        }

        @Override
        public int read() throws IOException {
            int one = in.read();
            count += one < 0 ? 0 : 1;
            return one;
        }

        @Override
        public int read(byte[] into, int from, int length) throws IOException {
            int read = in.read(into, from, length);
            count += Math.max(0, read);
            return read;
        }

        @Override
        public int available() throws IOException {
            return in.available();
        }
    }
}
