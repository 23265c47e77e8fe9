// SPDX-License-Identifier: MIT
package org.throng.feed;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

/**
 * Roots and proofs of RFC 6962, section 2.1. A proof that somebody else made is only given to the two {@code verify}
 * functions; the others make proofs out of hashes.
 */
public final class MerkleTree {
    /** Hashes of the longest proof that is looked at. */
    private static final int LONGEST = 65;

    private MerkleTree() {}

    /** The root of a tree over these hashes, in order. */
    public static Hash root(List<Hash> leaves) {
        if (leaves.isEmpty()) {
            return Hash.EMPTY;
        }
        if (leaves.size() == 1) {
            return leaves.get(0);
        }
        int left = Math.toIntExact(split(leaves.size()));
        return Hash.node(root(leaves.subList(0, left)), root(leaves.subList(left, leaves.size())));
    }

    /** The root of the first {@code size} leaves. */
    public static Hash root(long size, Subtrees tree) throws IOException {
        return size == 0 ? Hash.EMPTY : range(0, size, tree);
    }

    /** The audit path of a leaf: what leads from it to the root, lowest first. */
    public static List<Hash> inclusion(long index, long size, Subtrees tree) throws IOException {
        if (index < 0 || index >= size) {
            throw new IllegalArgumentException("a tree of " + size + " has no leaf " + index);
        }
        List<Hash> path = new ArrayList<>();
        include(index, 0, size, tree, path);
        return path;
    }

    private static void include(long index, long begin, long end, Subtrees tree, List<Hash> path) throws IOException {
        if (end - begin == 1) {
            return;
        }
        long middle = begin + split(end - begin);
        if (index < middle) {
            include(index, begin, middle, tree, path);
            path.add(range(middle, end, tree));
        } else {
            include(index, middle, end, tree, path);
            path.add(range(begin, middle, tree));
        }
    }

    /** What proves that a tree of {@code size} begins with the one of {@code old} leaves; empty for 0 and for equal sizes. */
    public static List<Hash> consistency(long old, long size, Subtrees tree) throws IOException {
        if (old < 0 || old > size) {
            throw new IllegalArgumentException("a tree of " + size + " cannot begin with one of " + old);
        }
        List<Hash> proof = new ArrayList<>();
        if (old > 0 && old < size) {
            grow(old, 0, size, true, tree, proof);
        }
        return proof;
    }

    private static void grow(long old, long begin, long end, boolean whole, Subtrees tree, List<Hash> proof)
            throws IOException {
        if (old == end) {
            if (!whole) {
                proof.add(range(begin, end, tree));
            }
            return;
        }
        long middle = begin + split(end - begin);
        if (old <= middle) {
            grow(old, begin, middle, whole, tree, proof);
            proof.add(range(middle, end, tree));
        } else {
            grow(old, middle, end, false, tree, proof);
            proof.add(range(begin, middle, tree));
        }
    }

    private static Hash range(long begin, long end, Subtrees tree) throws IOException {
        long length = end - begin;
        if (Long.bitCount(length) == 1) {
            int height = Long.numberOfTrailingZeros(length);
            return tree.hash(height, begin >> height);
        }
        long middle = begin + split(length);
        return Hash.node(range(begin, middle, tree), range(middle, end, tree));
    }

    /** The largest power of two below n, which is at least 2. */
    private static long split(long n) {
        return Long.highestOneBit(n - 1);
    }

    /** Whether a path leads from a leaf to a root (RFC 9162, section 2.1.3.2). */
    public static boolean verifyInclusion(Hash leaf, long index, long size, List<Hash> path, Hash root) {
        if (index < 0 || index >= size || path.size() > LONGEST) {
            return false;
        }
        long at = index;
        long last = size - 1;
        Hash hash = leaf;
        for (Hash sibling : path) {
            if (last == 0) {
                return false;
            }
            if ((at & 1) == 1 || at == last) {
                hash = Hash.node(sibling, hash);
                while ((at & 1) == 0 && at != 0) {
                    at >>= 1;
                    last >>= 1;
                }
            } else {
                hash = Hash.node(hash, sibling);
            }
            at >>= 1;
            last >>= 1;
        }
        return last == 0 && hash.equals(root);
    }

    /** Whether a proof shows that one tree is the beginning of another (RFC 9162, section 2.1.4.2). */
    public static boolean verifyConsistency(long old, Hash oldRoot, long size, Hash root, List<Hash> proof) {
        if (old < 0 || old > size || proof.size() > LONGEST) {
            return false;
        }
        if (old == size) {
            return proof.isEmpty() && oldRoot.equals(root);
        }
        if (old == 0) {
            return proof.isEmpty() && oldRoot.equals(Hash.EMPTY);
        }
        Iterator<Hash> rest = proof.iterator();
        if (!rest.hasNext()) {
            return false;
        }
        long at = old - 1;
        long last = size - 1;
        while ((at & 1) == 1) {
            at >>= 1;
            last >>= 1;
        }
        Hash before = Long.bitCount(old) == 1 ? oldRoot : rest.next();
        Hash after = before;
        while (rest.hasNext()) {
            Hash sibling = rest.next();
            if (last == 0) {
                return false;
            }
            if ((at & 1) == 1 || at == last) {
                before = Hash.node(sibling, before);
                after = Hash.node(sibling, after);
                while ((at & 1) == 0 && at != 0) {
                    at >>= 1;
                    last >>= 1;
                }
            } else {
                after = Hash.node(after, sibling);
            }
            at >>= 1;
            last >>= 1;
        }
        return last == 0 && before.equals(oldRoot) && after.equals(root);
    }
}
