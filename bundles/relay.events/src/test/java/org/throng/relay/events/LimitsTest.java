// SPDX-License-Identifier: MIT
package org.throng.relay.events;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.throng.relay.events.RelayFixture.NOW;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.throng.event.ClientMessage;
import org.throng.event.Event;
import org.throng.event.Filter;
import org.throng.event.RelayMessage;

@Timeout(120)
class LimitsTest {
    private final Author ann = new Author(1);

    @Test
    void oneSubscriptionTooManyIsRefusedAndTheRestGoOn() throws Exception {
        try (RelayFixture relay = RelayFixture.start(terms -> terms.subscriptions = 3);
                Client client = relay.connect()) {
            for (int i = 0; i < 3; i++) {
                client.find("s" + i, Filter.ALL);
            }
            assertTrue(client.closed(Filter.ALL).startsWith("restricted: at most 3"));
            client.find("s1", Filter.ALL.withKinds(7)); // replacing is not opening
            client.say(new ClientMessage.Close("s0"));
            client.find("s3", Filter.ALL);
        }
    }

    @Test
    void oneFilterTooManyIsRefused() throws Exception {
        try (RelayFixture relay = RelayFixture.start(terms -> terms.filters = 2);
                Client client = relay.connect()) {
            client.find(Filter.ALL.withKinds(1), Filter.ALL.withKinds(2));
            assertTrue(client.closed(Filter.ALL, Filter.ALL.withKinds(1), Filter.ALL.withKinds(2))
                    .startsWith("restricted: at most 2"));
        }
    }

    @Test
    void messageBeyondTheLimitEndsTheConnectionWithItsReason() throws Exception {
        try (RelayFixture relay = RelayFixture.start();
                Client client = relay.connect()) {
            client.publish(ann.note("x".repeat(100_000)));
            client.say("x".repeat((128 << 10) + 1));
            assertTrue(client.nextText().startsWith("closed 1009"));
        }
    }

    @Test
    void tooManyQuestionsAreClosedWithAReason() throws Exception {
        try (RelayFixture relay = RelayFixture.start(terms -> terms.requests = new Terms.Rate(1, 3));
                Client client = relay.connect()) {
            client.find("a", Filter.ALL);
            client.count(Filter.ALL);
            client.find("b", Filter.ALL);
            assertTrue(client.closed(Filter.ALL).startsWith("rate-limited: "));
            client.say(new ClientMessage.Count("n", List.of(Filter.ALL)));
            assertTrue(client.next(RelayMessage.Closed.class).message().startsWith("rate-limited: "));
            relay.seconds.incrementAndGet();
            client.find("c", Filter.ALL);
        }
    }

    @Test
    void questionThatLooksThroughTooMuchIsRefused() throws Exception {
        try (RelayFixture relay = RelayFixture.start(terms -> terms.scan = 50);
                Client client = relay.connect()) {
            for (int i = 0; i < 60; i++) {
                client.publish(ann.write(1, NOW - i, "n" + i, i == 59 ? "t=last" : "t=x"));
            }
            assertEquals(1, client.find(Filter.ALL.withTag('t', "last")).size());
            assertTrue(
                    client.closed(Filter.ALL.withKinds(1).withAuthors(ann.key()).withTag('t', "last", "none"))
                            .startsWith("restricted: too much"));
            client.say(new ClientMessage.Count("n", List.of(Filter.ALL)));
            assertTrue(client.next(RelayMessage.Closed.class).message().startsWith("restricted: too much"));
            assertEquals(20, client.find(Filter.ALL.withLimit(20)).size());
        }
    }

    @Test
    void thoseWhoAskForMuchLeaveRoomForTheOthers() throws Exception {
        int many = 20; // more than the listener has threads
        int each = 6;
        try (RelayFixture relay = RelayFixture.start()) {
            for (int i = 0; i < 20; i++) {
                Event[] events = new Event[100];
                for (int j = 0; j < events.length; j++) {
                    events[j] = ann.write(1, NOW - i * 100L - j, "n" + i + " " + j);
                }
                relay.store(events);
            }
            List<Client> greedy = new ArrayList<>();
            for (int i = 0; i < many; i++) {
                greedy.add(relay.connect());
            }
            try (Client other = relay.connect()) {
                for (Client client : greedy) {
                    for (int i = 0; i < each; i++) {
                        client.say(new ClientMessage.Count(
                                "n" + i,
                                List.of(Filter.ALL, Filter.ALL.withKinds(1), Filter.ALL.withAuthors(ann.key()))));
                    }
                }
                other.publish(ann.note("in between"));
                assertEquals(1, other.find(Filter.ALL.withLimit(1)).size());
                int waiting = 0;
                for (Client client : greedy) {
                    waiting += client.waiting() < each ? 1 : 0;
                }
                assertTrue(waiting > many / 2, "served before almost all of their questions were answered: " + waiting);
                for (Client client : greedy) {
                    for (int i = 0; i < each; i++) {
                        assertTrue(client.next(RelayMessage.Counted.class).count() >= 2_000);
                    }
                }
            } finally {
                greedy.forEach(Client::close);
            }
        }
    }

