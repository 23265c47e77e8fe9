// SPDX-License-Identifier: MIT
package org.throng.metrics;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.FileDescriptorMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.throng.http.Listener;
import org.throng.relay.Numbers;

/**
 * The numbers of the relay, the listeners and Java in a registry of Micrometer. It is made by the first who asks: a node that nobody
 * watches neither loads it nor waits for it.
 *
 * <p>Threads: any, one after the other.
 */
final class Scrape implements AutoCloseable {
    private final Supplier<List<Numbers>> numbers;
    private final Supplier<List<Listener>> listeners;
    private final Map<Series, Cell> cells = new HashMap<>();
    private PrometheusMeterRegistry registry;

    /** @param numbers of all that has some now; no two have the same series */
    Scrape(Supplier<List<Numbers>> numbers, Supplier<List<Listener>> listeners) {
        this.numbers = numbers;
        this.listeners = listeners;
    }

    private record Series(String name, Map<String, String> labels) {}

    /** A number as it was read last; Micrometer itself holds it weakly. */
    private static final class Cell {
        private double value;
        private Meter meter;

        double value() {
            return value;
        }
    }

    /** In the text format of Prometheus. */
    synchronized String text() {
        if (registry == null) {
            registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
            new JvmMemoryMetrics().bindTo(registry);
            new JvmThreadMetrics().bindTo(registry);
            new ProcessorMetrics().bindTo(registry);
            new UptimeMetrics().bindTo(registry);
            new FileDescriptorMetrics().bindTo(registry);
        }
        Set<Series> seen = new HashSet<>();
        for (Numbers present : numbers.get()) {
            present.samples().forEach(sample -> seen.add(take(sample)));
        }
        for (Listener listener : listeners.get()) {
            seen.add(take(new Numbers.Sample(
                    "throng_http_connections_current",
                    "TCP connections that are open, by listener.",
                    Map.of("listener", listener.name()),
                    false,
                    listener.connections())));
        }
        cells.entrySet().removeIf(cell -> {
            boolean gone = !seen.contains(cell.getKey());
            if (gone) {
                registry.remove(cell.getValue().meter);
            }
            return gone;
        });
        return registry.scrape();
    }

    private Series take(Numbers.Sample sample) {
        Series series = new Series(sample.name(), sample.labels());
        Cell cell = cells.computeIfAbsent(series, key -> register(sample));
        cell.value = sample.value();
        return series;
    }

    private Cell register(Numbers.Sample sample) {
        Cell cell = new Cell();
        List<Tag> tags = sample.labels().entrySet().stream()
                .map(label -> Tag.of(label.getKey(), label.getValue()))
                .toList();
        cell.meter = sample.counter()
                ? FunctionCounter.builder(sample.name(), cell, Cell::value)
                        .description(sample.help())
                        .tags(tags)
                        .register(registry)
                : Gauge.builder(sample.name(), cell, Cell::value)
                        .description(sample.help())
                        .tags(tags)
                        .register(registry);
        return cell;
    }

    @Override
    public synchronized void close() {
        if (registry != null) {
            registry.close();
            registry = null;
            cells.clear();
        }
    }
}
