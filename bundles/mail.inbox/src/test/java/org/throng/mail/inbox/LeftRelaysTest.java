// SPDX-License-Identifier: MIT
package org.throng.mail.inbox;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.throng.event.RelayUrl;

class LeftRelaysTest {
    private static final long NOW = 1_800_000_000;
    private static final long DAYS_35 = 35L * 86_400;
    private static final RelayUrl A = RelayUrl.of("wss://a.test");
    private static final RelayUrl B = RelayUrl.of("wss://b.test/path?x=1");
    private static final RelayUrl C = RelayUrl.of("ws://127.0.0.1:7447");

    private final Room room = new Room();

    private Map<RelayUrl, Long> note(long now, RelayUrl... used) throws IOException {
        return LeftRelays.note(room.mailbox, room.bob.npub(), List.of(used), now);
    }

    @Test
    void relayThatIsUsedIsNotLeft() throws IOException {
        assertEquals(Map.of(), note(NOW, A, B));
        assertEquals(Map.of(), note(NOW + DAYS_35, A, B, C));
    }

    @Test
    void relayThatWasLeftIsReadForThirtyFiveDaysMore() throws IOException {
        note(NOW, A, B);
        assertEquals(Map.of(B, NOW + 5 + DAYS_35), note(NOW + 5, A));
        assertEquals(Map.of(B, NOW + 5 + DAYS_35), note(NOW + 4 + DAYS_35, A));
        assertEquals(Map.of(), note(NOW + 5 + DAYS_35, A));
        assertEquals(Map.of(), note(NOW + 6 + DAYS_35, A));
    }

    @Test
    void eachRelayCountsFromTheDayOnWhichItWasLeft() throws IOException {
        note(NOW, A, B, C);
        note(NOW + 10, A, B);
        assertEquals(Map.of(C, NOW + 10 + DAYS_35, B, NOW + 20 + DAYS_35), note(NOW + 20, A));
        assertEquals(Map.of(B, NOW + 20 + DAYS_35), note(NOW + 15 + DAYS_35, A));
    }

    @Test
    void relayThatIsUsedAgainIsNotLeftAndCountsAnewWhenItIsLeftOnceMore() throws IOException {
        note(NOW, A, B);
        note(NOW + 5, A);
        assertEquals(Map.of(), note(NOW + 10, A, B));
        assertEquals(Map.of(B, NOW + 15 + DAYS_35), note(NOW + 15, A));
    }

    @Test
    void identityThatNamesNoRelayAnyMoreHasLeftAll() throws IOException {
        note(NOW, A, B);
        assertEquals(2, note(NOW + 1).size());
    }

    @Test
    void identitiesAreNotedApart() throws IOException {
        note(NOW, A);
        assertEquals(Map.of(), LeftRelays.note(room.mailbox, room.alice.npub(), List.of(B), NOW));
        assertEquals(Map.of(A, NOW + DAYS_35), note(NOW, B));
    }
}
