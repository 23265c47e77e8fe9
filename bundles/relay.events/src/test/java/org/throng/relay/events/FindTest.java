// SPDX-License-Identifier: MIT
package org.throng.relay.events;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.throng.relay.events.RelayFixture.NOW;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.throng.event.ClientMessage;
import org.throng.event.Event;
import org.throng.event.Filter;
import org.throng.event.RelayMessage;

class FindTest {
    private final Author ann = new Author(1);
    private final Author bob = new Author(2);
    private RelayFixture relay;
    private Client client;

    private final Event first = ann.write(1, NOW - 30, "first", "t=red", "e=" + "a".repeat(64));
    private final Event second = bob.write(1, NOW - 20, "second", "t=blue", "t=red");
    private final Event third =
            ann.write(7, NOW - 10, "third", "t=blue", "p=" + ann.key().hex());
    private final Event fourth = ann.write(1, NOW, "fourth", "T=red", "t", "x=red");

    @BeforeEach
    void start() throws Exception {
        relay = RelayFixture.start();
        client = relay.connect();
        for (Event event : List.of(second, first, fourth, third)) {
            client.publish(event);
        }
    }

    @AfterEach
    void stop() throws Exception {
        client.close();
        relay.close();
    }

    @Test
    void emptyFilterFindsAllNewestFirst() throws Exception {
        assertEquals(List.of(fourth, third, second, first), client.find(Filter.ALL));
    }

    @Test
    void eachPartOfAFilterFindsWhatItNames() throws Exception {
        assertEquals(List.of(third, first), client.find(Filter.ALL.withIds(first.id(), third.id())));
        assertEquals(List.of(fourth, third, first), client.find(Filter.ALL.withAuthors(ann.key())));
        assertEquals(List.of(fourth, second, first), client.find(Filter.ALL.withKinds(1)));
        assertEquals(
                List.of(fourth, first),
                client.find(Filter.ALL.withAuthors(ann.key()).withKinds(1)));
        assertEquals(List.of(second, first), client.find(Filter.ALL.withTag('t', "red")));
        assertEquals(List.of(third, second, first), client.find(Filter.ALL.withTag('t', "red", "blue")));
        assertEquals(List.of(fourth), client.find(Filter.ALL.withTag('T', "red")));
        assertEquals(
                List.of(third), client.find(Filter.ALL.withTag('p', ann.key().hex())));
        assertEquals(List.of(first), client.find(Filter.ALL.withTag('e', "a".repeat(64))));
        assertEquals(List.of(third), client.find(Filter.ALL.withTag('t', "blue").withKinds(7)));
        assertEquals(
                List.of(first),
                client.find(Filter.ALL
                        .withTag('t', "red", "blue")
                        .withAuthors(ann.key())
                        .withKinds(1)));
        assertEquals(List.of(first), client.find(Filter.ALL.withTag('t', "red").withTag('e', "a".repeat(64))));
        assertEquals(List.of(), client.find(Filter.ALL.withIds(first.id()).withAuthors(bob.key())));
        assertEquals(List.of(), client.find(Filter.ALL.withKinds(2)));
        assertEquals(List.of(), client.find(Filter.ALL.withTag('t', "RED")));
    }

    @Test
    void sinceAndUntilAreInclusive() throws Exception {
        assertEquals(List.of(fourth, third), client.find(Filter.ALL.withSince(NOW - 10)));
        assertEquals(List.of(fourth), client.find(Filter.ALL.withSince(NOW - 9)));
        assertEquals(List.of(second, first), client.find(Filter.ALL.withUntil(NOW - 20)));
        assertEquals(List.of(first), client.find(Filter.ALL.withUntil(NOW - 21)));
        assertEquals(List.of(second), client.find(Filter.ALL.withSince(NOW - 20).withUntil(NOW - 20)));
        assertEquals(List.of(), client.find(Filter.ALL.withSince(NOW).withUntil(NOW - 1)));
        assertEquals(4, client.find(Filter.ALL.withSince(-5)).size());
        assertEquals(4, client.find(Filter.ALL.withUntil(Long.MAX_VALUE)).size());
        assertEquals(4, client.find(Filter.ALL.withSince(Long.MIN_VALUE)).size());
        assertEquals(0, client.find(Filter.ALL.withSince(Long.MAX_VALUE)).size());
    }

