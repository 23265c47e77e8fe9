// SPDX-License-Identifier: MIT
package org.throng.cli;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;

/** Text as it is shown: what a stranger wrote must not move the cursor, change colours or turn the writing round. */
final class Printable {
    private Printable() {}

    /** Several lines; of the control characters only line feeds and tabs stay. */
    static String text(String foreign) {
        return clean(foreign, true);
    }

    /** One line. */
    static String line(String foreign) {
        return clean(foreign, false);
    }

    private static String clean(String foreign, boolean lines) {
        StringBuilder clean = new StringBuilder(foreign.length());
        for (int i = 0; i < foreign.length(); i++) {
            char c = foreign.charAt(i);
            boolean control = c < 0x20 || c >= 0x7f && c < 0xa0;
            boolean turns = c >= 0x2028 && c <= 0x202e || c >= 0x2066 && c <= 0x2069 || c == 0x200e || c == 0x200f;
            boolean kept = lines && (c == '\n' || c == '\t');
            clean.append((control || turns) && !kept ? '\ufffd' : c);
        }
        return clean.toString();
    }

    /** Local time to the minute. */
    static String time(long seconds) {
        return Instant.ofEpochSecond(seconds)
                .atZone(ZoneId.systemDefault())
                .toLocalDateTime()
                .truncatedTo(ChronoUnit.MINUTES)
                .toString()
                .replace('T', ' ');
    }

    /** Such as {@code 3.1 MB}. */
    static String bytes(long count) {
        if (count < 1_000) {
            return count + " bytes";
        }
        long tenths = count < 1_000_000 ? count / 100 : count / 100_000;
        return tenths / 10 + "." + tenths % 10 + (count < 1_000_000 ? " kB" : " MB");
    }

    /** Such as {@code 2 h 5 min}. */
    static String span(long seconds) {
        Duration span = Duration.ofSeconds(seconds);
        if (span.toDays() > 0) {
            return span.toDays() + " d " + span.toHoursPart() + " h";
        }
        if (span.toHours() > 0) {
            return span.toHours() + " h " + span.toMinutesPart() + " min";
        }
        return span.toMinutes() > 0
                ? span.toMinutes() + " min " + span.toSecondsPart() + " s"
                : span.toSeconds() + " s";
    }

    /** The start of a key, enough to tell a few apart; the whole key is in the JSON. */
    static String shortKey(String npub) {
        return npub.length() > 20 ? npub.substring(0, 12) + "…" + npub.substring(npub.length() - 6) : line(npub);
    }
}
