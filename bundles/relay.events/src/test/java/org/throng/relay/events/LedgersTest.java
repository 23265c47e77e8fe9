// SPDX-License-Identifier: MIT
package org.throng.relay.events;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.throng.cipher.Bytes;
import org.throng.event.Event;
import org.throng.event.EventId;
import org.throng.event.Filter;
import org.throng.relay.Ledger;
import org.throng.store.Batch;
import org.throng.store.Store;
import org.throng.store.StoreException;

/** What ledgers write of an event is on the disk with it, or neither is. */
@Timeout(60)
class LedgersTest {
    private final Author ann = new Author(1);

    /** Writes the ids of notes; may be told to fail. */
    private static class Book implements Ledger {
        private final List<String> calls = new ArrayList<>();
        private boolean fails;

        @Override
        public String name() {
            return "book";
        }

        @Override
        public Set<Integer> kinds() {
            return Set.of(1);
        }

        @Override
        public Account open(Site site) {
            return new Account() {
                @Override
                public List<Event> missing(List<Event> stored) throws StoreException {
                    List<Event> missing = new ArrayList<>();
                    for (Event event : stored) {
                        if (site.store().get(key(event.id())).isEmpty()) {
                            missing.add(event);
                        }
                    }
                    return missing;
                }

                @Override
                public void enter(List<Event> events, Batch batch) throws StoreException {
                    calls.add("enter " + events.size());
                    if (fails) {
                        throw new StoreException("as the test wants");
                    }
                    events.forEach(event -> batch.put(key(event.id()), new byte[0]));
                }

                @Override
                public void kept() {
                    calls.add("kept");
                }

                @Override
                public void lost() {
                    calls.add("lost");
                }

                @Override
                public Map<String, String> information() {
                    return Map.of("book", "[1]");
                }

                @Override
                public void close() {
                    calls.add("close");
                }
            };
        }

        static byte[] key(EventId id) {
            return Bytes.join(Bytes.ascii("Lbook/"), id.bytes());
        }

        static boolean has(Store store, Event event) throws StoreException {
            return store.get(key(event.id())).isPresent();
        }
    }

    @Test
    void eventsOfItsKindsAreEnteredWithTheirBatch() throws Exception {
        Book book = new Book();
        Store store = RelayFixture.memory();
        try (RelayFixture relay = RelayFixture.start(store, terms -> {});
                Client client = relay.connect()) {
            relay.relay.ledgers().add(book);
            Event note = ann.note("entered");
            client.publish(note);
            assertTrue(Book.has(store, note));
            client.publish(note);
            client.publish(ann.write(7, RelayFixture.NOW, "+"));
            client.publish(ann.write(20_000, RelayFixture.NOW, "+"));
            assertEquals(List.of("enter 1", "kept"), book.calls, "once, and nothing of other kinds");
            HttpResponse<String> document = RelayFixture.http()
                    .send(
                            HttpRequest.newBuilder(URI.create(relay.uri("http").toString()))
                                    .header("Accept", "application/nostr+json")
                                    .build(),
                            HttpResponse.BodyHandlers.ofString());
            assertTrue(document.body().endsWith(",\"book\":[1]}"), document.body());
        }
        assertEquals("close", book.calls.get(2));
    }

    @Test
    void eventThatCannotBeEnteredIsNotStored() throws Exception {
        Book book = new Book();
        Store store = RelayFixture.memory();
        try (RelayFixture relay = RelayFixture.start(store, terms -> {});
                Client client = relay.connect()) {
            relay.relay.ledgers().add(book);
            book.fails = true;
            Event note = ann.note("refused");
            assertTrue(client.refused(note).startsWith("error: "));
            book.fails = false;
            assertEquals(List.of(), client.find(Filter.ALL));
            client.publish(note);
            assertTrue(Book.has(store, note));
            assertEquals(List.of("enter 1", "lost", "enter 1", "kept"), book.calls);
        }
    }

    @Test
    void whatWasStoredWithoutItIsEnteredWhenItComes() throws Exception {
        Store store = RelayFixture.memory();
        try (RelayFixture relay = RelayFixture.start(store, terms -> {});
                Client client = relay.connect()) {
            List<Event> notes = new ArrayList<>();
            for (int i = 0; i < 3; i++) {
                notes.add(ann.note("before " + i));
                client.publish(notes.get(i));
            }
            Book book = new Book();
            relay.relay.ledgers().add(book);
            assertEquals(List.of("enter 3", "kept"), book.calls);
            relay.relay.ledgers().remove(book);
            notes.add(ann.note("between"));
            client.publish(notes.get(3));
            assertFalse(Book.has(store, notes.get(3)));
            relay.relay.ledgers().add(book);
            for (Event note : notes) {
                assertTrue(Book.has(store, note));
            }
            assertEquals(List.of("enter 3", "kept", "close", "enter 1", "kept"), book.calls);
        }
    }

    @Test
    void entryStaysWhereTheOperatorErasesItsEvent() throws Exception {
        Book book = new Book();
        Store store = RelayFixture.memory();
        try (RelayFixture relay = RelayFixture.start(store, terms -> {});
                Client client = relay.connect()) {
            relay.relay.ledgers().add(book);
            Event note = ann.note("erased");
            client.publish(note);
            assertTrue(relay.relay.erase(note.id()));
            assertEquals(List.of(), client.find(Filter.ALL));
            relay.relay.ledgers().remove(book);
            relay.relay.ledgers().add(book);
            assertTrue(Book.has(store, note));
            assertEquals(List.of("enter 1", "kept", "close"), book.calls);
        }
    }

    @Test
    void ledgerThatWasThereAllTheTimeIsShownNothingAgain() throws Exception {
        Store store = RelayFixture.memory();
        StoredEvents events = new StoredEvents(store, 1 << 20);
        Book book = new Book();
        try (Ledgers ledgers = new Ledgers(events, Path.of("."))) {
            ledgers.add(book);
            ledgers.begin();
        }
        assertTrue(store.get(Keys.complete("book")).isPresent());
        try (Ledgers ledgers = new Ledgers(events, Path.of("."))) {
            ledgers.begin();
        }
        assertFalse(store.get(Keys.complete("book")).isPresent(), "a relay was open without it");
    }

    @Test
    void ledgerThatDoesNotOpenIsLeftOut() throws Exception {
        try (RelayFixture relay = RelayFixture.start();
                Client client = relay.connect()) {
            relay.relay.ledgers().add(new Book() {
                @Override
                public Account open(Site site) {
                    throw new IllegalStateException("as the test wants");
                }
            });
            client.publish(ann.note("all the same"));
        }
    }
}
