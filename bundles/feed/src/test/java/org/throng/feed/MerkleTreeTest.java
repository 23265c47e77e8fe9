// SPDX-License-Identifier: MIT
package org.throng.feed;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.throng.cipher.Bytes;

/** Trees of up to eight leaves are those with which implementations of RFC 6962 compare themselves. */
class MerkleTreeTest {
    private static final List<Hash> LEAVES = Stream.of(
                    "", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f")
            .map(hex -> Hash.leaf(HexFormat.of().parseHex(hex)))
            .toList();
    private static final List<String> ROOTS = List.of(
            "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
            "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
            "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
            "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
            "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
            "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
            "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
            "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
            "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328");

    /** Hashes of whole subtrees, made of leaves each time. */
    static Subtrees of(List<Hash> leaves) {
        return (height, index) -> {
            int from = Math.toIntExact(index << height);
            return MerkleTree.root(leaves.subList(from, from + (1 << height)));
        };
    }

    @Test
    void rootsAreThoseOfTheKnownTrees() throws IOException {
        for (int size = 0; size <= LEAVES.size(); size++) {
            assertEquals(
                    ROOTS.get(size), MerkleTree.root(LEAVES.subList(0, size)).hex());
            assertEquals(ROOTS.get(size), MerkleTree.root(size, of(LEAVES)).hex());
        }
    }

    @Test
    void proofsAreThoseOfTheKnownTrees() throws IOException {
        String[] ofFirst = {
            "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
            "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
            "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4"
        };
        assertEquals(hashes(ofFirst), MerkleTree.inclusion(0, 8, of(LEAVES)));
        assertEquals(hashes(ofFirst), MerkleTree.consistency(1, 8, of(LEAVES)));
        assertEquals(
                hashes(
                        "0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a",
                        "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
                        "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7"),
                MerkleTree.consistency(6, 8, of(LEAVES)));
    }

    private static List<Hash> hashes(String... hex) {
        return Stream.of(hex).map(Hash::ofHex).toList();
    }

    @Test
    void everyProofVerifiesAndNoneOfAnotherTreeDoes() throws IOException {
        List<Hash> leaves = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            leaves.add(Hash.leaf(Bytes.u32(i)));
        }
        for (int size = 1; size <= leaves.size(); size++) {
            Hash root = MerkleTree.root(leaves.subList(0, size));
            for (int index = 0; index < size; index++) {
                List<Hash> path = MerkleTree.inclusion(index, size, of(leaves));
                assertTrue(MerkleTree.verifyInclusion(leaves.get(index), index, size, path, root));
                assertFalse(MerkleTree.verifyInclusion(Hash.EMPTY, index, size, path, root));
                assertFalse(MerkleTree.verifyInclusion(leaves.get(index), index + 1L, size, path, root)
                        && index + 1 < size);
                assertFalse(MerkleTree.verifyInclusion(leaves.get(index), index, size, longer(path), root));
                assertFalse(MerkleTree.verifyInclusion(leaves.get(index), -1, size, path, root));
            }
            for (int old = 0; old <= size; old++) {
                Hash oldRoot = MerkleTree.root(leaves.subList(0, old));
                List<Hash> proof = MerkleTree.consistency(old, size, of(leaves));
                assertTrue(MerkleTree.verifyConsistency(old, oldRoot, size, root, proof), old + " to " + size);
                assertFalse(MerkleTree.verifyConsistency(old, Hash.leaf(new byte[1]), size, root, proof));
                assertFalse(MerkleTree.verifyConsistency(old, oldRoot, size, root, longer(proof)));
                assertFalse(old > 0 && MerkleTree.verifyConsistency(old, oldRoot, size, Hash.EMPTY, proof));
                assertFalse(MerkleTree.verifyConsistency(size + 1L, oldRoot, size, root, proof));
            }
        }
    }

    private static List<Hash> longer(List<Hash> proof) {
        List<Hash> longer = new ArrayList<>(proof);
        longer.add(Hash.EMPTY);
        return longer;
    }

    @Test
    void growingTreeHasTheRootOfTheWholeOneAndTellsOfEachFullTile() {
        List<Hash> leaves = new ArrayList<>();
        List<String> full = new ArrayList<>();
        GrowingTree tree = new GrowingTree();
        assertEquals(Hash.EMPTY, tree.root());
        for (int i = 0; i < 66_000; i++) {
            Hash leaf = Hash.leaf(Bytes.u32(i));
            leaves.add(leaf);
            tree.append(leaf, (level, index, hash) -> full.add(level + " " + index));
            if (i < 600 || i > 65_500 && i % 61 == 0 || Long.bitCount(i + 1) == 1) {
                assertEquals(MerkleTree.root(leaves), tree.root(), "of " + (i + 1));
            }
        }
        assertEquals(66_000, tree.size());
        assertEquals("1 0", full.get(0));
        assertTrue(full.contains("1 255"));
        assertTrue(full.contains("2 0"));
        assertEquals(258, full.size());
    }

    @Test
    void copyGrowsByItself() {
        GrowingTree tree = new GrowingTree();
        tree.append(LEAVES.get(0), (level, index, hash) -> {});
        GrowingTree copy = tree.copy();
        copy.append(LEAVES.get(1), (level, index, hash) -> {});
        assertEquals(ROOTS.get(1), tree.root().hex());
        assertEquals(ROOTS.get(2), copy.root().hex());
        assertEquals(2, copy.size());
    }
}
