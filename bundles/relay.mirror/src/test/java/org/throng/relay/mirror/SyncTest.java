// SPDX-License-Identifier: MIT
package org.throng.relay.mirror;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.throng.event.ClientMessage;
import org.throng.event.Event;
import org.throng.event.EventId;
import org.throng.event.Filter;
import org.throng.event.RelayMessage;
import org.throng.event.RelayUrl;
import org.throng.relay.Exchange;
import org.throng.relay.Mirrors.Direction;
import org.throng.relay.Mirrors.Report;
import org.throng.relay.Mirrors.UnwillingException;

/** The client's side against the server's machine, with everything that may go wrong between them. */
@Timeout(60)
class SyncTest {
    private static final RelayUrl URL = RelayUrl.of("wss://relay.example");
    private static final long NOW = 1_900_000_000;

    private final MemoryExchange mine = new MemoryExchange();
    private final FakeRelay other = new FakeRelay();
    private final MemoryExchange theirs = other.events;
    private final Forged forged = new Forged(1);
    private final AtomicInteger slept = new AtomicInteger();

    private Report sync(Filter filter, Direction direction, boolean gated, boolean dryRun)
            throws IOException, UnwillingException {
        return sync(filter, new Sync.Terms(direction, gated, dryRun, NOW), time -> slept.incrementAndGet());
    }

    private Report sync(Filter filter, Direction direction, Patience.Sleeper sleeper)
            throws IOException, UnwillingException {
        return sync(filter, new Sync.Terms(direction, false, false, NOW), sleeper);
    }

    private Report sync(Filter filter, Sync.Terms terms, Patience.Sleeper sleeper)
            throws IOException, UnwillingException {
        Tally tally = new Tally();
        try (Link link = other.open(URL)) {
            Dialogue dialogue = new Dialogue(link, message -> false);
            Taking taking = new Taking(
                    mine,
                    Exchange.Way.COMPARED,
                    event -> {},
                    taken -> {
                        if (taken.stored()) {
                            tally.stored();
                        } else if (!taken.refusal().isEmpty()) {
                            tally.refused(taken.refusal());
                        }
                    },
                    new Refusals(() -> Instant.ofEpochSecond(NOW)));
            new Sync(mine, dialogue, other.nips, terms, taking, tally, sleeper, () -> {}).run(filter);
        }
        return tally.report();
    }

    private Report both() throws IOException, UnwillingException {
        return sync(Filter.ALL, Direction.BOTH, false, false);
    }

    private void fill(Random random, int common, int mineOnly, int theirsOnly, int seconds) {
        for (int i = 0; i < common + mineOnly + theirsOnly; i++) {
            Event event = forged.note(NOW - random.nextInt(seconds));
            if (i < common + mineOnly) {
                mine.publish(event);
            }
            if (i < common || i >= common + mineOnly) {
                theirs.publish(event);
            }
        }
    }

    @Test
    void bothHaveTheSameSetAfterwardsWhateverTheyHadAndHoweverLittleIsComparedAtOnce() throws Exception {
        for (int seed = 0; seed < 60; seed++) {
            Random random = new Random(seed);
            mine.events.clear();
            theirs.events.clear();
            mine.most = random.nextBoolean() ? Integer.MAX_VALUE : 1 + random.nextInt(300);
            other.mostCompared = random.nextBoolean() ? Integer.MAX_VALUE : 20 + random.nextInt(200);
            int seconds = random.nextBoolean() ? 1_000_000 : 60 + random.nextInt(1_000);
            fill(random, random.nextInt(600), random.nextInt(200), random.nextInt(200), seconds);
            Set<EventId> all = new HashSet<>(mine.ids());
            all.addAll(theirs.ids());
            long had = mine.ids().size();
            Report report = both();
            assertEquals(all, mine.ids(), "seed " + seed);
            assertEquals(all, theirs.ids(), "seed " + seed);
            assertEquals(all.size() - had, report.stored(), "seed " + seed);
            assertFalse(report.plainly(), "seed " + seed);
            Report again = both();
            assertEquals(0, again.missingHere() + again.missingThere(), "seed " + seed);
        }
    }

