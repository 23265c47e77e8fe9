// SPDX-License-Identifier: MIT
package org.throng.identity.keyfile;

/**
 * Removes from the heap what nobody refers to any more. Big numbers of the curve's arithmetic, strings that carried a key
 * on its way in, and arrays inside the platform's ciphers cannot be erased by us. Once they are garbage, two things
 * still show them in a heap dump:
 *
 * <ul>
 *   <li>The serial and G1 collectors leave up to 5 % of dead objects where they lie in three full collections of four
 *       (MarkSweepAlwaysCompactCount), and a dump prints them as one array of numbers. Hence four collections.
 *   <li>Each thread gets its memory in pieces that are not cleared before they are used; a dump prints the unused rest
 *       of a piece as an array of numbers too, with whatever lay there before. So the free memory is overwritten, by
 *       objects of 32 bytes, too small to leave a hole in which a key has room.
 * </ul>
 *
 * <p>The collection at the end lets all threads begin again in memory that was overwritten. Takes some tens of
 * milliseconds for a heap of 100 MB.
 */
final class HeapWash {
    private static final int HEADER = 16;
    private static final int CONTENT = 16;

    /** A field, since the compiler would not make what nobody stores. */
    @SuppressWarnings("unused")
    private byte[] last;

    void run() {
        for (int i = 0; i < 4; i++) {
            System.gc();
        }
        for (long left = Runtime.getRuntime().freeMemory(); left > 0; left -= HEADER + CONTENT) {
            last = new byte[CONTENT];
        }
        last = null;
        System.gc();
    }
}
