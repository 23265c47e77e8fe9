// SPDX-License-Identifier: MIT
package org.throng.event.negentropy;

/**
 * The exclusive upper end of a range.
 *
 * @param time UNIX seconds; {@link #INFINITE} = above all
 * @param prefix of an id, 0 to 32 bytes; the rest is 0
 */
record Bound(long time, byte[] prefix) {
    static final long INFINITE = -1; // the largest of unsigned numbers
    static final Bound INFINITY = new Bound(INFINITE, new byte[0]);

    boolean isInfinite() {
        return time == INFINITE;
    }
}
