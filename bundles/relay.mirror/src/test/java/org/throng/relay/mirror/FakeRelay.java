// SPDX-License-Identifier: MIT
package org.throng.relay.mirror;

import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.throng.event.ClientMessage;
import org.throng.event.Event;
import org.throng.event.Filter;
import org.throng.event.MalformedException;
import org.throng.event.RelayMessage;
import org.throng.event.RelayUrl;
import org.throng.event.negentropy.Items;
import org.throng.event.negentropy.Negentropy;
import org.throng.relay.Exchange;

/** Another relay in memory, and the ways to it. What it answers can be bent. */
final class FakeRelay implements Links {
    final MemoryExchange events = new MemoryExchange();
    final AtomicInteger heard = new AtomicInteger();
    private final List<Talk> talks = new CopyOnWriteArrayList<>();

    Optional<Set<Long>> nips = Optional.empty();
    int frame = 4_096;
    int mostCompared = Integer.MAX_VALUE;
    int mostFound = 500;
    boolean reachable = true;

    /** What to say instead; empty for what it would say. */
    Function<ClientMessage, Optional<List<RelayMessage>>> instead = message -> Optional.empty();

    @Override
    public Link open(RelayUrl relay) throws IOException {
        if (!reachable) {
            throw new IOException("Connection refused");
        }
        Talk talk = new Talk();
        talks.add(talk);
        return talk;
    }

    @Override
    public Optional<Set<Long>> nips(RelayUrl relay) {
        return nips;
    }

    /** Ends all connections. */
    void cut() {
        talks.forEach(Talk::close);
        talks.clear();
    }

    private final class Talk implements Link {
        private final BlockingQueue<Optional<RelayMessage>> said = new LinkedBlockingQueue<>();
        private final Map<String, Negentropy> comparisons = new HashMap<>();
        private final Map<String, Exchange.Listening> live = new LinkedHashMap<>();
        private volatile boolean over;

        @Override
        public void say(ClientMessage message) throws IOException {
            if (over) {
                throw new IOException("it closed the connection");
            }
            heard.incrementAndGet();
            Optional<List<RelayMessage>> other = instead.apply(message);
            if (other.isPresent()) {
                other.get().forEach(this::answer);
            } else if (message instanceof ClientMessage.Publish publish) {
                Exchange.Taken taken =
                        events.take(publish.event(), Exchange.Way.LIVE).join();
                String text = taken.stored() || !taken.refusal().isEmpty() ? taken.refusal() : "duplicate: have it";
                answer(new RelayMessage.Ok(
                        publish.event().id().hex(), taken.refusal().isEmpty(), text));
            } else if (message instanceof ClientMessage.Request request) {
                request(request.subscription(), request.filters());
            } else if (message instanceof ClientMessage.Compare compare) {
                compare(compare);
            } else if (message instanceof ClientMessage.CompareOn on) {
                reconcile(on.subscription(), on.payload());
            }
        }

        private void answer(RelayMessage message) {
            said.add(Optional.of(message));
        }

        private void request(String id, List<Filter> filters) {
            live.put(id, events.listen(event -> {
                if (filters.stream().anyMatch(filter -> filter.matches(event))) {
                    answer(new RelayMessage.Found(id, event));
                }
            }));
            for (Filter filter : filters) {
                List<Event> found = events.find(filter, false);
                found.subList(
                                0,
                                Math.min(
                                        found.size(),
                                        Math.min(mostFound, filter.limit().orElse(500))))
                        .forEach(event -> answer(new RelayMessage.Found(id, event)));
            }
            answer(new RelayMessage.Eose(id, false));
        }

        private void compare(ClientMessage.Compare compare) throws IOException {
            List<Event> found = events.find(compare.filter(), false);
            if (found.size() > mostCompared) {
                answer(new RelayMessage.NotCompared(compare.subscription(), "blocked: too many query results"));
                return;
            }
            Items.Builder items = new Items.Builder();
            found.forEach(event -> items.add(event.createdAt(), event.id()));
            comparisons.put(compare.subscription(), Negentropy.server(items.build(), frame));
            reconcile(compare.subscription(), compare.payload());
        }

        private void reconcile(String id, String payload) throws IOException {
            try {
                byte[] answer = comparisons
                        .get(id)
                        .reconcile(HexFormat.of().parseHex(payload))
                        .message();
                answer(new RelayMessage.Compared(id, HexFormat.of().formatHex(answer)));
            } catch (MalformedException e) {
                throw new IOException(e);
            }
        }

        @Override
        public Optional<RelayMessage> hear(Duration patience) throws IOException {
            try {
                Optional<RelayMessage> next = said.poll(patience.toNanos(), TimeUnit.NANOSECONDS);
                if (over) {
                    throw new IOException("it closed the connection");
                }
                return next == null ? Optional.empty() : next;
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IOException(e);
            }
        }

        @Override
        public void wake() {
            said.add(Optional.empty());
        }

        @Override
        public void close() {
            over = true;
            live.values().forEach(Exchange.Listening::close);
            wake();
        }
    }
}
