// SPDX-License-Identifier: MIT
package org.throng.mail.inbox;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.throng.cipher.Bytes;
import org.throng.cipher.Sha256;
import org.throng.event.Event;
import org.throng.event.RelayUrl;
import org.throng.itests.mail.MemoryFeed;
import org.throng.itests.mail.TestClock;
import org.throng.mailbox.Mailbox;
import org.throng.parcel.Header;
import org.throng.scheme.Sighting;

/** What was not read comes out of the feed, each record once, as the signed ticks name it; else by NIP-01, and it is said. */
class FeedReadingTest {
    private static final long START = TestClock.START;
    private static final long DAY = 86_400;

    private final Room room = new Room();
    private final MemoryFeed feed = new MemoryFeed();
    private final Surroundings around = new Surroundings();
    private Backlog backlog;
    private Reading reading;

    private final class Surroundings implements Reading.Parts {
        private final List<Sighting> logged = new ArrayList<>();
        private final List<Event> shown = new ArrayList<>();
        private int failsAfter = Integer.MAX_VALUE;

        @Override
        public List<Sighting> lookUp(Mailbox mailbox, RelayUrl relay, List<Event> headers) {
            shown.addAll(headers);
            return List.of();
        }

        @Override
        public List<Sighting> lookUpLogged(Mailbox mailbox, RelayUrl relay, List<Sighting> some) throws IOException {
            if (logged.size() >= failsAfter) {
                throw new IOException("the disk is full");
            }
            logged.addAll(some);
            return some;
        }

        @Override
        public Backlog backlog(Mailbox mailbox, RelayUrl relay) {
            return backlog;
        }

        @Override
        public void added() {
            // nobody scans here
        }
    }

    @BeforeEach
    void begin() throws IOException {
        backlog = new Backlog(room.mailbox, room.a.url());
        room.a.with(feed);
        reading = anew();
    }

    private Reading anew() {
        return new Reading(room.a.url(), List.of(room.bob.npub()), room.mailbox, around, room.clock);
    }

    private static List<byte[]> records(int from, int to) {
        return IntStream.range(from, to).mapToObj(FeedReadingTest::record).toList();
    }

    private static byte[] record(int number) {
        byte[] part = Sha256.of(Bytes.u32(number));
        return Bytes.join(part, Sha256.of(part), part, Sha256.of(part, part));
    }

    private static Header header(int number) {
        return Header.of(record(number));
    }

    private List<Header> read() {
        return around.logged.stream().map(Sighting::header).toList();
    }

    private static List<Header> headers(int from, int to) {
        return IntStream.range(from, to).mapToObj(FeedReadingTest::header).toList();
    }

    /** Reads what there is, to its end. */
    private void goOn() throws Exception {
        goOn(reading);
    }

    private void goOn(Reading one) throws Exception {
        one.begin(room.clock.seconds(), Watch.BEHIND_SECONDS, Optional.of(feed.address()));
        long deadline = System.nanoTime() + Duration.ofSeconds(20).toNanos();
        while (one.goOn(room.transport) != Reading.Stand.READ) {
            assertTrue(System.nanoTime() < deadline, "not read within 20 s");
            Thread.sleep(1);
        }
    }

    @Test
    void recordsOfAllLanesAreReadOnceWithTheDayOfTheFirstTickThatCoversThem() throws Exception {
        feed.tick(START - 10 * DAY);
        feed.append(7, records(0, 700)).tick(START - 3 * DAY);
        feed.append(7, records(700, 1_000)).append(3, records(5_000, 5_010)).tick(START - DAY);
        feed.append(3, records(5_010, 5_300)).tick(START - 30);
        goOn();
        List<Header> all = new ArrayList<>(headers(5_000, 5_300));
        all.addAll(headers(0, 1_000));
        assertEquals(all, read());
        assertTrue(reading.isVerified());
        assertEquals("", reading.told());
        assertEquals(1_300, backlog.waiting());
        long today = START / DAY;
        assertEquals(today - 3, dayOf(699));
        assertEquals(today - 1, dayOf(700));
        assertEquals(today - 1, dayOf(5_009));
        assertEquals(today, dayOf(5_010));
        assertEquals(1, room.a.calls("headers").size());
        assertEquals(
                List.of("headers " + (START - Watch.BEHIND_SECONDS)),
                room.a.calls("headers"),
                "by NIP-01 only what may have come since");

        room.clock.move(Duration.ofDays(2));
        feed.append(7, records(1_000, 1_300)).tick(room.clock.seconds() - 20);
        around.logged.clear();
        goOn(anew());
        assertEquals(headers(1_000, 1_300), read());
        assertEquals(today + 2, dayOf(1_299));
    }

    private int dayOf(int number) {
        return around.logged.stream()
                .filter(one -> one.header().equals(header(number)))
                .findFirst()
                .orElseThrow()
                .logDay();
    }

