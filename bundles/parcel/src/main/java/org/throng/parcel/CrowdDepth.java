// SPDX-License-Identifier: MIT
package org.throng.parcel;

import java.math.BigInteger;
import java.util.List;

/**
 * How many bits name the crowds of a relay: the largest d, at most the announced one, for which each of the last 14 whole
 * UTC days had headers × mean delay ≥ 86,400,000 × 2^d; 0 if none is (docs/protocol.md, section 7).
 */
public final class CrowdDepth {
    /** Whole days that are looked at. */
    public static final int DAYS = 14;

    private static final BigInteger UNIT = BigInteger.valueOf(86_400_000);

    private CrowdDepth() {}

    /**
     * What a relay logged on one whole UTC day.
     *
     * @param headers in all crowds and lanes together
     * @param meanDelay in seconds, of the day's last tick
     */
    public record Day(long headers, long meanDelay) {
        public Day {
            if (headers < 0 || meanDelay < 0) {
                throw new IllegalArgumentException("headers and mean delay are not negative");
            }
        }

        private BigInteger product() {
            return BigInteger.valueOf(headers).multiply(BigInteger.valueOf(meanDelay));
        }
    }

    /**
     * The depth in use.
     *
     * @param announced of the tick; more than 8 counts as 8
     * @param days the last whole days, newest last; fewer than 14 give 0
     */
    public static int inUse(int announced, List<Day> days) {
        if (announced < 0) {
            throw new IllegalArgumentException("a depth is not negative, got " + announced);
        }
        if (days.size() < DAYS) {
            return 0;
        }
        List<Day> last = days.subList(days.size() - DAYS, days.size());
        int depth = Math.min(announced, Label.MAX_DEPTH);
        while (depth > 0 && !suffices(last, depth)) {
            depth--;
        }
        return depth;
    }

    private static boolean suffices(List<Day> days, int depth) {
        BigInteger needed = UNIT.shiftLeft(depth);
        return days.stream().allMatch(day -> day.product().compareTo(needed) >= 0);
    }
}