    @Test
    void withoutNip77ItIsAskedPageByPageAndSaysSo() throws Exception {
        for (int seed = 0; seed < 20; seed++) {
            Random random = new Random(seed);
            mine.events.clear();
            theirs.events.clear();
            mine.most = 1 + random.nextInt(900);
            other.mostFound = 40 + random.nextInt(100);
            other.nips = seed % 2 == 0 ? Optional.of(Set.of(1L, 11L)) : Optional.empty();
            other.instead = message -> message instanceof ClientMessage.Compare
                    ? Optional.of(List.of(new RelayMessage.Notice("ERROR: bad msg: negentropy disabled")))
                    : Optional.empty();
            fill(random, random.nextInt(500), random.nextInt(200), random.nextInt(200), 2_000);
            Set<EventId> all = new HashSet<>(mine.ids());
            all.addAll(theirs.ids());
            Report report = both();
            assertTrue(report.plainly());
            assertTrue(
                    report.notes().get(0).startsWith("asked for everything"),
                    report.notes().toString());
            assertEquals(all, mine.ids(), "seed " + seed);
            assertEquals(all, theirs.ids(), "seed " + seed);
        }
    }

    @Test
    void directionsAreKeptAndADryRunMovesNothing() throws Exception {
        fill(new Random(1), 50, 30, 20, 1_000);
        Report dry = sync(Filter.ALL, Direction.BOTH, false, true);
        assertEquals(20, dry.missingHere());
        assertEquals(30, dry.missingThere());
        assertEquals(80, mine.ids().size());
        assertEquals(70, theirs.ids().size());
        assertEquals(20, sync(Filter.ALL, Direction.DOWN, false, false).stored());
        assertEquals(70, theirs.ids().size());
        assertEquals(30, sync(Filter.ALL, Direction.UP, false, false).sent());
        assertEquals(mine.ids(), theirs.ids());
    }

    @Test
    void deletionsGoAlongWhateverTheFilterNames() throws Exception {
        Event gone = forged.note(NOW - 50);
        Event left = forged.event(7, NOW - 40);
        mine.publish(gone, left);
        theirs.publish(gone, forged.deletion(gone, NOW));
        sync(Filter.ALL.withKinds(1), Direction.BOTH, false, false);
        assertFalse(mine.ids().contains(gone.id()));
        assertFalse(theirs.ids().contains(left.id()), "it does not fit");
        assertEquals(2, mine.ids().size());
    }

    @Test
    void whatIsForSomeOnlyStaysHereUnlessItIsWanted() throws Exception {
        Event direct = forged.event(4, NOW);
        Event shielded = forged.event(1, NOW, List.of(List.of("-", "")));
        mine.publish(direct, shielded, forged.note(NOW));
        assertEquals(1, both().sent());
        assertEquals(1, sync(Filter.ALL, Direction.BOTH, true, false).sent());
        assertEquals(Set.of(shielded.id()), difference(mine.ids(), theirs.ids()));
    }

    private static Set<EventId> difference(Set<EventId> from, Set<EventId> what) {
        Set<EventId> left = new HashSet<>(from);
        left.removeAll(what);
        return left;
    }

    @Test
    void whoeverSaysLaterIsAskedLater() throws Exception {
        fill(new Random(2), 10, 150, 150, 1_000);
        AtomicInteger no = new AtomicInteger();
        other.instead = message -> {
            boolean refuse = no.incrementAndGet() % 3 != 0;
            if (refuse && message instanceof ClientMessage.Compare compare) {
                return Optional.of(List.of(new RelayMessage.NotCompared(
                        compare.subscription(), "rate-limited: too many questions from you, slow down")));
            }
            if (refuse && message instanceof ClientMessage.Request request) {
                return Optional.of(List.of(new RelayMessage.Closed(request.subscription(), "rate-limited: slow down")));
            }
            if (no.get() % 7 == 0 && message instanceof ClientMessage.Publish publish) {
                return Optional.of(
                        List.of(new RelayMessage.Ok(publish.event().id().hex(), false, "rate-limited: slow down")));
            }
            return Optional.empty();
        };
        Report report = both();
        assertEquals(mine.ids(), theirs.ids());
        assertEquals(150, report.sent());
        assertTrue(slept.get() > 3, slept.get() + " waits");
        assertFalse(report.plainly());
    }

