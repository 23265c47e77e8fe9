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
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.throng.event.Event;
import org.throng.event.Filter;
import org.throng.relay.Moderation;
import org.throng.store.memory.MemoryStores;

/** What becomes of a key that is banned. */
@Timeout(60)
class EraseAllTest {
    private final Author ann = new Author(1);
    private final Author bob = new Author(2);

    @Test
    void allOfAKeyIsServedNoMoreAtOnceAndGoes() throws Exception {
        try (RelayFixture relay = RelayFixture.start();
                Client client = relay.connect()) {
            Event note = ann.write(1, NOW - 50, "spam");
            Event ahead = ann.write(1, NOW + 600, "spam of tomorrow");
            Event vanish = ann.write(62, NOW - 100, "please", "relay=ALL_RELAYS");
            Event wrap =
                    new Author(9).write(1059, NOW, "sealed", "p=" + ann.key().hex());
            Event others = bob.write(1, NOW - 60, "about her", "p=" + ann.key().hex());
            relay.store(vanish, note, ahead, wrap, others);

            assertTrue(relay.relay.erase(ann.key()));
            assertEquals(List.of(others, vanish), client.find(Filter.ALL));
            assertEquals(List.of(), client.find(Filter.ALL.withIds(note.id(), ahead.id())));
            assertEquals(1, client.count(Filter.ALL.withAuthors(ann.key())));
            assertEquals(Optional.empty(), relay.relay.find(note.id()));
            relay.awaitEvents(2);
            assertFalse(relay.relay.erase(ann.key()), "there was nothing more");
        }
    }

    /** What was on its way when the key was banned must not stay; who is unbanned meanwhile loses nothing that was acknowledged. */
    @Test
    void nothingOfTheKeyIsTakenForAMinute() throws Exception {
        try (RelayFixture relay = RelayFixture.start();
                Client client = relay.connect()) {
            Event note = ann.note("spam");
            client.publish(note);
            relay.relay.erase(ann.key());
            for (Event event : List.of(note, ann.note("more spam"))) {
                assertTrue(client.refused(event).startsWith("error: "));
                List<Moderation.Finding> findings = relay.relay.explain(event, Optional.empty(), Set.of());
                Moderation.Finding store = findings.get(findings.size() - 1);
                assertEquals("store refuse", store.by() + " " + store.says());
            }
            client.publish(bob.note("others go on"));
            relay.seconds.addAndGet(61);
            relay.awaitEvents(1);
            client.publish(note);
            assertEquals(List.of(note), client.find(Filter.ALL.withAuthors(ann.key())));
        }
    }

    @Test
    void restartGoesOnErasing() throws Exception {
        MemoryStores stores = new MemoryStores();
        try (RelayFixture relay = RelayFixture.start(stores.open(Path.of("erase")), terms -> {})) {
            List<Event> all = new ArrayList<>();
            for (int i = 0; i < 900; i++) {
                all.add(ann.write(1, NOW - i, "n" + i));
            }
            relay.store(all.toArray(new Event[0]));
            relay.store(bob.note("stays"));
            assertTrue(relay.relay.erase(ann.key()));
        }
        try (RelayFixture relay = RelayFixture.start(stores.open(Path.of("erase")), terms -> {});
                Client client = relay.connect()) {
            assertEquals(1, client.count(Filter.ALL));
            relay.awaitEvents(1);
        }
    }
}
