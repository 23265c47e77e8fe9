// SPDX-License-Identifier: MIT
package org.throng.metrics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.throng.relay.Health;
import org.throng.relay.Numbers;

class ScrapeTest {
    private final AtomicReference<Numbers> relay = new AtomicReference<>();

    private final Numbers mirrors = () -> List.of(counter("throng_mirror_sent_total", 2, Map.of("mirror", "1")));

    private static Numbers.Sample counter(String name, double value, Map<String, String> labels) {
        return new Numbers.Sample(name, "What it says.", labels, true, value);
    }

    private List<Numbers> numbers() {
        return relay.get() == null ? List.of() : List.of(relay.get(), mirrors);
    }

    @Test
    void namesStayAsTheyAreWithHelpAndType() {
        relay.set(() -> List.of(
                counter("nostr_events_total", 3, Map.of("kind", "1")),
                counter("nostr_events_total", 4, Map.of("kind", "7")),
                counter("strfry_write_time_microseconds_total", 12, Map.of()),
                new Numbers.Sample("strfry_write_batch_size", "Of the last.", Map.of(), false, 5),
                new Numbers.Sample("throng_store_bytes", "Of the store.", Map.of(), false, 1e12)));
        try (Scrape scrape = new Scrape(this::numbers, List::of)) {
            String text = scrape.text();
            for (String line : List.of(
                    "# HELP nostr_events_total What it says.",
                    "# TYPE nostr_events_total counter",
                    "nostr_events_total{kind=\"1\"} 3.0",
                    "nostr_events_total{kind=\"7\"} 4.0",
                    "# TYPE strfry_write_time_microseconds_total counter",
                    "strfry_write_time_microseconds_total 12.0",
                    "# TYPE strfry_write_batch_size gauge",
                    "strfry_write_batch_size 5.0",
                    "throng_mirror_sent_total{mirror=\"1\"} 2.0",
                    "throng_store_bytes 1.0E12")) {
                assertTrue(text.lines().anyMatch(line::equals), line + " is not in\n" + text);
            }
            assertTrue(text.contains("\njvm_memory_used_bytes{"), text);
        }
    }

    @Test
    void whatIsNoMoreIsNotShownAndWhatComesAgainBeginsAnew() {
        relay.set(() -> List.of(counter("strfry_write_events_total", 9, Map.of())));
        try (Scrape scrape = new Scrape(this::numbers, List::of)) {
            assertTrue(scrape.text().contains("\nstrfry_write_events_total 9.0\n"));
            relay.set(null);
            assertFalse(scrape.text().contains("strfry_write_events_total"));
            relay.set(() -> List.of(counter("strfry_write_events_total", 1, Map.of())));
            assertTrue(scrape.text().contains("\nstrfry_write_events_total 1.0\n"));
        }
    }

    @Test
    void nodeIsLiveButNotReadyWhileItsDiskTakesNothing() {
        Health full = () -> List.of(new Health.Check("disk", false, false, "the disk is full"));
        Readiness readiness = new Readiness(() -> full, List::of);
        assertTrue(readiness.live().ok());
        assertFalse(readiness.ready().ok());
        assertEquals("the disk is full", readiness.ready().checks().get(0).detail());
    }

    @Test
    void nodeWhoseWriterHasEndedIsNotLive() {
        Health dead = () -> List.of(new Health.Check("writer", false, true, "has ended"));
        assertFalse(new Readiness(() -> dead, List::of).live().ok());
    }

    @Test
    void nodeWithoutAnOpenRelayIsNotReadyAndSaysWhy() {
        Readiness.Verdict verdict = new Readiness(() -> null, List::of).ready();
        assertFalse(verdict.ok());
        assertEquals(
                List.of("store", "listener"),
                verdict.checks().stream().map(Health.Check::name).toList());
    }
}
