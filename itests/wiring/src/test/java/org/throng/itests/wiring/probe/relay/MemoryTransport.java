// SPDX-License-Identifier: MIT
package org.throng.itests.wiring.probe.relay;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.throng.curve.PublicKey;
import org.throng.event.Event;
import org.throng.event.EventId;
import org.throng.event.Filter;
import org.throng.event.RelayUrl;
import org.throng.parcel.HeaderEvent;
import org.throng.parcel.Label;
import org.throng.transport.Follower;
import org.throng.transport.Following;
import org.throng.transport.Harvest;
import org.throng.transport.Page;
import org.throng.transport.Receipt;
import org.throng.transport.RelayFacts;
import org.throng.transport.Transport;

/** A relay in memory, and the way to it; ranked above every other way. */
@Component(property = "service.ranking:Integer=1000")
public final class MemoryTransport implements Transport {
    private final List<Event> events = new CopyOnWriteArrayList<>();
    private final List<Follower> followers = new CopyOnWriteArrayList<>();
    private final ExecutorService thread = Executors.newSingleThreadExecutor();

    @Deactivate
    void close() {
        thread.shutdownNow();
    }

    @Override
    public String name() {
        return "memory";
    }

    @Override
    public boolean reaches(RelayUrl relay) {
        return relay.toString().endsWith("memory.test");
    }

    @Override
    public CompletableFuture<Receipt> post(RelayUrl relay, Event event) {
        return answer(() -> {
            events.add(event);
            if (event.kind() == HeaderEvent.KIND) {
                followers.forEach(follower -> follower.header(event));
            }
            return new Receipt(true, "");
        });
    }

    @Override
    public CompletableFuture<Harvest> headers(
            RelayUrl relay, Label label, long since, long until, Consumer<Page> page) {
        return answer(() -> {
            Filter filter =
                    Filter.ALL.withKinds(HeaderEvent.KIND).withSince(since).withUntil(until);
            List<Event> found = stored(filter);
            page.accept(new Page(found, since - 1));
            return new Harvest(found.size(), true, since - 1);
        });
    }

    @Override
    public CompletableFuture<Following> follow(RelayUrl relay, Label label, long since, Follower follower) {
        return answer(() -> {
            followers.add(follower);
            return () -> followers.remove(follower);
        });
    }

    @Override
    public CompletableFuture<Optional<Event>> body(RelayUrl relay, EventId id) {
        return answer(() -> stored(Filter.ALL.withIds(id)).stream().findFirst());
    }

    @Override
    public CompletableFuture<Optional<Event>> newest(RelayUrl relay, PublicKey author, int kind) {
        return answer(() ->
                stored(Filter.ALL.withAuthors(author).withKinds(kind)).stream().reduce((older, newer) -> newer));
    }

    @Override
    public CompletableFuture<RelayFacts> look(RelayUrl relay) {
        return answer(() -> new RelayFacts(
                Optional.of("memory"),
                Optional.empty(),
                Optional.empty(),
                Optional.of(Duration.ZERO),
                false,
                Duration.ZERO));
    }

    private List<Event> stored(Filter filter) {
        return events.stream().filter(filter::matches).toList();
    }

    private <T> CompletableFuture<T> answer(Supplier<T> work) {
        return CompletableFuture.supplyAsync(work, thread);
    }
}