    @Test
    void limitGivesTheNewest() throws Exception {
        assertEquals(List.of(fourth, third), client.find(Filter.ALL.withLimit(2)));
        assertEquals(
                List.of(fourth), client.find(Filter.ALL.withAuthors(ann.key()).withLimit(1)));
        assertEquals(
                List.of(third),
                client.find(Filter.ALL.withIds(first.id(), third.id()).withLimit(1)));
    }

    @Test
    void eoseSaysFinishOnlyWhereTheLimitLeftNothingOut() throws Exception {
        client.find(Filter.ALL);
        assertTrue(client.wasFinished());
        client.find(Filter.ALL.withLimit(3));
        assertFalse(client.wasFinished());
        client.find(Filter.ALL.withLimit(4));
        assertTrue(client.wasFinished());
        client.find(Filter.ALL.withTag('t', "red").withLimit(1), Filter.ALL.withKinds(7));
        assertFalse(client.wasFinished());
        client.find(Filter.ALL.withIds(first.id()));
        assertTrue(client.wasFinished());
        client.find(Filter.ALL.withKinds(30_000));
        assertTrue(client.wasFinished());
        client.find(Filter.ALL.withLimit(0));
        assertFalse(client.wasFinished());
    }

    @Test
    void limitZeroGivesEoseAndStaysOpen() throws Exception {
        assertEquals(List.of(), client.find("live", Filter.ALL.withLimit(0)));
        Event fifth = bob.note("fifth");
        relay.store(fifth);
        assertEquals(new RelayMessage.Found("live", fifth), client.next());
    }

    @Test
    void limitIsBoundedAndALongerAnswerIsPagedByUntil() throws Exception {
        try (RelayFixture small = RelayFixture.start(terms -> {
                    terms.maxLimit = 10;
                    terms.defaultLimit = 5;
                });
                Client asker = small.connect()) {
            for (int i = 0; i < 25; i++) {
                asker.publish(ann.write(1, NOW - i, "n" + i));
            }
            assertEquals(5, asker.find(Filter.ALL).size());
            assertEquals(10, asker.find(Filter.ALL.withLimit(1_000)).size());
            List<Event> all = new ArrayList<>();
            Filter next = Filter.ALL.withLimit(10);
            for (List<Event> page = asker.find(next); !page.isEmpty(); page = asker.find(next)) {
                all.addAll(page);
                next = next.withUntil(page.get(page.size() - 1).createdAt() - 1);
            }
            assertEquals(25, all.size());
        }
    }

    @Test
    void filtersAreAlternativesAndAnEventComesOnce() throws Exception {
        assertEquals(
                List.of(fourth, third, first),
                client.find(
                        Filter.ALL.withAuthors(ann.key()).withKinds(1),
                        Filter.ALL.withKinds(7),
                        Filter.ALL.withAuthors(ann.key())));
        assertEquals(
                List.of(fourth, third),
                client.find(
                        Filter.ALL.withKinds(1).withLimit(1),
                        Filter.ALL.withKinds(7).withLimit(1)));
    }

    @Test
    void eventsOfOneSecondComeLowestIdFirst() throws Exception {
        List<Event> same = new ArrayList<>();
        for (int i = 0; i < 12; i++) {
            Event event = (i % 2 == 0 ? ann : bob).write(1, NOW + 5, "same " + i, "t=same");
            same.add(event);
            client.publish(event);
        }
        same.sort(Comparator.comparing(Event::id));
        assertEquals(same, client.find(Filter.ALL.withTag('t', "same")));
        assertEquals(same, client.find(Filter.ALL.withKinds(1).withSince(NOW + 5)));
        assertEquals(
                same.subList(0, 3), client.find(Filter.ALL.withSince(NOW + 5).withLimit(3)));
        assertEquals(
                same, client.find(Filter.ALL.withAuthors(ann.key(), bob.key()).withSince(NOW + 5)));
    }

