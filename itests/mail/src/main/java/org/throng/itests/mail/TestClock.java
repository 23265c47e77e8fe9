// SPDX-License-Identifier: MIT
package org.throng.itests.mail;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;

/** Stands still until a test moves it; begins at the start of a slot. Any thread may read it. */
public final class TestClock extends Clock {
    /** UNIX seconds of the beginning, a multiple of 600. */
    public static final long START = 1_800_000_000;

    private volatile Instant now = Instant.ofEpochSecond(START);

    public void move(Duration by) {
        now = now.plus(by);
    }

    /** UNIX seconds. */
    public long seconds() {
        return now.getEpochSecond();
    }

    @Override
    public Instant instant() {
        return now;
    }

    @Override
    public ZoneId getZone() {
        return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
        return this;
    }
}
