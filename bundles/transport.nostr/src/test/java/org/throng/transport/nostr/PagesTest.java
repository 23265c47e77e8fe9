// SPDX-License-Identifier: MIT
package org.throng.transport.nostr;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.throng.cipher.Bytes;
import org.throng.cipher.Sha256;
import org.throng.curve.Curve;
import org.throng.curve.PublicKey;
import org.throng.curve.SecretKey;
import org.throng.curve.Signature;
import org.throng.event.ClientMessage;
import org.throng.event.Event;
import org.throng.event.EventId;
import org.throng.event.Filter;
import org.throng.event.RelayMessage;
import org.throng.parcel.Header;
import org.throng.parcel.HeaderEvent;
import org.throng.parcel.Label;
import org.throng.parcel.Slot;
import org.throng.transport.Harvest;
import org.throng.transport.Page;

class PagesTest {
    private final List<Event> stored = new ArrayList<>();
    private final Set<EventId> shown = new HashSet<>();
    private final Random random = new Random(4_610);

    /** How many nobody can ask for, in slots that fill a whole answer. */
    private long hidden;

    private int calls;

    /** So many headers in each slot, oldest slot first. */
    private void store(int... perSlot) {
        long at = 1_764_000_000L;
        int number = 0;
        for (int count : perSlot) {
            at += Slot.SECONDS;
            for (int i = 0; i < count; i++) {
                PublicKey e = PublicKey.of(Sha256.of(Bytes.u32(number++)));
                Header header = Header.of(e, new byte[Header.CONTENT_LENGTH]);
                Event.Unsigned unsigned = HeaderEvent.make(header, new Slot(at), Label.EVERYBODY);
                stored.add(new Event(
                        unsigned.id(),
                        e,
                        unsigned.createdAt(),
                        unsigned.kind(),
                        unsigned.tags(),
                        unsigned.content(),
                        Signature.of(new byte[64])));
            }
        }
        stored.sort(Comparator.comparingLong(Event::createdAt).reversed().thenComparing(Event::id));
    }

    /** A relay that never gives more than {@code cap} events in one answer; call after call, until nothing is left. */
    private Harvest harvest(int cap) {
        long headers = 0;
        boolean complete = true;
        long until = Long.MAX_VALUE;
        while (until >= 0) {
            Harvest some = call(cap, until);
            calls++;
            headers += some.headers();
            complete &= some.complete();
            assertTrue(some.rest() < until, "each call gets on");
            until = some.rest();
        }
        return new Harvest(headers, complete, until);
    }

    private Harvest call(int cap, long until) {
        Pages pages = new Pages(new TrustingCurve(), Label.EVERYBODY, 0, until, this::take);
        CompletableFuture<Harvest> answer = new CompletableFuture<>();
        List<ClientMessage> asked = new ArrayList<>(List.of(pages.first()));
        for (int round = 0; !answer.isDone(); round++) {
            Filter filter = ((ClientMessage.Request) asked.get(round)).filters().get(0);
            List<Event> given = new ArrayList<>(stored.stream()
                    .filter(filter::matches)
                    .limit(Math.min(cap, filter.limit().orElse(cap)))
                    .toList());
            Collections.shuffle(given, random);
            given.forEach(event -> pages.hear(new RelayMessage.Found("s", event), answer, asked::add));
            pages.hear(new RelayMessage.Eose("s", false), answer, asked::add);
        }
        return answer.join();
    }

    /** What a page says that it leaves must be all that is left. */
    private void take(Page page) {
        page.headers().forEach(event -> shown.add(event.id()));
        long missed = stored.stream()
                .filter(event -> event.createdAt() > page.rest() && !shown.contains(event.id()))
                .count();
        assertTrue(missed <= hidden, missed + " newer ones were not shown");
    }

    @Test
    void everythingComesWhereNoSlotFillsAnAnswer() {
        store(30, 60, 70, 12);
        Harvest harvest = harvest(100);
        assertTrue(harvest.complete());
        assertEquals(172, shown.size());
    }

    @Test
    void oneSmallSlotIsComplete() {
        store(12);
        assertTrue(harvest(500).complete());
        assertEquals(12, shown.size());
    }

    @Test
    void slotThatFillsAnAnswerIsReportedAsIncompleteAndOlderOnesStillCome() {
        store(20, 150, 20);
        hidden = 50;
        Harvest harvest = harvest(100);
        assertFalse(harvest.complete());
        assertEquals(140, shown.size());
    }

    @Test
    void slotOfAThousandHeadersComesWholeWhereTheRelayGivesSoMany() {
        store(20, 1_203, 20);
        assertTrue(harvest(5_000).complete());
        assertEquals(1_243, shown.size());
    }

    @Test
    void callEndsAfterSomePagesAndTheNextOneGoesOn() {
        store(7, 9, 6, 8, 5, 9, 7, 9, 6, 8, 5, 9, 7, 9, 6, 8, 5, 9, 7, 9, 6, 8, 5, 9, 7, 9, 6, 8, 5, 9);
        assertTrue(harvest(10).complete());
        assertEquals(stored.size(), shown.size());
        assertTrue(calls > 1, "one call shows sixteen pages at most");
    }

    @Test
    void eventsOutsideTheWindowAreNotListenedTo() {
        store(3, 3, 3);
        long middle = stored.get(4).createdAt();
        List<Page> seen = new ArrayList<>();
        Pages pages = new Pages(new TrustingCurve(), Label.EVERYBODY, middle, middle, seen::add);
        CompletableFuture<Harvest> answer = new CompletableFuture<>();
        stored.forEach(event -> pages.hear(new RelayMessage.Found("s", event), answer, message -> {}));
        pages.hear(new RelayMessage.Eose("s", false), answer, message -> {});
        assertEquals(3, seen.get(0).headers().size());
        assertEquals(middle - 1, seen.get(0).rest());
        assertEquals(middle - 1, answer.join().rest());
    }

    @Test
    void nothingIsComplete() {
        assertTrue(harvest(100).complete());
    }

    /** Every signature is right. */
    private static final class TrustingCurve implements Curve {
        @Override
        public String name() {
            return "trusting";
        }

        @Override
        public boolean verify(PublicKey key, byte[] message, Signature signature) {
            return true;
        }

        @Override
        public boolean contains(PublicKey key) {
            return true;
        }

        @Override
        public PublicKey publicKey(SecretKey secret) {
            throw new AssertionError("not asked");
        }

        @Override
        public SecretKey withEvenY(SecretKey secret) {
            throw new AssertionError("not asked");
        }

        @Override
        public Signature sign(SecretKey secret, byte[] message, byte[] aux) {
            throw new AssertionError("not asked");
        }

        @Override
        public java.util.Optional<byte[]> agree(SecretKey secret, PublicKey point) {
            throw new AssertionError("not asked");
        }
    }
}
