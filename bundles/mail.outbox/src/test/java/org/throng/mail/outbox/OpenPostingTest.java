// SPDX-License-Identifier: MIT
package org.throng.mail.outbox;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.throng.curve.SecretKey;
import org.throng.event.Event;
import org.throng.event.EventId;
import org.throng.itests.mail.MemoryRelay;
import org.throng.itests.mail.Person;
import org.throng.itests.mail.TestClock;
import org.throng.mailbox.Drawer;
import org.throng.mailbox.Letter;
import org.throng.parcel.rumor.Rumor;
import org.throng.scheme.Reader;
import org.throng.scheme.nip17.Nip17Scheme;

/** Alice writes to Bob, who has no Throng: his list names the relays a and b. */
class OpenPostingTest {
    private static final Nip17Scheme NIP17 = new Nip17Scheme(Person.CURVE);

    private final Desk desk = new Desk();

    @BeforeEach
    void nip17IsThere() {
        desk.openSchemes.add(NIP17);
    }

    private void bobReadsOnAAndB() {
        List<List<String>> relays = List.of(
                List.of("relay", desk.a.url().toString()),
                List.of("relay", desk.b.url().toString()));
        desk.mine.hold(desk.bob.sign(TestClock.START - 500, 10_050, relays, ""));
    }

    private EventId open(String words) throws Exception {
        EventId id = desk.text(words);
        Delivery delivery = desk.delivery(id).orElseThrow().by(Optional.of("nip17"));
        desk.mailbox.write(new org.throng.mailbox.Changes().put(Drawer.DELIVERY, delivery.key(), delivery.bytes()));
        return id;
    }

    private static List<String> read(MemoryRelay relay, Person reader) {
        List<String> texts = new ArrayList<>();
        try (SecretKey secret = reader.secret()) {
            for (Event wrap : relay.events(1059)) {
                NIP17.unwrap(wrap, new Reader(reader.npub(), reader.npub(), secret))
                        .map(Rumor::content)
                        .ifPresent(texts::add);
            }
        }
        return texts;
    }

    private void assertDetail(EventId id, Letter.State state, String... words) throws Exception {
        Letter letter = desk.letter(id);
        assertEquals(state, letter.state(), letter.detail());
        for (String part : words) {
            assertTrue(letter.detail().contains(part), "'" + part + "' is not in: " + letter.detail());
        }
    }

    @Test
    void wrapGoesToTheRelaysOfTheRecipientsListAndNothingElseGoesAnywhere() throws Exception {
        bobReadsOnAAndB();
        EventId id = open("hello");
        desk.work();
        assertDetail(id, Letter.State.POSTED, "relay 2 of 2 said OK", "receiver is visible", "no acknowledgement");
        assertEquals("nip17", desk.letter(id).scheme());
        assertEquals(List.of("hello"), read(desk.a, desk.bob));
        assertEquals(List.of("hello"), read(desk.b, desk.bob));
        assertEquals(1, desk.a.offered().size());
        assertEquals(List.of(), desk.mine.offered(), "no copy while wraps are not read here");
        assertEquals(Optional.empty(), desk.delivery(id));
    }

    @Test
    void withoutTheRecipientsListNothingIsPosted() throws Exception {
        EventId id = open("hello");
        desk.work();
        assertDetail(id, Letter.State.QUEUED, "kind 10050");
        for (MemoryRelay relay : List.of(desk.mine, desk.a, desk.b)) {
            assertEquals(List.of(), relay.offered());
        }
        bobReadsOnAAndB();
        desk.workLater();
        assertDetail(id, Letter.State.POSTED, "relay 2 of 2 said OK");
    }

    @Test
    void relayThatWasDownIsTriedAgainAndTheOtherIsLeftAlone() throws Exception {
        bobReadsOnAAndB();
        EventId id = open("hello");
        desk.b.falls();
        desk.work();
        assertDetail(id, Letter.State.POSTED, "relay 1 of 2 said OK", "wss://b.test did not answer");
        desk.b.rises();
        desk.workLater();
        assertDetail(id, Letter.State.POSTED, "relay 2 of 2 said OK");
        assertEquals(1, desk.a.offered().size());
        assertEquals(List.of("hello"), read(desk.b, desk.bob));
    }

    @Test
    void copyGoesToOneselfOnceWhereWrapsAreRead() throws Exception {
        bobReadsOnAAndB();
        desk.readsWraps = true;
        desk.mine.hold(desk.alice.sign(
                TestClock.START - 500,
                10_050,
                List.of(List.of("relay", desk.mine.url().toString())),
                ""));
        open("hello");
        desk.b.falls();
        desk.work();
        desk.b.rises();
        desk.workLater();
        assertEquals(List.of("hello"), read(desk.mine, desk.alice));
        assertEquals(List.of(), read(desk.a, desk.alice));
    }

    @Test
    void disposableIdentitySendsItselfNoCopy() throws Exception {
        bobReadsOnAAndB();
        desk.readsWraps = true;
        desk.identities.update(
                desk.identities.find(desk.alice.npub()).orElseThrow().until(TestClock.START + 1_000));
        EventId id = open("hello");
        desk.work();
        assertDetail(id, Letter.State.POSTED, "relay 2 of 2 said OK");
        assertEquals(List.of(), desk.mine.offered());
    }

    @Test
    void refusedByAllForGoodItFailsAndARetryIsAWrapAgain() throws Exception {
        bobReadsOnAAndB();
        desk.a.says(false, "blocked: no");
        desk.b.says(false, "blocked: no");
        EventId id = open("hello");
        for (int i = 0; i < Postman.REFUSALS; i++) {
            desk.workLater();
        }
        assertDetail(id, Letter.State.FAILED, "blocked: no");
        desk.a.says(true, "");
        desk.b.says(true, "");
        desk.postman.again(desk.mailbox, desk.letter(id));
        desk.work();
        assertDetail(id, Letter.State.POSTED, "relay 2 of 2 said OK");
        assertEquals(List.of("hello"), read(desk.a, desk.bob));
        assertEquals(0, desk.a.events(4611).size());
    }

    @Test
    void ordinaryLetterIsNeverAWrapEvenWhereNothingElseIsPossible() throws Exception {
        bobReadsOnAAndB();
        desk.schemes.clear();
        EventId id = desk.text("hello");
        desk.work();
        assertDetail(id, Letter.State.QUEUED, "no bundle offers scheme 1");
        assertEquals(List.of(), desk.a.offered());
    }

    @Test
    void absentBundleIsWaitedFor() throws Exception {
        bobReadsOnAAndB();
        desk.openSchemes.clear();
        EventId id = open("hello");
        desk.work();
        assertDetail(id, Letter.State.QUEUED, "no bundle offers scheme nip17");
        assertEquals(List.of(), desk.a.offered());
        desk.openSchemes.add(NIP17);
        desk.workLater();
        assertDetail(id, Letter.State.POSTED, "said OK");
    }
}
