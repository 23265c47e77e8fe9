// SPDX-License-Identifier: MIT
package org.throng.relay.events;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.throng.relay.Numbers;
import org.throng.store.StoreException;

/** The relay's numbers: those that strfry has too under its names, so that what shows them goes on with this relay. */
final class RelayNumbers implements Numbers {
    private final EventRelay relay;
    private final Path folder;

    /** @param folder on the disk that the store is on */
    RelayNumbers(EventRelay relay, Path folder) {
        this.relay = relay;
        this.folder = folder;
    }

    @Override
    public List<Sample> samples() {
        Samples all = new Samples();
        Counters counters = relay.counters();
        Subscribers subscribers = relay.subscribers();
        Intake intake = relay.intake();
        all.counters("nostr_client_messages_total", "Messages of clients, by verb.", "verb", counters.heard());
        all.counters("nostr_relay_messages_total", "Messages to clients, by verb.", "verb", counters.said());
        all.counter(
                "nostr_relay_messages_total",
                "Messages to clients, by verb.",
                Map.of("verb", "EVENT"),
                subscribers.sent());
        all.counters("nostr_events_total", "Events that were stored, by kind.", "kind", counters.kinds());
        all.counter("strfry_write_events_total", "Events that were stored.", intake.accepted());
        all.counter("strfry_write_rejected_total", "Events that were refused.", intake.refused());
        all.counter("strfry_write_dups_total", "Events that were here already.", counters.duplicates.sum());
        all.counter(
                "strfry_write_time_microseconds_total", "Time spent in writing batches.", counters.writeMicros.sum());
        all.gauge("strfry_write_batch_size", "Events of the last batch.", counters.lastBatch.get());
        all.gauge("strfry_connections_current", "WebSocket connections that are open.", subscribers.connections());
        all.counter(
                "strfry_slow_client_terminations_total",
                "Connections closed because their client read too slowly.",
                counters.slowClients.sum());
        all.counter(
                "strfry_auth_challenges_sent_total",
                "Challenges sent to clients (NIP-42).",
                counters.said().getOrDefault("AUTH", 0L));
        all.counter("strfry_auth_success_total", "Proofs of keys that were right (NIP-42).", counters.proofs.sum());
        all.counter(
                "strfry_auth_failure_total", "Proofs of keys that were wrong (NIP-42).", counters.proofsRefused.sum());
        all.gauge(
                "strfry_authenticated_connections_current",
                "Connections that have proven a key (NIP-42).",
                subscribers.authenticated());
        all.counter("throng_write_batches_total", "Batches that were written.", counters.writes.sum());
        all.counter("throng_write_failures_total", "Batches that the disk did not take.", counters.writesFailed.sum());
        all.gauge("throng_write_waiting", "Events that wait for verification or writing.", intake.waiting());
        all.counter("throng_retention_events_total", "Events erased by rules of retention.", counters.retained.sum());
        all.gauge("throng_subscriptions_current", "Subscriptions that are open.", subscribers.subscriptions());
        all.gauge("throng_store_events", "Events that are stored.", (double) relay.count());
        all.gauge("throng_store_bytes", "Bytes of the store's files.", size());
        all.gauge("throng_disk_free_bytes", "Bytes that are free on the disk of the store.", (double)
                folder.toFile().getUsableSpace());
        return all.list;
    }

    private double size() {
        try {
            return relay.size();
        } catch (StoreException e) {
            return Double.NaN; // what is not known; whether the store is well is told elsewhere
        }
    }

    private static final class Samples {
        private final List<Sample> list = new ArrayList<>();

        void counters(String name, String help, String label, Map<String, Long> values) {
            values.forEach((value, count) -> counter(name, help, Map.of(label, value), count));
        }

        void counter(String name, String help, long value) {
            counter(name, help, Map.of(), value);
        }

        void counter(String name, String help, Map<String, String> labels, long value) {
            list.add(new Sample(name, help, labels, true, value));
        }

        void gauge(String name, String help, double value) {
            list.add(new Sample(name, help, Map.of(), false, value));
        }
    }
}
