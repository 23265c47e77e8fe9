// SPDX-License-Identifier: MIT
package org.throng.mail.outbox;

import java.util.random.RandomGenerator;

/** Waiting between attempts: doubled from 1 s to 5 min, give or take half, so that nodes do not come in step. */
final class Backoff {
    private static final long FIRST_MILLIS = 1_000;
    private static final long LONGEST_MILLIS = 300_000;

    private Backoff() {}

    /** @param failures one after the other, from 1 */
    static long millis(int failures, RandomGenerator random) {
        long base = Math.min(LONGEST_MILLIS, FIRST_MILLIS << Math.min(failures - 1, 20));
        return base / 2 + random.nextLong(base + 1);
    }
}
