// SPDX-License-Identifier: MIT
package org.throng.feed;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.throng.event.MalformedException;

/**
 * A log of which the head is known, out of documents that anybody may have made: what it gives is what the head's root stands
 * for, or it fails.
 *
 * <p>It reads no hashes of leaves: a bundle of 256 entries must have the hash that stands on level 1, a full tile of a level the
 * hash that stands on the level above, and what is at the right edge makes the root. So 256 entries cost 32 bytes beside
 * themselves. One tile of each level is kept, and the last bundle. Not for use by several threads.
 */
public final class CheckedLog {
    private static final int NOTHING = -1;

    private final String name;
    private final long size;
    private final TiledTree.Source source;
    private final int longest;
    private final List<byte[]> openEntries;
    private final List<List<Hash>> edge;
    private final Map<Integer, Kept> kept = new HashMap<>();
    private long bundle = NOTHING;
    private List<byte[]> bundleEntries = List.of();

    private record Kept(long tile, List<Hash> hashes) {}

    private CheckedLog(
            String name,
            long size,
            TiledTree.Source source,
            int longest,
            List<byte[]> openEntries,
            List<List<Hash>> edge) {
        this.name = name;
        this.size = size;
        this.source = source;
        this.longest = longest;
        this.openEntries = openEntries;
        this.edge = edge;
    }

    /**
     * Reads the right edge of a log and compares it with the root.
     *
     * @param name for messages
     * @param source gives tiles of hashes, from level 1 on, and of entries
     * @param longest bytes that an entry may have
     * @throws IOException where something cannot be had, such as entries that were let go of
     */
    public static CheckedLog open(String name, long size, Hash root, TiledTree.Source source, int longest)
            throws IOException, WrongFeedException {
        int width = Tile.partialWidth(size, 0);
        List<byte[]> open = width == 0 ? List.of() : read(name, source, size / Tile.WIDTH, width, longest);
        List<List<Hash>> edge = new ArrayList<>();
        edge.add(open.stream().map(Hash::leaf).toList());
        for (int level = 1; Tile.hashes(size, level) > 0; level++) {
            int hashes = Tile.partialWidth(size, level);
            edge.add(
                    hashes == 0
                            ? List.of()
                            : hashes(
                                    name,
                                    source,
                                    new Tile(Tile.Kind.HASHES, level, Tile.hashes(size, level) / Tile.WIDTH, hashes)));
        }
        if (!GrowingTree.of(size, edge).root().equals(root)) {
            throw new WrongFeedException("the tiles of " + name + " do not lead to the root that is signed");
        }
        return new CheckedLog(name, size, source, longest, open, edge);
    }

    public long size() {
        return size;
    }

    /**
     * The entries of a bundle: 256, or those at the right edge.
     *
     * @throws IllegalArgumentException where the log has none there
     */
    public List<byte[]> entries(long n) throws IOException, WrongFeedException {
        if (n < 0 || n * Tile.WIDTH >= size) {
            throw new IllegalArgumentException(name + " of " + size + " has no bundle " + n);
        }
        if (n == size / Tile.WIDTH) {
            return openEntries;
        }
        if (n != bundle) {
            List<byte[]> entries = read(name, source, n, Tile.WIDTH, longest);
            if (!MerkleTree.root(entries.stream().map(Hash::leaf).toList()).equals(hash(1, n))) {
                throw new WrongFeedException(
                        name + ": the entries from " + n * Tile.WIDTH + " on are not those whose hash is signed");
            }
            bundle = n;
            bundleEntries = entries;
        }
        return bundleEntries;
    }

    /** The root of the first {@code old} entries: that of an older head, where the log only grew. */
    public Hash rootOf(long old) throws IOException, WrongFeedException {
        int width = Tile.partialWidth(old, 0);
        List<List<Hash>> levels = new ArrayList<>();
        levels.add(
                width == 0
                        ? List.of()
                        : entries(old / Tile.WIDTH).subList(0, width).stream()
                                .map(Hash::leaf)
                                .toList());
        for (int level = 1; Tile.hashes(old, level) > 0; level++) {
            int hashes = Tile.partialWidth(old, level);
            long first = Tile.hashes(old, level) - hashes;
            List<Hash> some = new ArrayList<>();
            for (int i = 0; i < hashes; i++) {
                some.add(hash(level, first + i));
            }
            levels.add(some);
        }
        return GrowingTree.of(old, levels).root();
    }

    /** A hash of level 1 or above, checked. */
    private Hash hash(int level, long index) throws IOException, WrongFeedException {
        long tile = index / Tile.WIDTH;
        int within = (int) (index % Tile.WIDTH);
        if (tile == Tile.hashes(size, level) / Tile.WIDTH) {
            return edge.get(level).get(within);
        }
        Kept known = kept.get(level);
        if (known == null || known.tile() != tile) {
            List<Hash> hashes = hashes(name, source, new Tile(Tile.Kind.HASHES, level, tile, Tile.WIDTH));
            if (!MerkleTree.root(hashes).equals(hash(level + 1, tile))) {
                throw new WrongFeedException(
                        name + ": a tile of level " + level + " is not the one whose hash is signed");
            }
            known = new Kept(tile, hashes);
            kept.put(level, known);
        }
        return known.hashes().get(within);
    }

    private static List<byte[]> read(String name, TiledTree.Source source, long n, int width, int longest)
            throws IOException, WrongFeedException {
        try {
            List<byte[]> entries = EntryBundle.read(source.read(new Tile(Tile.Kind.ENTRIES, 0, n, width)), width);
            if (entries.stream().anyMatch(entry -> entry.length > longest)) {
                throw new WrongFeedException(name + " has an entry of more than " + longest + " bytes");
            }
            return entries;
        } catch (MalformedException e) {
            throw new WrongFeedException(name + ": " + e.getMessage());
        }
    }

    private static List<Hash> hashes(String name, TiledTree.Source source, Tile tile)
            throws IOException, WrongFeedException {
        byte[] bytes = source.read(tile);
        if (bytes.length != tile.width() * Hash.LENGTH) {
            throw new WrongFeedException(
                    name + ": " + tile.path() + " has " + tile.width() * Hash.LENGTH + " bytes, got " + bytes.length);
        }
        List<Hash> hashes = new ArrayList<>();
        for (int i = 0; i < tile.width(); i++) {
            hashes.add(Hash.at(bytes, i * Hash.LENGTH));
        }
        return hashes;
    }
}
