// SPDX-License-Identifier: MIT
package org.throng.relay.mirror;

import java.io.IOException;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.throng.event.Event;
import org.throng.event.EventId;
import org.throng.relay.Exchange;

/** Hands events of another relay to ours, so many at a time as there is room for. Whoever hands waits for room. */
final class Taking {
    private static final int IN_FLIGHT = 512;
    private static final int IN_FLIGHT_BYTES = 16 << 20;
    private static final long PATIENCE_SECONDS = 120;

    private final Exchange exchange;
    private final Exchange.Way way;
    private final Consumer<Event> coming;
    private final Consumer<Exchange.Taken> told;
    private final Refusals refusals;
    private final Semaphore flying = new Semaphore(IN_FLIGHT);
    private final Semaphore bytes = new Semaphore(IN_FLIGHT_BYTES);

    /**
     * @param coming is shown each before it is handed over
     * @param told of each, on any thread
     * @param refusals are told of each that is refused
     */
    Taking(
            Exchange exchange,
            Exchange.Way way,
            Consumer<Event> coming,
            Consumer<Exchange.Taken> told,
            Refusals refusals) {
        this.exchange = exchange;
        this.way = way;
        this.coming = coming;
        this.told = told;
        this.refusals = refusals;
    }

    /** Those of some ids that are worth fetching: not here, and not refused for good before. */
    List<EventId> wanted(Collection<EventId> ids) throws IOException {
        return exchange.missing(
                ids.stream().filter(id -> !refusals.contains(id)).toList());
    }

    void take(Event event) throws IOException {
        int weight = Math.min(2 * event.json().length(), IN_FLIGHT_BYTES);
        await(flying, 1);
        await(bytes, weight);
        coming.accept(event);
        exchange.take(event, way).whenComplete((taken, failure) -> {
            Exchange.Taken result =
                    failure == null ? taken : new Exchange.Taken(false, "error: could not be stored, try again later");
            if (!result.refusal().isEmpty()) {
                refusals.note(event, result.refusal());
            }
            told.accept(result);
            bytes.release(weight);
            flying.release(); // last: whoever waits for all finds all counted
        });
    }

    /** Waits until all that was handed over is stored or refused. */
    void drain() throws IOException {
        await(flying, IN_FLIGHT);
        flying.release(IN_FLIGHT);
    }

    private static void await(Semaphore room, int permits) throws IOException {
        try {
            if (!room.tryAcquire(permits, PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                throw new IOException("this relay has stored nothing for " + PATIENCE_SECONDS + " s: look at its disk");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }
}
