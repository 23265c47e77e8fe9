// SPDX-License-Identifier: MIT
package org.throng.mail.inbox;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.throng.event.Event;
import org.throng.mailbox.Changes;
import org.throng.mailbox.Drawer;
import org.throng.scheme.Sighting;

class BacklogTest {
    private final Room room = new Room();

    private Backlog backlog() throws IOException {
        return new Backlog(room.mailbox, room.a.url());
    }

    private List<Sighting> headers(int count) {
        List<Event> events = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            events.add(room.sealed(room.alice.text("hello", i).tlv()).header());
        }
        return Sightings.of(events, room.clock.seconds());
    }

    private void take(Backlog backlog, Backlog.Batch batch) throws IOException {
        room.mailbox.write(backlog.without(batch));
        backlog.taken(batch);
    }

    @Test
    void headersComeBackAsTheyWereInTheOrderInWhichTheyCame() throws Exception {
        Backlog backlog = backlog();
        List<Sighting> first = headers(3);
        List<Sighting> second = headers(2);
        backlog.add(first, new Changes());
        backlog.add(second, new Changes());
        List<Sighting> all = new ArrayList<>(first);
        all.addAll(second);
        assertEquals(all, backlog.peek().sightings());
        assertEquals(all, backlog().peek().sightings(), "and after a restart");
        take(backlog, backlog.peek());
        assertTrue(backlog.isEmpty());
        assertTrue(backlog().isEmpty());
        assertEquals(List.of(), room.notes(Drawer.BACKLOG), "nothing is left on the disk");
        assertEquals(List.of(), backlog.peek().sightings());
    }

    @Test
    void whatWasLookedAtAndNotTakenIsThereAgain() throws Exception {
        Backlog backlog = backlog();
        backlog.add(headers(3), new Changes());
        backlog.peek();
        assertEquals(3, backlog().peek().sightings().size());
        assertEquals(3, backlog().waiting());
    }

    @Test
    void callersChangesAreInTheSameWrite() throws Exception {
        backlog().add(List.of(), new Changes().put(Drawer.NOTE, "with", new byte[] {1}));
        assertTrue(room.mailbox.note(Drawer.NOTE, "with").isPresent());
    }

    @Test
    void countsGoOnAfterARestartAndBeginAnewWithTheNextCatchingUp() throws Exception {
        Backlog backlog = backlog();
        backlog.begin(false, 1_000);
        backlog.add(headers(3), new Changes());
        take(backlog, backlog.peek());
        backlog.add(headers(2), new Changes());
        Backlog again = backlog();
        again.begin(true, 10);
        assertEquals(3, again.scannedNow());
        assertEquals(5, again.addedNow());
        take(again, again.peek());
        assertEquals(5, again.scannedNow());
        again.begin(false, 500);
        assertEquals(0, again.scannedNow());
        assertEquals(0, again.addedNow());
    }

    @Test
    void totalIsGuessedFromTheTimeThatIsLeft() throws Exception {
        Backlog backlog = backlog();
        backlog.begin(false, 1_000);
        assertEquals(0, backlog.estimate(1_000), "nothing is known yet");
        backlog.add(headers(4), new Changes());
        assertEquals(12, backlog.estimate(750));
        assertEquals(0, backlog.estimate(0));
    }

    @Test
    void relaysWithABacklogAreKnown() throws Exception {
        assertEquals(List.of(), Backlog.relays(room.mailbox));
        backlog().add(headers(1), new Changes());
        assertEquals(List.of(room.a.url()), Backlog.relays(room.mailbox));
    }

    @Test
    void foreignBytesAreRefused() {
        byte[] some = Sightings.bytes(headers(2));
        some[0]++;
        assertThrows(IOException.class, () -> Sightings.read(some));
        assertThrows(IOException.class, () -> Sightings.read(new byte[0]));
        assertThrows(IOException.class, () -> Sightings.read(new byte[130]));
        assertFalse(headers(1).isEmpty());
    }
}
