// SPDX-License-Identifier: MIT
package org.throng.relay.mirror;

import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Set;
import org.throng.event.Filter;
import org.throng.event.RelayUrl;
import org.throng.relay.Exchange;
import org.throng.relay.Mirrors;

/** One comparison that somebody waits for. */
final class OneSync {
    private static final long SECOND = 1_000_000_000L;

    private final Exchange exchange;
    private final Links links;
    private final Mirrors.Progress progress;
    private final Tally tally = new Tally();
    private final Refusals refusals =
            new Refusals(InstantSource.system()); // whoever asks by hand has all of it tried again
    private long lastTick = System.nanoTime();

    OneSync(Exchange exchange, Links links, Mirrors.Progress progress) {
        this.exchange = exchange;
        this.links = links;
        this.progress = progress;
    }

    Mirrors.Report run(RelayUrl relay, Filter filter, Sync.Terms terms) throws IOException, Mirrors.UnwillingException {
        Optional<Set<Long>> nips = links.nips(relay);
        try (Link link = links.open(relay)) {
            Dialogue dialogue = new Dialogue(link, message -> false);
            Taking taking = new Taking(exchange, Exchange.Way.COMPARED, event -> {}, this::note, refusals);
            new Sync(exchange, dialogue, nips, terms, taking, tally, this::sleep, this::tick).run(filter);
        }
        return tally.report();
    }

    private void note(Exchange.Taken taken) {
        if (taken.stored()) {
            tally.stored();
        } else if (!taken.refusal().isEmpty()) {
            tally.refused(taken.refusal());
        }
    }

    private void tick() throws IOException {
        if (System.nanoTime() - lastTick >= SECOND) {
            lastTick = System.nanoTime();
            progress.at(tally.report());
        }
    }

    /** A second at a time, so that somebody who waits no longer is noticed. */
    private void sleep(Duration time) throws IOException {
        long end = System.nanoTime() + time.toNanos();
        try {
            for (long left = time.toNanos(); left > 0; left = end - System.nanoTime()) {
                Thread.sleep(Math.max(1, Math.min(left, SECOND) / 1_000_000));
                tick();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }
}