    @Test
    void whoHasMuchLookedThroughPaysForIt() throws Exception {
        try (RelayFixture relay = RelayFixture.start(terms -> terms.requests = new Terms.Rate(1, 3))) {
            Event[] events = new Event[2_500];
            for (int i = 0; i < events.length; i++) {
                events[i] = ann.write(1, NOW - i, "n" + i);
            }
            relay.store(events);
            try (Client client = relay.connect()) {
                assertEquals(2_500, client.count(Filter.ALL)); // one question, and two more turns
                assertTrue(client.closed(Filter.ALL).startsWith("rate-limited: "));
                relay.seconds.addAndGet(3);
                client.find(Filter.ALL.withLimit(1));
            }
        }
    }

    @Test
    void longAnswerWaitsForASlowReaderAndComesWhole() throws Exception {
        try (RelayFixture relay = RelayFixture.start();
                RawReader slow = new RawReader(relay.address())) {
            String content = "x".repeat(50_000);
            for (int i = 0; i < 100; i++) {
                relay.store(ann.write(1, NOW - i, i + content));
            }
            slow.say("[\"REQ\",\"all\",{}]");
            slow.say("[\"COUNT\",\"n\",{}]");
            // five megabytes do not fit into the queue and the system's buffers; meanwhile the relay serves others
            try (Client other = relay.connect()) {
                assertEquals(100, other.count(Filter.ALL));
            }
            List<String> order = new ArrayList<>();
            for (String text = slow.read(); !text.startsWith("[\"EOSE\""); text = slow.read()) {
                order.add(text.substring(0, 15));
            }
            order.removeIf(text -> !text.startsWith("[\"EVENT\""));
            assertEquals(Collections.nCopies(100, "[\"EVENT\",\"all\","), order);
        }
    }

    @Test
    void subscriberWhoDoesNotReadIsCutOffAndNotSkipped() throws Exception {
        try (RelayFixture relay = RelayFixture.start();
                RawReader deaf = new RawReader(relay.address());
                Client writer = relay.connect();
                Client reader = relay.connect()) {
            deaf.say("[\"REQ\",\"live\",{\"limit\":0}]");
            deaf.read();
            deaf.read();
            reader.find("live", Filter.ALL.withLimit(0));
            String content = "x".repeat(60_000);
            int sent = 0;
            while (relay.relay.stats().connections() == 3 && sent < 2_000) {
                Event event = ann.write(20_001, NOW, sent++ + content);
                writer.publish(event);
                assertEquals(
                        event.id(),
                        reader.next(RelayMessage.Found.class).event().id());
                if (sent > 400) {
                    break;
                }
            }
            int seen = 0;
            String text = deaf.read();
            while (text.startsWith("[\"EVENT\"")) {
                // whatever it gets is without a gap
                assertTrue(text.contains("\"content\":\"" + seen + "xxx"), "event " + seen + " was skipped");
                seen++;
                text = deaf.read();
            }
            assertEquals("closed 1008", text);
            assertTrue(seen < sent);
        }
    }

    @Test
    void manyEventsAtOnceAreAllAnswered() throws Exception {
        try (RelayFixture relay = RelayFixture.start();
                Client client = relay.connect()) {
            List<Event> events = new ArrayList<>();
            for (int i = 0; i < 600; i++) {
                events.add(ann.note("n" + i));
            }
            for (Event event : events) {
                client.say(new ClientMessage.Publish(event));
            }
            for (int i = 0; i < events.size(); i++) {
                assertTrue(client.next(RelayMessage.Ok.class).accepted());
            }
            assertEquals(600, client.count(Filter.ALL));
        }
    }
}