    @Test
    void emptyListMatchesNothing() throws Exception {
        for (String filter : List.of("{\"ids\":[]}", "{\"authors\":[]}", "{\"kinds\":[]}", "{\"#t\":[]}")) {
            client.say("[\"REQ\",\"e\"," + filter + "]");
            assertEquals(new RelayMessage.Eose("e", true), client.next());
        }
    }

    @Test
    void kindsBeyondSixteenBitsDoNoHarm() throws Exception {
        assertEquals(List.of(), client.find(Filter.ALL.withKinds(65_536, 70_000, -1, Long.MAX_VALUE)));
        assertEquals(List.of(third), client.find(Filter.ALL.withKinds(7, 65_543)));
    }

    @Test
    void manyValuesAreFoundWhicheverIndexIsUsed() throws Exception {
        org.throng.curve.PublicKey[] keys = new org.throng.curve.PublicKey[1_500];
        for (int i = 0; i < keys.length; i++) {
            byte[] x = new byte[32];
            x[0] = (byte) (i >> 8);
            x[1] = (byte) i;
            keys[i] = org.throng.curve.PublicKey.of(x);
        }
        keys[7] = ann.key();
        assertEquals(List.of(fourth, third, first), client.find(Filter.ALL.withAuthors(keys)));
        long[] kinds = new long[1_100];
        for (int i = 0; i < kinds.length; i++) {
            kinds[i] = i;
        }
        assertEquals(List.of(fourth, third, second, first), client.find(Filter.ALL.withKinds(kinds)));
        assertEquals(
                List.of(fourth, third, first),
                client.find(Filter.ALL.withKinds(kinds).withAuthors(ann.key())));
    }

    @Test
    void replacedSubscriptionIsTheNewOne() throws Exception {
        client.find("s", Filter.ALL.withKinds(7));
        client.find("s", Filter.ALL.withKinds(1).withLimit(0));
        Event note = bob.note("a note");
        relay.store(bob.write(7, NOW, "a reaction"), note);
        assertEquals(new RelayMessage.Found("s", note), client.next());
    }

    @Test
    void subscriptionIdIsOneToSixtyFourCharacters() throws Exception {
        assertEquals(4, client.find("i".repeat(64), Filter.ALL).size());
        String tooLong = "i".repeat(65);
        client.say("[\"REQ\",\"" + tooLong + "\",{}]");
        assertEquals(tooLong, client.next(RelayMessage.Closed.class).subscription());
        client.say("[\"REQ\",\"\",{}]");
        client.next(RelayMessage.Notice.class);
        assertEquals(4, client.find("ü\" \\n", Filter.ALL).size());
    }

    @Test
    void subscriptionIdsAreOfAConnection() throws Exception {
        try (Client other = relay.connect()) {
            client.find("same", Filter.ALL.withKinds(1));
            other.find("same", Filter.ALL.withKinds(7));
            client.say(new ClientMessage.Close("same"));
            Event reaction = bob.write(7, NOW, "+");
            relay.store(reaction);
            assertEquals(new RelayMessage.Found("same", reaction), other.next());
        }
    }

    @Test
    void filterWithAnUnknownMemberIsRefusedAndNotHalfUnderstood() throws Exception {
        client.say("[\"REQ\",\"s\",{\"search\":\"x\"}]");
        assertEquals("invalid", client.next(RelayMessage.Closed.class).message().split(":")[0]);
    }

    @Test
    void upperCaseHexIsRefused() throws Exception {
        client.say("[\"REQ\",\"s\",{\"ids\":[\"" + first.id().hex().toUpperCase(java.util.Locale.ROOT) + "\"]}]");
        client.next(RelayMessage.Closed.class);
        client.say("[\"REQ\",\"s\",{\"authors\":[\"" + ann.key().hex().substring(0, 10) + "\"]}]");
        client.next(RelayMessage.Closed.class);
        Filter none = new Filter(
                Optional.empty(),
                Optional.empty(),
                Optional.of(Set.of()),
                Map.of(),
                java.util.OptionalLong.empty(),
                java.util.OptionalLong.empty(),
                java.util.OptionalInt.empty());
        assertEquals(List.of(), client.find(none));
    }
}
