// SPDX-License-Identifier: MIT
package org.throng.mail.inbox;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.throng.event.RelayUrl;
import org.throng.itests.mail.MemoryIdentities;
import org.throng.itests.mail.Person;
import org.throng.itests.mail.TestClock;
import org.throng.mail.StandardRelays;

class RelayDrawTest {
    private static final RelayUrl OWN = RelayUrl.of("ws://127.0.0.1:7447");
    private static final List<RelayUrl> OTHERS =
            List.of(RelayUrl.of("wss://a"), RelayUrl.of("wss://b"), RelayUrl.of("wss://c"));
    private static final Person TEMP = Person.of("temp");
    private static final Person BOB = Person.of("bob");

    private final MemoryIdentities identities =
            new MemoryIdentities().with(BOB).withDisposable(TEMP, TestClock.START + 1_000);

    private static StandardRelays standard(List<RelayUrl> list) {
        return new StandardRelays() {
            @Override
            public List<RelayUrl> list() {
                return list;
            }

            @Override
            public boolean isOwn(RelayUrl relay) {
                return relay.equals(OWN);
            }
        };
    }

    private List<RelayUrl> drawn(StandardRelays standard, long seed) {
        new RelayDraw(identities, standard, new Random(seed)).draw();
        return identities.find(TEMP.npub()).orElseThrow().relays();
    }

    @Test
    void twoAreDrawnInAnyOrderAndNeverTheNodesOwn() {
        List<RelayUrl> all = List.of(OWN, OTHERS.get(0), OTHERS.get(1), OTHERS.get(2));
        Set<List<RelayUrl>> seen = new HashSet<>();
        for (long seed = 0; seed < 200; seed++) {
            List<RelayUrl> some = drawn(standard(all), seed);
            assertEquals(2, new HashSet<>(some).size());
            assertFalse(some.contains(OWN));
            seen.add(some);
            identities.update(identities.find(TEMP.npub()).orElseThrow().on(List.of()));
        }
        assertEquals(6, seen.size(), "every pair, both ways round");
        assertEquals(
                List.of(), identities.find(BOB.npub()).orElseThrow().relays(), "one that stays goes by the settings");
    }

    @Test
    void itIsDoneOnce() {
        List<RelayUrl> first = drawn(standard(OTHERS), 1);
        assertEquals(first, drawn(standard(List.of(RelayUrl.of("wss://d"), RelayUrl.of("wss://e"))), 2));
    }

    @Test
    void whereThereIsNothingToDrawItWaits() {
        StandardRelays alone = standard(List.of(OWN));
        assertEquals(List.of(), drawn(alone, 1));
        assertEquals(List.of(), alone.of(identities.find(TEMP.npub()).orElseThrow()), "not even then the own relay");
        assertEquals(List.of(OWN), alone.of(identities.find(BOB.npub()).orElseThrow()));
        assertTrue(OTHERS.containsAll(drawn(standard(OTHERS), 1)));
    }
}
