// SPDX-License-Identifier: MIT
package org.throng.mail.inbox;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.throng.cipher.Sha256;
import org.throng.curve.SecretKey;
import org.throng.event.Event;
import org.throng.itests.mail.MemoryRelay;
import org.throng.itests.mail.Person;
import org.throng.mail.Chores;
import org.throng.mailbox.Changes;
import org.throng.mailbox.Drawer;
import org.throng.mailbox.Letter;
import org.throng.parcel.BodyEvent;
import org.throng.parcel.Label;
import org.throng.parcel.Slot;
import org.throng.scheme.Recipient;
import org.throng.scheme.SealedBody;
import org.throng.scheme.Sender;

class FetcherTest {
    private final Room room = new Room();

    private void assertDone(int headers) throws Exception {
        assertEquals(0, room.notes(Drawer.PENDING).size(), "headers that wait");
        assertEquals(headers, room.notes(Drawer.DONE).size(), "headers that are done");
    }

    private long waiting() throws IOException {
        return Pending.read(room.notes(Drawer.PENDING).get(0)).nextAt() - room.clock.millis();
    }

    /** A header for Bob that leads to some event. */
    private Event header(Event body, long at) {
        try (SecretKey secret = room.alice.secret()) {
            return Person.DIRECT.address(
                    new Sender(room.alice.npub(), secret),
                    Recipient.of(room.bob.npub()),
                    new SealedBody(body, Sha256.of(new byte[] {1}), 1),
                    Slot.at(at),
                    Label.EVERYBODY,
                    0);
        }
    }

    @Test
    void bodyIsFetchedOpenedAndStored() throws Exception {
        room.text(room.a, "hello");
        room.scan(room.a);
        room.work();
        Letter letter = room.letters().get(0);
        assertEquals("hello", letter.text());
        assertEquals(room.alice.npub(), letter.peer());
        assertEquals(Letter.State.RECEIVED, letter.state());
        assertEquals("direct", letter.scheme());
        assertDone(1);
        assertTrue(room.fetcher.due(room.mailbox).isEmpty());
    }

    @Test
    void messageThatTwoRelaysShowIsStoredOnceAndFetchedOnce() throws Exception {
        Person.Sealed sealed = room.text(room.a, "hello");
        room.b.hold(sealed.header(), sealed.body());
        room.scan(room.a);
        room.scan(room.b);
        room.work();
        room.scan(room.b);
        room.workLater();
        assertEquals(List.of("hello"), room.texts());
        assertEquals(1, room.a.calls().size() + room.b.calls().size());
    }

    @Test
    void bodyThatIsMissingAtOnePlaceIsFetchedAtAnother() throws Exception {
        Person.Sealed sealed = room.text(room.b, "hello");
        room.a.hold(sealed.header());
        room.scan(room.a);
        room.scan(room.b);
        room.work();
        assertEquals(List.of("hello"), room.texts());
    }

    @Test
    void bodyThatIsMissingIsLookedForThreeTimesAndThenGivenUp() throws Exception {
        room.a.hold(room.sealed(room.alice.text("hello", 1).tlv()).header());
        room.scan(room.a);
        for (int i = 1; i < Pending.MISSES; i++) {
            room.work();
            assertTrue(waiting() >= 10_000L * i && waiting() <= 30_000L * i, "waits " + waiting());
            room.clock.move(Duration.ofMillis(waiting()));
        }
        room.work();
        assertDone(1);
        assertEquals(Pending.MISSES, room.a.calls().size());
    }

    @Test
    void bodyThatComesLateIsFetched() throws Exception {
        Person.Sealed sealed = room.sealed(room.alice.text("hello", 1).tlv());
        room.a.hold(sealed.header());
        room.scan(room.a);
        room.work();
        room.a.hold(sealed.body());
        room.workLater();
        assertEquals(List.of("hello"), room.texts());
    }

