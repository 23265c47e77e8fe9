// SPDX-License-Identifier: MIT
package org.throng.relay.events;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.throng.relay.events.RelayFixture.NOW;

import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.throng.event.Event;
import org.throng.event.Filter;
import org.throng.event.RelayMessage;

/** Events that live for a while (NIP-40) and events that do not even live (ephemeral ones). */
class LifeTest {
    private final Author ann = new Author(1);
    private RelayFixture relay;
    private Client client;

    @BeforeEach
    void start() throws Exception {
        relay = RelayFixture.start();
        client = relay.connect();
    }

    @AfterEach
    void stop() throws Exception {
        client.close();
        relay.close();
    }

    @Test
    void eventIsServedUpToItsExpirationAndNotInThatSecond() throws Exception {
        Event event = ann.write(1, NOW, "", "expiration=" + (NOW + 10), "t=x");
        client.publish(event);
        relay.seconds.set(NOW + 9);
        assertEquals(List.of(event), client.find(Filter.ALL));
        assertEquals(1, client.count(Filter.ALL));
        relay.seconds.set(NOW + 10);
        for (Filter filter : List.of(
                Filter.ALL,
                Filter.ALL.withIds(event.id()),
                Filter.ALL.withTag('t', "x"),
                Filter.ALL.withKinds(1),
                Filter.ALL.withAuthors(ann.key()))) {
            assertEquals(List.of(), client.find(filter));
            assertEquals(0, client.count(filter));
        }
    }

    @Test
    void expiredEventIsSwept() throws Exception {
        client.publish(ann.write(1, NOW, "", "expiration=" + (NOW + 10)));
        client.publish(ann.write(1, NOW, "stays"));
        relay.seconds.set(NOW + 11);
        long deadline = System.nanoTime() + 15_000_000_000L;
        while (relay.relay.stats().events() != 1) {
            assertTrue(System.nanoTime() < deadline, "it was never swept");
            Thread.onSpinWait();
        }
        assertEquals(1, client.find(Filter.ALL).size());
    }

    @Test
    void manyExpiredEventsAreAllSwept() throws Exception {
        for (int i = 0; i < 450; i++) {
            client.say(new org.throng.event.ClientMessage.Publish(
                    ann.write(1, NOW, "" + i, "expiration=" + (NOW + 10), "t=" + i)));
        }
        for (int i = 0; i < 450; i++) {
            client.next();
        }
        relay.seconds.set(NOW + 100);
        long deadline = System.nanoTime() + 15_000_000_000L;
        while (relay.relay.stats().events() != 0) {
            assertTrue(System.nanoTime() < deadline, "they were never swept");
            Thread.onSpinWait();
        }
    }

    @Test
    void expiredOnArrivalIsRefused() throws Exception {
        assertTrue(
                client.refused(ann.write(1, NOW - 5, "", "expiration=" + NOW)).startsWith("invalid: "));
        assertTrue(client.refused(ann.write(1, NOW - 5, "", "expiration=1")).startsWith("invalid: "));
        client.publish(ann.write(1, NOW - 5, "", "expiration=" + (NOW + 1)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "soon", "-1", "1e9", "19000000000000000000", "1900001000.5"})
    void expirationThatIsNoNumberIsRefused(String text) throws Exception {
        assertTrue(client.refused(ann.write(1, NOW, "", "expiration=" + text)).startsWith("invalid: the expiration"));
    }

    @Test
    void newVersionTakesTheExpirationOfTheOldOneAway() throws Exception {
        client.publish(ann.write(0, NOW - 5, "old", "expiration=" + (NOW + 10)));
        Event fresh = ann.write(0, NOW, "new");
        client.publish(fresh);
        relay.seconds.set(NOW + 20);
        client.publish(ann.note("so that the writer has swept"));
        assertEquals(List.of(fresh), client.find(Filter.ALL.withKinds(0)));
    }

    @ParameterizedTest
    @ValueSource(ints = {20_000, 25_000, 29_999})
    void ephemeralEventIsShownAndNeverStored(int kind) throws Exception {
        try (Client listener = relay.connect()) {
            listener.find("live", Filter.ALL.withKinds(kind));
            Event event = ann.write(kind, NOW, "now or never");
            assertEquals("", client.publish(event).message());
            assertEquals(new RelayMessage.Found("live", event), listener.next());
            assertEquals(List.of(), client.find(Filter.ALL));
            assertEquals(List.of(), client.find(Filter.ALL.withIds(event.id())));
            assertEquals(0, relay.relay.stats().events());
            client.publish(event);
            assertEquals(new RelayMessage.Found("live", event), listener.next());
        }
    }

    @Test
    void badSignatureOfAnEphemeralEventIsRefused() throws Exception {
        Event event = ann.write(20_001, NOW, "x");
        Event wrong = new Event(
                event.id(), event.pubkey(), NOW, 20_001, List.of(), "x", org.throng.curve.Signature.of(new byte[64]));
        assertTrue(client.refused(wrong).startsWith("invalid: the signature"));
    }
}