    @Test
    void whatIsOlderThanWhatIsWantedIsNotDownloaded() throws Exception {
        feed.append(7, records(0, 1_024)).tick(START - 40 * DAY);
        feed.append(7, records(1_024, 2_000)).tick(START - 20 * DAY);
        feed.tick(START - 60);
        goOn();
        assertEquals(headers(1_024, 2_000), read());
        assertFalse(
                feed.asked().contains("00_/7/tile/entries/003"), feed.asked().toString());
        assertTrue(feed.asked().stream().noneMatch(path -> path.contains("/tile/0/")), "leaves are hashed here");
    }

    @Test
    void readingThatWasKilledGoesOnAfterItsLastPage() throws Exception {
        feed.append(7, records(0, 20_000)).tick(START - 60);
        around.failsAfter = 8_000;
        try {
            goOn();
        } catch (IOException e) {
            assertEquals("the disk is full", e.getMessage());
        }
        reading.close();
        int before = around.logged.size();
        assertTrue(before >= 8_000 && before < 20_000, before + " read");
        assertFalse(reading.isVerified());
        around.failsAfter = Integer.MAX_VALUE;
        feed.asked().clear();
        reading = anew();
        goOn();
        assertEquals(headers(0, 20_000), read(), "each once");
        assertFalse(feed.asked().contains("00_/7/tile/entries/000"));
        assertTrue(reading.isVerified());
    }

    @Test
    void someoneWhoReadsEverythingOnceMoreHasItFromTheFeed() throws Exception {
        feed.append(7, records(0, 300)).tick(START - 60);
        goOn();
        around.logged.clear();
        reading.again(0);
        while (reading.goOn(room.transport) != Reading.Stand.READ) {
            Thread.sleep(1);
        }
        assertEquals(headers(0, 300), read());
    }

    @Test
    void identityThatWasTakenInLaterHasEverythingBefore() throws Exception {
        feed.append(7, records(0, 300)).tick(START - 60);
        goOn();
        around.logged.clear();
        reading.serve(List.of(room.bob.npub(), room.carol.npub()));
        goOn();
        assertEquals(headers(0, 300), read());
    }

    @Test
    void logThatWasRewrittenIsSaidAloudAndHeadersComeByNip01() throws Exception {
        feed.append(7, records(0, 300)).tick(START - 120);
        goOn();
        assertTrue(reading.isVerified());
        room.clock.move(Duration.ofMinutes(40));
        feed.rewrite(7, 5, record(77_777)).append(7, records(300, 400)).tick(room.clock.seconds() - 30);
        Event header = room.sealed(room.alice.text("hello", 1).tlv()).header();
        room.a.hold(header);
        goOn();
        assertFalse(reading.isVerified());
        assertTrue(reading.told().contains("was rewritten"), reading.told());
        assertEquals(List.of(header), around.shown);
        assertEquals(300, around.logged.size(), "nothing is taken out of it");
    }

    @Test
    void ticksThatAreNotSignedOrOfAnotherKeyAreSaid() throws Exception {
        feed.append(7, records(0, 10)).tick(START - 60);
        goOn();
        feed.signsAs("somebody else");
        room.a.with(feed);
        goOn();
        assertFalse(reading.isVerified());
        assertTrue(reading.told().contains("another key"), reading.told());
        reading.again(0);
        goOn();
        assertTrue(reading.isVerified(), "whoever begins anew believes the new one: " + reading.told());
    }

    @Test
    void entriesThatAreNotThoseOfTheRootAreNotTaken() throws Exception {
        feed.append(7, records(0, 600)).tick(START - 60);
        List<byte[]> others = new ArrayList<>(records(0, 256));
        others.set(9, record(88_888));
        feed.forge("00_/7/tile/entries/000", org.throng.feed.EntryBundle.write(others));
        goOn();
        assertEquals(List.of(), read());
        assertTrue(reading.told().contains("not those whose hash is signed"), reading.told());
    }

    @Test
    void feedThatCannotBeReadIsSaidAndIsNoFraud() throws Exception {
        feed.append(7, records(0, 600)).tick(START - 60);
        feed.refuses("crowds");
        goOn();
        assertFalse(reading.isVerified());
        assertTrue(reading.told().startsWith("unverified: its feed could not be read"), reading.told());
        assertEquals(1, room.a.calls("headers").size());
        feed.refuses("");
        goOn();
        assertTrue(reading.isVerified());
        assertEquals(headers(0, 600), read());
    }

    @Test
    void whatWasProvenAndReadHasOneFormOnTheDisk() throws Exception {
        FeedPlace place = FeedPlace.from(5, java.util.Set.of(room.bob.npub()))
                .read(7, 300)
                .read(1, 2)
                .whole(60);
        assertEquals(place, FeedPlace.read(place.bytes()));
    }
}
