// SPDX-License-Identifier: MIT
package org.throng.feed;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The hashes of a tree of known size, out of its tiles. It keeps the tiles that it was given last, so that a proof, or a walk
 * along the log, asks for each once. Not for use by several threads.
 */
public final class TiledTree implements Subtrees {
    private static final int KEPT = 64;

    private final long size;
    private final Source source;
    private final Map<Tile, List<Hash>> kept = new LinkedHashMap<>(KEPT, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Tile, List<Hash>> eldest) {
            return size() > KEPT;
        }
    };

    /** Where tiles come from. */
    @FunctionalInterface
    public interface Source {
        /**
         * The bytes of a tile of hashes: 32 for each.
         *
         * @throws IOException where it cannot be had
         */
        byte[] read(Tile tile) throws IOException;
    }

    public TiledTree(long size, Source source) {
        this.size = size;
        this.source = source;
    }

    public long size() {
        return size;
    }

    /** What a proof of these tiles must come to. */
    public Hash root() throws IOException {
        return MerkleTree.root(size, this);
    }

    @Override
    public Hash hash(int height, long index) throws IOException {
        int level = height / Tile.HEIGHT;
        int above = height % Tile.HEIGHT;
        long first = index << above;
        List<Hash> tile = tile(Tile.ofHashes(level, first, size));
        int from = (int) (first % Tile.WIDTH);
        return MerkleTree.root(tile.subList(from, from + (1 << above)));
    }

    /** The hashes of a tile. */
    public List<Hash> tile(Tile tile) throws IOException {
        List<Hash> hashes = kept.get(tile);
        if (hashes == null) {
            byte[] bytes = source.read(tile);
            if (bytes.length != tile.width() * Hash.LENGTH) {
                throw new IOException(
                        tile.path() + " has " + tile.width() * Hash.LENGTH + " bytes, got " + bytes.length);
            }
            hashes = new ArrayList<>();
            for (int i = 0; i < tile.width(); i++) {
                hashes.add(Hash.at(bytes, i * Hash.LENGTH));
            }
            kept.put(tile, hashes);
        }
        return hashes;
    }
}
