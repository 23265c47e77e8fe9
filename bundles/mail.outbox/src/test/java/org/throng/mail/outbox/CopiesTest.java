// SPDX-License-Identifier: MIT
package org.throng.mail.outbox;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.throng.event.EventId;
import org.throng.itests.mail.TestClock;
import org.throng.mail.CopyKey;
import org.throng.mail.OtherNode;
import org.throng.mailbox.Changes;
import org.throng.mailbox.Drawer;
import org.throng.mailbox.Letter;
import org.throng.parcel.rumor.Rumor;

class CopiesTest {
    private final Desk desk = new Desk();

    private void hearOfAnotherNode() throws Exception {
        desk.mine.hold(desk.alice.profile(TestClock.START - 1_000, desk.mine.url()));
        desk.mailbox.write(OtherNode.note(new Changes(), desk.alice.npub(), desk.clock.seconds()));
    }

    private int notes() throws Exception {
        return desk.count(Drawer.DELIVERY, "") + desk.count(Drawer.NOTE, "copy:");
    }

    @Test
    void whatIsSentGoesToMyOtherNodesAsTheSameRumor() throws Exception {
        hearOfAnotherNode();
        EventId letter = desk.text("hello");
        desk.work();
        assertEquals(Letter.State.POSTED, desk.letter(letter).state());
        desk.workLater();
        List<Rumor> copies = desk.alice.rumors(desk.mine);
        assertEquals(List.of(letter), copies.stream().map(Rumor::id).toList());
        assertEquals(Letter.State.POSTED, desk.letter(letter).state());
        assertTrue(
                desk.letter(letter).detail().contains("2 of 2"),
                desk.letter(letter).detail());
        assertEquals(0, notes(), "nobody acknowledges what goes outside sessions");
    }

    @Test
    void copyThatFindsNoRelayIsTriedAgainAndHoldsTheLetterBackInNothing() throws Exception {
        hearOfAnotherNode();
        EventId letter = desk.text("hello");
        desk.work();
        desk.mine.falls();
        desk.workLater();
        assertEquals(Letter.State.POSTED, desk.letter(letter).state());
        assertEquals(2, notes());
        desk.postman = desk.postman();
        desk.mine.rises();
        desk.workLater();
        assertEquals(1, desk.alice.rumors(desk.mine).size());
        assertEquals(0, notes());
    }

    @Test
    void whoHasOneNodeSendsNoCopies() throws Exception {
        desk.text("hello");
        assertEquals(1, notes());
        hearOfAnotherNode();
        desk.clock.move(Duration.ofDays(31));
        desk.text("anybody?");
        assertEquals(2, notes(), "the other one is gone");
    }

    @Test
    void copiesAreSentAlwaysOrNeverWhereTheUserSaysSo() throws Exception {
        EventId letter = desk.text("hello");
        Rumor rumor = desk.alice.text("hello", desk.clock.seconds());
        hearOfAnotherNode();
        for (String wish : List.of("always", "never")) {
            Changes changes = new Changes();
            new Copies(wish, Optional::empty, new Random(1), desk.clock)
                    .add(desk.mailbox, changes, desk.letter(letter), rumor);
            assertEquals(wish.equals("never"), changes.isEmpty());
        }
    }

    @Test
    void copyWhoseSessionIsGoneGoesOnceMore() throws Exception {
        hearOfAnotherNode();
        EventId letter = desk.text("hello");
        EventId copy = CopyKey.copyOf(letter);
        String key = desk.alice.npub().hex() + ":" + copy.hex();
        desk.work();
        desk.mailbox.write(new Changes().remove(Drawer.DELIVERY, key).put(Drawer.AGAIN, key, new byte[] {1}));
        desk.work();
        desk.workLater();
        assertEquals(
                List.of(letter),
                desk.alice.rumors(desk.mine).stream().map(Rumor::id).toList());
    }
}
