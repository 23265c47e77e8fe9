// SPDX-License-Identifier: MIT
package org.throng.mail.inbox;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.throng.event.Event;
import org.throng.mail.AbsentException;
import org.throng.mailbox.Changes;
import org.throng.mailbox.Drawer;
import org.throng.mailbox.Mailbox;
import org.throng.scheme.Sighting;

class ScannerTest {
    private final Room room = new Room();
    private final List<Integer> batches = new CopyOnWriteArrayList<>();
    private Scanner.Step step = (open, relay, headers, with) -> {
        batches.add(headers.size());
        room.scan.scan(open, relay, headers, with);
    };
    private final Scanner scanner = new Scanner((open, relay, headers, with) -> step.scan(open, relay, headers, with));

    @AfterEach
    void end() throws Exception {
        scanner.stop();
    }

    private List<Sighting> sightings(Event... events) {
        return Sightings.of(List.of(events), room.clock.seconds());
    }

    private Event mine() {
        return room.sealed(room.alice.text("hello", 1).tlv()).header();
    }

    private void await(String what, BooleanSupplier condition) {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        while (!condition.getAsBoolean()) {
            assertTrue(System.nanoTime() < deadline, "never came: " + what);
            Thread.onSpinWait();
        }
    }

    private int pending() {
        try {
            return room.notes(Drawer.PENDING).size();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private Backlog filled(Event... events) throws IOException {
        Backlog backlog = scanner.backlog(room.mailbox, room.a.url());
        for (Event event : events) {
            backlog.add(sightings(event), new Changes());
        }
        return backlog;
    }

    @Test
    void whatWaitsIsScannedInTheBackgroundAndLeavesTheDisk() throws Exception {
        scanner.open(room.mailbox);
        Backlog backlog = filled(mine(), mine(), mine());
        scanner.start();
        await("three headers of mine", () -> pending() == 3 && backlog.isEmpty());
        assertEquals(List.of(), room.notes(Drawer.BACKLOG));
        assertFalse(scanner.report(room.a.url(), 0).isUnderWay());
    }

    @Test
    void whatWaitedBeforeARestartIsScannedThoughNobodyFollowsTheRelay() throws Exception {
        new Backlog(room.mailbox, room.b.url()).add(sightings(mine()), new Changes());
        scanner.start();
        scanner.open(room.mailbox);
        await("a header of mine", () -> pending() == 1);
    }

    @Test
    void pauseLastsOverARestartAndEndsAtTheNextWord() throws Exception {
        scanner.open(room.mailbox);
        scanner.pause(true);
        filled(mine());
        scanner.start();
        scanner.live(room.mailbox, room.a.url(), sightings(mine()));
        assertTrue(scanner.report(room.a.url(), 0).paused());
        Scanner later = new Scanner((open, relay, headers, with) -> batches.add(headers.size()));
        later.open(room.mailbox);
        later.start();
        assertTrue(later.report(room.a.url(), 0).paused());
        assertEquals(1, later.report(room.a.url(), 0).total());
        later.stop();
        assertEquals(List.of(), batches);
        scanner.pause(false);
        await("both headers of mine", () -> pending() == 2);
    }

    @Test
    void whatComesLiveWhileTheScanIsPausedIsTold() throws Exception {
        scanner.open(room.mailbox);
        scanner.pause(true);
        assertEquals(List.of(), scanner.live(room.mailbox, room.a.url(), sightings(mine())));
        assertTrue(scanner.report(room.a.url(), 0).isUnderWay());
        assertEquals(1, scanner.report(room.a.url(), 0).total());
    }

    @Test
    void liveHeadersThatFindNoRoomAreGivenBack() throws Exception {
        scanner.open(room.mailbox);
        List<Sighting> flood = Collections.nCopies(5_000, sightings(mine()).get(0));
        assertEquals(904, scanner.live(room.mailbox, room.a.url(), flood).size());
        assertEquals(5_000, scanner.live(room.mailbox, room.a.url(), flood).size());
    }

    @Test
    void liveHeadersGoBeforeThoseThatWait() throws Exception {
        CountDownLatch holds = new CountDownLatch(1);
        List<Integer> order = new CopyOnWriteArrayList<>();
        step = (open, relay, headers, with) -> {
            order.add(headers.size());
            if (order.size() == 1) {
                try {
                    assertTrue(holds.await(20, TimeUnit.SECONDS));
                } catch (InterruptedException e) {
                    throw new IOException(e);
                }
            }
            open.write(with.put(Drawer.NOTE, "scanned", new byte[0]));
        };
        scanner.open(room.mailbox);
        List<Event> many = new ArrayList<>();
        for (int i = 0; i < 17; i++) { // a batch has sixteen records at most
            many.add(mine());
        }
        Backlog backlog = filled(many.toArray(new Event[0]));
        scanner.start();
        await("the first batch", () -> order.size() == 1);
        scanner.live(room.mailbox, room.a.url(), sightings(mine(), mine()));
        holds.countDown();
        await("the end", backlog::isEmpty);
        assertEquals(List.of(16, 2, 1), order);
    }

    @Test
    void batchThatFailedIsScannedAgain() throws Exception {
        Scanner.Step right = step;
        step = (open, relay, headers, with) -> {
            if (batches.isEmpty()) {
                batches.add(0);
                throw new AbsentException("no bundle offers a scheme now");
            }
            right.scan(open, relay, headers, with);
        };
        scanner.open(room.mailbox);
        filled(mine());
        scanner.live(room.mailbox, room.a.url(), sightings(mine()));
        scanner.start();
        await("both headers of mine", () -> pending() == 2);
    }

    @Test
    void nothingIsDoneInAMailboxThatIsClosed() throws Exception {
        CountDownLatch inside = new CountDownLatch(1);
        List<String> ends = new CopyOnWriteArrayList<>();
        step = (open, relay, headers, with) -> {
            inside.countDown();
            try {
                new CountDownLatch(1).await();
            } catch (InterruptedException e) {
                ends.add("interrupted");
                throw new java.util.concurrent.CancellationException("interrupted");
            }
        };
        scanner.open(room.mailbox);
        filled(mine());
        scanner.start();
        assertTrue(inside.await(20, TimeUnit.SECONDS));
        scanner.close(room.mailbox);
        assertEquals(List.of("interrupted"), ends, "the batch is over when the call returns");
        assertEquals(1, new Backlog(room.mailbox, room.a.url()).waiting());
        Mailbox closed = room.mailbox;
        org.junit.jupiter.api.Assertions.assertThrows(
                AbsentException.class, () -> scanner.backlog(closed, room.a.url()));
    }

    /** The race that the second look is for: what expects a header comes after it was looked up. */
    @Test
    void headerThatIsExpectedLaterIsLookedUpOnceMoreBeforeTheScan() throws Exception {
        List<String> seen = new ArrayList<>();
        room.schemes.add(0, new TableScheme((sightings, readers) -> {
            seen.add("looked up " + sightings.size());
            return List.of();
        }));
        Event header = mine();
        List<Sighting> misses =
                room.lookUp.look(room.mailbox, room.a.url(), sightings(header)).misses();
        assertEquals(1, misses.size());
        room.scan.scan(room.mailbox, room.a.url(), misses, new Changes());
        assertEquals(List.of("looked up 1", "looked up 1"), seen);
    }
}
