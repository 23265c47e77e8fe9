// SPDX-License-Identifier: MIT
package org.throng.feed;

import java.util.ArrayList;
import java.util.List;

/**
 * The right edge of a tree, in tiles: at each level the hashes of the tile that is not full yet, at most 255. It is all that
 * is needed to append leaves and to know the root. Not for use by several threads.
 */
public final class GrowingTree {
    private final List<List<Hash>> edge = new ArrayList<>();
    private long size;

    /** Is told of each hash of level 1 and above when its tile below is full. */
    @FunctionalInterface
    public interface Completed {
        /** The hash number {@code index} of a level, which does not change any more. */
        void full(int level, long index, Hash hash);
    }

    /** A tree without leaves. */
    public GrowingTree() {
        // an edge without levels
    }

    /**
     * The edge of a tree of {@code size} leaves.
     *
     * @param levels the hashes of the tile that is not full, for each level, the lowest first: as many as
     *     {@link Tile#partialWidth} says
     */
    public static GrowingTree of(long size, List<List<Hash>> levels) {
        GrowingTree tree = new GrowingTree();
        for (int level = 0; level < levels.size(); level++) {
            int width = Tile.partialWidth(size, level);
            if (levels.get(level).size() != width) {
                throw new IllegalArgumentException(
                        "a tree of " + size + " has " + width + " hashes at the edge of level " + level + ", got "
                                + levels.get(level).size());
            }
            tree.edge.add(new ArrayList<>(levels.get(level)));
        }
        tree.size = size;
        return tree;
    }

    /** Another one that grows from here on by itself. */
    public GrowingTree copy() {
        GrowingTree copy = new GrowingTree();
        edge.forEach(level -> copy.edge.add(new ArrayList<>(level)));
        copy.size = size;
        return copy;
    }

    /** Appends a leaf. */
    public void append(Hash leaf, Completed completed) {
        size++;
        add(0, leaf, completed);
    }

    private void add(int level, Hash hash, Completed completed) {
        if (level == edge.size()) {
            edge.add(new ArrayList<>());
        }
        List<Hash> tile = edge.get(level);
        tile.add(hash);
        if (tile.size() == Tile.WIDTH) {
            Hash whole = MerkleTree.root(tile);
            tile.clear();
            completed.full(level + 1, (size >> Tile.HEIGHT * (level + 1)) - 1, whole);
            add(level + 1, whole, completed);
        }
    }

    public long size() {
        return size;
    }

    public Hash root() {
        Hash below = null;
        for (List<Hash> level : edge) {
            List<Hash> all = new ArrayList<>(level);
            if (below != null) {
                all.add(below); // the last subtree, which is not whole
            }
            below = all.isEmpty() ? null : MerkleTree.root(all);
        }
        return below == null ? Hash.EMPTY : below;
    }
}
