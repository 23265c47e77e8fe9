// SPDX-License-Identifier: MIT
package org.throng.relay.events;

import java.time.InstantSource;
import java.util.List;
import org.throng.relay.Health;
import org.throng.store.Batch;
import org.throng.store.Store;
import org.throng.store.StoreException;

/**
 * Looks whether the relay can read, write and take events in. Whether a disk takes anything is known by trying: a value of 8 bytes is
 * written when somebody asks, every five seconds at most.
 */
final class RelayHealth implements Health {
    private static final long TRY_MILLIS = 5_000;
    private static final long STUCK_MILLIS = 60_000;

    private final Store store;
    private final Intake intake;
    private final Gate gate;
    private final InstantSource clock;
    private long tried = Long.MIN_VALUE / 2;
    private Check disk;

    RelayHealth(Store store, Intake intake, Gate gate, InstantSource clock) {
        this.store = store;
        this.intake = intake;
        this.gate = gate;
        this.clock = clock;
    }

    @Override
    public List<Check> checks() {
        return List.of(readable(), writable(), writer(), policies());
    }

    private Check readable() {
        try {
            store.get(Keys.COUNT);
            return new Check("store", true, false, "open");
        } catch (StoreException e) {
            return new Check("store", false, false, e.getMessage());
        }
    }

    private synchronized Check writable() {
        long now = clock.millis();
        if (now - tried >= TRY_MILLIS || disk == null) {
            tried = now;
            try {
                store.commit(new Batch().put(Keys.PROBE, Keys.number(now)));
                disk = new Check("disk", true, false, "takes what is written");
            } catch (StoreException e) {
                disk = new Check("disk", false, false, e.getMessage());
            }
        }
        return disk;
    }

    /** Without a policy that the settings name nothing is accepted. */
    private Check policies() {
        List<String> lacking = gate.lacking();
        return lacking.isEmpty()
                ? new Check("policies", true, false, "all that the settings name are here")
                : new Check(
                        "policies",
                        false,
                        false,
                        "not here: " + String.join(", ", lacking)
                                + "; every event is refused: start their bundles, or take them out of 'policies'");
    }

    private Check writer() {
        if (!intake.isAlive()) {
            return new Check("writer", false, true, "a thread that takes events in has ended: start the node anew");
        }
        long busy = intake.busyMillis();
        return busy < STUCK_MILLIS
                ? new Check("writer", true, false, "alive, " + intake.waiting() + " events wait")
                : new Check("writer", false, true, "has waited for the disk for " + busy / 1_000 + " s");
    }
}
