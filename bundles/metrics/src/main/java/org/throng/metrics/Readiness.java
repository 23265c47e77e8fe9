// SPDX-License-Identifier: MIT
package org.throng.metrics;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.throng.http.Listener;
import org.throng.relay.Health;

/**
 * Live is a node as long as nothing is wrong that only a new start mends. Ready is it while clients can reach the relay and what they
 * publish is stored.
 */
final class Readiness {
    private static final String RELAY = "relay";

    private final Supplier<Health> health;
    private final Supplier<List<Listener>> listeners;

    /** What was found. */
    record Verdict(boolean ok, List<Health.Check> checks) {}

    /** @param health gives {@code null} while no relay is open */
    Readiness(Supplier<Health> health, Supplier<List<Listener>> listeners) {
        this.health = health;
        this.listeners = listeners;
    }

    Verdict live() {
        List<Health.Check> checks = checks();
        return new Verdict(checks.stream().noneMatch(check -> !check.ok() && check.lasting()), checks);
    }

    Verdict ready() {
        List<Health.Check> checks = checks();
        return new Verdict(checks.stream().allMatch(Health.Check::ok), checks);
    }

    private List<Health.Check> checks() {
        Health present = health.get();
        List<Health.Check> checks = new ArrayList<>(
                present == null
                        ? List.of(new Health.Check(
                                "store", false, false, "the relay's store is not open: look into the log"))
                        : present.checks());
        boolean listens =
                listeners.get().stream().anyMatch(listener -> listener.name().equals(RELAY));
        checks.add(new Health.Check(
                "listener", listens, false, listens ? "open" : "the relay's port is not open: look into the log"));
        return checks;
    }
}
