// SPDX-License-Identifier: MIT
package org.throng.relay.feed;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.throng.cipher.Bytes;
import org.throng.event.MalformedException;
import org.throng.feed.EntryBundle;
import org.throng.feed.GrowingTree;
import org.throng.feed.Hash;
import org.throng.feed.Tile;
import org.throng.store.Batch;
import org.throng.store.Store;
import org.throng.store.StoreException;

/**
 * One append-only log in the store. New entries lie there one by one; when their bundle is full it takes their place, as it
 * will be served. Of hashes only those of full tiles are kept; leaves are hashed again when they are asked for.
 *
 * <p>What is appended counts once {@link #kept} says that it is on the disk.
 *
 * <p>Threads: {@link #append}, {@link #kept}, {@link #lost} and {@link #head} one at a time; reading any.
 */
final class StoredLog {
    private final Store store;
    private final FeedKeys keys;
    private final byte[] id;
    private Head kept;
    private Head pending;

    /**
     * How far a log is; never changed.
     *
     * @param tree its right edge
     * @param open the entries of the bundle that is not full
     * @param time when it grew last, UNIX seconds
     */
    record Head(GrowingTree tree, List<byte[]> open, long time) {
        long size() {
            return tree.size();
        }

        Hash root() {
            return tree.root();
        }
    }

    private StoredLog(Store store, FeedKeys keys, byte[] id, Head kept) {
        this.store = store;
        this.keys = keys;
        this.id = id.clone();
        this.kept = kept;
    }

    /** A log without entries. */
    static StoredLog empty(Store store, FeedKeys keys, byte[] id) {
        return new StoredLog(store, keys, id, new Head(new GrowingTree(), List.of(), 0));
    }

    /** A log as it lies in the store; without entries where there is none. */
    static StoredLog open(Store store, FeedKeys keys, byte[] id) throws StoreException {
        StoredLog log = empty(store, keys, id);
        Optional<byte[]> value = store.get(keys.size(id));
        if (value.isPresent()) {
            ByteBuffer in = ByteBuffer.wrap(value.get());
            long size = in.getLong();
            long time = in.getLong();
            int width = Tile.partialWidth(size, 0);
            List<byte[]> open = log.openEntries(size - width, width);
            List<List<Hash>> edge = new ArrayList<>();
            edge.add(open.stream().map(Hash::leaf).toList());
            for (int level = 1; Tile.hashes(size, level) > 0; level++) {
                int hashes = Tile.partialWidth(size, level);
                edge.add(log.hashes(level, Tile.hashes(size, level) - hashes, hashes));
            }
            log.kept = new Head(GrowingTree.of(size, edge), open, time);
        }
        return log;
    }

    /** Adds entries, 1 at least, to a batch. */
    void append(List<byte[]> entries, long now, Batch batch) {
        GrowingTree tree = kept.tree().copy();
        List<byte[]> open = new ArrayList<>(kept.open());
        int stored = open.size();
        for (byte[] entry : entries) {
            open.add(entry);
            tree.append(Hash.leaf(entry), (level, index, hash) -> batch.put(keys.hash(id, level, index), hash.bytes()));
            if (open.size() == Tile.WIDTH) {
                long first = tree.size() - Tile.WIDTH;
                batch.put(keys.bundle(id, first / Tile.WIDTH), Bytes.join(Bytes.u64(now), EntryBundle.write(open)));
                for (int i = 0; i < stored; i++) {
                    batch.delete(keys.entry(id, first + i));
                }
                open.clear();
                stored = 0;
            }
        }
        for (int i = stored; i < open.size(); i++) {
            batch.put(keys.entry(id, tree.size() - open.size() + i), open.get(i));
        }
        batch.put(keys.size(id), Bytes.join(Bytes.u64(tree.size()), Bytes.u64(now)));
        pending = new Head(tree, List.copyOf(open), now);
    }

    /** The batch of the last {@link #append} is on the disk. */
    void kept() {
        kept = pending;
    }

    /** It is not. */
    void lost() {
        pending = null;
    }

    /** What is on the disk. */
    Head head() {
        return kept;
    }

    byte[] id() {
        return id.clone();
    }

    /** The lowest index that is still served. */
    long minimum() throws StoreException {
        return store.get(keys.minimum(id)).map(FeedKeys::number).orElse(0L);
    }

    /** A bundle of entries, or empty where they are not there any more. The tile is in the log. */
    Optional<byte[]> bundle(Tile tile) throws StoreException {
        Optional<byte[]> full = full(tile);
        if (full.isEmpty()) {
            List<byte[]> open = openEntries(tile.index() * Tile.WIDTH, tile.width());
            if (open.size() == tile.width()) {
                return Optional.of(EntryBundle.write(open));
            }
            full = full(tile); // it became full just now
        }
        return full;
    }

    private Optional<byte[]> full(Tile tile) throws StoreException {
        return store.get(keys.bundle(id, tile.index()))
                .map(value -> Arrays.copyOfRange(value, Long.BYTES, end(value, tile.width())));
    }

    /** Where the first entries of a stored bundle end. */
    private static int end(byte[] value, int width) {
        int at = Long.BYTES;
        for (int i = 0; i < width; i++) {
            at += 2 + ((value[at] & 0xff) << 8 | value[at + 1] & 0xff);
        }
        return at;
    }

    /** The entries of a tile, or empty where they are not there any more. */
    Optional<List<byte[]>> entries(Tile tile) throws StoreException {
        Optional<byte[]> bundle = bundle(tile);
        try {
            return bundle.isEmpty() ? Optional.empty() : Optional.of(EntryBundle.read(bundle.get(), tile.width()));
        } catch (MalformedException e) {
            throw new StoreException("the store holds a bundle that is none: it was damaged by something else", e);
        }
    }

    /** A tile of hashes, or empty where the leaves are not there any more. The tile is in the log. */
    Optional<List<Hash>> hashes(Tile tile) throws StoreException {
        if (tile.level() == 0) {
            return entries(tile).map(entries -> entries.stream().map(Hash::leaf).toList());
        }
        List<Hash> hashes = hashes(tile.level(), tile.index() * Tile.WIDTH, tile.width());
        return hashes.size() == tile.width() ? Optional.of(hashes) : Optional.empty();
    }

    /** The bytes of a tile of hashes, for proofs. */
    byte[] read(Tile tile) throws IOException {
        List<Hash> hashes = hashes(tile).orElseThrow(() -> new StoreException("these leaves were erased"));
        return Bytes.join(hashes.stream().map(Hash::bytes).toArray(byte[][]::new));
    }

    private List<byte[]> openEntries(long first, int count) throws StoreException {
        List<byte[]> entries = new ArrayList<>();
        store.scan(keys.entry(id, first), keys.entry(id, first + count), (key, value) -> {
            entries.add(value);
            return true;
        });
        return entries;
    }

    private List<Hash> hashes(int level, long first, int count) throws StoreException {
        List<Hash> hashes = new ArrayList<>();
        store.scan(keys.hash(id, level, first), keys.hash(id, level, first + count), (key, value) -> {
            hashes.add(Hash.of(value));
            return true;
        });
        return hashes;
    }
}
