// SPDX-License-Identifier: MIT
package org.throng.feed;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.throng.event.MalformedException;
import org.throng.parcel.Label;

/**
 * All crowds of a tick: one leaf after the other. Whoever has it all needs no proof for a leaf, and does not say which one it
 * wants.
 *
 * @param all by their labels, ascending as bytes
 */
public record Crowds(List<Crowd> all) {
    /** Bytes of the longest that is looked at. */
    public static final int MAX_BYTES = 16 << 20;

    private static final int LANES_AT = 2;

    public Crowds {
        all = List.copyOf(all);
        for (int i = 1; i < all.size(); i++) {
            if (all.get(i - 1).label().text().compareTo(all.get(i).label().text()) >= 0) {
                throw new IllegalArgumentException("crowds stand in order of their labels, each once");
            }
        }
    }

    /** The root that stands in the tick. */
    public Hash root() {
        return MerkleTree.root(
                all.stream().map(crowd -> Hash.leaf(crowd.bytes())).toList());
    }

    public byte[] bytes() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        all.forEach(crowd -> out.writeBytes(crowd.bytes()));
        return out.toByteArray();
    }

    public Optional<Lane> lane(LogName log) {
        return all.stream()
                .filter(crowd -> crowd.label().equals(log.label()))
                .flatMap(crowd -> crowd.lane(log.lane()).stream())
                .findFirst();
    }

    public static Crowds read(byte[] bytes) throws MalformedException {
        if (bytes.length > MAX_BYTES) {
            throw new MalformedException("the crowds of a tick have at most " + MAX_BYTES + " bytes");
        }
        ByteBuffer in = ByteBuffer.wrap(bytes);
        List<Crowd> all = new ArrayList<>();
        try {
            while (in.hasRemaining()) {
                all.add(crowd(in));
            }
            return new Crowds(all);
        } catch (IllegalArgumentException | java.nio.BufferUnderflowException e) {
            throw new MalformedException(
                    "the crowds of a tick: " + (e.getMessage() == null ? "one goes over the end" : e.getMessage()));
        }
    }

    private static Crowd crowd(ByteBuffer in) {
        byte[] head = new byte[LANES_AT + 1];
        in.get(head);
        int depth = head[1] - '0';
        if (depth < 0 || depth > Label.MAX_DEPTH) {
            throw new IllegalArgumentException("a label has a depth from 00 to 08");
        }
        byte[] bits = new byte[depth];
        in.get(bits);
        Label label =
                new Label(new String(head, StandardCharsets.US_ASCII) + new String(bits, StandardCharsets.US_ASCII));
        int count = in.getShort() & 0xffff;
        if (count * Crowd.LANE_LENGTH > in.remaining()) {
            throw new IllegalArgumentException("the lanes of a crowd go over the end");
        }
        List<Lane> lanes = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            long id = in.getInt() & 0xffffffffL;
            long minimum = in.getLong();
            long size = in.getLong();
            byte[] root = new byte[Hash.LENGTH];
            in.get(root);
            lanes.add(new Lane(id, minimum, size, Hash.of(root)));
        }
        return new Crowd(label, lanes);
    }
}
