// SPDX-License-Identifier: MIT
package org.throng.mail.inbox;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.throng.event.Event;
import org.throng.event.RelayUrl;
import org.throng.itests.mail.Person;
import org.throng.itests.mail.TestClock;

/** Bob's kind 10050 on relay a. */
class WrapRelaysTest {
    private static final String PHONE = "wss://phone.test";

    private final Room room = new Room();
    private final WrapRelays lists = new WrapRelays(room.identities, Person.CURVE, new Random(1), room.clock);

    private void ensure(Set<RelayUrl> read, Set<RelayUrl> kept) throws Exception {
        lists.ensure(room.mailbox, room.transport, room.a.url(), room.bob.npub(), read, kept);
    }

    private List<String> listed() {
        List<Event> all = room.a.events(WrapRelays.KIND);
        return all.get(all.size() - 1).tags().stream().map(tag -> tag.get(1)).toList();
    }

    private void phoneLists(long at, String... urls) {
        room.a.hold(room.bob.sign(
                at,
                WrapRelays.KIND,
                List.of(urls).stream().map(url -> List.of("relay", url)).toList(),
                ""));
    }

    @Test
    void relaysThatAreReadAreListedOnceAndTakenOutAgain() throws Exception {
        ensure(Set.of(room.a.url()), Set.of());
        ensure(Set.of(room.a.url()), Set.of());
        assertEquals(List.of(room.a.url().toString()), listed());
        assertEquals(1, room.a.offered().size());
        assertTrue(room.a.offered().get(0).isSigned(Person.CURVE));
        ensure(Set.of(), Set.of());
        assertEquals(List.of(), listed());
    }

    @Test
    void relayWhoseConnectionIsDownStaysListed() throws Exception {
        ensure(Set.of(room.a.url()), Set.of());
        ensure(Set.of(room.b.url()), Set.of(room.a.url()));
        assertEquals(Set.of(room.a.url().toString(), room.b.url().toString()), Set.copyOf(listed()));
    }

    @Test
    void relaysOfOtherClientsAreNeverTakenAway() throws Exception {
        phoneLists(TestClock.START - 100, PHONE);
        ensure(Set.of(room.a.url()), Set.of());
        assertEquals(List.of(PHONE, room.a.url().toString()), listed());
        ensure(Set.of(), Set.of());
        assertEquals(List.of(PHONE), listed());
    }

    @Test
    void newerListOfAnotherClientIsBuiltUpon() throws Exception {
        ensure(Set.of(room.a.url()), Set.of());
        phoneLists(TestClock.START + 100, PHONE);
        ensure(Set.of(room.a.url()), Set.of());
        assertEquals(List.of(PHONE, room.a.url().toString()), listed());
    }

    @Test
    void nothingIsPublishedByAnIdentityThatNeverReadWraps() throws Exception {
        assertTrue(!lists.isPublished(room.mailbox, room.bob.npub()));
        ensure(Set.of(), Set.of());
        assertEquals(List.of(), room.a.offered());
    }
}
