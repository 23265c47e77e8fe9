// SPDX-License-Identifier: MIT
package org.throng.mail.inbox;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.throng.curve.PublicKey;
import org.throng.curve.SecretKey;
import org.throng.event.Event;
import org.throng.event.RelayUrl;
import org.throng.identity.IdentityException;
import org.throng.itests.mail.Person;
import org.throng.itests.mail.TestClock;
import org.throng.mail.Strength;
import org.throng.mailbox.Changes;
import org.throng.mailbox.Drawer;
import org.throng.mailbox.Letter;
import org.throng.mailbox.Mailbox;
import org.throng.parcel.rumor.Rumor;
import org.throng.scheme.Sender;
import org.throng.scheme.nip17.Nip17Scheme;
import org.throng.transport.Transport;

/** Bob reads wraps on relay a. The watch runs on the test's thread until it has waited once. */
class WrapWatchTest {
    private static final Nip17Scheme NIP17 = new Nip17Scheme(Person.CURVE);

    private final Room room = new Room();
    private final Wraps wraps = new Wraps(room.identities, () -> List.of(NIP17), room.clock);
    private final List<Long> pauses = new ArrayList<>();
    private int judged;
    private Runnable atEnd = () -> room.a.hangUpWraps("the connection is over");
    private final WrapWatch.Parts parts = new WrapWatch.Parts() {
        @Override
        public Transport transport(RelayUrl relay) {
            return room.transport;
        }

        @Override
        public void keep(Mailbox mailbox, PublicKey owner, List<Event> found) throws IOException, IdentityException {
            wraps.keep(mailbox, owner, found);
        }

        @Override
        public void judged(Mailbox mailbox, PublicKey owner) {
            judged++;
        }

        @Override
        public void pause(long millis) throws InterruptedException {
            pauses.add(millis);
            throw new InterruptedException();
        }
    };

    private WrapWatch watch() {
        return new WrapWatch(room.a.url(), room.bob.npub(), room.mailbox, parts, new Random(1), room.clock);
    }

    /** Reads what is there; the connection ends once it is followed. */
    private WrapWatch run() {
        room.a.atFollowingWraps(atEnd);
        WrapWatch watch = watch();
        watch.run();
        return watch;
    }

    private Event wrap(Person writer, PublicKey reader, Rumor rumor) {
        try (SecretKey secret = writer.secret()) {
            return NIP17.wrap(new Sender(writer.npub(), secret), reader, rumor, room.clock.seconds());
        }
    }

    private Event wrap(Person writer, String words) {
        return wrap(writer, room.bob.npub(), writer.text(words, room.clock.seconds()));
    }

    @Test
    void everythingThatIsThereIsReadAndStoredOnceFromAllTime() throws Exception {
        Rumor rumor = room.carol.text("hello", room.clock.seconds());
        room.a.hold(
                wrap(room.carol, room.bob.npub(), rumor),
                wrap(room.carol, room.bob.npub(), rumor),
                wrap(room.alice, room.carol.npub(), room.alice.text("not Bob's", 1)));
        run();
        run();
        assertEquals(List.of("hello"), room.texts());
        Letter letter = room.letters().get(0);
        assertEquals("nip17", letter.scheme());
        assertEquals(Letter.State.RECEIVED, letter.state());
        assertEquals("the receiver is visible to the relay", letter.detail());
        assertEquals(0, room.notes(Drawer.ACKS).size(), "nothing is acknowledged");
        assertEquals("wraps 0", room.a.calls("wraps").get(0));
        assertEquals(
                "wraps " + (room.clock.seconds() - 176_400),
                room.a.calls("wraps").get(1),
                "two days and an hour back");
    }

    @Test
    void wrapsThatComeLaterAreStoredAsTheyCome() throws Exception {
        atEnd = () -> {
            room.a.hold(wrap(room.alice, "live"));
            room.a.hangUpWraps("over");
        };
        WrapWatch watch = run();
        assertEquals(List.of("live"), room.texts());
        assertEquals(WrapWatch.State.UNREACHABLE, watch.state());
        assertEquals("NIP-17: over", watch.report());
        assertEquals(1, judged);
    }

    @Test
    void relayThatWantsToKnowWhoReadsIsUnusable() throws Exception {
        room.a.refusesWraps(
                "the relay refused the question: auth-required: these kinds are served to their parties only");
        WrapWatch watch = run();
        assertEquals(WrapWatch.State.UNUSABLE, watch.state());
        assertTrue(watch.report().contains("unusable here"), watch.report());
        assertEquals(1, judged);
        assertTrue(pauses.get(0) >= 300_000, "it is not asked again soon");
        assertEquals(0, room.notes(Drawer.CURSOR).size());
    }

    @Test
    void garbageIsDoneWithAndChangesNothing() throws Exception {
        Event garbage = room.carol.sign(
                room.clock.seconds(), 1059, List.of(List.of("p", room.bob.npub().hex())), "garbage");
        room.a.hold(garbage, wrap(room.alice, "good"));
        run();
        assertEquals(List.of("good"), room.texts());
        assertEquals(2, room.notes(Drawer.DONE).size());
    }

    @Test
    void whatComesFromABlockedContactIsDropped() throws Exception {
        room.identities.blocking(room.bob, room.carol);
        room.a.hold(wrap(room.carol, "spam"));
        run();
        assertEquals(List.of(), room.texts());
    }

    @Test
    void messageThatIsWeakerThanEarlierOnesIsMarked() throws Exception {
        Changes changes = new Changes();
        Strength.TAGGED.raise(room.mailbox, changes, room.bob.npub(), room.alice.npub());
        room.mailbox.write(changes);
        room.a.hold(wrap(room.alice, "from elsewhere"));
        run();
        assertTrue(room.letters().get(0).detail().contains("weaker than 'tagged'"));
    }

    @Test
    void messageOfOnesOwnOtherClientIsAnOutgoingLetter() throws Exception {
        List<List<String>> tags = List.of(List.of("p", room.alice.npub().hex()));
        Rumor rumor = new Rumor(room.bob.npub(), TestClock.START, Rumor.TEXT, tags, "from my phone");
        room.a.hold(wrap(room.bob, room.bob.npub(), rumor));
        run();
        Letter letter = room.letters().get(0);
        assertTrue(letter.outgoing());
        assertEquals(room.alice.npub(), letter.peer());
        assertEquals(Letter.State.POSTED, letter.state());
    }

    @Test
    void groupsFilesAndDeletionsAreWhatTheyAre() throws Exception {
        List<List<String>> group = List.of(
                List.of("p", room.bob.npub().hex()),
                List.of("p", room.carol.npub().hex()));
        Rumor toAll = new Rumor(room.alice.npub(), TestClock.START, Rumor.TEXT, group, "to all");
        Rumor file = new Rumor(room.alice.npub(), TestClock.START, Rumor.FILE, List.of(), "https://x.test/f");
        room.a.hold(wrap(room.alice, room.bob.npub(), toAll), wrap(room.alice, room.bob.npub(), file));
        run();
        assertTrue(room.letters().get(0).detail().contains("a group of 3"));
        assertTrue(room.letters().get(1).detail().contains("does not fetch"));
        Rumor deletion = new Rumor(
                room.alice.npub(),
                TestClock.START,
                Rumor.DELETION,
                List.of(List.of("e", toAll.id().hex())),
                "");
        room.a.hold(wrap(room.alice, room.bob.npub(), deletion));
        run();
        assertTrue(room.texts().stream().noneMatch("to all"::equals));
    }
}
