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

class ReplaceableTest {
    private final Author ann = new Author(1);
    private final Author bob = new Author(2);
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

    @ParameterizedTest
    @ValueSource(ints = {0, 3, 10_000, 10_002, 14_610, 19_999})
    void newerVersionReplacesAndOlderIsRefused(int kind) throws Exception {
        Event old = ann.write(kind, NOW - 10, "old");
        Event middle = ann.write(kind, NOW - 5, "middle");
        Event newest = ann.write(kind, NOW, "newest");
        client.publish(middle);
        assertTrue(client.refused(old).startsWith("invalid: a newer version"));
        client.publish(newest);
        client.publish(bob.write(kind, NOW - 20, "somebody else's"));
        assertEquals(
                List.of(newest), client.find(Filter.ALL.withAuthors(ann.key()).withKinds(kind)));
        assertEquals(List.of(), client.find(Filter.ALL.withIds(middle.id())));
        assertEquals(2, relay.relay.stats().events());
    }

    @Test
    void ofTwoInOneSecondTheLowerIdStaysWhicheverComesFirst() throws Exception {
        for (int author = 10; author < 14; author++) {
            Author one = new Author(author);
            Event a = one.write(0, NOW, "a" + author);
            Event b = one.write(0, NOW, "b" + author);
            Event lower = a.id().compareTo(b.id()) < 0 ? a : b;
            Event higher = lower.equals(a) ? b : a;
            if (author % 2 == 0) {
                client.publish(higher);
                client.publish(lower);
            } else {
                client.publish(lower);
                client.refused(higher);
            }
            assertEquals(List.of(lower), client.find(Filter.ALL.withAuthors(one.key())));
        }
    }

    @Test
    void tagDDoesNotMatterToPlainReplaceables() throws Exception {
        client.publish(ann.write(10_005, NOW - 1, "", "d=a"));
        Event second = ann.write(10_005, NOW, "", "d=b");
        client.publish(second);
        assertEquals(List.of(second), client.find(Filter.ALL.withKinds(10_005)));
    }

    @ParameterizedTest
    @ValueSource(ints = {30_000, 30_023, 39_999})
    void addressableIsReplacedByItsOwnDOnly(int kind) throws Exception {
        Event a1 = ann.write(kind, NOW - 10, "a1", "d=a");
        Event b1 = ann.write(kind, NOW - 10, "b1", "d=b");
        Event a2 = ann.write(kind, NOW, "a2", "d=a", "d=b");
        client.publish(a1);
        client.publish(b1);
        client.publish(a2);
        assertTrue(client.refused(ann.write(kind, NOW - 3, "a0", "d=a")).startsWith("invalid: "));
        assertEquals(List.of(a2, b1), client.find(Filter.ALL.withKinds(kind)));
        assertEquals(
                List.of(a2),
                client.find(Filter.ALL.withKinds(kind).withAuthors(ann.key()).withTag('d', "a")));
    }

    @Test
    void missingDIsTheEmptyD() throws Exception {
        client.publish(ann.write(30_000, NOW - 3, "none"));
        client.publish(ann.write(30_000, NOW - 2, "bare", "d"));
        Event last = ann.write(30_000, NOW - 1, "empty", "d=");
        client.publish(last);
        assertEquals(List.of(last), client.find(Filter.ALL.withKinds(30_000)));
    }

    @Test
    void otherKindsAreNotReplaced() throws Exception {
        for (int kind : new int[] {1, 2, 4_610 + 2, 9_999, 40_000}) {
            client.publish(ann.write(kind, NOW - 1, "1", "d=a"));
            client.publish(ann.write(kind, NOW, "2", "d=a"));
            assertEquals(2, client.find(Filter.ALL.withKinds(kind)).size());
        }
    }

    @Test
    void manyVersionsAtOnceLeaveTheNewest() throws Exception {
        for (int i = 0; i < 60; i++) {
            client.say(new org.throng.event.ClientMessage.Publish(ann.write(0, NOW - i * 7 % 60, "v" + i)));
        }
        for (int i = 0; i < 60; i++) {
            client.next();
        }
        List<Event> left = client.find(Filter.ALL.withKinds(0));
        assertEquals(1, left.size());
        assertEquals(NOW, left.get(0).createdAt());
        assertEquals(1, relay.relay.stats().events());
    }
}
