// SPDX-License-Identifier: MIT
package org.throng.mail.outbox;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.throng.cipher.MlKem768;
import org.throng.event.Event;
import org.throng.event.EventId;
import org.throng.itests.mail.MemoryRelay;
import org.throng.itests.mail.Person;
import org.throng.itests.mail.TestClock;
import org.throng.mail.Chores;
import org.throng.mail.FailedKey;
import org.throng.mail.Strength;
import org.throng.mailbox.Changes;
import org.throng.mailbox.Drawer;
import org.throng.mailbox.Letter;
import org.throng.parcel.BodyEvent;
import org.throng.parcel.HeaderEvent;
import org.throng.parcel.Tlv;
import org.throng.parcel.profile.Profile;
import org.throng.parcel.rumor.Rumor;
import org.throng.parcel.tlv.KemKey;
import org.throng.scheme.Opened;
import org.throng.transport.Receipt;

class PostmanTest {
    private final Desk desk = new Desk();

    private void assertState(Letter.State state, EventId letter, String... words) throws Exception {
        Letter now = desk.letter(letter);
        assertEquals(state, now.state(), now.detail());
        for (String part : words) {
            assertTrue(now.detail().contains(part), "'" + part + "' is not in: " + now.detail());
        }
    }

    private boolean isMarkedFailed(EventId letter) throws Exception {
        return desk.mailbox
                .note(Drawer.NOTE, FailedKey.of(desk.alice.npub(), letter))
                .isPresent();
    }

    @Test
    void letterIsPostedToEveryRelayOfTheRecipientAndThenDone() throws Exception {
        EventId letter = desk.text("hello");
        desk.work();
        assertState(Letter.State.POSTED, letter, "relay 2 of 2 said OK");
        assertEquals("direct", desk.letter(letter).scheme());
        assertEquals(Optional.empty(), desk.delivery(letter));
        for (MemoryRelay relay : List.of(desk.a, desk.b)) {
            assertEquals(List.of("hello"), texts(relay));
            assertEquals(letter, desk.bob.rumors(relay).get(0).id());
        }
        assertTrue(desk.postman.due(desk.mailbox).isEmpty());
    }

    private List<String> texts(MemoryRelay relay) {
        return desk.bob.rumors(relay).stream().map(Rumor::content).toList();
    }

    @Test
    void relayThatWasDownIsTriedAgainAndTheOtherIsLeftAlone() throws Exception {
        EventId letter = desk.text("hello");
        desk.b.falls();
        desk.work();
        assertState(Letter.State.POSTED, letter, "relay 1 of 2 said OK", "wss://b.test did not answer");
        desk.b.rises();
        desk.workLater();
        assertState(Letter.State.POSTED, letter, "relay 2 of 2 said OK");
        assertEquals(2, desk.a.offered().size());
        assertEquals(List.of("hello"), texts(desk.b));
        assertTrue(desk.postman.due(desk.mailbox).isEmpty());
    }

    @Test
    void secondAttemptHasTheSameRumorAndNothingElseInCommon() throws Exception {
        EventId letter = desk.text("hello");
        desk.b.falls();
        desk.work();
        desk.b.rises();
        desk.workLater();
        assertEquals(letter, desk.bob.rumors(desk.b).get(0).id());
        List<Event> all = List.of(
                desk.a.offered().get(0),
                desk.a.offered().get(1),
                desk.b.offered().get(0),
                desk.b.offered().get(1));
        assertEquals(4, all.stream().map(Event::pubkey).distinct().count());
        assertEquals(4, all.stream().map(Event::content).distinct().count());
    }

    @Test
    void nothingIsTriedBeforeItsTime() throws Exception {
        EventId letter = desk.text("hello");
        desk.a.falls();
        desk.b.falls();
        desk.work();
        assertState(Letter.State.QUEUED, letter, "did not answer", "attempt 2 in about 1 s");
        assertTrue(desk.postman.due(desk.mailbox).isEmpty());
        desk.clock.move(Duration.ofMillis(1_501));
        assertEquals(1, desk.postman.due(desk.mailbox).size());
    }

