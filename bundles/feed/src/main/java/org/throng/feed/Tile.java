// SPDX-License-Identifier: MIT
package org.throng.feed;

import java.util.Optional;

/**
 * Which part of a log: 256 hashes of one level, 256 entries, or the 256 view tags of these; fewer at the right edge (C2SP
 * tlog-tiles). It lies below the log's own address at
 *
 * <pre>
 * tile/LEVEL/N      tile/LEVEL/N.p/W      level 0 to 63
 * tile/entries/N    tile/entries/N.p/W
 * tile/tags/N       tile/tags/N.p/W
 * </pre>
 *
 * where N has groups of three digits, all but the last with an x before them: 1234067 is x001/x234/067.
 *
 * @param level 0 for entries and tags
 * @param width hashes, entries or tags in it: 1 to 256; below 256 it is partial
 */
public record Tile(Kind kind, int level, long index, int width) {
    /** Hashes of a full tile. */
    public static final int WIDTH = 256;

    /** Levels of the tree that a tile spans. */
    public static final int HEIGHT = 8;

    private static final int MAX_LEVEL = 63;
    private static final int GROUP = 1_000;
    private static final int GROUPS = 7;

    /** What it holds. */
    public enum Kind {
        HASHES,
        ENTRIES,
        TAGS
    }

    public Tile {
        if (level < 0 || level > MAX_LEVEL || index < 0 || width < 1 || width > WIDTH) {
            throw new IllegalArgumentException("no tile of level " + level + ", index " + index + ", width " + width);
        }
        if (kind != Kind.HASHES && level != 0) {
            throw new IllegalArgumentException("entries and tags have level 0, got " + level);
        }
    }

    /** The tile of hashes that holds number {@code hash} of a level, as wide as it is in a tree of {@code size}. */
    public static Tile ofHashes(int level, long hash, long size) {
        return at(Kind.HASHES, level, hash / WIDTH, size);
    }

    /** A tile as wide as it is in a tree of {@code size}. @throws IllegalArgumentException where the tree has none there */
    public static Tile at(Kind kind, int level, long index, long size) {
        long hashes = hashes(size, level);
        return new Tile(kind, level, index, (int) Math.min(WIDTH, hashes - index * WIDTH));
    }

    /** How many hashes a level has in a tree of {@code size}. */
    public static long hashes(long size, int level) {
        return HEIGHT * level >= Long.SIZE - 1 ? 0 : size >> HEIGHT * level;
    }

    /** How many of them stand in the tile that is not full: floor(size / 256^level) mod 256. */
    public static int partialWidth(long size, int level) {
        return (int) (hashes(size, level) % WIDTH);
    }

    /** Whether it will never change. */
    public boolean isFull() {
        return width == WIDTH;
    }

    /** Whether a tree of {@code size} has all of it. */
    public boolean isIn(long size) {
        return index <= (Long.MAX_VALUE >> 9) && index * WIDTH + width <= hashes(size, level);
    }

    /** Its address below that of the log, without a slash in front. */
    public String path() {
        String folder = switch (kind) {
            case HASHES -> Integer.toString(level);
            case ENTRIES -> "entries";
            case TAGS -> "tags";
        };
        String number = String.format("%03d", index % GROUP);
        for (long rest = index / GROUP; rest > 0; rest /= GROUP) {
            number = String.format("x%03d/", rest % GROUP) + number;
        }
        return "tile/" + folder + "/" + number + (isFull() ? "" : ".p/" + width);
    }

    /** The tile of an address; empty where it is none, or not in its one spelling. */
    public static Optional<Tile> read(String path) {
        String[] parts = path.split("/", -1);
        if (parts.length < 3 || parts.length > 3 + GROUPS || !parts[0].equals("tile")) {
            return Optional.empty();
        }
        Kind kind = switch (parts[1]) {
            case "entries" -> Kind.ENTRIES;
            case "tags" -> Kind.TAGS;
            default -> Kind.HASHES;
        };
        if (kind == Kind.HASHES && !parts[1].matches("0|[1-9][0-9]?")) {
            return Optional.empty();
        }
        int level = kind == Kind.HASHES ? Integer.parseInt(parts[1]) : 0;
        boolean partial = parts[parts.length - 2].endsWith(".p");
        int last = parts.length - (partial ? 2 : 1);
        if (last < 2 || level > MAX_LEVEL || partial && !parts[last + 1].matches("[1-9][0-9]{0,2}")) {
            return Optional.empty();
        }
        int width = partial ? Integer.parseInt(parts[last + 1]) : WIDTH;
        if (partial && width >= WIDTH) {
            return Optional.empty();
        }
        long index = 0;
        for (int i = 2; i <= last; i++) {
            String group =
                    i < last ? parts[i] : "x" + (partial ? parts[i].substring(0, parts[i].length() - 2) : parts[i]);
            if (!group.matches("x[0-9]{3}")
                    || i == 2 && i < last && group.equals("x000")
                    || index > Long.MAX_VALUE / GROUP - 1) {
                return Optional.empty();
            }
            index = index * GROUP + Integer.parseInt(group.substring(1));
        }
        return Optional.of(new Tile(kind, level, index, width));
    }
}
