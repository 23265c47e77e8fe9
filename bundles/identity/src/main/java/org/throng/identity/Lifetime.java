// SPDX-License-Identifier: MIT
package org.throng.identity;

import java.time.Duration;

/** How long a disposable identity may live. */
public final class Lifetime {
    /** Where the user names no time: long enough for an exchange, short enough to be forgotten. */
    public static final Duration STANDARD = Duration.ofDays(7);

    /** Enough to see it work. */
    public static final Duration LEAST = Duration.ofSeconds(10);

    /** One that should live longer is not disposable. */
    public static final Duration MOST = Duration.ofDays(366);

    /** So long before the end its owner is reminded. */
    public static final Duration REMINDER = Duration.ofDays(3);

    private Lifetime() {}

    /**
     * An end that may be set now.
     *
     * @param now UNIX seconds
     * @param expiresAt UNIX seconds
     * @throws IdentityException {@code LIFETIME} where it is out of bounds
     */
    public static long checked(long now, long expiresAt) throws IdentityException {
        if (expiresAt < now + LEAST.toSeconds() || expiresAt > now + MOST.toSeconds()) {
            throw new IdentityException(
                    IdentityException.Reason.LIFETIME,
                    "a disposable identity ends 10 seconds to 366 days from now, not at that time");
        }
        return expiresAt;
    }

    /** Whether its owner is to be reminded at a moment, in UNIX seconds, that an identity ends soon. */
    public static boolean isNearEnd(Identity identity, long now) {
        return identity.expiresAt().isPresent() && identity.expiresAt().getAsLong() - now <= REMINDER.toSeconds();
    }
}
