// SPDX-License-Identifier: MIT
package org.throng.mail.inbox;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.BitSet;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class UnreadTest {
    @Test
    void whatIsReadFromTheTopLeavesAHoleBelow() throws Exception {
        Unread all = Unread.since(100).open(500, 100);
        assertEquals("500 100-499", all.text());
        assertEquals(100, all.newestSince());
        assertEquals("500 100-300", all.without(301, Long.MAX_VALUE).text());
        assertEquals("500", all.without(100, Long.MAX_VALUE).text());
        assertEquals(500, all.without(301, Long.MAX_VALUE).newestSince());
    }

    @Test
    void textIsReadBackAndThatOfEarlierVersionsToo() throws Exception {
        for (String text : List.of("5", "900 1-2 5-7")) {
            assertEquals(text, Unread.read(text).text());
        }
        for (String wrong : List.of("", "x", "5 3", "5 3-", "5 4-3", "5 1-2 x-y")) {
            assertThrows(IOException.class, () -> Unread.read(wrong), wrong);
        }
    }

    @Test
    void holesOlderThanHeadersCountAreForgotten() throws Exception {
        assertEquals("900 50-60", Unread.read("900 1-2 40-60").open(900, 50).text());
    }

    @Test
    void clockThatWentBackMakesNothingUnread() throws Exception {
        assertEquals("900", Unread.read("900").open(700, 0).text());
    }

    @Test
    void manyHolesAreClosedUpAndNothingIsLost() {
        Unread many = Unread.since(10_000);
        Unread marked = many;
        for (int i = 0; i < 100; i++) {
            marked = Unread.ofAny(List.of(marked, new Unread(10_000, List.of(new Unread.Hole(10L * i, 10L * i + 3)))));
        }
        assertTrue(marked.holes().size() <= 8, marked.text());
        for (int i = 0; i < 100; i++) {
            long at = 10L * i;
            assertTrue(
                    marked.holes().stream().anyMatch(hole -> hole.from() <= at && at + 3 <= hole.to()), marked.text());
        }
    }

    /** Against a set of seconds. */
    @Test
    void agreesWithASetOfSeconds() {
        Random random = new Random(4_610);
        for (int run = 0; run < 300; run++) {
            Unread unread = Unread.since(0);
            BitSet set = new BitSet();
            set.set(0, 1_000);
            int top = 0;
            for (int step = 0; step < 12; step++) {
                int first = random.nextInt(900);
                int last = first + random.nextInt(300);
                switch (random.nextInt(4)) {
                    case 0 -> {
                        top = Math.max(top, Math.min(first, 900));
                        unread = unread.open(Math.min(first, 900), 0);
                    }
                    case 1 -> {
                        unread = unread.without(first, last);
                        set.clear(first, Math.min(last + 1, Math.max(first, top)));
                    }
                    case 2 -> {
                        unread = unread.again(first);
                        set.set(first, 1_000);
                    }
                    default -> unread = Unread.ofAny(List.of(unread));
                }
                int held = top;
                Unread now = unread;
                BitSet left = new BitSet();
                left.set((int) now.from(), 1_000);
                now.holes().forEach(hole -> left.set((int) hole.from(), (int) hole.to() + 1));
                assertEquals(held, now.from());
                BitSet lost = (BitSet) set.clone();
                lost.andNot(left);
                assertTrue(lost.isEmpty(), () -> "lost " + lost + " of " + now.text());
            }
        }
    }
}
