// SPDX-License-Identifier: MIT
package org.throng.feed;

import java.util.Optional;
import org.throng.parcel.Label;

/**
 * One log of headers: a crowd, and a lane of it (u32). In addresses the colon of the label is an underscore:
 * {@code 04_0110/7}. In order of labels, then of lanes.
 */
public record LogName(Label label, long lane) implements Comparable<LogName> {
    /** Where all of a relay's feed lies, behind the prefix that the relay tells. */
    public static final String ROOT = "/throng/v1/";

    /** The log of ticks, below {@link #ROOT}. */
    public static final String TICKS = "ticks";

    private static final long MAX_LANE = 0xffffffffL;

    public LogName {
        if (lane < 0 || lane > MAX_LANE) {
            throw new IllegalArgumentException("a lane is a number from 0 to 2^32 - 1, got " + lane);
        }
    }

    /** Its address below {@link #ROOT}, without a slash at either end. */
    public String path() {
        return label.text().replace(':', '_') + "/" + lane;
    }

    /** The log of an address; empty where it is none, or not in its one spelling. */
    public static Optional<LogName> read(String label, String lane) {
        String text = label.replace('_', ':');
        if (label.indexOf(':') >= 0 || !Label.isValid(text) || !lane.matches("0|[1-9][0-9]{0,9}")) {
            return Optional.empty();
        }
        long number = Long.parseLong(lane);
        return number > MAX_LANE ? Optional.empty() : Optional.of(new LogName(new Label(text), number));
    }

    /** Where the crowds of a tick lie, below {@link #ROOT}. */
    public static String crowds(long tick) {
        return "crowds/" + tick;
    }

    /** What its checkpoint calls it, where that of ticks is called {@code ticks}. */
    public String origin(String ticks) {
        return ticks.substring(0, ticks.length() - TICKS.length()) + path();
    }

    @Override
    public int compareTo(LogName other) {
        int labels = label.text().compareTo(other.label.text());
        return labels != 0 ? labels : Long.compare(lane, other.lane);
    }

    @Override
    public String toString() {
        return path();
    }
}
