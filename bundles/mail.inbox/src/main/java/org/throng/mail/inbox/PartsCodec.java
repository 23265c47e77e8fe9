// SPDX-License-Identifier: MIT
package org.throng.mail.inbox;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.throng.parcel.rumor.Part;
import org.throng.parcel.rumor.PartSet;
import org.throng.parcel.rumor.PartSets;

/** Open sets of parts as bytes: for each set, when it was opened and its parts' values, each with its scheme's limit. */
final class PartsCodec {
    private PartsCodec() {}

    static byte[] write(PartSets sets) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(bytes);
        out.writeByte(sets.open().size());
        for (PartSet set : sets.open()) {
            out.writeLong(set.openedAt());
            out.writeByte(set.parts().size());
            for (Part part : set.parts()) {
                out.writeShort(part.value().length);
                out.write(part.value());
            }
        }
        return bytes.toByteArray();
    }

    static PartSets read(Optional<byte[]> stored) throws IOException {
        if (stored.isEmpty()) {
            return PartSets.NONE;
        }
        DataInputStream in = new DataInputStream(new ByteArrayInputStream(stored.get()));
        List<PartSet> sets = new ArrayList<>();
        int count = in.readUnsignedByte();
        for (int i = 0; i < count; i++) {
            long openedAt = in.readLong();
            List<Part> parts = new ArrayList<>();
            int size = in.readUnsignedByte();
            for (int k = 0; k < size; k++) {
                byte[] value = in.readNBytes(in.readUnsignedShort());
                try {
                    parts.add(Part.of(value));
                } catch (IllegalArgumentException e) {
                    throw new IOException("a stored part is not in the form of this version", e);
                }
            }
            sets.add(new PartSet(openedAt, parts));
        }
        return new PartSets(sets);
    }
}