    @Test
    void silentRelaysAreTriedAtGrowingDistances() throws Exception {
        EventId letter = desk.text("hello");
        desk.a.falls();
        desk.b.falls();
        for (int failures = 1; failures <= 20; failures++) {
            desk.work();
            Delivery delivery = desk.delivery(letter).orElseThrow();
            assertEquals(failures, delivery.attempts());
            long wait = delivery.nextAt() - desk.clock.millis();
            long base = Math.min(300_000, 1_000L << (failures - 1));
            assertTrue(wait >= base / 2 && wait <= base / 2 + base, failures + " failures: " + wait);
            desk.clock.move(Duration.ofMillis(wait));
        }
        assertState(Letter.State.QUEUED, letter, "attempt 21 in about");
    }

    @Test
    void letterThatEveryRelayRefusesFourTimesHasFailedAndSaysWhyAndWhatToDo() throws Exception {
        EventId letter = desk.text("hello");
        desk.a.says(false, "blocked: no mail here");
        desk.b.says(false, "invalid: no");
        for (int i = 1; i < Postman.REFUSALS; i++) {
            desk.workLater();
            assertState(Letter.State.QUEUED, letter, "blocked: no mail here");
        }
        desk.workLater();
        assertState(
                Letter.State.FAILED,
                letter,
                "every relay refused it",
                "wss://a.test: it said 'blocked: no mail here'",
                "wss://b.test: it said 'invalid: no'",
                "throng relays test",
                "throng retry");
        assertTrue(isMarkedFailed(letter));
        assertTrue(desk.postman.due(desk.mailbox).isEmpty());
    }

    @Test
    void silenceIsNotCountedAmongTheRefusals() throws Exception {
        EventId letter = desk.text("hello");
        desk.a.falls();
        desk.b.falls();
        for (int i = 0; i < 6; i++) {
            desk.workLater();
        }
        desk.a.rises().says(false, "blocked: starting");
        desk.b.rises().says(false, "blocked: starting");
        desk.workLater();
        assertState(Letter.State.QUEUED, letter, "blocked: starting");
        for (int i = 1; i < Postman.REFUSALS; i++) {
            desk.workLater();
        }
        assertState(Letter.State.FAILED, letter, "every relay refused it");
    }

    @Test
    void oneRelayThatMayTakeItYetKeepsTheLetterAlive() throws Exception {
        EventId letter = desk.text("hello");
        desk.a.says(false, "blocked: no mail here");
        desk.b.says(false, "rate-limited: later");
        for (int i = 0; i < 3 * Postman.REFUSALS; i++) {
            desk.workLater();
        }
        assertState(Letter.State.QUEUED, letter, "rate-limited");
        desk.b.says(true, "");
        desk.workLater();
        assertState(Letter.State.POSTED, letter, "relay 1 of 2 said OK", "blocked");
    }

    @Test
    void letterThatNoRelayTookWithinThreeDaysHasFailed() throws Exception {
        EventId letter = desk.text("hello");
        desk.a.falls();
        desk.b.falls();
        desk.work();
        desk.clock.move(Postman.PATIENCE);
        desk.work();
        assertState(Letter.State.QUEUED, letter);
        desk.workLater();
        assertState(Letter.State.FAILED, letter, "within 3 days", "did not answer", "throng retry");
        assertTrue(isMarkedFailed(letter));
        assertTrue(desk.postman.due(desk.mailbox).isEmpty());
    }

    @Test
    void letterThatOneRelayTookHasNotFailedAfterThreeDays() throws Exception {
        EventId letter = desk.text("hello");
        desk.b.falls();
        desk.work();
        desk.clock.move(Postman.PATIENCE);
        desk.workLater();
        assertState(Letter.State.POSTED, letter, "relay 1 of 2 said OK", "did not answer");
        assertFalse(isMarkedFailed(letter));
        assertTrue(desk.postman.due(desk.mailbox).isEmpty());
    }

