// SPDX-License-Identifier: MIT
package org.throng.mail.inbox;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.throng.curve.PublicKey;
import org.throng.event.Event;
import org.throng.event.RelayUrl;
import org.throng.itests.mail.Person;
import org.throng.itests.mail.TestClock;
import org.throng.mail.AbsentException;
import org.throng.mail.Inbox;
import org.throng.mailbox.Changes;
import org.throng.mailbox.Drawer;
import org.throng.mailbox.Mailbox;
import org.throng.scheme.Sighting;
import org.throng.transport.RelayFacts;
import org.throng.transport.Transport;

/** The watch runs on the test's thread until it has waited so often as a test says. */
class WatchTest {
    private static final long START = TestClock.START;
    private static final long MONTH_AGO = START - Sightings.OLDEST;

    private final Room room = new Room();
    private final Surroundings around = new Surroundings();
    private final Event header = room.sealed(room.alice.text("hello", 1).tlv()).header();
    private Backlog backlog = backlog();
    private Watch watch = watch(room.bob);

    private Backlog backlog() {
        try {
            return new Backlog(room.mailbox, room.a.url());
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private Watch watch(Person... owners) {
        List<PublicKey> npubs = new ArrayList<>();
        for (Person owner : owners) {
            npubs.add(owner.npub());
        }
        Random none = new Random() {
            private static final long serialVersionUID = 1;

            @Override
            public long nextLong(long bound) {
                return 0;
            }
        };
        return new Watch(room.a.url(), npubs, room.mailbox, around, none, room.clock);
    }

    /** Does what a test says at each step. */
    private final class Surroundings implements Watch.Parts {
        private final List<Long> pauses = new ArrayList<>();
        private final List<List<Event>> scanned = new ArrayList<>();
        private int rounds = 1;
        private boolean absent;
        private Step atScan = count -> {};
        private Step atMeeting = count -> room.a.hangUp("the connection is over");
        private Step atPause = count -> {};
        private int meetings;
        private long bornAt;

        @Override
        public long bornAt(PublicKey owner) {
            return owner.equals(room.carol.npub()) ? bornAt : 0;
        }

        private int roomForLive = Integer.MAX_VALUE / 2;
        private int added;
        private final List<Sighting> live = new ArrayList<>();
        private final List<Sighting> logged = new ArrayList<>();

        @Override
        public Transport transport(RelayUrl relay) throws IOException {
            if (absent) {
                throw new AbsentException("no bundle reaches " + relay + " now");
            }
            return room.transport;
        }

        @Override
        public List<Sighting> lookUp(Mailbox mailbox, RelayUrl relay, List<Event> headers) throws IOException {
            scanned.add(List.copyOf(headers));
            atScan.run(scanned.size());
            return Sightings.of(headers, room.clock.seconds());
        }

        @Override
        public List<Sighting> lookUpLogged(Mailbox mailbox, RelayUrl relay, List<Sighting> logged) {
            this.logged.addAll(logged);
            return logged;
        }

        @Override
        public Backlog backlog(Mailbox mailbox, RelayUrl relay) {
            return backlog;
        }

        @Override
        public void added() {
            added++;
        }

        @Override
        public List<Sighting> live(Mailbox mailbox, RelayUrl relay, List<Sighting> misses) {
            int taken = Math.min(misses.size(), roomForLive - live.size());
            live.addAll(misses.subList(0, taken));
            return misses.subList(taken, misses.size());
        }

        @Override
        public Inbox.Scanning scanning(RelayUrl relay, long unread) {
            return new Inbox.Scanning(
                    backlog.scannedNow(), backlog.addedNow() + backlog.estimate(unread), unread > 0, false, -1);
        }

        @Override
        public void met(Mailbox mailbox, RelayUrl relay, RelayFacts facts, List<PublicKey> owners) {
            try {
                atMeeting.run(++meetings);
            } catch (IOException e) {
                throw new java.io.UncheckedIOException(e);
            }
        }

        @Override
        public void pause(long millis) throws InterruptedException {
            pauses.add(millis);
            try {
                atPause.run(pauses.size());
            } catch (IOException e) {
                throw new java.io.UncheckedIOException(e);
            }
            if (pauses.size() >= rounds) {
                throw new InterruptedException();
            }
        }
    }

    private interface Step {
        void run(int count) throws IOException;
    }

    /** Runs until it waited so often. */
    private void run(int rounds) {
        around.rounds = rounds;
        around.pauses.clear();
        watch.run();
        assertEquals(0, room.a.followers(), "no subscription is left open");
    }

    private Optional<Long> cursor(Person owner) throws IOException {
        return room.mailbox
                .note(Drawer.CURSOR, key(owner))
                .map(bytes -> Long.parseLong(new String(bytes, StandardCharsets.UTF_8)));
    }

    private String key(Person owner) {
        return room.a.url() + " 00: " + owner.npub().hex();
    }

    private String unread(Person owner) throws IOException {
        return room.mailbox
                .note(Drawer.CURSOR, key(owner))
                .map(bytes -> new String(bytes, StandardCharsets.UTF_8))
                .orElse("");
    }

    /** So many headers of strangers in each of some slots, the newest slot an hour ago, one every hour. */
    private List<Event> strangers(int slots, int each) {
        List<Event> all = new ArrayList<>();
        for (int slot = slots; slot > 0; slot--) {
            for (int i = 0; i < each; i++) {
                all.add(room.alice
                        .seal(
                                room.carol.npub(),
                                START - 3_600L * slot,
                                room.alice.text("hi", i).tlv())
                        .header());
            }
        }
        room.a.hold(all.toArray(new Event[0]));
        return all;
    }

    private List<Event> lookedUp() {
        return around.scanned.stream().flatMap(List::stream).toList();
    }

    private void set(Person owner, long seconds) throws IOException {
        room.mailbox.write(new Changes()
                .put(Drawer.CURSOR, key(owner), Long.toString(seconds).getBytes(StandardCharsets.UTF_8)));
    }

    @Test
    void liveHeadersAreFollowedBeforeThePastIsAskedFor() throws Exception {
        room.a.hold(header);
        run(1);
        assertEquals(List.of("look it", "follow " + (START - 1_800), "headers " + MONTH_AGO), room.a.calls());
        assertEquals(List.of(header), around.scanned.get(0));
    }

    @Test
    void cursorStaysHalfAnHourBehind() throws Exception {
        run(1);
        assertEquals(Optional.of(START - 1_800), cursor(room.bob));
        room.clock.move(Duration.ofHours(1));
        run(1);
        assertEquals("headers " + (START - 1_800), room.a.calls("headers").get(1));
        assertEquals(Optional.of(START + 1_800), cursor(room.bob));
    }

    @Test
    void cursorMovesOnlyAfterEverythingWasScanned() throws Exception {
        set(room.bob, START - 7_000);
        around.atScan = count -> {
            throw new IOException("the disk");
        };
        run(1);
        assertEquals(Optional.of(START - 7_000), cursor(room.bob));
        assertEquals(0, around.meetings);
        assertEquals("the disk", watch.report().detail());
        around.atScan = count -> assertEquals(Optional.of(START - 7_000), cursor(room.bob));
        run(1);
        assertEquals(Optional.of(START - 1_800), cursor(room.bob));
    }

    @Test
    void whatWasReadCountsThoughTheConnectionEndedMeanwhile() throws Exception {
        around.atScan = count -> room.a.hangUp("restarts");
        run(1);
        assertEquals(Optional.of(START - 1_800), cursor(room.bob));
        assertEquals("restarts", watch.report().detail());
    }

    @Test
    void keyThatIsTakenInLaterGetsWhatCameBefore() throws Exception {
        set(room.bob, START - 5_000);
        watch = watch(room.bob, room.carol);
        run(1);
        assertEquals(List.of("headers " + MONTH_AGO), room.a.calls("headers"));
        assertEquals(cursor(room.bob), cursor(room.carol));
    }

    @Test
    void keyThatWasMadeHereAsksForNothingFromBeforeItsTime() throws Exception {
        set(room.bob, START - 5_000);
        around.bornAt = START - 100;
        watch = watch(room.bob, room.carol);
        run(1);
        assertEquals(List.of("headers " + (START - 5_000)), room.a.calls("headers"));
        around.bornAt = START - 50_000;
        set(room.carol, START + 1); // a clock that was wrong
        watch = watch(room.bob, room.carol);
        run(1);
        assertEquals("headers " + (START - 51_800), room.a.calls("headers").get(1));
    }

    @Test
    void oneMoreIsServedWithoutASignToTheRelay() throws Exception {
        set(room.bob, START - 5_000);
        around.atMeeting = count -> {
            watch.serve(List.of(room.bob.npub(), room.carol.npub()));
            room.a.hangUp("the connection is over");
        };
        run(1);
        assertEquals(3, room.a.calls().size(), room.a.calls().toString());
        assertEquals(Optional.empty(), cursor(room.carol));
        around.bornAt = START;
        run(1);
        assertEquals("headers " + (START - 1_800), room.a.calls("headers").get(1), "as for Bob alone");
        assertEquals(cursor(room.bob), cursor(room.carol));
    }

    @Test
    void earliestCursorCounts() throws Exception {
        set(room.bob, START - 5_000);
        set(room.carol, START - 9_000);
        watch = watch(room.bob, room.carol);
        run(1);
        assertEquals(List.of("headers " + (START - 9_000)), room.a.calls("headers"));
    }

    @Test
    void nobodyAsksForMoreThanAMonth() throws Exception {
        set(room.bob, START - 90L * 86_400);
        run(1);
        assertEquals(List.of("headers " + MONTH_AGO), room.a.calls("headers"));
    }

    @Test
    void cursorFromTheFutureIsNotBelieved() throws Exception {
        set(room.bob, START + 1);
        run(1);
        assertEquals(List.of("headers " + MONTH_AGO), room.a.calls("headers"));
        assertEquals(Optional.of(START - 1_800), cursor(room.bob));
    }

    @Test
    void clockOfOursThatIsAheadKeepsTheCursorBack() throws Exception {
        room.a.withClockAhead(Duration.ofHours(-1));
        run(1);
        assertEquals(List.of("follow " + (START - 5_400)), room.a.calls("follow"));
        assertEquals(Optional.of(START - 5_400), cursor(room.bob));
    }

    @Test
    void clockOfOursThatIsBehindLosesNothing() throws Exception {
        room.a.withClockAhead(Duration.ofHours(1));
        run(1);
        assertEquals(Optional.of(START - 1_800), cursor(room.bob));
    }

    @Test
    void headerThatComesLiveIsScanned() throws Exception {
        around.atMeeting = count -> room.a.hold(header);
        around.atScan = count -> {
            if (count == 2) {
                room.a.hangUp("the connection is over");
            }
        };
        run(1);
        assertEquals(List.of(List.of(), List.of(header)), around.scanned);
    }

    @Test
    void headersThatComeLiveAndFindNoRoomWaitOnTheDisk() throws Exception {
        around.roomForLive = 0;
        around.atMeeting = count -> room.a.hold(header);
        around.atScan = count -> {
            if (count == 2) {
                room.a.hangUp("the connection is over");
            }
        };
        run(1);
        assertEquals(1, backlog.waiting());
        assertTrue(watch.report().scanning().isUnderWay());
        assertEquals(header.pubkey(), backlog.peek().sightings().get(0).header().e());
    }

    @Test
    void headersForWhichThereIsNoRoomAnywhereAreReadAgainSoonAfterThereIs() throws Exception {
        String added = (Backlog.ROOM - 1) + "";
        room.mailbox.write(new Changes()
                .put(
                        Drawer.CURSOR,
                        room.a.url() + " scan next",
                        ("0 " + added + " " + added + " 0").getBytes(StandardCharsets.UTF_8)));
        backlog = backlog();
        around.roomForLive = 0;
        around.atMeeting = count -> {
            backlog.add(Sightings.of(List.of(header), room.clock.seconds()), new Changes());
            room.a.hold(header);
        };
        List<Inbox.Scanning> seen = new ArrayList<>();
        around.atScan = count -> {
            if (count == 2) {
                room.clock.move(Duration.ofMinutes(2));
                room.a.hold(room.sealed(room.alice.text("more", 2).tlv()).header());
            }
            if (count == 3) { // the scan made room
                seen.add(watch.report().scanning());
                List<Sighting> one = Sightings.of(List.of(header), room.clock.seconds());
                backlog.taken(new Backlog.Batch(Collections.nCopies(9, one.get(0)), 1));
            }
            if (count == 4) {
                room.a.hangUp("the connection is over");
            }
        };
        run(1);
        assertTrue(seen.get(0).estimated(), "something is still to be read");
        assertEquals(List.of("headers " + MONTH_AGO, "headers " + (START - 1_800)), room.a.calls("headers"));
    }

    @Test
    void pastIsAskedForAgainEveryHalfHour() throws Exception {
        around.atMeeting = count -> room.a.hold(header);
        around.atScan = count -> {
            if (count == 2) {
                room.clock.move(Duration.ofMinutes(31));
            }
            if (count == 3) {
                assertEquals(Optional.of(START - 1_800), cursor(room.bob));
                room.a.hold(header);
            }
            if (count == 4) {
                room.a.hangUp("the connection is over");
            }
        };
        run(1);
        assertEquals(List.of("headers " + MONTH_AGO, "headers " + (START - 1_800)), room.a.calls("headers"));
        assertEquals(Optional.of(START + 60), cursor(room.bob));
    }

    @Test
    void relayIsMetAgainEachDayHoweverLongAConnectionLasts() throws Exception {
        around.atMeeting = count -> room.a.hold(header);
        around.atScan = count -> {
            if (count == 2) {
                room.clock.move(Duration.ofHours(25));
            }
            if (count == 3) {
                room.a.hold(header);
            }
            if (count == 4) {
                room.a.hangUp("the connection is over");
            }
        };
        run(1);
        assertEquals(2, around.meetings);
    }

    @Test
    void moreHeadersAtOnceThanThereIsRoomForAreAskedForAnew() throws Exception {
        room.a.hold(header).repeats(20_001);
        run(1);
        assertEquals(Optional.of(START - 1_800), cursor(room.bob), "those that came live are newer");
        assertTrue(
                watch.report().detail().contains("asked for anew"),
                watch.report().detail());
    }

    @Test
    void incompleteWindowIsSaid() throws Exception {
        room.a.cuts();
        List<Inbox.RelayState> seen = new ArrayList<>();
        around.atMeeting = count -> {
            seen.add(watch.report());
            room.a.hangUp("the connection is over");
        };
        run(1);
        assertEquals("following", seen.get(0).state());
        assertTrue(seen.get(0).detail().startsWith("incomplete"), seen.get(0).detail());
        assertTrue(seen.get(0).unverified());
    }

    @Test
    void relayThatFailsIsTriedAtGrowingDistances() {
        room.a.falls();
        run(9);
        assertEquals(List.of(500L, 1_000L, 2_000L, 4_000L, 8_000L, 16_000L, 30_000L, 30_000L, 30_000L), around.pauses);
        assertEquals("unreachable", watch.report().state());
        assertTrue(watch.report().detail().contains("did not answer"));
    }

    @Test
    void connectionThatLastedBeginsTheDistancesAnew() {
        room.a.falls();
        around.atPause = count -> {
            if (count == 4) {
                room.a.rises();
            }
        };
        around.atMeeting = count -> {
            room.clock.move(Duration.ofSeconds(61));
            room.a.hangUp("restarts");
        };
        run(5);
        assertEquals(List.of(500L, 1_000L, 2_000L, 4_000L, 500L), around.pauses);
    }

    @Test
    void connectionThatEndsAtOnceDoesNot() {
        run(4);
        assertEquals(List.of(500L, 1_000L, 2_000L, 4_000L), around.pauses);
        assertEquals(4, around.meetings);
    }

    @Test
    void everyPageIsLookedUpAndWaitsForTheScanWhateverTheRelayGivesInOneAnswer() throws Exception {
        List<Event> all = strangers(7, 3);
        room.a.gives(4, 2);
        run(1);
        assertEquals(Set.copyOf(all), Set.copyOf(lookedUp()));
        assertEquals(Long.toString(START - 1_800), unread(room.bob));
        assertEquals(all.size(), Set.copyOf(drain()).size());
        assertTrue(room.a.calls("headers").size() > 2, "a call has two answers");
        assertEquals(around.scanned.size(), around.added);
    }

    /** What waits for the scan, in the order in which it would be scanned. */
    private List<Sighting> drain() throws IOException {
        List<Sighting> all = new ArrayList<>();
        while (!backlog.isEmpty()) {
            Backlog.Batch batch = backlog.peek();
            all.addAll(batch.sightings());
            room.mailbox.write(backlog.without(batch));
            backlog.taken(batch);
        }
        return all;
    }

    @Test
    void readingThatWasBrokenOffGoesOnWhereItWas() throws Exception {
        List<Event> all = strangers(6, 2);
        room.a.gives(3, 100);
        around.atScan = count -> {
            if (count == 3) {
                throw new IOException("the power fails");
            }
        };
        run(1);
        // two pages were kept: the two newest slots, and a part of the third
        assertEquals((START - 1_800) + " " + MONTH_AGO + "-" + (START - 3 * 3_600), unread(room.bob));
        around.atScan = count -> {};
        around.scanned.clear();
        watch = watch(room.bob); // as after a kill
        run(1);
        assertEquals(
                List.of("headers " + (START - 1_800), "headers " + MONTH_AGO + " to " + (START - 3 * 3_600)),
                room.a.calls("headers").subList(1, 3));
        assertTrue(all.subList(0, 8).containsAll(lookedUp()), "the newest are not read again");
        assertEquals(Long.toString(START - 1_800), unread(room.bob));
        assertEquals(all.size(), Set.copyOf(drain()).size());
    }

    @Test
    void whatCameSinceABrokenReadingIsReadFirst() throws Exception {
        List<Event> all = new ArrayList<>(strangers(6, 2));
        room.a.gives(3, 100);
        around.atScan = count -> {
            if (count == 2) {
                throw new IOException("the power fails");
            }
        };
        run(1);
        room.clock.move(Duration.ofHours(5));
        Event late = room.sealed(room.alice.text("later", 1).tlv()).header();
        room.a.hold(late);
        all.add(late);
        around.atScan = count -> {};
        around.scanned.clear();
        watch = watch(room.bob);
        run(1);
        assertTrue(around.scanned.get(0).contains(late));
        assertEquals(Set.copyOf(all).size(), Set.copyOf(drain()).size());
        assertEquals(Long.toString(START + 5 * 3_600 - 1_800), unread(room.bob));
    }

    @Test
    void whatComesLiveDoesNotWaitForWhatIsRead() throws Exception {
        strangers(3, 1);
        room.a.gives(1, 1);
        around.atScan = count -> {
            if (count == 1) {
                room.a.hold(header);
            }
        };
        run(1);
        assertEquals(1, around.live.size());
    }

    @Test
    void everythingIsReadOnceMoreWhereSomebodyWishesIt() throws Exception {
        List<Event> all = strangers(5, 1);
        around.atMeeting = count -> {
            if (count == 1) {
                watch.again(START - 3 * 3_600);
                room.a.hold(header); // wakes it
            }
        };
        around.atScan = count -> {
            if (count == 3) {
                room.a.hangUp("the connection is over");
            }
        };
        run(1);
        assertEquals(List.of("headers " + MONTH_AGO, "headers " + (START - 3 * 3_600)), room.a.calls("headers"));
        assertTrue(around.scanned.get(2).containsAll(all.subList(2, 5)));
    }

    @Test
    void wishToReadAgainOutlivesTheProcess() throws Exception {
        run(1);
        watch.again(0);
        watch = watch(room.bob);
        run(1);
        assertEquals(List.of("headers " + MONTH_AGO, "headers " + MONTH_AGO), room.a.calls("headers"));
    }

    @Test
    void progressIsToldAndGuessedFromTheTimeThatIsLeft() throws Exception {
        strangers(24, 2);
        room.a.gives(8, 100);
        set(room.bob, START - 24 * 3_600 - 1_800);
        List<Inbox.Scanning> seen = new ArrayList<>();
        around.atScan = count -> seen.add(watch.report().scanning());
        run(1);
        Inbox.Scanning middle = seen.get(3);
        assertTrue(middle.estimated());
        assertTrue(middle.total() > 36 && middle.total() < 70, middle.toString());
        Inbox.Scanning end = watch.report().scanning();
        assertFalse(end.estimated());
        assertEquals(0, end.scanned());
        assertTrue(end.isUnderWay());
        drain();
        assertFalse(watch.report().scanning().isUnderWay());
    }

    private static RelayFacts demanding() {
        return new RelayFacts(
                Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), true, Duration.ZERO);
    }

    @Test
    void relayThatWantsToKnowWhoReadsIsUnusable() {
        room.a.with(demanding());
        run(2);
        assertEquals("unusable", watch.report().state());
        assertTrue(watch.report().detail().contains("NIP-42"), watch.report().detail());
        assertEquals(List.of(), room.a.calls("follow"));
        assertEquals(List.of(), room.a.calls("headers"));
    }

    @Test
    void unusableRelayThatIsDownIsUnreachable() {
        room.a.with(demanding());
        run(1);
        room.a.falls();
        run(1);
        assertEquals("unreachable", watch.report().state());
    }

    @Test
    void wayThatIsAwayIsNoFailureOfTheRelay() {
        around.absent = true;
        run(6);
        assertEquals(List.of(250L, 250L, 250L, 250L, 250L, 250L), around.pauses);
        assertEquals("connecting", watch.report().state());
        assertTrue(watch.report().detail().contains("no bundle reaches"));
        around.absent = false;
        run(1);
        assertEquals(1, around.meetings);
    }

    @Test
    void schemeThatIsAwayIsNoFailureOfTheRelay() throws Exception {
        room.a.hold(header);
        around.atScan = count -> {
            throw new AbsentException("no bundle offers a scheme now");
        };
        run(3);
        assertEquals(List.of(250L, 250L, 250L), around.pauses);
        assertEquals("connecting", watch.report().state());
        assertEquals(Optional.empty(), cursor(room.bob));
    }

    @Test
    void schemeThatGoesAwayWhileHeadersComeIsNoFailureOfTheRelay() throws Exception {
        around.atMeeting = count -> room.a.hold(header);
        around.atScan = count -> {
            if (!around.scanned.get(count - 1).isEmpty()) {
                throw new AbsentException("no bundle offers a scheme now");
            }
        };
        run(1);
        assertEquals(List.of(250L), around.pauses);
        around.atScan = count -> {};
        around.atMeeting = count -> room.a.hangUp("the connection is over");
        run(1);
        assertTrue(around.scanned.get(around.scanned.size() - 1).contains(header), "it is shown again");
    }

    @Test
    void relayThatWasLeftSaysUntilWhenItIsRead() {
        run(1);
        watch.leftUntil(1_803_024_000);
        assertTrue(watch.report().left());
        assertTrue(
                watch.report().detail().startsWith("left; read until 2027-02-19"),
                watch.report().detail());
        watch.leftUntil(0);
        assertFalse(watch.report().left());
    }

    @Test
    void watchThatIsStoppedEnds() throws Exception {
        around.atMeeting = count -> {};
        watch.start();
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        while (!watch.report().state().equals("following")) {
            assertTrue(System.nanoTime() < deadline, watch.report().detail());
            Thread.onSpinWait();
        }
        watch.stop();
        assertEquals(0, room.a.followers());
        assertEquals(List.of(), around.pauses);
    }
}
