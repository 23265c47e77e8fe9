// SPDX-License-Identifier: MIT
package org.throng.relay.events;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.throng.relay.events.RelayFixture.NOW;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.throng.event.ClientMessage;
import org.throng.event.Event;
import org.throng.event.EventId;
import org.throng.event.Filter;
import org.throng.event.RelayMessage;
import org.throng.event.negentropy.Items;
import org.throng.event.negentropy.Negentropy;

/** NIP-77. */
@Timeout(60)
class CompareTest {
    private static final String NOTHING = "6100000200";

    private final Author ann = new Author(1);
    private final Author bob = new Author(2);
    private RelayFixture relay;
    private Client client;

    @BeforeEach
    void start() throws Exception {
        relay = RelayFixture.start(terms -> terms.compare = 1_000);
        client = relay.connect();
    }

    @AfterEach
    void stop() throws Exception {
        client.close();
        relay.close();
    }

    /** What the relay has and {@code mine} has not. */
    private Set<EventId> need(Client asking, Filter filter, List<Event> mine) throws Exception {
        Items.Builder items = new Items.Builder();
        mine.forEach(event -> items.add(event.createdAt(), event.id()));
        Negentropy own = Negentropy.client(items.build(), 60_000);
        Set<EventId> need = new HashSet<>();
        asking.say(new ClientMessage.Compare("n", filter, HexFormat.of().formatHex(own.initiate())));
        while (true) {
            String answer = asking.next(RelayMessage.Compared.class).payload();
            Negentropy.Step step = own.reconcile(HexFormat.of().parseHex(answer));
            need.addAll(step.need());
            if (step.message().length == 0) {
                asking.say(new ClientMessage.CompareEnd("n"));
                return need;
            }
            asking.say(new ClientMessage.CompareOn("n", HexFormat.of().formatHex(step.message())));
        }
    }

    @Test
    void whatIsMissingIsFound() throws Exception {
        List<Event> all = new ArrayList<>();
        for (int i = 0; i < 300; i++) {
            all.add(ann.write(1, NOW - i / 3, "n" + i));
        }
        relay.store(all.toArray(new Event[0]));
        relay.store(ann.write(7, NOW, "of another kind"));
        List<Event> mine = new ArrayList<>(all.subList(0, 280));
        Set<EventId> expected = new HashSet<>();
        all.subList(280, 300).forEach(event -> expected.add(event.id()));
        assertEquals(expected, need(client, Filter.ALL.withKinds(1), mine));
        assertEquals(Set.of(), need(client, Filter.ALL.withKinds(1), all));
        assertEquals(300, need(client, Filter.ALL.withKinds(1), List.of()).size());
    }

    @Test
    void rulesOfReadingHoldHereToo() throws Exception {
        Event wrap = new Author(9).write(1059, NOW, "sealed", "p=" + bob.key().hex());
        Event note = ann.note("for all");
        relay.store(wrap, note);
        assertEquals(Set.of(note.id()), need(client, Filter.ALL, List.of()));
        client.say(new ClientMessage.Compare("n", Filter.ALL.withKinds(1059), NOTHING));
        assertTrue(client.next(RelayMessage.NotCompared.class).message().startsWith("auth-required: "));
        client.authenticate(bob.proof(client.challenge(), relay.uri("ws").toString()));
        assertEquals(Set.of(wrap.id()), need(client, Filter.ALL.withKinds(1059), List.of()));
    }

    @Test
    void tooManyEventsAreRefusedAndALimitNarrows() throws Exception {
        List<Event> all = new ArrayList<>();
        for (int i = 0; i < 1_001; i++) {
            all.add(ann.write(1, NOW - i, "n" + i));
        }
        relay.store(all.toArray(new Event[0]));
        client.say(new ClientMessage.Compare("n", Filter.ALL, NOTHING));
        assertTrue(client.next(RelayMessage.NotCompared.class).message().startsWith("blocked: "));
        assertEquals(
                1_000, need(client, Filter.ALL.withSince(NOW - 999), List.of()).size());
        assertEquals(10, need(client, Filter.ALL.withLimit(10), List.of()).size());
    }

    @Test
    void allClientsTogetherHoldABoundedNumberOfEvents() throws Exception {
        List<Event> all = new ArrayList<>();
        for (int i = 0; i < 900; i++) {
            all.add(ann.write(1, NOW - i, "n" + i));
        }
        relay.store(all.toArray(new Event[0]));
        for (int i = 0; i < 4; i++) {
            client.say(new ClientMessage.Compare("c" + i, Filter.ALL, NOTHING));
            client.next(RelayMessage.Compared.class);
        }
        try (Client other = relay.connect()) {
            other.say(new ClientMessage.Compare("n", Filter.ALL, NOTHING));
            assertTrue(other.next(RelayMessage.NotCompared.class).message().startsWith("blocked: too much"));
            client.say(new ClientMessage.CompareEnd("c0"));
            assertEquals(900, client.count(Filter.ALL)); // so that NEG-CLOSE was read
            assertEquals(900, need(other, Filter.ALL, List.of()).size());
        }
    }

    @Test
    void eachMessageCostsAsMuchAsAQuestion() throws Exception {
        try (RelayFixture slow = RelayFixture.start(terms -> terms.requests = new Terms.Rate(1, 5));
                Client asking = slow.connect()) {
            asking.say(new ClientMessage.Compare("n", Filter.ALL, NOTHING));
            asking.next(RelayMessage.Compared.class);
            for (int i = 0; i < 9; i++) { // four that are left, and five on credit: what was begun comes to its end
                asking.say(new ClientMessage.CompareOn("n", NOTHING));
                asking.next(RelayMessage.Compared.class);
            }
            asking.say(new ClientMessage.CompareOn("n", NOTHING));
            assertTrue(asking.next(RelayMessage.NotCompared.class).message().startsWith("rate-limited: "));
            slow.seconds.addAndGet(3); // the credit is paid back first
            assertTrue(asking.closed(Filter.ALL).startsWith("rate-limited: "));
            slow.seconds.addAndGet(3);
            assertEquals(0, asking.count(Filter.ALL));
            asking.say(new ClientMessage.CompareOn("n", NOTHING));
            assertTrue(asking.next(RelayMessage.NotCompared.class).message().startsWith("closed: "));
        }
    }

    @Test
    void wrongMessagesGetAReasonAndTheConnectionLives() throws Exception {
        for (String wrong : List.of(
                "[\"NEG-OPEN\",\"n\"]",
                "[\"NEG-OPEN\",\"n\",{}]",
                "[\"NEG-OPEN\",\"n\",{},\"6\"]",
                "[\"NEG-OPEN\",\"n\",{},\"6G\"]",
                "[\"NEG-OPEN\",\"n\",{},\"61000003\"]",
                "[\"NEG-OPEN\",\"n\",{\"kinds\":7},\"61\"]",
                "[\"NEG-MSG\",\"n\",\"61\"]",
                "[\"NEG-MSG\",\"n\"]")) {
            client.say(wrong);
            assertEquals("n", client.next(RelayMessage.NotCompared.class).subscription(), wrong);
        }
        for (int i = 0; i < 4; i++) {
            client.say(new ClientMessage.Compare("c" + i, Filter.ALL, NOTHING));
            client.next(RelayMessage.Compared.class);
        }
        client.say(new ClientMessage.Compare("c4", Filter.ALL, NOTHING));
        assertTrue(client.next(RelayMessage.NotCompared.class).message().startsWith("blocked: "));
        assertEquals(0, client.count(Filter.ALL));
    }
}
