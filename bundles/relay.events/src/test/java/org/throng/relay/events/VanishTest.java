// SPDX-License-Identifier: MIT
package org.throng.relay.events;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.throng.relay.events.RelayFixture.NOW;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.throng.event.Event;
import org.throng.event.Filter;
import org.throng.store.Store;
import org.throng.store.memory.MemoryStores;

/** NIP-62. */
@Timeout(60)
class VanishTest {
    private static final String ALL = "relay=ALL_RELAYS";

    private final Author ann = new Author(1);
    private final Author bob = new Author(2);

    private Event wrapFor(Author receiver, long createdAt) {
        return new Author((int) (createdAt % 1_000))
                .write(1059, createdAt, "sealed", "p=" + receiver.key().hex());
    }

    private static void awaitErased(RelayFixture relay, long left) throws Exception {
        long deadline = System.nanoTime() + 20_000_000_000L;
        while (relay.relay.stats().events() != left) {
            assertTrue(System.nanoTime() < deadline, relay.relay.stats().events() + " are left");
            Thread.onSpinWait();
        }
    }

    @Test
    void deletionDoesNotTakeARequestBack() throws Exception {
        try (RelayFixture relay = RelayFixture.start();
                Client client = relay.connect()) {
            Event request = ann.write(62, NOW - 10, "please", ALL);
            client.publish(request);
            client.publish(ann.write(5, NOW - 5, "", "e=" + request.id().hex()));
            assertEquals(List.of(request), client.find(Filter.ALL.withKinds(62)));
            assertTrue(client.offer(request).accepted());
            assertTrue(client.refused(ann.write(1, NOW - 11, "old")).startsWith("blocked: "));

            Event later = bob.write(62, NOW - 10, "please", ALL);
            client.publish(bob.write(5, NOW - 5, "", "e=" + later.id().hex()));
            client.publish(later);
            assertEquals(List.of(later), client.find(Filter.ALL.withIds(later.id())));
        }
    }

    @Test
    void allOfTheAuthorAndWrapsToThemGoAndDoNotComeBack() throws Exception {
        try (RelayFixture relay = RelayFixture.start();
                Client client = relay.connect()) {
            Event note = ann.write(1, NOW - 50, "old");
            Event profile = ann.write(0, NOW - 40, "me");
            Event deletion = ann.write(5, NOW - 30, "", "e=" + "b".repeat(64));
            Event wrap = wrapFor(ann, NOW - 20);
            Event othersWrap = wrapFor(bob, NOW - 19);
            Event others = bob.write(1, NOW - 60, "not mine", "p=" + ann.key().hex());
            for (Event event : List.of(note, profile, deletion, wrap, othersWrap, others)) {
                client.publish(event);
            }
            Event request = ann.write(62, NOW, "please", ALL);
            client.publish(request);
            assertEquals(List.of(request), client.find(Filter.ALL.withAuthors(ann.key())));
            assertEquals(1, client.count(Filter.ALL.withAuthors(ann.key())));
            assertEquals(List.of(), client.find(Filter.ALL.withIds(note.id(), deletion.id())));
            awaitErased(relay, 3);
            for (Event gone : List.of(note, profile, deletion, wrap)) {
                assertTrue(client.refused(gone).startsWith("blocked: "));
            }
            assertTrue(client.publish(request).message().startsWith("duplicate"));
            Event later = ann.write(1, NOW + 1, "I am back");
            client.publish(later);
            client.publish(wrapFor(ann, NOW + 2));
            assertEquals(List.of(later, request), client.find(Filter.ALL.withAuthors(ann.key())));
        }
    }

    /** Else whoever read an event just before, and looks just after, would show it. */
    @Test
    void whatIsErasedWhileSomebodyReadsIsHiddenFromThem() throws Exception {
        Store store = RelayFixture.memory();
        StoredEvents events = new StoredEvents(store, 1 << 20);
        Event note = ann.write(1, NOW - 50, "old");
        Vanishing vanishing = events.vanishing();
        assertFalse(vanishing.veil().hides(note));
        vanishing.begin(ann.write(62, NOW, "please", ALL));
        Vanishing.Veil reader = vanishing.veil();
        assertTrue(reader.hides(note));
        assertFalse(vanishing.erase(events, 10), "there was nothing more to erase");
        assertTrue(reader.hides(note));
        assertFalse(reader.isEmpty());
        assertFalse(reader.hides(bob.note("not hers")));
        assertTrue(vanishing.veil().isEmpty());
    }

    @Test
    void requestMustNameThisRelay() throws Exception {
        try (RelayFixture relay = RelayFixture.start(terms -> terms.host = Optional.of("relay.example"));
                Client client = relay.connect()) {
            client.publish(ann.note("here"));
            assertTrue(client.refused(ann.write(62, NOW, "")).startsWith("blocked: "));
            assertTrue(client.refused(ann.write(62, NOW, "", "relay=wss://other.example/"))
                    .startsWith("blocked: "));
            assertTrue(
                    client.refused(ann.write(62, NOW, "", "relay=all_relays")).startsWith("blocked: "));
            assertEquals(1, client.count(Filter.ALL));
            client.publish(ann.write(62, NOW, "", "relay=wss://other.example", "relay=wss://Relay.Example:443/"));
            awaitErased(relay, 1);
        }
    }

    @Test
    void manyEventsGoWhileOthersAreServedAndARestartGoesOn() throws Exception {
        MemoryStores stores = new MemoryStores();
        Store store = stores.open(Path.of("vanish"));
        try (RelayFixture relay = RelayFixture.start(store, terms -> {});
                Client client = relay.connect()) {
            List<Event> all = new ArrayList<>();
            for (int i = 0; i < 900; i++) {
                all.add(ann.write(1, NOW - i, "n" + i));
            }
            relay.store(all.toArray(new Event[0]));
            client.publish(ann.write(62, NOW, "", ALL));
            assertEquals(1, client.count(Filter.ALL));
            client.publish(bob.note("served meanwhile"));
        }
        try (RelayFixture relay = RelayFixture.start(stores.open(Path.of("vanish")), terms -> {});
                Client client = relay.connect()) {
            assertEquals(2, client.count(Filter.ALL));
            awaitErased(relay, 2);
        }
    }
}
