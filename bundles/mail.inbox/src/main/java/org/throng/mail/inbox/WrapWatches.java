// SPDX-License-Identifier: MIT
package org.throng.mail.inbox;

import java.io.IOException;
import java.time.Clock;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.throng.curve.PublicKey;
import org.throng.event.Event;
import org.throng.event.RelayUrl;
import org.throng.identity.IdentityException;
import org.throng.mailbox.Mailbox;
import org.throng.transport.Transport;

/**
 * Keeps one {@link WrapWatch} for each identity on each of its relays, and says in public on which of them wraps are read.
 *
 * <p>Threads: {@link #refresh} and {@link #stop} on one; what is published, on the executor.
 */
final class WrapWatches implements WrapWatch.Parts {
    private static final Logger LOG = LoggerFactory.getLogger(WrapWatches.class);

    private final Reaching reaching;
    private final Wraps wraps;
    private final WrapRelays lists;
    private final Executor publisher;
    private final RandomGenerator random;
    private final Clock clock;
    private final Map<Place, WrapWatch> watches = new ConcurrentHashMap<>();

    /** Finds a transport. */
    interface Reaching {
        Transport transport(RelayUrl relay) throws IOException;
    }

    /** Whose wraps are read where. */
    record Place(PublicKey owner, RelayUrl relay) {}

    WrapWatches(
            Reaching reaching, Wraps wraps, WrapRelays lists, Executor publisher, RandomGenerator random, Clock clock) {
        this.reaching = reaching;
        this.wraps = wraps;
        this.lists = lists;
        this.publisher = publisher;
        this.random = random;
        this.clock = clock;
    }

    /** From now on these are followed, and no others. */
    void refresh(Mailbox open, Set<Place> wanted) throws InterruptedException {
        for (Map.Entry<Place, WrapWatch> watch : List.copyOf(watches.entrySet())) {
            if (!wanted.contains(watch.getKey())) {
                watch.getValue().stop();
                watches.remove(watch.getKey());
            }
        }
        for (Place place : wanted) {
            watches.computeIfAbsent(place, fresh -> {
                WrapWatch watch = new WrapWatch(fresh.relay(), fresh.owner(), open, this, random, clock);
                watch.start();
                return watch;
            });
        }
    }

    void stop() throws InterruptedException {
        for (WrapWatch watch : watches.values()) {
            watch.stop();
        }
        watches.clear();
    }

    /** What a person should know of a relay; empty where no wraps are read there. */
    String report(RelayUrl relay) {
        return watches.entrySet().stream()
                .filter(watch -> watch.getKey().relay().equals(relay))
                .map(watch -> watch.getValue().report())
                .distinct()
                .collect(Collectors.joining("; "));
    }

    @Override
    public Transport transport(RelayUrl relay) throws IOException {
        return reaching.transport(relay);
    }

    @Override
    public void keep(Mailbox mailbox, PublicKey owner, List<Event> found) throws IOException, IdentityException {
        wraps.keep(mailbox, owner, found);
    }

    @Override
    public void judged(Mailbox mailbox, PublicKey owner) {
        try {
            publisher.execute(() -> publish(mailbox, owner));
        } catch (RejectedExecutionException e) {
            LOG.debug("Stopping", e);
        }
    }

    private void publish(Mailbox mailbox, PublicKey owner) {
        Set<RelayUrl> read = new LinkedHashSet<>();
        Set<RelayUrl> kept = new LinkedHashSet<>();
        watches.forEach((place, watch) -> {
            if (place.owner().equals(owner) && watch.state() != WrapWatch.State.UNUSABLE) {
                (watch.state() == WrapWatch.State.FOLLOWING ? read : kept).add(place.relay());
            }
        });
        for (Place place : List.copyOf(watches.keySet())) {
            if (place.owner().equals(owner)) {
                ensure(mailbox, place.relay(), owner, read, kept);
            }
        }
    }

    /** Wraps are not read any longer: what this node put into the list is taken out of it. */
    void withdraw(Mailbox mailbox, RelayUrl at, PublicKey owner) {
        try {
            if (lists.isPublished(mailbox, owner)) {
                ensure(mailbox, at, owner, Set.of(), Set.of());
            }
        } catch (IOException e) {
            LOG.debug("The list of relays for NIP-17 waits", e);
        }
    }

    private void ensure(Mailbox mailbox, RelayUrl at, PublicKey owner, Set<RelayUrl> read, Set<RelayUrl> kept) {
        try {
            lists.ensure(mailbox, reaching.transport(at), at, owner, read, kept);
        } catch (IOException | IdentityException e) {
            LOG.info("{} has no list of relays for NIP-17 of ours now: {}", at, e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
