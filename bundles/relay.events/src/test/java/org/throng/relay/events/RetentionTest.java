// SPDX-License-Identifier: MIT
package org.throng.relay.events;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.throng.relay.events.RelayFixture.NOW;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.throng.event.Event;
import org.throng.event.Filter;
import org.throng.event.MalformedException;
import org.throng.relay.Retention;

@Timeout(60)
class RetentionTest {
    private static final long DAY = 86_400;

    private final Author ann = new Author(1);

    private static RetentionRules rules(String... texts) throws MalformedException {
        List<RetentionRule> rules = new ArrayList<>();
        for (String text : texts) {
            rules.add(RetentionRule.read(text));
        }
        return new RetentionRules(rules);
    }

    private static List<Long> events(List<Retention.Due> due) {
        return due.stream().map(Retention.Due::events).toList();
    }

    private Event[] notes(int count, int kind) {
        Event[] notes = new Event[count];
        for (int i = 0; i < count; i++) {
            notes[i] = ann.write(kind, NOW - i * DAY, "n" + i);
        }
        return notes;
    }

    @Test
    void dryRunCountsWhatGoesAndTakesNothing() throws Exception {
        try (RelayFixture relay = RelayFixture.start();
                RetentionRounds rounds = new RetentionRounds(relay.relay);
                Client client = relay.connect()) {
            Event[] notes = notes(10, 1);
            relay.store(notes);
            relay.store(notes(10, 7));
            rounds.set(rules("1; age 5d", "7; count 3", "*; age 1s"), 1_000_000);
            assertEquals(List.of(4L, 7L, 0L), events(rounds.due()));
            long bytes = 0;
            for (int i = 6; i < 10; i++) {
                bytes += notes[i].json().length();
            }
            assertEquals(bytes, rounds.due().get(0).bytes());
            assertEquals(20, relay.relay.stats().events());
            assertEquals(List.of(4L, 7L, 0L), events(rounds.apply()));
            assertEquals(List.of(0L, 0L, 0L), events(rounds.due()));
            assertEquals(9, relay.relay.stats().events());
            assertEquals(List.of(notes).subList(0, 6), client.find(Filter.ALL.withKinds(1)));
        }
    }

    @Test
    void bytesOfAllKindsOfARuleCountTogetherAndTheOldestGo() throws Exception {
        try (RelayFixture relay = RelayFixture.start();
                RetentionRounds rounds = new RetentionRounds(relay.relay);
                Client client = relay.connect()) {
            Event a = ann.write(1, NOW, "x".repeat(1_000));
            Event b = ann.write(2, NOW - 1, "x".repeat(1_000));
            Event c = ann.write(1, NOW - 2, "x");
            relay.store(a, b, c, ann.write(3, NOW - 9, "another kind"));
            rounds.set(rules("1-2; bytes 2700"), 1_000_000);
            assertEquals(List.of(1L), events(rounds.apply()));
            assertEquals(List.of(a, b), client.find(Filter.ALL.withKinds(1, 2)));
            assertEquals(3, relay.relay.stats().events());
        }
    }

    @Test
    void restIsWhatNobodyNamesButForDeletionsHeadersAndBodies() throws Exception {
        try (RelayFixture relay = RelayFixture.start();
                RetentionRounds rounds = new RetentionRounds(relay.relay);
                Client client = relay.connect()) {
            Event deleted = ann.write(1, NOW - 9 * DAY, "deleted");
            long slot = NOW - 600;
            relay.store(
                    deleted,
                    ann.write(5, NOW - 8 * DAY, "", "e=" + deleted.id().hex()),
                    ann.write(1, NOW - 8 * DAY, "named"),
                    ann.write(2, NOW - 8 * DAY, "not named"),
                    new Author(77).write(4610, slot, "A".repeat(128), "c=00:", "expiration=" + (slot + 2_592_000)));
            rounds.set(rules("*; count 0", "1; age 300d"), 1_000_000);
            assertEquals(List.of(1L, 0L), events(rounds.apply()));
            assertEquals(3, relay.relay.stats().events());
            rounds.set(rules("5; age 1d"), 1_000_000);
            assertEquals(List.of(1L), events(rounds.apply()));
            assertTrue(client.refused(deleted).startsWith("blocked: "), "the mark of the deletion stays");
        }
    }

    @Test
    void whatIsTooOldIsRefusedAndNip11SaysSo() throws Exception {
        try (RelayFixture relay = RelayFixture.start();
                RetentionRounds rounds = new RetentionRounds(relay.relay);
                Client client = relay.connect()) {
            rounds.set(rules("*; age 10d", "1 6 20-29; age 2d; count 500", "3; bytes 1GiB"), 1_000_000);
            assertTrue(client.refused(ann.write(20, NOW - 3 * DAY, "old")).startsWith("blocked: "));
            client.publish(ann.write(40, NOW - 3 * DAY, "not so old"));
            assertEquals(
                    "[{\"kinds\":[[4610,4611]],\"time\":2592000},"
                            + "{\"kinds\":[1,6,[20,29]],\"time\":172800,\"count\":500},{\"time\":864000}]",
                    relay.relay.events().retention().json());
        }
    }

    @Test
    void roundsComeByThemselves() throws Exception {
        try (RelayFixture relay = RelayFixture.start();
                RetentionRounds rounds = new RetentionRounds(relay.relay)) {
            relay.store(notes(250, 1));
            rounds.set(rules("1; count 1"), 50);
            long deadline = System.nanoTime() + 20_000_000_000L;
            while (relay.relay.stats().events() > 1) {
                assertTrue(System.nanoTime() < deadline, "no round within 20 s");
                Thread.sleep(20);
            }
            assertEquals(249, relay.relay.counters().retained.sum());
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "1",
                "1;",
                "1; age",
                "1; age 5",
                "1; age 5y",
                "1; count 5d",
                "1; bytes 5TB",
                "70000; age 1d",
                "9-3; age 1d",
                "x; age 1d",
                "1, 2; age 1d",
                "4610; age 1d",
                "4000-5000; age 1d",
                "1; size 5",
                "1; count 9999999999999999"
            })
    void ruleThatIsNoneIsToldWhatWasExpected(String text) {
        assertTrue(assertThrows(MalformedException.class, () -> RetentionRule.read(text))
                        .getMessage()
                        .length()
                > 20);
    }
}
