// SPDX-License-Identifier: MIT
package org.throng.relay.mirror;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.throng.event.ClientMessage;
import org.throng.event.Event;
import org.throng.event.EventId;
import org.throng.event.Filter;
import org.throng.event.RelayUrl;
import org.throng.relay.Mirrors.Direction;
import org.throng.relay.Mirrors.State;

@Timeout(60)
class MirrorTest {
    private static final RelayUrl URL = RelayUrl.of("wss://relay.example");

    private final Forged forged = new Forged(2);
    private final List<Mirror> mirrors = new ArrayList<>();

    private Mirror start(MemoryExchange from, FakeRelay to, Direction direction) {
        Mirror mirror = new Mirror(
                new Spec(direction, URL, Filter.ALL),
                false,
                from,
                to,
                new Refusals(InstantSource.system()),
                InstantSource.system(),
                new Random(1));
        mirrors.add(mirror);
        mirror.start();
        return mirror;
    }

    @AfterEach
    void stop() {
        mirrors.forEach(Mirror::stop);
        mirrors.forEach(mirror -> mirror.join(Duration.ofSeconds(5)));
        mirrors.forEach(mirror -> assertEquals("stopped", mirror.state().state()));
    }

    private static void await(String what, BooleanSupplier look) throws InterruptedException {
        long deadline = System.nanoTime() + 20_000_000_000L;
        while (!look.getAsBoolean()) {
            assertTrue(System.nanoTime() < deadline, "never came: " + what);
            Thread.sleep(5);
        }
    }

    private static boolean follows(Mirror mirror) {
        return mirror.state().state().equals("following");
    }

    private Event note() {
        return forged.note(System.currentTimeMillis() / 1_000);
    }

    @Test
    void bothAreAlikeFollowAndAreAlikeAgainAfterAnOutage() throws Exception {
        MemoryExchange own = new MemoryExchange();
        FakeRelay other = new FakeRelay();
        own.publish(note(), note());
        other.events.publish(note());
        Mirror mirror = start(own, other, Direction.BOTH);
        await("following", () -> follows(mirror));
        assertEquals(own.ids(), other.events.ids());
        own.publish(note());
        other.events.publish(note(), note());
        await("live events", () -> own.ids().size() == 6 && other.events.ids().size() == 6);

        other.reachable = false;
        other.cut();
        await("waiting", () -> mirror.state().state().equals("waiting"));
        Event deleted = note();
        own.publish(deleted, note(), forged.deletion(deleted, 1_900_000_000));
        other.events.publish(deleted, note());
        other.reachable = true;
        await("the same set", () -> follows(mirror) && own.ids().equals(other.events.ids()));
        assertEquals(9, own.ids().size());
        State state = mirror.state();
        assertEquals(2, state.counts().comparisons());
        assertEquals(2, state.counts().connections());
        assertTrue(state.equal().isPresent());
        assertEquals("relay.example", state.relay());
    }

    @Test
    void nothingIsSkippedWhereMoreComesThanCanWait() throws Exception {
        MemoryExchange own = new MemoryExchange();
        FakeRelay other = new FakeRelay();
        Mirror mirror = start(own, other, Direction.UP);
        await("following", () -> follows(mirror));
        Set<EventId> all = new HashSet<>();
        for (int i = 0; i < Outgoing.MOST + 5_000; i++) {
            Event event = forged.note(1_800_000_000L + i);
            all.add(event.id());
            own.publish(event);
        }
        await("all of them", () -> other.events.ids().size() == all.size());
        assertEquals(all, other.events.ids());
    }

    @Test
    void whatWasRefusedForGoodIsNotFetchedAtTheNextComparison() throws Exception {
        MemoryExchange own = new MemoryExchange();
        FakeRelay other = new FakeRelay();
        Event unwelcome = note();
        Event ahead = forged.note(System.currentTimeMillis() / 1_000 + 3_600);
        own.refused.addAll(List.of(unwelcome.id(), ahead.id()));
        other.events.publish(unwelcome, ahead, note());
        List<ClientMessage.Request> asked = new CopyOnWriteArrayList<>();
        other.instead = message -> {
            if (message instanceof ClientMessage.Request request
                    && request.filters().get(0).ids().isPresent()) {
                asked.add(request);
            }
            return Optional.empty();
        };
        Mirror mirror = start(own, other, Direction.DOWN);
        await("following", () -> follows(mirror));
        assertEquals(3, asked.get(0).filters().get(0).ids().orElseThrow().size());
        other.cut();
        await("another comparison", () -> mirror.state().counts().comparisons() == 2);
        // what was ahead of its time may be taken now; the other one will never be
        assertEquals(Set.of(ahead.id()), asked.get(1).filters().get(0).ids().orElseThrow());
        assertEquals(2, asked.size());
    }

    @Test
    void refusalsAreRememberedUpToABoundAndOnlyThoseForGood() {
        Refusals refusals = new Refusals(InstantSource.system());
        Event first = note();
        refusals.note(first, "blocked: not here");
        assertTrue(refusals.contains(first.id()));
        Event later = note();
        refusals.note(later, "error: could not be stored, try again later");
        assertFalse(refusals.contains(later.id()));
        for (int i = 0; i < Refusals.MOST; i++) {
            refusals.note(note(), "blocked: not here");
        }
        assertFalse(refusals.contains(first.id()));
    }

    @Test
    void ringOfThreeComesToRest() throws Exception {
        List<FakeRelay> ring = List.of(new FakeRelay(), new FakeRelay(), new FakeRelay());
        for (int i = 0; i < 3; i++) {
            start(ring.get(i).events, ring.get((i + 1) % 3), Direction.BOTH);
            start(ring.get((i + 1) % 3).events, ring.get(i), Direction.BOTH);
        }
        for (Mirror mirror : mirrors) {
            await("following", () -> follows(mirror));
        }
        for (int i = 0; i < 300; i++) {
            ring.get(i % 3).events.publish(note());
        }
        await(
                "the same set",
                () -> ring.stream().allMatch(relay -> relay.events.ids().size() == 300));
        int before = -1;
        int now = ring.stream().mapToInt(relay -> relay.heard.get()).sum();
        while (before != now) {
            before = now;
            Thread.sleep(300);
            now = ring.stream().mapToInt(relay -> relay.heard.get()).sum();
        }
        assertTrue(now < 300 * 12, now + " messages for 300 events");
    }

    @Test
    void fullQueueIsForgottenAndBeginsAnew() {
        Outgoing outgoing = new Outgoing();
        EventId came = forged.id();
        outgoing.came(came);
        outgoing.add(came);
        assertEquals(List.of(), outgoing.take(10));
        EventId first = forged.id();
        outgoing.add(first);
        for (int i = 1; i < Outgoing.MOST; i++) {
            outgoing.add(forged.id());
        }
        assertEquals(List.of(first), outgoing.take(1));
        outgoing.add(forged.id());
        outgoing.add(forged.id());
        assertTrue(outgoing.isOverflowed());
        assertEquals(List.of(), outgoing.take(10));
        outgoing.begin();
        outgoing.add(first);
        assertEquals(List.of(first), outgoing.take(10));
    }
}
