// SPDX-License-Identifier: MIT
package org.throng.event;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.throng.curve.PublicKey;
import org.throng.curve.Signature;

class EventJsonTest {
    private static byte[] written(long createdAt) {
        Event event = new Event(
                EventId.of(new byte[32]),
                PublicKey.of(new byte[32]),
                createdAt,
                1,
                List.of(List.of("created_at", "\"created_at\":7")),
                "é \"created_at\":7",
                Signature.of(new byte[64]));
        return event.json().getBytes(StandardCharsets.UTF_8);
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 7, -7, 1_790_000_000, Long.MAX_VALUE, Long.MIN_VALUE})
    void createdAtStandsAtOnePlace(long createdAt) {
        assertEquals(createdAt, EventJson.createdAt(written(createdAt)));
    }

    @Test
    void otherJsonHasNoSuchPlace() {
        String spaced = new String(written(7), StandardCharsets.UTF_8).replace(":", ": ");
        assertThrows(
                IllegalArgumentException.class, () -> EventJson.createdAt(spaced.getBytes(StandardCharsets.UTF_8)));
        assertThrows(IllegalArgumentException.class, () -> EventJson.createdAt(new byte[0]));
    }
}
