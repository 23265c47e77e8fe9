// SPDX-License-Identifier: MIT
package org.throng.cli;

import java.util.Locale;

/** How far the headers of a relay, or of all together, are scanned: the node's words for a person. */
record ScanView(long scanned, long total, boolean estimated, boolean underWay, boolean paused, long secondsLeft) {
    static final ScanView NOTHING = new ScanView(0, 0, false, false, false, -1);

    /** Reads what the node says of one relay. */
    static ScanView of(Object scan) {
        return new ScanView(
                Json.number(scan, "scanned"),
                Json.number(scan, "total"),
                Json.isTrue(scan, "estimated"),
                Json.isTrue(scan, "underWay"),
                Json.isTrue(scan, "paused"),
                Json.get(scan, "secondsLeft") == null ? -1 : Json.number(scan, "secondsLeft"));
    }

    /** Both together, one after the other. */
    ScanView and(ScanView other) {
        if (!other.underWay) {
            return this;
        }
        return new ScanView(
                scanned + other.scanned,
                total + other.total,
                estimated || other.estimated,
                true,
                paused || other.paused,
                !underWay ? other.secondsLeft : left(secondsLeft, other.secondsLeft));
    }

    private static long left(long one, long other) {
        return one < 0 || other < 0 ? -1 : Math.max(one, other);
    }

    /** Such as {@code scanning 412,000 of about 1,000,000 headers, 3 min left}; empty where nothing is left to scan. */
    String words() {
        if (!underWay) {
            return paused ? "scan paused" : "";
        }
        return (paused ? "scan paused at " : "scanning ") + number(scanned) + " of " + (estimated ? "about " : "")
                + number(total) + " headers" + more();
    }

    /** The time that is left, after a comma. */
    String more() {
        if (secondsLeft < 0 || paused) {
            return "";
        }
        return ", " + (secondsLeft < 90 ? secondsLeft + " s" : (secondsLeft + 30) / 60 + " min") + " left";
    }

    static String number(long count) {
        return String.format(Locale.ROOT, "%,d", count);
    }
}
