// SPDX-License-Identifier: MIT
package org.throng.mail.inbox;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.throng.event.Event;
import org.throng.event.RelayUrl;
import org.throng.itests.mail.Person;
import org.throng.itests.mail.TestClock;
import org.throng.mail.AbsentException;
import org.throng.mailbox.Changes;
import org.throng.mailbox.Drawer;

class ScanTest {
    private final Room room = new Room();

    private Event header(Person reader, long at) {
        return room.alice
                .seal(reader.npub(), at, room.alice.text("hello", at).tlv())
                .header();
    }

    private Event mine() {
        return header(room.bob, TestClock.START);
    }

    private List<Pending> pending() throws Exception {
        List<Pending> all = new ArrayList<>();
        for (byte[] note : room.notes(Drawer.PENDING)) {
            all.add(Pending.read(note));
        }
        return all;
    }

    @Test
    void mineAreFoundAmongTheHeadersOfOthers() throws Exception {
        List<Event> headers = new ArrayList<>(List.of(mine(), mine()));
        for (int i = 0; i < 20; i++) {
            headers.add(header(room.carol, TestClock.START));
        }
        Collections.shuffle(headers, new Random(1));
        assertEquals(2, room.scan(room.a, headers));
        assertEquals(2, pending().size());
        assertEquals(room.bob.npub(), pending().get(0).owner());
    }

    @Test
    void headerThatComesAgainIsNotedOnce() throws Exception {
        Event header = mine();
        assertEquals(1, room.scan(room.a, List.of(header, header, header)));
        assertEquals(0, room.scan(room.a, List.of(header, header)));
        assertEquals(1, pending().size());
        assertEquals(1, pending().get(0).places().size());
    }

    @Test
    void everyIdentityFindsItsOwn() throws Exception {
        room.identities.with(room.carol);
        assertEquals(
                2,
                room.scan(
                        room.a,
                        List.of(mine(), header(room.carol, TestClock.START), header(room.alice, TestClock.START))));
        assertEquals(2, pending().stream().map(Pending::owner).distinct().count());
    }

    @Test
    void headerThatAnotherRelayShowsIsOneMorePlaceForItsBody() throws Exception {
        Event header = mine();
        room.scan(room.a, List.of(header));
        assertEquals(0, room.scan(room.b, List.of(header)));
        assertEquals(
                List.of(room.a.url(), room.b.url()),
                pending().get(0).places().stream().map(Pending.Place::relay).toList());
    }

    @Test
    void headerCountsForThirtyDays() throws Exception {
        Event header = mine();
        room.clock.move(Duration.ofDays(30).plusSeconds(1));
        assertEquals(0, room.scan(room.a, List.of(header)));
        room.clock.move(Duration.ofSeconds(-1));
        assertEquals(1, room.scan(room.a, List.of(header)));
    }

    @Test
    void headerOfTheFutureCountsFromTwentyMinutesBeforeOn() throws Exception {
        Event header = header(room.bob, TestClock.START + 1_800);
        room.clock.move(Duration.ofSeconds(599));
        assertEquals(0, room.scan(room.a, List.of(header)));
        room.clock.move(Duration.ofSeconds(1));
        assertEquals(1, room.scan(room.a, List.of(header)));
    }

    @Test
    void withoutASchemeNothingIsNotedAsDone() throws Exception {
        room.schemes.clear();
        List<Event> headers = List.of(mine());
        assertThrows(AbsentException.class, () -> room.scan(room.a, headers));
        assertEquals(
                0, room.notes(Drawer.PENDING).size() + room.notes(Drawer.DONE).size());
        room.schemes.add(Person.DIRECT);
        assertEquals(1, room.scan(room.a, headers));
    }

    @Test
    void whereNothingIsShownNoSchemeIsMissed() throws Exception {
        room.schemes.clear();
        assertEquals(0, room.scan(room.a, List.of()));
    }

    @Test
    void headerThatWasOpenedDoesNotCountAgainAnywhere() throws Exception {
        Event header = mine();
        room.scan(room.a, List.of(header));
        String key = pending().get(0).key();
        room.mailbox.write(new Changes().remove(Drawer.PENDING, key).put(Drawer.DONE, key, Done.opened(1)));
        assertEquals(0, room.scan(room.a, List.of(header)));
        assertEquals(0, room.scan(room.b, List.of(header)));
    }

    @Test
    void headerThatWasGivenUpCountsAgainOnAnotherRelay() throws Exception {
        Event header = mine();
        room.scan(room.a, List.of(header));
        Pending held = pending().get(0);
        room.mailbox.write(new Changes()
                .remove(Drawer.PENDING, held.key())
                .put(Drawer.DONE, held.key(), Done.givenUp(1, held.places())));
        assertEquals(0, room.scan(room.a, List.of(header)));
        assertEquals(1, room.scan(room.b, List.of(header)));
        List<RelayUrl> places =
                pending().get(0).places().stream().map(Pending.Place::relay).toList();
        assertEquals(List.of(room.b.url()), places);
    }

    /** Else the cursor would move over headers that only the session could have found. */
    @Test
    void withoutWhatLooksHeadersOfSessionsUpNothingIsScanned() throws Exception {
        room.text(room.a, "hello");
        room.mailbox.write(new Changes().put(Drawer.SESSION, "some", new byte[] {1}));
        assertThrows(AbsentException.class, () -> room.scan(room.a));
        room.mailbox.write(new Changes().remove(Drawer.SESSION, "some"));
        assertEquals(1, room.scan(room.a));
    }
}
