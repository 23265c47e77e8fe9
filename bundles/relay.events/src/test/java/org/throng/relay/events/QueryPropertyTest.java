// SPDX-License-Identifier: MIT
package org.throng.relay.events;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Random;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.throng.curve.PublicKey;
import org.throng.curve.Signature;
import org.throng.event.Event;
import org.throng.event.EventId;
import org.throng.event.Filter;
import org.throng.store.Store;

/**
 * The query engine with its indexes against the obvious way: look at every event. Signatures play no part, so events
 * are made without any.
 */
class QueryPropertyTest {
    private static final long NOW = 1_000;
    private static final int KEYS = 4;

    @Property(tries = 3_000)
    void findsWhatLookingAtEveryEventWouldFind(@ForAll long seed) throws Exception {
        Random random = new Random(seed);
        try (Store store = RelayFixture.memory()) {
            StoredEvents events = new StoredEvents(store, 1 << 20);
            List<Event> model = fill(random, store, events);
            for (int round = 0; round < 4; round++) {
                List<Filter> filters = new ArrayList<>();
                for (int i = random.nextInt(3); i >= 0; i--) {
                    filters.add(filter(random, model));
                }
                Set<PublicKey> reader = random.nextBoolean() ? Set.of() : Set.of(key(random.nextInt(KEYS)));
                assertEquals(naive(model, filters, reader), ask(events, filters, reader), () -> "" + filters);
            }
        }
    }

    private static List<Event> fill(Random random, Store store, StoredEvents events) throws Exception {
        List<Event> model = new ArrayList<>();
        Overlay overlay = new Overlay(store);
        int count = random.nextInt(60);
        for (int i = 0; i < count; i++) {
            Event event = event(random, model);
            Row row = new Row(Expiration.of(event), event.kind(), event.json().getBytes(StandardCharsets.UTF_8));
            if (events.add(overlay, event, row, 0).isNew()) {
                Optional<Address> address = Address.of(event);
                model.removeIf(old -> address.isPresent() && Address.of(old).equals(address));
                model.add(event);
            }
            if (random.nextInt(8) == 0) {
                events.commit(overlay);
                overlay = new Overlay(store);
            }
        }
        events.commit(overlay);
        assertEquals(model.size(), events.count());
        return model;
    }

    private static Event event(Random random, List<Event> earlier) {
        List<List<String>> tags = new ArrayList<>();
        for (int i = random.nextInt(4); i > 0; i--) {
            tags.add(
                    switch (random.nextInt(6)) {
                        case 0 -> List.of("t", "v" + random.nextInt(3));
                        case 1 -> List.of("T", "v" + random.nextInt(3));
                        case 2 -> List.of("p", key(random.nextInt(KEYS)).hex());
                        case 3 -> List.of("d", "v" + random.nextInt(3), "more");
                        case 4 -> List.of("t");
                        default ->
                            earlier.isEmpty()
                                    ? List.of()
                                    : List.of(
                                            "e",
                                            earlier.get(random.nextInt(earlier.size()))
                                                    .id()
                                                    .hex());
                    });
        }
        if (random.nextInt(5) == 0) {
            tags.add(List.of("expiration", "" + (NOW - 2 + random.nextInt(5))));
        }
        int[] kinds = {0, 1, 1, 4, 7, 1059, 10_002, 30_000, 4610 - 1};
        Event.Unsigned unsigned = new Event.Unsigned(
                key(random.nextInt(KEYS)),
                random.nextInt(12),
                kinds[random.nextInt(kinds.length)],
                tags,
                "" + random.nextInt(50));
        return new Event(
                unsigned.id(),
                unsigned.pubkey(),
                unsigned.createdAt(),
                unsigned.kind(),
                tags,
                unsigned.content(),
                Signature.of(new byte[64]));
    }

    private static PublicKey key(int number) {
        byte[] x = new byte[32];
        x[number] = 7;
        return PublicKey.of(x);
    }

