// SPDX-License-Identifier: MIT
package org.throng.relay.events;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.throng.relay.events.RelayFixture.NOW;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.throng.event.ClientMessage;
import org.throng.event.Event;
import org.throng.event.Filter;
import org.throng.event.RelayMessage;

@Timeout(120)
class LiveTest {
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
    void newEventsComeAfterEoseToWhomTheyFit() throws Exception {
        client.find("notes", Filter.ALL.withKinds(1).withTag('t', "red", "green"));
        Event red = ann.write(1, NOW, "r", "t=red");
        relay.store(ann.write(1, NOW, "b", "t=blue"), ann.write(7, NOW, "k", "t=red"), red);
        assertEquals(new RelayMessage.Found("notes", red), client.next());
    }

    @Test
    void ownEventComesBackToo() throws Exception {
        client.find("mine", Filter.ALL);
        Event note = ann.note("x");
        client.say(new ClientMessage.Publish(note));
        Set<RelayMessage> both = new HashSet<>();
        both.add(client.next());
        both.add(client.next());
        assertEquals(
                Set.of(new RelayMessage.Ok(note.id().hex(), true, ""), new RelayMessage.Found("mine", note)), both);
    }

    @Test
    void sinceAndUntilCountForLiveEventsAndLimitDoesNot() throws Exception {
        client.find("s", Filter.ALL.withSince(NOW).withUntil(NOW + 5).withLimit(1));
        Event a = ann.write(1, NOW, "a");
        Event b = ann.write(1, NOW + 5, "b");
        Event c = ann.write(1, NOW, "c");
        relay.store(ann.write(1, NOW - 1, "early"), a, ann.write(1, NOW + 6, "late"), b, c);
        for (Event event : List.of(a, b, c)) {
            assertEquals(new RelayMessage.Found("s", event), client.next());
        }
    }

    @Test
    void duplicatesAndRefusedEventsAreNotShown() throws Exception {
        Event profile = ann.write(0, NOW, "p");
        Event note = ann.note("n");
        relay.store(profile, note);
        client.find("s", Filter.ALL.withLimit(0));
        try (Client writer = relay.connect()) {
            writer.publish(note);
            writer.refused(ann.write(0, NOW - 1, "older"));
            Event last = ann.note("last");
            writer.publish(last);
            assertEquals(new RelayMessage.Found("s", last), client.next());
        }
    }

    @Test
    void closedSubscriptionIsSilent() throws Exception {
        client.find("a", Filter.ALL);
        client.find("b", Filter.ALL.withKinds(1));
        client.say(new ClientMessage.Close("a"));
        client.say(new ClientMessage.Close("never opened"));
        client.count(Filter.ALL); // so that CLOSE was read
        Event note = ann.note("x");
        relay.store(note);
        assertEquals(new RelayMessage.Found("b", note), client.next());
        assertEquals(1, client.count(Filter.ALL));
    }

    @Test
    void oneConnectionMayHaveManySubscriptionsAndEachGetsItsOwn() throws Exception {
        for (int i = 0; i < 20; i++) {
            client.find("s" + i, Filter.ALL.withLimit(0));
        }
        Event note = ann.note("x");
        relay.store(note);
        Set<String> seen = new HashSet<>();
        for (int i = 0; i < 20; i++) {
            seen.add(client.next(RelayMessage.Found.class).subscription());
        }
        assertEquals(20, seen.size());
    }

    @Test
    void nothingIsMissedOrSentTwiceBetweenStoredAndLive() throws Exception {
        int events = 400;
        List<Event> all = new ArrayList<>();
        for (int i = 0; i < events; i++) {
            all.add(ann.write(1, NOW - i % 7, "n" + i));
        }
        Thread writer = new Thread(() -> {
            try (Client other = relay.connect()) {
                for (Event event : all) {
                    other.say(new ClientMessage.Publish(event));
                }
                for (int i = 0; i < events; i++) {
                    other.next();
                }
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        });
        writer.start();
        List<Client> readers = new ArrayList<>();
        List<Set<String>> seen = new ArrayList<>();
        for (int i = 0; i < 12; i++) {
            Client reader = relay.connect();
            readers.add(reader);
            Set<String> ids = new HashSet<>();
            for (Event event : reader.find("s", Filter.ALL)) {
                assertTrue(ids.add(event.id().hex()));
            }
            seen.add(ids);
        }
        for (int i = 0; i < readers.size(); i++) {
            while (seen.get(i).size() < events) {
                assertTrue(
                        seen.get(i)
                                .add(readers.get(i)
                                        .next(RelayMessage.Found.class)
                                        .event()
                                        .id()
                                        .hex()),
                        "an event came twice");
            }
            readers.get(i).close();
        }
        writer.join();
    }

    @Test
    void manyClientsAreAllShownAnEvent() throws Exception {
        List<Client> many = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            Client one = relay.connect();
            one.find("s", Filter.ALL.withLimit(0));
            many.add(one);
        }
        Event note = ann.note("to all");
        relay.store(note);
        for (Client one : many) {
            assertEquals(new RelayMessage.Found("s", note), one.next());
            one.close();
        }
    }

    @Test
    void subscriptionsEndWithTheirConnection() throws Exception {
        client.find("s", Filter.ALL);
        client.close();
        long deadline = System.nanoTime() + 15_000_000_000L;
        while (relay.relay.stats().connections() > 0) {
            assertTrue(System.nanoTime() < deadline, "the connection stayed");
            Thread.onSpinWait();
        }
        assertEquals(0, relay.relay.stats().subscriptions());
    }
}
