// SPDX-License-Identifier: MIT
package org.throng.relay.feed;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import org.throng.event.EventId;
import org.throng.feed.Hash;
import org.throng.feed.MerkleTree;
import org.throng.feed.TableRow;

/**
 * The table of bodies of one crowd, in a file that is never changed and is mapped into memory: whoever walks it goes through
 * memory in one direction. A newer one takes its place by its name; who reads the older one still has it whole.
 *
 * <pre>
 * "throng table 1\n\0" 16 ‖ rows u64 ‖ ids, 32 each, ascending ‖ created_at, u64 each ‖ rows, 2,088 each, in the order of the ids
 * </pre>
 *
 * <p>Threads: any.
 */
final class TableFile {
    /** Rows that are mapped together: one mapping has less than 2 GiB. */
    private static final int SEGMENT = 1 << 18;

    private static final byte[] MAGIC =
            Arrays.copyOf("throng table 1\n".getBytes(java.nio.charset.StandardCharsets.US_ASCII), 16);
    private static final int HEAD = 24;
    private static final int BUFFER = 1 << 20;

    private final int count;
    private final MappedByteBuffer ids;
    private final MappedByteBuffer times;
    private final List<MappedByteBuffer> rows;
    private final Hash root;

    /** Sees rows, some at a time, in order. */
    @FunctionalInterface
    interface Walk {
        /** Whole rows, from the buffer's position to its limit. */
        void rows(ByteBuffer some);
    }

