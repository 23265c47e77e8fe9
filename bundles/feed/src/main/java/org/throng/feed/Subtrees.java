// SPDX-License-Identifier: MIT
package org.throng.feed;

import java.io.IOException;

/** Where the hashes of a tree come from: a store, tiles, a list in a test. */
@FunctionalInterface
public interface Subtrees {
    /**
     * The hash of the 2^height leaves from index · 2^height on. Asked for whole subtrees only.
     *
     * @throws IOException where it cannot be had
     */
    Hash hash(int height, long index) throws IOException;
}
