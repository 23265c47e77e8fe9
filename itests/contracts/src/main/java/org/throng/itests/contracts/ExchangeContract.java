// SPDX-License-Identifier: MIT
package org.throng.itests.contracts;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.throng.curve.Curve;
import org.throng.curve.PublicKey;
import org.throng.curve.SecretKey;
import org.throng.event.Event;
import org.throng.event.EventId;
import org.throng.event.Filter;
import org.throng.event.negentropy.Items;
import org.throng.relay.Exchange;

/** What every {@link Exchange} must do, so that relays which mirror each other become alike. */
public abstract class ExchangeContract {
    private static final long SECONDS = 20;

    /** The exchange of a relay that is empty at the begin of each test and takes what is well-formed; the same one for each call. */
    protected abstract Exchange exchange();

    /** The curve that events are signed with. */
    protected abstract Curve curve();

    /** UNIX seconds, by the relay's clock. */
    protected abstract long now();

    /** The relay's clock goes on. */
    protected abstract void pass(long seconds);

    /** An event of somebody. */
    protected final Event event(int author, int kind, long createdAt, String content, List<List<String>> tags) {
        byte[] bytes = new byte[SecretKey.LENGTH];
        bytes[0] = 1;
        bytes[31] = (byte) author;
        SecretKey secret = SecretKey.of(bytes);
        PublicKey key = curve().publicKey(secret);
        return Event.sign(curve(), secret, new Event.Unsigned(key, createdAt, kind, tags, content), new byte[32]);
    }

    private Event note(int author, String content) {
        return event(author, 1, now(), content, List.of());
    }

    /** Takes an event that a comparison brought. */
    protected final Exchange.Taken take(Event event) throws Exception {
        return exchange().take(event, Exchange.Way.COMPARED).get(SECONDS, TimeUnit.SECONDS);
    }

    /** The ids of a part. */
    protected static Set<EventId> ids(Items items) {
        Set<EventId> ids = new HashSet<>();
        for (int i = 0; i < items.size(); i++) {
            ids.add(items.id(i));
        }
        return ids;
    }

    @Test
    void whatWasTakenIsHereOnceAndIsGivenAsItCame() throws Exception {
        Event event = event(1, 1, now(), "\u2028 \u007f \"", List.of(List.of(), List.of("t", "")));
        assertEquals(new Exchange.Taken(true, ""), take(event));
        assertEquals(new Exchange.Taken(false, ""), take(event), "a second time it is no news, and no refusal");
        assertEquals(Optional.of(event), exchange().give(event.id(), false));
        assertEquals(Optional.empty(), exchange().give(note(1, "not here").id(), true));
    }

    @Test
    void missingAreThoseThatAreNotHereInTheirOrder() throws Exception {
        Event here = note(1, "here");
        take(here);
        EventId first = note(1, "first").id();
        EventId second = note(2, "second").id();
        assertEquals(List.of(second, first), exchange().missing(List.of(second, here.id(), first)));
        assertEquals(List.of(), exchange().missing(List.of()));
    }

    @Test
    void newestAreWholeSecondsAndLeaveNothingOut() throws Exception {
        Set<EventId> all = new HashSet<>();
        for (int i = 0; i < 40; i++) {
            Event event = event(1 + i % 3, 1, now() - i / 8, "n" + i, List.of());
            all.add(event.id());
            take(event);
        }
        Set<EventId> seen = new HashSet<>();
        Filter rest = Filter.ALL;
        for (int parts = 1; ; parts++) {
            assertTrue(parts <= 5, "there is one second in each part at least");
            Exchange.Part part = exchange().newest(rest, false, 3);
            assertTrue(part.items().size() >= 3);
            assertEquals(0, part.items().size() % 8, "part of a second");
            ids(part.items()).forEach(id -> assertTrue(seen.add(id), "an event came twice"));
            if (part.since() == Long.MIN_VALUE) {
                break;
            }
            rest = Filter.ALL.withUntil(part.since() - 1);
        }
        assertEquals(all, seen);
        Exchange.Part none = exchange().newest(Filter.ALL.withKinds(7), false, 1);
        assertEquals(0, none.items().size());
        assertEquals(Long.MIN_VALUE, none.since());
    }

