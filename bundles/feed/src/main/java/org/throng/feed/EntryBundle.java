// SPDX-License-Identifier: MIT
package org.throng.feed;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.throng.cipher.Bytes;
import org.throng.event.MalformedException;

/** The entries of a log as a tile: for each one its length u16, then its bytes (C2SP tlog-tiles). */
public final class EntryBundle {
    private static final int HEAD = 2;
    private static final int LONGEST = 0xffff;

    private EntryBundle() {}

    /** @throws IllegalArgumentException for an entry of more than 65,535 bytes */
    public static byte[] write(List<byte[]> entries) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (byte[] entry : entries) {
            if (entry.length > LONGEST) {
                throw new IllegalArgumentException("an entry has at most 65535 bytes, got " + entry.length);
            }
            out.writeBytes(Bytes.u16(entry.length));
            out.writeBytes(entry);
        }
        return out.toByteArray();
    }

    /**
     * @param count how many there must be
     * @throws MalformedException for fewer, more, or an entry over the end
     */
    public static List<byte[]> read(byte[] bundle, int count) throws MalformedException {
        List<byte[]> entries = new ArrayList<>();
        int at = 0;
        while (at < bundle.length) {
            int length = at + HEAD > bundle.length ? LONGEST : (bundle[at] & 0xff) << 8 | bundle[at + 1] & 0xff;
            if (at + HEAD + length > bundle.length || entries.size() == count) {
                throw new MalformedException("a bundle of " + count + " entries ends with the last of them");
            }
            entries.add(Arrays.copyOfRange(bundle, at + HEAD, at + HEAD + length));
            at += HEAD + length;
        }
        if (entries.size() != count) {
            throw new MalformedException("a bundle of " + count + " entries has " + entries.size());
        }
        return entries;
    }
}
