// SPDX-License-Identifier: MIT
package org.throng.cli;

import java.time.Clock;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.throng.identity.Identity;
import org.throng.identity.IdentityException;
import org.throng.identity.Lifetime;

/** The end of a disposable identity, as a user writes and reads it. */
final class Ending {
    private static final Pattern SPAN = Pattern.compile("([1-9][0-9]{0,8})([smhdw])");
    private static final Map<String, Long> SECONDS =
            Map.of("s", 1L, "m", 60L, "h", 3_600L, "d", 86_400L, "w", 604_800L);

    private Ending() {}

    /**
     * UNIX seconds.
     *
     * @param text such as {@code 45s}, {@code 30m}, {@code 12h}, {@code 7d}, {@code 2w}, or the last day as {@code 2026-12-31};
     *     null for the standard
     */
    static long read(String text, Clock clock) throws Failure {
        long now = clock.instant().getEpochSecond();
        long end;
        Matcher span = SPAN.matcher(text == null ? Lifetime.STANDARD.toSeconds() + "s" : text);
        if (span.matches()) {
            end = now + Long.parseLong(span.group(1)) * SECONDS.get(span.group(2));
        } else {
            try {
                end = LocalDate.parse(text)
                        .plusDays(1)
                        .atStartOfDay(ZoneId.systemDefault())
                        .toEpochSecond();
            } catch (DateTimeException e) {
                throw new Failure(
                        Exit.USAGE,
                        "expected a time such as 45s, 30m, 12h, 7d or 2w, or a last day such as 2026-12-31, got '"
                                + Printable.line(text) + "'");
            }
        }
        try {
            return Lifetime.checked(now, end);
        } catch (IdentityException e) {
            throw Failure.of(e);
        }
    }

    /** Such as {@code ends 2026-12-31 23:59 (in 7 d 0 h)}; with capitals when it is near. */
    static String told(Identity identity, Clock clock) {
        long now = clock.instant().getEpochSecond();
        return (Lifetime.isNearEnd(identity, now) ? "ENDS " : "ends ")
                + told(identity.expiresAt().orElseThrow(), clock.instant());
    }

    static String told(long end, Instant now) {
        return Printable.time(end) + " (in " + Printable.span(Math.max(0, end - now.getEpochSecond())) + ")";
    }

    /** Tells of those whose end is near. */
    static void remind(Root root, Keys keys) throws Failure {
        Clock clock = root.terminal.clock();
        for (Identity identity : keys.list()) {
            if (Lifetime.isNearEnd(identity, clock.instant().getEpochSecond())) {
                root.tell("'" + identity.label() + "' " + Ending.told(identity, clock)
                        + "; its messages go with it: throng id prolong");
            }
        }
    }
}
