// SPDX-License-Identifier: MIT
package org.throng.itests.statistics;

import static org.junit.jupiter.api.Assertions.assertTrue;

/**
 * What chance does. Every statistic here comes to a z: under the hypothesis 'random bytes' or 'no difference' it is about
 * normal with mean 0 and deviation 1, whatever the number of samples, which stands in the formula of each.
 *
 * <p>The limit comes from the number of tests. A normal z lies beyond ±L with a probability below exp(−L²/2). With m tests the
 * sum of these is to stay below 10^-6: L = sqrt(2 ln(m · 10^6)), 5.3 for one test and 6.8 for ten thousand. Seeds are fixed; so a
 * test that passes goes on to pass, and one in a million of changed seeds would fail for nothing.
 */
final class Chance {
    private static final double FALSE_ALARM = 1e-6;

    private Chance() {}

    static double limit(long tests) {
        return Math.sqrt(2 * Math.log(tests / FALSE_ALARM));
    }

    /** The statistic lies where chance would have it. */
    static void assertChance(double z, long tests, String what) {
        assertTrue(Math.abs(z) < limit(tests), what + ": z = " + z + ", limit " + limit(tests));
    }

    /** Chi-square of counts against equal shares; z by Wilson and Hilferty's cube root. */
    static double uniform(long[] counts) {
        long all = 0;
        for (long count : counts) {
            all += count;
        }
        double expected = (double) all / counts.length;
        double sum = 0;
        for (long count : counts) {
            sum += (count - expected) * (count - expected) / expected;
        }
        return z(sum, counts.length - 1);
    }

    /** Chi-square of two rows of counts, whether both are of one distribution; bins that both leave empty do not count. */
    static double same(long[] left, long[] right) {
        double lefts = 0;
        double rights = 0;
        int bins = 0;
        for (int i = 0; i < left.length; i++) {
            lefts += left[i];
            rights += right[i];
            bins += left[i] + right[i] > 0 ? 1 : 0;
        }
        double sum = 0;
        for (int i = 0; i < left.length; i++) {
            if (left[i] + right[i] > 0) {
                double difference = left[i] * Math.sqrt(rights / lefts) - right[i] * Math.sqrt(lefts / rights);
                sum += difference * difference / (left[i] + right[i]);
            }
        }
        return z(sum, bins - 1);
    }

    private static double z(double chiSquare, int freedom) {
        double share = 2.0 / (9.0 * freedom);
        return (Math.cbrt(chiSquare / freedom) - (1 - share)) / Math.sqrt(share);
    }

    /** Successes of n trials that each succeed half the time. */
    static double half(long successes, long n) {
        return (2.0 * successes - n) / Math.sqrt((double) n);
    }

    /** Bits that are one, over all samples. */
    static double ones(byte[][] samples) {
        long ones = 0;
        long bits = 0;
        for (byte[] sample : samples) {
            for (byte one : sample) {
                ones += Integer.bitCount(one & 0xff);
            }
            bits += 8L * sample.length;
        }
        return half(ones, bits);
    }

    /** Changes from one bit to the next: a run ends at each; of n bits half of the n − 1 neighbours differ. */
    static double runs(byte[][] samples) {
        long changes = 0;
        long pairs = 0;
        for (byte[] sample : samples) {
            for (int at = 0; at < sample.length; at++) {
                int bits = Windows.value(sample, 8 * at, 9); // one of the next byte with it, but for the last
                changes += Integer.bitCount((bits ^ bits >> 1) & (at + 1 < sample.length ? 0xff : 0x7f));
            }
            pairs += 8L * sample.length - 1;
        }
        return half(changes, pairs);
    }
}
