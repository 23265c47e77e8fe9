// SPDX-License-Identifier: MIT
package org.throng.mail.outbox;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class BackoffTest {
    @Property
    void waitIsTheDoubledSecondGiveOrTakeHalf(@ForAll @IntRange(min = 1, max = 9) int failures, @ForAll long seed) {
        long base = 1_000L << (failures - 1);
        long wait = Backoff.millis(failures, new Random(seed));
        assertTrue(wait >= base / 2 && wait <= base / 2 + base, failures + " failures: " + wait);
    }

    @Property
    void nobodyWaitsLongerThanSevenMinutesAndAHalf(@ForAll @IntRange(min = 10) int failures, @ForAll long seed) {
        long wait = Backoff.millis(failures, new Random(seed));
        assertTrue(wait >= 150_000 && wait <= 450_000, failures + " failures: " + wait);
    }

    @Test
    void nodesThatFailTogetherDoNotComeBackTogether() {
        Random random = new Random(1);
        long different = random.ints(100)
                .mapToLong(i -> Backoff.millis(5, random))
                .distinct()
                .count();
        assertTrue(different > 95, different + " different waits of 100");
    }
}