    @Test
    void relaysAreCountedRightWhenNoneAnswersAnyMore() throws Exception {
        desk.mine.lose(desk.mine.events(14_610).get(0)); // nobody knows the recipient's relays
        desk.identities.knowing(desk.alice, desk.bob, desk.a.url());
        EventId letter = desk.text("hello");
        desk.mine.says(false, "error: full");
        desk.work();
        assertState(Letter.State.POSTED, letter, "relay 1 of 2 said OK", "error: full");
        desk.a.falls();
        desk.mine.falls();
        desk.workLater();
        assertState(Letter.State.POSTED, letter, "relay 1 of 2 said OK");
    }

    @Test
    void relaysThatTheRecipientLeftMeanwhileAreCountedToo() throws Exception {
        EventId letter = desk.text("hello");
        desk.b.falls();
        desk.work();
        MemoryRelay c = desk.transport.relay("c");
        desk.mine.hold(desk.bob.profile(desk.clock.seconds(), c.url()));
        desk.clock.move(Duration.ofMinutes(11));
        desk.work();
        assertEquals(List.of("hello"), texts(c));
        assertState(Letter.State.POSTED, letter, "relay 2 of 2 said OK");
    }

    @Test
    void schemeThatIsAwayIsNoFailureAndLookedForWithinHalfASecond() throws Exception {
        EventId letter = desk.text("hello");
        desk.schemes.clear();
        for (int i = 0; i < 10; i++) {
            desk.work();
            assertState(Letter.State.QUEUED, letter, "no bundle offers scheme 1 now");
            Delivery delivery = desk.delivery(letter).orElseThrow();
            assertEquals(0, delivery.attempts());
            assertTrue(delivery.nextAt() - desk.clock.millis() <= 500);
            desk.clock.move(Duration.ofMillis(500));
        }
        assertEquals(List.of(), desk.a.offered());
        desk.schemes.add(Person.DIRECT);
        desk.work();
        assertState(Letter.State.POSTED, letter, "relay 2 of 2 said OK");
    }

    @Test
    void nothingIsPostedWhileTheRecipientsRelaysAreUnknown() throws Exception {
        EventId letter = desk.text("hello");
        desk.mine.falls();
        desk.work();
        assertState(Letter.State.QUEUED, letter, "wss://mine.test did not answer");
        assertTrue(desk.a.offered().isEmpty() && desk.mine.offered().isEmpty());
        desk.mine.rises();
        desk.workLater();
        assertState(Letter.State.POSTED, letter, "relay 2 of 2 said OK");
    }

    @Test
    void fallbackIsSaidInTheLetter() throws Exception {
        desk.mine.lose(desk.mine.events(14_610).get(0));
        EventId letter = desk.text("hello");
        desk.work();
        assertState(Letter.State.POSTED, letter, "relay 1 of 1 said OK", "no profile of the recipient was found");
    }

    private void heardByPq() throws Exception {
        Changes changes = new Changes();
        Strength.PQ.raise(desk.mailbox, changes, desk.alice.npub(), desk.bob.npub());
        desk.mailbox.write(changes);
    }

    @Test
    void wordsWaitWhereAMessageCameByPqAndNoProfileIsFound() throws Exception {
        Event profile = desk.mine.events(14_610).get(0);
        desk.mine.lose(profile);
        heardByPq();
        EventId letter = desk.text("hello");
        desk.work();
        assertState(Letter.State.QUEUED, letter, "no profile of the contact was found", "contact add INVITE");
        assertFalse(
                desk.letter(letter).detail().contains("posted to"),
                desk.letter(letter).detail());
        desk.clock.move(Postman.PATIENCE);
        desk.workLater();
        assertState(Letter.State.QUEUED, letter, "no profile of the contact was found");
        assertEquals(List.of(), desk.mine.offered());
        desk.mine.hold(desk.bob.profile(desk.clock.seconds(), kem(), desk.a.url()));
        desk.workLater();
        assertState(Letter.State.QUEUED, letter, "no bundle offers scheme 3 now"); // the key was found
    }