    @Test
    void headerThatWasGivenUpIsTriedAgainWhereAnotherRelayShowsIt() throws Exception {
        Person.Sealed sealed = room.sealed(room.alice.text("hello", 1).tlv());
        room.a.hold(sealed.header());
        room.scan(room.a);
        for (int i = 0; i < Pending.MISSES; i++) {
            room.workLater();
        }
        assertDone(1);
        room.b.hold(sealed.header(), sealed.body());
        assertEquals(1, room.scan(room.b));
        room.work();
        assertEquals(List.of("hello"), room.texts());
    }

    @Test
    void silenceIsNotAMissingBody() throws Exception {
        room.text(room.a, "hello");
        room.scan(room.a);
        room.a.falls();
        for (int i = 0; i < 30; i++) {
            room.work();
            long wait = waiting();
            long base = Math.min(300_000, 1_000L << Math.min(i, 9));
            assertTrue(wait >= base / 2 && wait <= base / 2 + base, i + ": " + wait);
            room.clock.move(Duration.ofMillis(wait));
        }
        room.a.rises();
        room.work();
        assertEquals(List.of("hello"), room.texts());
    }

    @Test
    void bodyIsNotGivenUpWhileAPlaceIsSilent() throws Exception {
        Person.Sealed sealed = room.text(room.b, "hello");
        room.a.hold(sealed.header());
        room.scan(room.a);
        room.scan(room.b);
        room.b.falls();
        for (int i = 0; i < 10; i++) {
            room.workLater();
        }
        assertEquals(Pending.MISSES, room.a.calls().size());
        room.b.rises();
        room.workLater();
        assertEquals(List.of("hello"), room.texts());
    }

