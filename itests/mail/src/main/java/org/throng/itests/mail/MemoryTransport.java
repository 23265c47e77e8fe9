// SPDX-License-Identifier: MIT
package org.throng.itests.mail;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.throng.curve.PublicKey;
import org.throng.event.Event;
import org.throng.event.EventId;
import org.throng.event.Filter;
import org.throng.event.RelayUrl;
import org.throng.parcel.Label;
import org.throng.transport.Documents;
import org.throng.transport.FeedAddress;
import org.throng.transport.Follower;
import org.throng.transport.Following;
import org.throng.transport.Harvest;
import org.throng.transport.Page;
import org.throng.transport.Receipt;
import org.throng.transport.RelayFacts;
import org.throng.transport.Transport;
import org.throng.transport.TransportException;

/** The way to some {@link MemoryRelay}s. */
public final class MemoryTransport implements Transport {
    private final Map<RelayUrl, MemoryRelay> relays = new ConcurrentHashMap<>();

    /** The relay {@code wss://name.test}, made when it is first named. */
    public MemoryRelay relay(String name) {
        return relays.computeIfAbsent(RelayUrl.of("wss://" + name + ".test"), MemoryRelay::new);
    }

    @Override
    public String name() {
        return "memory";
    }

    @Override
    public boolean reaches(RelayUrl relay) {
        return relays.containsKey(relay);
    }

    @Override
    public CompletableFuture<Receipt> post(RelayUrl relay, Event event) {
        return relays.get(relay).post(event);
    }

    @Override
    public CompletableFuture<Harvest> headers(RelayUrl url, Label label, long since, long until, Consumer<Page> page) {
        MemoryRelay relay = relays.get(url);
        String window = until == Long.MAX_VALUE ? "" + since : since + " to " + until;
        return relay.answer("headers " + window, () -> {
            long headers = 0;
            long at = until;
            for (int pages = 0; pages < relay.pages() && at >= since; pages++) {
                MemoryRelay.Answer answer = relay.headers(since, at);
                headers += answer.headers().size();
                at = answer.rest();
                page.accept(new Page(answer.headers(), at));
            }
            return new Harvest(headers, relay.isComplete(), at);
        });
    }

    @Override
    public Documents documents(FeedAddress address) throws TransportException {
        return relays.values().stream()
                .flatMap(relay -> relay.feed().stream())
                .filter(feed -> feed.address().equals(address))
                .findFirst()
                .orElseThrow(() -> new TransportException("no feed lies at " + address.prefix()))
                .documents();
    }

    @Override
    public CompletableFuture<Following> follow(RelayUrl url, Label label, long since, Follower follower) {
        MemoryRelay relay = relays.get(url);
        return relay.answer("follow " + since, () -> relay.follow(since, follower));
    }

    @Override
    public CompletableFuture<Harvest> wraps(RelayUrl url, PublicKey reader, long since, Consumer<List<Event>> page) {
        MemoryRelay relay = relays.get(url);
        if (!relay.wrapRefusal().isEmpty()) {
            return CompletableFuture.failedFuture(new TransportException(relay.wrapRefusal()));
        }
        return relay.answer("wraps " + since, () -> {
            List<Event> shown = relay.wraps(reader, since);
            page.accept(shown);
            return new Harvest(shown.size(), relay.isComplete(), since - 1);
        });
    }

    @Override
    public CompletableFuture<Following> followWraps(RelayUrl url, PublicKey reader, long since, Follower follower) {
        MemoryRelay relay = relays.get(url);
        return relay.answer("followWraps " + since, () -> relay.followWraps(follower));
    }

    @Override
    public CompletableFuture<Optional<Event>> body(RelayUrl url, EventId id) {
        MemoryRelay relay = relays.get(url);
        return relay.answer(
                "body " + id,
                () -> relay.stored(Filter.ALL.withIds(id)).stream().findFirst());
    }

    @Override
    public CompletableFuture<Optional<Event>> newest(RelayUrl url, PublicKey author, int kind) {
        MemoryRelay relay = relays.get(url);
        return relay.answer("newest " + kind, () -> relay.newest(author, kind));
    }

    @Override
    public CompletableFuture<RelayFacts> look(RelayUrl url) {
        MemoryRelay relay = relays.get(url);
        return relay.answer("look it", relay::facts);
    }
}