    private Profile.Kem kem() throws Exception {
        byte[] key = MlKem768.encapsulationKey(new byte[MlKem768.SEED_LENGTH]);
        return new Profile.Kem(KemKey.read(key), desk.clock.seconds() + 86_400);
    }

    @Test
    void wordsAndFilesWaitWhereANewerProfileShowsNoKeyAnyLonger() throws Exception {
        heardByPq();
        EventId text = desk.text("hello");
        EventId file = desk.file(new byte[100]);
        desk.work();
        assertState(Letter.State.QUEUED, text, "shows no KEM key");
        assertState(Letter.State.QUEUED, file, "shows no KEM key");
        assertEquals(List.of(), desk.a.offered());
    }

    @Test
    void whoIsWaitedForIsNotAskedForTwiceASecond() throws Exception {
        heardByPq();
        EventId letter = desk.text("hello");
        for (int i = 0; i < 10; i++) {
            desk.workLater();
        }
        assertTrue(desk.delivery(letter).orElseThrow().nextAt() - desk.clock.millis() > 100_000);
    }

    @Test
    void headerThatWouldBeLateIsSealedAnew() throws Exception {
        EventId letter = desk.text("hello");
        AtomicInteger times = new AtomicInteger();
        desk.a.judges(event -> {
            if (times.getAndIncrement() == 0) {
                desk.clock.move(Duration.ofMinutes(10));
            }
            return new Receipt(true, "");
        });
        desk.b.falls();
        desk.work();
        assertState(Letter.State.QUEUED, letter, "ten minutes");
        assertEquals(List.of(), desk.a.events(HeaderEvent.KIND));
        desk.workLater();
        assertEquals(List.of("hello"), texts(desk.a));
        assertEquals(2, desk.a.events(BodyEvent.KIND).size());
    }

    @Test
    void acknowledgedLetterIsNotPostedAgain() throws Exception {
        EventId letter = desk.text("hello");
        desk.b.falls();
        desk.work();
        desk.mailbox.change(
                desk.alice.npub(), letter, old -> old.with(Letter.State.ACKNOWLEDGED, "the contact's node has it"));
        desk.b.rises();
        desk.workLater();
        assertState(Letter.State.ACKNOWLEDGED, letter, "the contact's node has it");
        assertEquals(List.of(), desk.b.offered());
        assertEquals(Optional.empty(), desk.delivery(letter));
    }

    @Test
    void acknowledgementThatComesDuringAnAttemptIsNotLost() throws Exception {
        EventId letter = desk.text("hello");
        desk.b.judges(event -> {
            try {
                desk.mailbox.change(
                        desk.alice.npub(),
                        letter,
                        old -> old.with(Letter.State.ACKNOWLEDGED, "the contact's node has it"));
            } catch (java.io.IOException e) {
                throw new java.io.UncheckedIOException(e);
            }
            return new Receipt(false, "error: disk");
        });
        desk.work();
        assertState(Letter.State.ACKNOWLEDGED, letter, "the contact's node has it");
    }

    @Test
    void letterThatWasDeletedIsNotPosted() throws Exception {
        EventId letter = desk.text("hello");
        desk.mailbox.write(new Changes().remove(desk.alice.npub(), letter));
        desk.work();
        assertEquals(List.of(), desk.a.offered());
        assertEquals(Optional.empty(), desk.delivery(letter));
    }

