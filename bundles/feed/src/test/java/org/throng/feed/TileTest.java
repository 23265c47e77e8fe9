// SPDX-License-Identifier: MIT
package org.throng.feed;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.throng.cipher.Bytes;

class TileTest {
    @ParameterizedTest
    @CsvSource({
        "HASHES, 0, 0, 256, tile/0/000",
        "HASHES, 0, 1234067, 256, tile/0/x001/x234/067",
        "HASHES, 63, 999, 1, tile/63/999.p/1",
        "HASHES, 1, 1000, 255, tile/1/x001/000.p/255",
        "ENTRIES, 0, 273, 112, tile/entries/273.p/112",
        "TAGS, 0, 1000000, 256, tile/tags/x001/x000/000",
        "TAGS, 0, 9223372036854775, 3, tile/tags/x009/x223/x372/x036/x854/775.p/3",
    })
    void addressAndTileAreOneAndTheSame(Tile.Kind kind, int level, long index, int width, String path) {
        Tile tile = new Tile(kind, level, index, width);
        assertEquals(path, tile.path());
        assertEquals(Optional.of(tile), Tile.read(path));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "tile",
                "tile/0",
                "tile/0/",
                "tile/0/0",
                "tile/0/00",
                "tile/0/0000",
                "tile/0/x001",
                "tile/0/x000/001",
                "tile/0/001/002",
                "tile/0/x01/002",
                "tile/00/000",
                "tile/01/000",
                "tile/64/000",
                "tile/-1/000",
                "tile/0/000.p/0",
                "tile/0/000.p/256",
                "tile/0/000.p/01",
                "tile/0/000.p/",
                "tile/0/000.p",
                "tile/0/000.p/1/2",
                "tile/0/000/",
                "tile/entries/x",
                "tile/Tags/000",
                "tile/0/٠٠٠",
                "Tile/0/000",
                "/tile/0/000",
                "tile/0/x999/x999/x999/x999/x999/x999/x999/999",
                "tile//000"
            })
    void otherAddressesAreNone(String path) {
        assertEquals(Optional.empty(), Tile.read(path));
    }

    @Test
    void treeOfSeventyThousandHasTheTilesThatTheSpecificationNames() {
        assertEquals(
                "tile/0/273.p/112", Tile.at(Tile.Kind.HASHES, 0, 273, 70_000).path());
        assertEquals("tile/0/272", Tile.at(Tile.Kind.HASHES, 0, 272, 70_000).path());
        assertEquals("tile/1/000", Tile.at(Tile.Kind.HASHES, 1, 0, 70_000).path());
        assertEquals("tile/1/001.p/17", Tile.at(Tile.Kind.HASHES, 1, 1, 70_000).path());
        assertEquals("tile/2/000.p/1", Tile.at(Tile.Kind.HASHES, 2, 0, 70_000).path());
        assertEquals("tile/1/000.p/1", Tile.at(Tile.Kind.HASHES, 1, 0, 256).path());
        assertThrows(IllegalArgumentException.class, () -> Tile.at(Tile.Kind.HASHES, 0, 1, 256));
        assertTrue(new Tile(Tile.Kind.HASHES, 1, 1, 17).isIn(70_000));
        assertFalse(new Tile(Tile.Kind.HASHES, 1, 1, 18).isIn(70_000));
        assertFalse(new Tile(Tile.Kind.HASHES, 63, 0, 1).isIn(Long.MAX_VALUE));
        assertFalse(new Tile(Tile.Kind.ENTRIES, 0, Long.MAX_VALUE / 256 + 1, 1).isIn(Long.MAX_VALUE));
    }

    @Test
    void treeOutOfTilesHasTheSameProofs() throws IOException {
        List<Hash> leaves = new ArrayList<>();
        List<Hash> level1 = new ArrayList<>();
        GrowingTree growing = new GrowingTree();
        int size = 700;
        for (int i = 0; i < size; i++) {
            leaves.add(Hash.leaf(Bytes.u32(i)));
            growing.append(leaves.get(i), (level, index, hash) -> level1.add(hash));
        }
        List<String> asked = new ArrayList<>();
        TiledTree tree = new TiledTree(size, tile -> {
            asked.add(tile.path());
            List<Hash> all = tile.level() == 0 ? leaves : level1;
            int from = (int) tile.index() * Tile.WIDTH;
            return Bytes.join(all.subList(from, from + tile.width()).stream()
                    .map(Hash::bytes)
                    .toArray(byte[][]::new));
        });
        assertEquals(growing.root(), tree.root());
        assertEquals(List.of("tile/1/000.p/2", "tile/0/002.p/188"), asked);
        for (int index : new int[] {0, 255, 256, 511, 512, 699}) {
            assertEquals(
                    MerkleTree.inclusion(index, size, MerkleTreeTest.of(leaves)),
                    MerkleTree.inclusion(index, size, tree));
        }
        for (int old : new int[] {1, 255, 256, 257, 512, 600, 700}) {
            assertEquals(
                    MerkleTree.consistency(old, size, MerkleTreeTest.of(leaves)),
                    MerkleTree.consistency(old, size, tree));
        }
    }

    @Test
    void tileOfAnotherLengthIsRefused() {
        TiledTree tree = new TiledTree(3, tile -> new byte[95]);
        assertThrows(IOException.class, tree::root);
    }
}
