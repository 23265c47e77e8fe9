// SPDX-License-Identifier: MIT
package org.throng.itests.statistics;

/**
 * Bytes, read as a row of numbers of some bits each, the lowest bit of a byte first, as ML-KEM packs its 10-bit numbers.
 */
final class Windows {
    private Windows() {}

    static int count(byte[] bytes, int width) {
        return 8 * bytes.length / width;
    }

    /** The number that begins at a bit; at most 12 bits. */
    static int value(byte[] bytes, int bit, int width) {
        int at = bit >>> 3;
        int three = bytes[at] & 0xff;
        three |= at + 1 < bytes.length ? (bytes[at + 1] & 0xff) << 8 : 0;
        three |= at + 2 < bytes.length ? (bytes[at + 2] & 0xff) << 16 : 0;
        return three >>> (bit & 7) & (1 << width) - 1;
    }

    /** How often each number stands in all samples. */
    static long[] histogram(byte[][] samples, int width) {
        long[] counts = new long[1 << width];
        for (byte[] sample : samples) {
            for (int i = 0; i < count(sample, width); i++) {
                counts[value(sample, i * width, width)]++;
            }
        }
        return counts;
    }

    /** How often each byte stands at one place. */
    static long[] at(byte[][] samples, int place) {
        long[] counts = new long[256];
        for (byte[] sample : samples) {
            counts[sample[place] & 0xff]++;
        }
        return counts;
    }

    /** The same for all places: each sample is read from one end to the other, as memory likes it. */
    static long[][] atEach(byte[][] samples) {
        long[][] counts = new long[samples[0].length][256];
        for (byte[] sample : samples) {
            for (int place = 0; place < sample.length; place++) {
                counts[place][sample[place] & 0xff]++;
            }
        }
        return counts;
    }
}
