// SPDX-License-Identifier: MIT
package org.throng.mail.inbox;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.throng.cipher.Bytes;
import org.throng.event.RelayUrl;

class PendingTest {
    private final Room room = new Room();
    private final RelayUrl a = room.a.url();
    private final RelayUrl b = room.b.url();
    private final Pending fresh = room.pending(1);

    @Test
    void whatWasStoredIsReadAsItWas() throws IOException {
        assertEquals(fresh, Pending.read(fresh.bytes()));
        Pending later = fresh.metAt(b, 5).missedAt(a).again(3, 77);
        assertEquals(later, Pending.read(later.bytes()));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{}",
                "[]",
                "null",
                "{\"places\":[[]]}",
                "{\"places\":[[\"nowhere\",0]]}",
                "{\"places\":[[\"wss://a.test\",\"0\"]]}",
                "{\"places\":[],\"e\":\"00\",\"owner\":\"00\",\"plain\":\"00\",\"failures\":0,\"next\":0}"
            })
    void bytesOfAnotherFormAreAnErrorThatSaysSo(String json) {
        IOException e = assertThrows(IOException.class, () -> Pending.read(json.getBytes(StandardCharsets.UTF_8)));
        assertEquals("a stored header is not in the form of this version", e.getMessage());
    }

    @Test
    void headerWithAFlagThatNobodyKnowsIsAnErrorThatSaysSo() {
        String json = new String(fresh.bytes(), StandardCharsets.UTF_8);
        String plain = Bytes.hex(fresh.plain().bytes());
        String flagged = json.replace(plain, plain.substring(0, plain.length() - 1) + "1");
        assertThrows(IOException.class, () -> Pending.read(flagged.getBytes(StandardCharsets.UTF_8)));
    }

    @Test
    void headerIsGivenUpOnlyWhereItsBodyWasMissingThreeTimesAtEveryPlace() {
        Pending pending = fresh.metAt(b, 0);
        for (int i = 0; i < Pending.MISSES; i++) {
            assertFalse(pending.isGivenUp());
            pending = pending.missedAt(a);
        }
        assertFalse(pending.isGivenUp());
        assertTrue(pending.missedAt(b).missedAt(b).missedAt(b).isGivenUp());
    }

    @Test
    void newPlaceIsTriedAtOnce() {
        Pending waiting = fresh.again(5, 1_000_000);
        assertEquals(7, waiting.metAt(b, 7).nextAt());
        assertEquals(0, waiting.metAt(b, 7).failures());
    }

    @Test
    void markOfAnOpenedHeaderHoldsForEveryRelay() {
        byte[] mark = Done.opened(123);
        assertEquals(123, Done.at(mark));
        assertFalse(Done.isGivenUpElsewhere(mark, a));
    }

    @Test
    void markOfAHeaderThatWasGivenUpHoldsForTheRelaysWhereItWasMet() {
        byte[] mark = Done.givenUp(123, fresh.metAt(b, 0).places());
        assertEquals(123, Done.at(mark));
        assertFalse(Done.isGivenUpElsewhere(mark, a));
        assertFalse(Done.isGivenUpElsewhere(mark, b));
        assertTrue(Done.isGivenUpElsewhere(mark, RelayUrl.of("wss://c.test")));
        assertTrue(Done.isGivenUpElsewhere(Done.givenUp(123, List.of()), a));
    }

    @Test
    void logDoesNotShowWhoseItIs() {
        assertFalse(fresh.toString().contains(room.bob.npub().hex()));
    }
}