    @Test
    void whatIsForItsPartiesOnlyGoesJustWhereThatIsWanted() throws Exception {
        String receiver = event(2, 1, now(), "", List.of()).pubkey().hex();
        for (int kind : new int[] {4, 1059}) {
            Event closed = event(1, kind, now(), "sealed", List.of(List.of("p", receiver)));
            assertTrue(take(closed).stored());
            assertEquals(Optional.empty(), exchange().give(closed.id(), false));
            assertEquals(Optional.of(closed), exchange().give(closed.id(), true));
            assertFalse(ids(exchange().newest(Filter.ALL, false, 100).items()).contains(closed.id()));
            assertTrue(ids(exchange().newest(Filter.ALL, true, 100).items()).contains(closed.id()));
        }
    }

    @Test
    void whatHasExpiredIsNeitherGivenNorTaken() throws Exception {
        Event brief = event(1, 1, now(), "brief", List.of(List.of("expiration", Long.toString(now() + 10))));
        assertTrue(take(brief).stored());
        pass(10);
        assertEquals(Optional.empty(), exchange().give(brief.id(), true));
        assertEquals(0, exchange().newest(Filter.ALL, true, 100).items().size());
        Event over = event(1, 1, now() - 20, "over", List.of(List.of("expiration", Long.toString(now()))));
        assertRefused(over, "invalid: ");
    }

    private void assertRefused(Event event, String word) throws Exception {
        Exchange.Taken taken = take(event);
        assertFalse(taken.stored());
        assertTrue(taken.refusal().startsWith(word), taken.refusal());
        assertEquals(Optional.empty(), exchange().give(event.id(), true));
    }

    @Test
    void whatIsNotInOrderIsRefusedWithAWord() throws Exception {
        Event good = note(1, "good");
        Event other = note(2, "other");
        assertRefused(
                new Event(good.id(), good.pubkey(), good.createdAt(), 1, List.of(), "good", other.signature()),
                "invalid: ");
        assertRefused(
                new Event(good.id(), good.pubkey(), good.createdAt(), 1, List.of(), "bad", good.signature()),
                "invalid: ");
        assertRefused(event(1, 20_001, now(), "nobody keeps it", List.of()), "invalid: ");
        assertRefused(event(1, 1, now(), "its author's to publish", List.of(List.of("-"))), "restricted: ");
    }

    @Test
    void deletedEventsDoNotComeBack() throws Exception {
        Event note = note(1, "gone");
        take(note);
        Event deletion = event(1, 5, now(), "", List.of(List.of("e", note.id().hex())));
        assertTrue(take(deletion).stored());
        assertFalse(take(note).stored());
        assertEquals(Optional.empty(), exchange().give(note.id(), true));
        assertEquals(
                Set.of(deletion.id()),
                ids(exchange().newest(Filter.ALL, true, 10).items()));
    }

    @Test
    void oneEventFromManySidesIsStoredOnce() throws Exception {
        Event event = note(1, "from everywhere");
        List<CompletableFuture<Exchange.Taken>> all = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            all.add(exchange().take(event, i % 2 == 0 ? Exchange.Way.LIVE : Exchange.Way.COMPARED));
        }
        int stored = 0;
        for (CompletableFuture<Exchange.Taken> one : all) {
            Exchange.Taken taken = one.get(SECONDS, TimeUnit.SECONDS);
            assertEquals("", taken.refusal());
            stored += taken.stored() ? 1 : 0;
        }
        assertEquals(1, stored);
    }

    @Test
    void listenersAreShownWhatIsNewUntilTheyEnd() throws Exception {
        List<EventId> shown = new CopyOnWriteArrayList<>();
        Event first = note(1, "first");
        Exchange.Listening listening = exchange().listen(event -> shown.add(event.id()));
        take(first);
        take(first);
        listening.close();
        take(note(2, "second"));
        assertEquals(List.of(first.id()), shown);
    }
}