    @Test
    void placeThatIsMetDuringAFetchIsNotForgotten() throws Exception {
        Person.Sealed sealed = room.text(room.b, "hello");
        room.a.hold(sealed.header());
        room.scan(room.a);
        room.beforeFetching = () -> {
            room.beforeFetching = () -> {};
            try {
                room.scan(room.b);
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        };
        room.work();
        room.workLater();
        assertEquals(List.of("hello"), room.texts());
    }

    @Test
    void placeThatIsMetDuringTheLastFetchIsNotForgotten() throws Exception {
        Person.Sealed sealed = room.text(room.b, "hello");
        room.a.hold(sealed.header());
        room.scan(room.a);
        room.workLater();
        room.workLater();
        room.clock.move(Duration.ofMinutes(8));
        Map<String, Chores.Chore> due = room.fetcher.due(room.mailbox);
        room.beforeFetching = () -> {
            room.beforeFetching = () -> {};
            try {
                room.scan(room.b);
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        };
        due.values().iterator().next().run();
        room.workLater();
        assertEquals(List.of("hello"), room.texts());
    }

    @Test
    void bodyThatDoesNotOpenIsDoneWithAndNothingIsStored() throws Exception {
        Event foreign = room.alice
                .seal(
                        room.carol.npub(),
                        room.clock.seconds(),
                        room.alice.text("x", 1).tlv())
                .body();
        room.a.hold(header(foreign, room.clock.seconds()), foreign);
        room.scan(room.a);
        room.work();
        assertEquals(List.of(), room.letters());
        assertDone(1);
        assertEquals(0, room.scan(room.b, room.a.events(4_610)));
    }

    @Test
    void headerThatLeadsToSomethingElseIsDoneWith() throws Exception {
        Event note = room.alice.sign(room.clock.seconds(), 1, List.of(), "hello");
        Event chunk = room.alice.sign(
                room.clock.seconds(),
                BodyEvent.KIND,
                BodyEvent.make(room.alice.npub(), new byte[32_768], Slot.at(room.clock.seconds()), Label.EVERYBODY)
                        .tags(),
                java.util.Base64.getEncoder().encodeToString(new byte[32_768]));
        for (Event event : List.of(note, chunk)) {
            room.a.hold(header(event, room.clock.seconds()), event);
        }
        assertEquals(2, room.scan(room.a));
        room.work();
        assertEquals(List.of(), room.letters());
        assertDone(2);
    }

    @Test
    void relayIsAskedForNothingWhileTheSchemeIsAway() throws Exception {
        room.text(room.a, "hello");
        room.scan(room.a);
        room.schemes.clear();
        for (int i = 0; i < 20; i++) {
            room.work();
            room.clock.move(Duration.ofMillis(waiting()));
        }
        assertEquals(List.of(), room.a.calls());
        room.schemes.add(Person.DIRECT);
        room.work();
        assertEquals(List.of("hello"), room.texts());
    }

    @Test
    void wayThatIsAwayIsNotAMissingBody() throws Exception {
        room.text(room.a, "hello");
        room.scan(room.a);
        room.transports.clear();
        for (int i = 0; i < 10; i++) {
            room.workLater();
        }
        room.transports.add(room.transport);
        room.workLater();
        assertEquals(List.of("hello"), room.texts());
    }

    @Test
    void headerCanNameARelayOfTheProfile() throws Exception {
        Person.Sealed sealed = room.alice.seal(
                room.bob.npub(),
                room.clock.seconds(),
                2,
                room.alice.text("hello", 1).tlv());
        room.a.hold(sealed.header());
        room.b.hold(sealed.body());
        room.published = List.of(room.a.url(), room.b.url());
        room.scan(room.a);
        room.work();
        assertEquals(List.of("hello"), room.texts());
        assertEquals(List.of(), room.a.calls());
    }

    @Test
    void headerThatNamesNoRelayOfTheProfileIsGivenUpAndNobodyIsAsked() throws Exception {
        Person.Sealed sealed = room.alice.seal(
                room.bob.npub(),
                room.clock.seconds(),
                3,
                room.alice.text("hello", 1).tlv());
        room.a.hold(sealed.header(), sealed.body());
        room.scan(room.a);
        room.work();
        assertDone(1);
        assertEquals(List.of(), room.a.calls());
    }

    @Test
    void silenceOfAMonthIsTheEnd() throws Exception {
        room.text(room.a, "hello");
        room.scan(room.a);
        room.a.falls();
        room.clock.move(Duration.ofDays(33));
        room.work();
        assertDone(1);
    }

    @Test
    void marksAreForgottenAfterThirtyFiveDays() throws Exception {
        room.text(room.a, "hello");
        room.scan(room.a);
        room.work();
        room.clock.move(Duration.ofDays(35));
        room.work();
        assertEquals(1, room.notes(Drawer.DONE).size());
        room.clock.move(Duration.ofDays(1));
        room.work();
        assertEquals(0, room.notes(Drawer.DONE).size());
        assertEquals(List.of("hello"), room.texts());
    }

    @Test
    void workThatWasDoneBetweenLookAndTurnIsNotDoneTwice() throws Exception {
        room.text(room.a, "hello");
        room.scan(room.a);
        Map<String, Chores.Chore> seen = room.fetcher.due(room.mailbox);
        room.work();
        for (Chores.Chore chore : seen.values()) {
            chore.run();
        }
        assertEquals(1, room.a.calls().size());
    }

    @Test
    void crashAfterTheScanLosesNothing() throws Exception {
        room.text(room.a, "hello");
        room.scan(room.a);
        room.fetcher = room.fetcher();
        room.work();
        assertEquals(List.of("hello"), room.texts());
    }

    @Test
    void letterThatWasRemovedDoesNotComeBack() throws Exception {
        Person.Sealed sealed = room.text(room.a, "hello");
        room.scan(room.a);
        room.work();
        Letter letter = room.letters().get(0);
        room.mailbox.write(new Changes().remove(letter.owner(), letter.id()));
        Person.Sealed again =
                room.sealed(room.alice.text("hello", letter.createdAt()).tlv());
        MemoryRelay b = room.b.hold(sealed.header(), again.header(), again.body());
        assertEquals(1, room.scan(b));
        room.work();
        assertEquals(List.of(), room.letters());
    }

    @Test
    void threadsDoWhatIsDue() throws Exception {
        room.text(room.a, "hello");
        room.scan(room.a);
        room.fetcher.chores().start();
        try {
            room.fetcher.chores().open(room.mailbox);
            long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
            while (room.letters().isEmpty()) {
                assertTrue(System.nanoTime() < deadline, "never fetched");
                Thread.onSpinWait();
            }
        } finally {
            room.fetcher.chores().close();
        }
        assertDone(1);
    }
}
