// SPDX-License-Identifier: MIT
package org.throng.relay.events;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import org.throng.relay.RelayBackup;
import org.throng.store.Store;
import org.throng.store.StoreException;

/** Counts entries and digests them, in the order in which they come: as one record after the other, see {@link BackupWriter}. */
final class BackupContents {
    private static final byte[] FIRST = {};
    private static final byte[] END = new byte[Store.MAX_KEY];

    static {
        Arrays.fill(END, (byte) 0xff);
    }

    private final MessageDigest digest;
    private long entries;
    private long events;

    BackupContents() {
        try {
            digest = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    /** Shows all that is to be in a backup, as it was at one moment. */
    static void of(Store store, Store.Visitor visitor) throws StoreException {
        store.snapshot(FIRST, END, (key, value) -> Arrays.equals(key, Keys.PROBE) || visitor.visit(key, value));
    }

    void add(byte[] key, byte[] value) {
        digest.update(ByteBuffer.allocate(Integer.BYTES).putInt(key.length).array());
        digest.update(key);
        digest.update(ByteBuffer.allocate(Integer.BYTES).putInt(value.length).array());
        digest.update(value);
        entries++;
        events += key[0] == Keys.EVENT ? 1 : 0;
    }

    /** Once, at the end. */
    RelayBackup.Summary summary() {
        return new RelayBackup.Summary(entries, events, HexFormat.of().formatHex(digest.digest()));
    }
}
