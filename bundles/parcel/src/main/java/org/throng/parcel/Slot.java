// SPDX-License-Identifier: MIT
package org.throng.parcel;

import java.time.Duration;

/**
 * A posting time: UNIX seconds, a multiple of 600. All events of ten minutes carry the same created_at, so that it tells
 * nothing (docs/protocol.md, section 3).
 */
public record Slot(long createdAt) {
    /** Seconds of a slot. */
    public static final int SECONDS = 600;

    /** Seconds from created_at to the expiration tag: thirty days. */
    public static final int LIFE = 2_592_000;

    /** The highest created_at whose day fits the two bytes of a header: in the year 2149. */
    public static final long LAST = 65_535L * 86_400 + 85_800;

    /** Seconds that a relay looks back. */
    public static final int WINDOW_BACK = 1_200;

    /** Seconds that a relay looks ahead. */
    public static final int WINDOW_AHEAD = 600;

    public Slot {
        if (createdAt < 0 || createdAt > LAST || createdAt % SECONDS != 0) {
            throw new IllegalArgumentException("created_at is a multiple of 600 seconds before 2149, got " + createdAt);
        }
    }

    /** The slot that holds this moment. */
    public static Slot at(long unixSeconds) {
        return new Slot(Math.floorDiv(unixSeconds, SECONDS) * SECONDS);
    }

    /** Whether a relay takes an event of this slot at this moment: created_at in [now - 1200, now + 600]. */
    public boolean isOpen(long unixSeconds) {
        return createdAt >= unixSeconds - WINDOW_BACK && createdAt <= unixSeconds + WINDOW_AHEAD;
    }

    /** floor(created_at / 86400). */
    public int day() {
        return (int) (createdAt / Duration.ofDays(1).toSeconds());
    }

    /** created_at + 2592000. */
    public long expiration() {
        return createdAt + LIFE;
    }
}