    private static Filter filter(Random random, List<Event> model) {
        Map<Character, Set<String>> tags = new HashMap<>();
        for (char letter : new char[] {'t', 'T', 'p', 'd', 'e'}) {
            if (random.nextInt(7) == 0) {
                Set<String> values = new HashSet<>();
                for (int i = random.nextInt(4); i > 0; i--) {
                    values.add(
                            letter == 'p'
                                    ? key(random.nextInt(KEYS)).hex()
                                    : letter == 'e' && !model.isEmpty()
                                            ? model.get(random.nextInt(model.size()))
                                                    .id()
                                                    .hex()
                                            : "v" + random.nextInt(4));
                }
                tags.put(letter, values);
            }
        }
        Optional<Set<EventId>> ids = Optional.empty();
        if (random.nextInt(6) == 0) {
            Set<EventId> some = new HashSet<>();
            for (int i = random.nextInt(4); i > 0 && !model.isEmpty(); i--) {
                some.add(model.get(random.nextInt(model.size())).id());
            }
            ids = Optional.of(some);
        }
        Optional<Set<PublicKey>> authors = Optional.empty();
        if (random.nextInt(3) == 0) {
            Set<PublicKey> some = new HashSet<>();
            for (int i = random.nextInt(4); i > 0; i--) {
                some.add(key(random.nextInt(KEYS + 1)));
            }
            authors = Optional.of(some);
        }
        Optional<Set<Long>> kinds = Optional.empty();
        if (random.nextInt(3) == 0) {
            Set<Long> some = new HashSet<>();
            long[] all = {0, 1, 4, 7, 1059, 10_002, 30_000, 70_000, -3};
            for (int i = random.nextInt(4); i > 0; i--) {
                some.add(all[random.nextInt(all.length)]);
            }
            kinds = Optional.of(some);
        }
        return new Filter(
                ids,
                authors,
                kinds,
                tags,
                random.nextInt(3) == 0 ? OptionalLong.of(random.nextInt(12) - 1) : OptionalLong.empty(),
                random.nextInt(3) == 0 ? OptionalLong.of(random.nextInt(12)) : OptionalLong.empty(),
                random.nextInt(3) == 0 ? OptionalInt.of(random.nextInt(6)) : OptionalInt.empty());
    }

    private static List<String> naive(List<Event> model, List<Filter> filters, Set<PublicKey> reader) throws Exception {
        Comparator<Event> order =
                Comparator.comparingLong(Event::createdAt).reversed().thenComparing(Event::id);
        Set<Event> found = new HashSet<>();
        for (Filter filter : filters) {
            List<Event> fitting = new ArrayList<>();
            for (Event event : model) {
                if (filter.matches(event) && ReadRules.mayRead(event, reader) && Expiration.of(event) > NOW) {
                    fitting.add(event);
                }
            }
            fitting.sort(order);
            found.addAll(
                    fitting.subList(0, Math.min(fitting.size(), filter.limit().orElse(1_000))));
        }
        return found.stream().sorted(order).map(Event::json).toList();
    }

    private static List<String> ask(StoredEvents events, List<Filter> filters, Set<PublicKey> reader) throws Exception {
        List<String> found = ask(events, filters, reader, Budget.whole(100_000));
        for (int turn : new int[] {1, 3}) { // pauses change nothing
            assertEquals(found, ask(events, filters, reader, new Budget(100_000, turn)));
        }
        return found;
    }

    private static List<String> ask(StoredEvents events, List<Filter> filters, Set<PublicKey> reader, Budget budget)
            throws Exception {
        Query query = new Query(events, filters, filter -> filter.limit().orElse(1_000), reader, NOW, budget);
        List<String> found = new ArrayList<>();
        for (Found one = query.next(); one != null; one = query.next()) {
            if (!Found.isNotYet(one)) {
                found.add(new String(one.json(), StandardCharsets.UTF_8));
            }
        }
        return found;
    }
}
