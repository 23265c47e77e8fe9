// SPDX-License-Identifier: MIT
package org.throng.relay.events;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.throng.relay.events.RelayFixture.NOW;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.throng.event.Filter;
import org.throng.relay.Health;
import org.throng.relay.Numbers;

@Timeout(60)
class NumbersTest {
    private final Author ann = new Author(1);

    private static double value(List<Numbers.Sample> samples, String name, String... label) {
        Map<String, String> labels = label.length == 0 ? Map.of() : Map.of(label[0], label[1]);
        return samples.stream()
                .filter(one -> one.name().equals(name) && one.labels().equals(labels))
                .mapToDouble(Numbers.Sample::value)
                .findFirst()
                .orElseThrow(() -> new AssertionError(name + " is missing"));
    }

    @Test
    void whatHappensIsCountedAndNobodyIsNamed() throws Exception {
        try (RelayFixture relay = RelayFixture.start();
                Client client = relay.connect()) {
            client.publish(ann.note("one"));
            client.publish(ann.note("one"));
            client.publish(ann.write(7, NOW, "two"));
            client.refused(ann.write(13, NOW, "a seal"));
            client.find(Filter.ALL);
            List<Numbers.Sample> samples = new RelayNumbers(relay.relay, Path.of("/")).samples();
            assertEquals(4, value(samples, "nostr_client_messages_total", "verb", "EVENT"));
            assertEquals(1, value(samples, "nostr_client_messages_total", "verb", "REQ"));
            assertEquals(2, value(samples, "nostr_relay_messages_total", "verb", "EVENT"));
            assertEquals(1, value(samples, "nostr_relay_messages_total", "verb", "EOSE"));
            assertEquals(1, value(samples, "nostr_events_total", "kind", "7"));
            assertEquals(2, value(samples, "strfry_write_events_total"));
            assertEquals(1, value(samples, "strfry_write_dups_total"));
            assertEquals(1, value(samples, "strfry_write_rejected_total"));
            assertTrue(value(samples, "strfry_write_time_microseconds_total") > 0);
            assertEquals(1, value(samples, "strfry_connections_current"));
            assertEquals(1, value(samples, "strfry_auth_challenges_sent_total"));
            assertEquals(0, value(samples, "strfry_authenticated_connections_current"));
            assertEquals(2, value(samples, "throng_store_events"));
            assertFalse(samples.toString().contains(ann.key().hex()));
            assertFalse(samples.toString().contains("127.0.0.1"));
            assertTrue(samples.stream()
                    .allMatch(one -> one.counter() == one.name().endsWith("_total")
                            && one.name().matches("[a-z_]+")
                            && one.help().endsWith(".")));
        }
    }

    @Test
    void kindsThatStrangersChooseDoNotFillTheMemory() {
        Counters counters = new Counters();
        for (int kind = 0; kind < 5_000; kind++) {
            counters.stored(kind);
            counters.stored(1);
        }
        assertEquals(65, counters.kinds().size());
        assertEquals(
                10_000,
                counters.kinds().values().stream().mapToLong(Long::longValue).sum());
        assertEquals(5_001, counters.kinds().get("1"));
    }

    @Test
    void diskIsTriedNowAndThenAndTold() throws Exception {
        Disk disk = new Disk(RelayFixture.memory());
        try (RelayFixture relay = RelayFixture.start(disk, terms -> {})) {
            long[] now = {0};
            Gate gate = new Gate(List::of, Set.of());
            RelayHealth health = new RelayHealth(disk, relay.relay.intake(), gate, () -> Instant.ofEpochMilli(now[0]));
            assertTrue(health.checks().stream().allMatch(Health.Check::ok));
            disk.full = true;
            now[0] = 4_999;
            assertTrue(health.checks().stream().allMatch(Health.Check::ok));
            assertEquals(1, disk.tries.get());
            now[0] = 5_000;
            Health.Check failed = health.checks().stream()
                    .filter(check -> !check.ok())
                    .findFirst()
                    .orElseThrow();
            assertEquals("disk", failed.name());
            assertEquals("the disk is full", failed.detail());
            assertFalse(failed.lasting());
            disk.full = false;
            now[0] = 10_000;
            assertTrue(health.checks().stream().allMatch(Health.Check::ok));
        }
    }

    @Test
    void policyThatTheSettingsNameAndThatIsNotHereIsTold() throws Exception {
        try (RelayFixture relay = new RelayFixture(
                new TestTerms().build(), RelayFixture.memory(), RelayFixture.limits(), Set.of("nonexistent"))) {
            Health.Check failed = relay.relay.health().checks().stream()
                    .filter(check -> !check.ok())
                    .findFirst()
                    .orElseThrow();
            assertEquals("policies", failed.name());
            assertTrue(failed.detail().contains("nonexistent"), failed.detail());
            assertFalse(failed.lasting());
        }
    }

    @Test
    void writerThatHasEndedIsTold() throws Exception {
        RelayFixture relay = RelayFixture.start();
        relay.close();
        assertTrue(relay.relay.health().checks().stream()
                .anyMatch(check -> check.name().equals("writer") && !check.ok() && check.lasting()));
    }
}
