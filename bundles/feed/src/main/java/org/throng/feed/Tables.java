// SPDX-License-Identifier: MIT
package org.throng.feed;

import java.io.ByteArrayOutputStream;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.throng.event.MalformedException;
import org.throng.parcel.Label;

/**
 * The tables of bodies of a tick: one leaf after the other.
 *
 * @param all by their labels, ascending as bytes
 */
public record Tables(List<Table> all) {
    /** Bytes of the longest that is looked at: one for each crowd of each depth. */
    public static final int MAX_BYTES = 512 * (3 + Label.MAX_DEPTH + 4 + Hash.LENGTH);

    public Tables {
        all = List.copyOf(all);
        for (int i = 1; i < all.size(); i++) {
            if (all.get(i - 1).label().text().compareTo(all.get(i).label().text()) >= 0) {
                throw new IllegalArgumentException("tables stand in order of their labels, each once");
            }
        }
    }

    /** Where those of a tick lie, below {@link LogName#ROOT}. */
    public static String path(long tick) {
        return "tables/" + tick;
    }

    /** The root that stands in the tick. */
    public Hash root() {
        return MerkleTree.root(
                all.stream().map(table -> Hash.leaf(table.bytes())).toList());
    }

    public byte[] bytes() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        all.forEach(table -> out.writeBytes(table.bytes()));
        return out.toByteArray();
    }

    public static Tables read(byte[] bytes) throws MalformedException {
        if (bytes.length > MAX_BYTES) {
            throw new MalformedException("the tables of a tick have at most " + MAX_BYTES + " bytes");
        }
        ByteBuffer in = ByteBuffer.wrap(bytes);
        List<Table> all = new ArrayList<>();
        try {
            while (in.hasRemaining()) {
                byte[] head = new byte[3];
                in.get(head);
                byte[] bits = new byte[Math.max(0, Math.min(Label.MAX_DEPTH, head[1] - '0'))];
                in.get(bits);
                Label label = new Label(
                        new String(head, StandardCharsets.US_ASCII) + new String(bits, StandardCharsets.US_ASCII));
                int rows = in.getInt();
                byte[] root = new byte[Hash.LENGTH];
                in.get(root);
                all.add(new Table(label, rows, Hash.of(root)));
            }
            return new Tables(all);
        } catch (IllegalArgumentException | BufferUnderflowException e) {
            throw new MalformedException(
                    "the tables of a tick: " + (e.getMessage() == null ? "one goes over the end" : e.getMessage()));
        }
    }
}