    /** All that was under way when the other relay had enough is refused: that is one refusal, not so many. */
    @Test
    void burstThatIsRefusedForNowLosesPatienceOnce() throws Exception {
        fill(new Random(12), 0, 2_000, 0, 100_000);
        AtomicInteger left = new AtomicInteger(300);
        other.instead = message -> message instanceof ClientMessage.Publish publish && left.decrementAndGet() < 0
                ? Optional.of(
                        List.of(new RelayMessage.Ok(publish.event().id().hex(), false, "rate-limited: slow down")))
                : Optional.empty();
        Report report = sync(Filter.ALL, Direction.UP, time -> {
            slept.incrementAndGet();
            left.set(50);
        });
        assertEquals(2_000, report.sent());
        assertEquals(2_000, report.missingThere());
        assertEquals(mine.ids(), theirs.ids());
        assertTrue(slept.get() >= 34 && slept.get() < 60, slept.get() + " waits");
    }

    @Test
    void whoeverSaysLaterForEverIsGivenUp() {
        other.instead = message -> message instanceof ClientMessage.Compare compare
                ? Optional.of(List.of(new RelayMessage.NotCompared(compare.subscription(), "rate-limited: no")))
                : Optional.empty();
        assertThrows(IOException.class, this::both);
        assertEquals(6, slept.get());
    }

    @Test
    void whoeverWantsAKeyIsNamedAsSuch() {
        other.instead = message -> message instanceof ClientMessage.Compare compare
                ? Optional.of(List.of(new RelayMessage.NotCompared(compare.subscription(), "auth-required: who?")))
                : Optional.empty();
        assertTrue(
                assertThrows(UnwillingException.class, this::both).getMessage().contains("NIP-42"));
    }

    @Test
    void refusalsAreCountedByReason() throws Exception {
        Event unwelcome = forged.note(NOW);
        mine.publish(unwelcome);
        theirs.refused.add(unwelcome.id());
        Event other1 = forged.note(NOW - 1);
        theirs.publish(other1);
        mine.refused.add(other1.id());
        Report report = both();
        assertEquals(1L, report.rejected().get("blocked: not here"));
        assertEquals(1L, report.refused().get("blocked: not here"));
    }

    @Test
    void whatIsRefusedForGoodIsNotPostedAgainWhereAComparisonBeginsAnew() throws Exception {
        fill(new Random(9), 0, 600, 900, 1_000);
        theirs.refused.addAll(mine.ids());
        AtomicInteger posted = new AtomicInteger();
        AtomicInteger on = new AtomicInteger();
        other.frame = 4_096;
        other.instead = message -> {
            posted.addAndGet(message instanceof ClientMessage.Publish ? 1 : 0);
            return message instanceof ClientMessage.CompareOn goes && on.incrementAndGet() % 3 == 0 && on.get() < 10
                    ? Optional.of(
                            List.of(new RelayMessage.NotCompared(goes.subscription(), "closed: you took too long")))
                    : Optional.empty();
        };
        Report report = both();
        assertTrue(on.get() >= 10, on.get() + " rounds");
        assertEquals(600, posted.get());
        assertEquals(600L, report.rejected().get("blocked: not here"));
        assertTrue(
                report.notes().contains("a comparison was begun anew: closed: you took too long"),
                report.notes().toString());
    }

    @Test
    void comparisonThatIsBrokenOffAgainAndAgainComesNearerToItsEnd() throws Exception {
        fill(new Random(11), 100, 2_000, 2_000, 100_000);
        AtomicInteger on = new AtomicInteger();
        other.instead = message -> message instanceof ClientMessage.CompareOn goes && on.incrementAndGet() % 4 == 0
                ? Optional.of(List.of(
                        new RelayMessage.NotCompared(goes.subscription(), "rate-limited: you compare too fast")))
                : Optional.empty();
        Report report = both();
        assertEquals(mine.ids(), theirs.ids());
        assertEquals(2_000, report.stored());
        assertEquals(2_000, report.sent());
        assertTrue(slept.get() > 6, slept.get() + " times");
        assertFalse(report.plainly());
    }

    @Test
    void eventThatTheOtherFailsAtDoesNotHoldUpTheRest() throws Exception {
        fill(new Random(7), 0, 50, 0, 1_000);
        String bad = mine.ids().iterator().next().hex();
        other.instead = message -> message instanceof ClientMessage.Publish publish
                        && publish.event().id().hex().equals(bad)
                ? Optional.of(List.of(new RelayMessage.Ok(bad, false, "error: too large for me")))
                : Optional.empty();
        Report report = both();
        assertEquals(49, report.sent());
        assertEquals(1L, report.rejected().get("error: too large for me"));
    }