    @Test
    void workThatWasDoneBetweenLookAndTurnIsNotDoneTwice() throws Exception {
        desk.text("hello");
        Map<String, Chores.Chore> seen = desk.postman.due(desk.mailbox);
        desk.work();
        for (Chores.Chore chore : seen.values()) {
            chore.run();
        }
        assertEquals(2, desk.a.offered().size());
    }

    @Test
    void retryPutsAFailedLetterBack() throws Exception {
        EventId letter = desk.text("hello");
        desk.a.says(false, "blocked: no");
        desk.b.says(false, "blocked: no");
        for (int i = 0; i < Postman.REFUSALS; i++) {
            desk.workLater();
        }
        assertState(Letter.State.FAILED, letter);
        desk.a.says(true, "");
        desk.b.says(true, "");
        desk.postman.again(desk.mailbox, desk.letter(letter));
        assertState(Letter.State.QUEUED, letter, "waits for the next attempt");
        assertFalse(isMarkedFailed(letter));
        desk.work();
        assertState(Letter.State.POSTED, letter, "relay 2 of 2 said OK");
        assertEquals(letter, desk.bob.rumors(desk.a).get(0).id());
    }

    @Test
    void retryDoesNotWaitForTheNextAttempt() throws Exception {
        EventId letter = desk.text("hello");
        desk.a.falls();
        desk.b.falls();
        for (int i = 0; i < 6; i++) {
            desk.workLater();
        }
        desk.a.rises();
        desk.b.rises();
        desk.postman.again(desk.mailbox, desk.letter(letter));
        desk.work();
        assertState(Letter.State.POSTED, letter, "relay 2 of 2 said OK");
    }

    @Test
    void longTextGoesInPartsAndThoseThatAreMissingAreSentAfterACrash() throws Exception {
        EventId letter = desk.text("x".repeat(5_000));
        AtomicInteger bodies = new AtomicInteger();
        desk.a.judges(event ->
                new Receipt(event.kind() != BodyEvent.KIND || bodies.incrementAndGet() <= 2, "error: disk full"));
        desk.b.falls();
        desk.work();
        assertState(Letter.State.QUEUED, letter, "disk full");
        assertEquals(2, parts(desk.a));
        desk.postman = desk.postman(); // everything that was in memory is gone
        desk.a.says(true, "");
        desk.b.rises();
        desk.workLater();
        assertState(Letter.State.POSTED, letter, "relay 2 of 2 said OK");
        assertEquals(3, parts(desk.a), "none of them twice");
        assertEquals(3, parts(desk.b));
    }

    private long parts(MemoryRelay relay) {
        return desk.bob.read(relay).stream()
                .flatMap(body -> body.parts().stream())
                .filter(part -> part.type() == Tlv.PART)
                .count();
    }

    @Test
    void relayThatHasNotAllPartsDoesNotCount() throws Exception {
        EventId letter = desk.text("x".repeat(5_000));
        desk.b.judges(event -> new Receipt(event.kind() != HeaderEvent.KIND, "error: no"));
        desk.work();
        assertState(Letter.State.POSTED, letter, "relay 1 of 2 said OK");
    }

    @Test
    void everyBodyNamesWhereToAnswer() throws Exception {
        desk.text("hello");
        desk.work();
        Opened body = desk.bob.read(desk.a).get(0);
        assertEquals(
                List.of(Tlv.RUMOR, Tlv.REPLY_RELAY),
                body.parts().stream().map(Tlv::type).toList());
    }

    @Test
    void threadsDoWhatIsDue() throws Exception {
        EventId letter = desk.text("hello");
        desk.postman.chores().start();
        try {
            desk.postman.chores().open(desk.mailbox);
            long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
            while (desk.letter(letter).state() != Letter.State.POSTED) {
                assertTrue(System.nanoTime() < deadline, "never posted");
                Thread.onSpinWait();
            }
        } finally {
            desk.postman.chores().close();
        }
        assertEquals(TestClock.START, desk.a.offered().get(0).createdAt());
    }
}
