// SPDX-License-Identifier: MIT
package org.throng.mail.outbox;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import org.throng.curve.PublicKey;
import org.throng.event.EventId;
import org.throng.mail.ChunkKey;
import org.throng.mailbox.Changes;
import org.throng.mailbox.Drawer;
import org.throng.mailbox.Mailbox;

/** The bytes of files that go out, in the mailbox, and so encrypted. */
final class FileStore {
    private FileStore() {}

    static void put(Changes changes, PublicKey owner, EventId letter, byte[] file) {
        for (int j = 0; j == 0 || j * ChunkKey.LENGTH < file.length; j++) {
            int from = j * ChunkKey.LENGTH;
            byte[] piece = Arrays.copyOfRange(file, from, Math.min(from + ChunkKey.LENGTH, file.length));
            changes.put(Drawer.CHUNK, ChunkKey.of(owner, letter, j), piece);
        }
    }

    static byte[] get(Mailbox mailbox, PublicKey owner, EventId letter, long size) throws IOException {
        ByteArrayOutputStream file = new ByteArrayOutputStream((int) size);
        for (int j = 0; file.size() < size; j++) {
            int index = j;
            file.write(mailbox.note(Drawer.CHUNK, ChunkKey.of(owner, letter, j))
                    .filter(piece -> piece.length > 0)
                    .orElseThrow(() -> new IOException("piece " + index + " of the file is not in the mailbox")));
        }
        return file.toByteArray();
    }
}