    @Test
    void whoeverFindsEverythingTooLargeIsAskedPageByPage() throws Exception {
        fill(new Random(3), 10, 40, 40, 1_000);
        other.mostCompared = -1;
        Report report = both();
        assertTrue(report.plainly());
        assertEquals(mine.ids(), theirs.ids());
        assertTrue(other.heard.get() < 500, other.heard.get() + " messages");
    }

    @Test
    void secondWithMoreThanIsComparedIsAskedPageByPage() throws Exception {
        List<Event> crowd = new ArrayList<>();
        for (int i = 0; i < 90; i++) {
            crowd.add(forged.note(NOW - 500));
        }
        theirs.publish(crowd.toArray(new Event[0]));
        fill(new Random(4), 50, 20, 20, 100_000);
        other.mostCompared = 50;
        Report report = both();
        assertFalse(report.plainly());
        assertEquals(mine.ids(), theirs.ids());
        assertTrue(
                report.notes().get(0).startsWith("one second"), report.notes().toString());
    }

    private static Optional<List<RelayMessage>> compared(ClientMessage message, byte[] payload) {
        String id = message instanceof ClientMessage.Compare compare
                ? compare.subscription()
                : message instanceof ClientMessage.CompareOn on ? on.subscription() : "";
        return id.isEmpty()
                ? Optional.empty()
                : Optional.of(
                        List.of(new RelayMessage.Compared(id, HexFormat.of().formatHex(payload))));
    }

    @Test
    void comparisonWithoutAnEndIsEnded() {
        fill(new Random(5), 500, 0, 0, 1_000);
        byte[] differs = HexFormat.of().parseHex("61" + "0000" + "01" + "00".repeat(16));
        other.instead = message -> compared(message, differs);
        assertTrue(assertThrows(IOException.class, this::both).getMessage().contains("no end"));
        assertTrue(other.heard.get() < 2 * Comparing.ROUNDS_WITHOUT_NEWS, other.heard.get() + " messages");
    }

    @Test
    void idsThatAreNamedWithoutEndAndNeverGivenAreNotAskedForWithoutEnd() {
        other.instead = message -> {
            java.io.ByteArrayOutputStream named = new java.io.ByteArrayOutputStream();
            named.writeBytes(HexFormat.of().parseHex("61" + "0100" + "02" + "8768")); // below second 0: 1,000 ids
            for (int i = 0; i < 1_000; i++) {
                named.writeBytes(forged.id().bytes());
            }
            named.writeBytes(HexFormat.of().parseHex("0000" + "01" + "00".repeat(16))); // and go on
            return compared(message, named.toByteArray());
        };
        assertThrows(IOException.class, this::both);
        assertTrue(other.heard.get() < 5_000, other.heard.get() + " messages");
    }

    /** Whatever is said, it ends: with an exception that names the other relay's fault, or in order. */
    @Test
    void nonsenseEndsIt() {
        fill(new Random(6), 300, 0, 0, 1_000);
        for (int seed = 0; seed < 300; seed++) {
            Random random = new Random(seed);
            other.heard.set(0);
            other.instead = message -> {
                byte[] payload = new byte[1 + random.nextInt(60)];
                random.nextBytes(payload);
                payload[0] = 0x61;
                return compared(message, payload);
            };
            try {
                both();
            } catch (IOException | UnwillingException e) {
                assertFalse(e.getMessage().isEmpty());
            }
            assertTrue(other.heard.get() < 5_000, other.heard.get() + " messages, seed " + seed);
        }
        assertEquals(300, mine.ids().size());
    }

    @Test
    void eventsThatNobodyAskedForAreNotListenedTo() throws Exception {
        Event wanted = forged.note(NOW);
        theirs.publish(wanted);
        other.instead = message -> {
            if (!(message instanceof ClientMessage.Request request)) {
                return Optional.empty();
            }
            String id = request.subscription();
            return Optional.of(List.of(
                    new RelayMessage.Found(id, forged.note(NOW)),
                    new RelayMessage.Found("another", forged.note(NOW)),
                    new RelayMessage.Found(id, wanted),
                    new RelayMessage.Found(id, wanted),
                    new RelayMessage.Eose(id, false)));
        };
        assertEquals(1, both().stored());
        assertEquals(Set.of(wanted.id()), mine.ids());
    }
}