    private TableFile(FileChannel channel, int count) throws IOException {
        this.count = count;
        long idBytes = (long) EventId.LENGTH * count;
        ids = channel.map(FileChannel.MapMode.READ_ONLY, HEAD, idBytes);
        times = channel.map(FileChannel.MapMode.READ_ONLY, HEAD + idBytes, (long) Long.BYTES * count);
        rows = new ArrayList<>();
        long begin = HEAD + idBytes + (long) Long.BYTES * count;
        for (int first = 0; first < count; first += SEGMENT) {
            long some = Math.min(SEGMENT, count - first);
            rows.add(channel.map(
                    FileChannel.MapMode.READ_ONLY, begin + (long) first * TableRow.LENGTH, some * TableRow.LENGTH));
        }
        List<Hash> leaves = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            leaves.add(Hash.leaf(id(i)));
        }
        root = MerkleTree.root(leaves);
    }

    /** @throws IOException where the file cannot be read or is none of these */
    static TableFile open(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            ByteBuffer head = ByteBuffer.allocate(HEAD);
            while (head.hasRemaining() && channel.read(head) >= 0) {
                // reads on
            }
            byte[] magic = Arrays.copyOf(head.array(), MAGIC.length);
            long count = head.getLong(MAGIC.length);
            long each = EventId.LENGTH + Long.BYTES + TableRow.LENGTH;
            if (!Arrays.equals(magic, MAGIC) || count < 1 || channel.size() != HEAD + count * each) {
                throw new IOException(file + " is no table of bodies, or is cut off");
            }
            return new TableFile(channel, Math.toIntExact(count));
        }
    }

    /**
     * Writes a table in place of another, durably, and opens it.
     *
     * @param old whose rows are taken where {@code keep} says so; may be {@code null}
     * @param fresh rows by their ids, none of which is in the old one
     */
    static TableFile write(Path file, TableFile old, boolean[] keep, NavigableMap<EventId, byte[]> fresh)
            throws IOException {
        List<Source> order = order(old, keep, fresh);
        Path next = file.resolveSibling(file.getFileName() + ".new");
        try (FileChannel channel = FileChannel.open(
                next, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE)) {
            ByteBuffer buffer = ByteBuffer.allocateDirect(BUFFER);
            buffer.put(MAGIC).putLong(order.size());
            for (Source source : order) {
                put(channel, buffer, ByteBuffer.wrap(source.id(old)));
            }
            for (Source source : order) {
                put(
                        channel,
                        buffer,
                        ByteBuffer.allocate(Long.BYTES)
                                .putLong(source.time(old))
                                .flip());
            }
            for (Source source : order) {
                put(channel, buffer, source.row == null ? old.row(source.index) : ByteBuffer.wrap(source.row));
            }
            flush(channel, buffer);
            channel.force(true);
        }
        Files.move(next, file, StandardCopyOption.ATOMIC_MOVE);
        try (FileChannel folder = FileChannel.open(file.getParent(), StandardOpenOption.READ)) {
            folder.force(true); // else the name may be gone with the power, and what it held is no longer in the store
        }
        return open(file);
    }

    /** A row of the old table, or a fresh one. */
    private record Source(int index, EventId id, byte[] row) {
        byte[] id(TableFile old) {
            return row == null ? old.id(index) : id.bytes();
        }

        long time(TableFile old) {
            return row == null ? old.createdAt(index) : TableRow.createdAt(row);
        }
    }

    private static List<Source> order(TableFile old, boolean[] keep, NavigableMap<EventId, byte[]> fresh) {
        List<Source> order = new ArrayList<>();
        int index = 0;
        int size = old == null ? 0 : old.count;
        for (Map.Entry<EventId, byte[]> one : fresh.entrySet()) {
            byte[] id = one.getKey().bytes();
            while (index < size && Arrays.compareUnsigned(old.id(index), id) < 0) {
                if (keep[index]) {
                    order.add(new Source(index, null, null));
                }
                index++;
            }
            order.add(new Source(0, one.getKey(), one.getValue()));
        }
        for (; index < size; index++) {
            if (keep[index]) {
                order.add(new Source(index, null, null));
            }
        }
        return order;
    }

    private static void put(FileChannel channel, ByteBuffer buffer, ByteBuffer some) throws IOException {
        if (buffer.remaining() < some.remaining()) {
            flush(channel, buffer);
        }
        buffer.put(some);
    }

    private static void flush(FileChannel channel, ByteBuffer buffer) throws IOException {
        buffer.flip();
        while (buffer.hasRemaining()) {
            channel.write(buffer);
        }
        buffer.clear();
    }

    int count() {
        return count;
    }

    /** Of the tree over its ids. */
    Hash root() {
        return root;
    }

    byte[] id(int index) {
        return bytes(ids, (long) index * EventId.LENGTH, EventId.LENGTH);
    }

    long createdAt(int index) {
        return times.getLong(index * Long.BYTES);
    }

    private ByteBuffer row(int index) {
        return rows.get(index / SEGMENT).slice(index % SEGMENT * TableRow.LENGTH, TableRow.LENGTH);
    }

    /** Whether it has an id. */
    boolean has(EventId id) {
        byte[] wanted = id.bytes();
        int low = 0;
        int high = count - 1;
        while (low <= high) {
            int middle = (low + high) >>> 1;
            int order = Arrays.compareUnsigned(id(middle), wanted);
            if (order == 0) {
                return true;
            }
            if (order < 0) {
                low = middle + 1;
            } else {
                high = middle - 1;
            }
        }
        return false;
    }

    /** Some ids, one after the other. */
    byte[] ids(int first, int some) {
        return bytes(ids, (long) first * EventId.LENGTH, some * EventId.LENGTH);
    }

    /** Some rows, at most {@link #SEGMENT}, one after the other. */
    byte[] rows(int first, int some) {
        ByteBuffer out = ByteBuffer.allocate(some * TableRow.LENGTH);
        for (int i = first; i < first + some; i++) {
            out.put(row(i));
        }
        return out.array();
    }

    /** Shows all rows, as they lie in memory. */
    void walk(Walk walk) {
        rows.forEach(segment -> walk.rows(segment.duplicate()));
    }

    private static byte[] bytes(MappedByteBuffer from, long at, int length) {
        byte[] bytes = new byte[length];
        from.get(Math.toIntExact(at), bytes);
        return bytes;
    }
}
