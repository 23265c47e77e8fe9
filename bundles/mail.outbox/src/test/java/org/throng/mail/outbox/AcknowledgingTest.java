// SPDX-License-Identifier: MIT
package org.throng.mail.outbox;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.throng.itests.mail.MemoryRelay;
import org.throng.itests.mail.Person;
import org.throng.mail.AckDuty;
import org.throng.mail.PeerKey;
import org.throng.mailbox.Changes;
import org.throng.mailbox.Drawer;
import org.throng.parcel.Tlv;
import org.throng.parcel.tlv.Acks;
import org.throng.scheme.Opened;

/** How the {@link Postman} works off what the inbox owes to contacts. */
class AcknowledgingTest {
    private static final String FIRST = "0011223344556677";
    private static final String SECOND = "8899aabbccddeeff";

    private final Desk desk = new Desk();

    private void owe(Person to, String rumor, long due) throws IOException {
        AckDuty duty = new AckDuty(desk.alice.npub(), to.npub(), rumor, AckDuty.BODIES, due);
        desk.mailbox.write(new Changes().put(Drawer.ACKS, duty.key(), duty.bytes()));
    }

    /** The acknowledged rumors in each body on a relay. */
    private List<List<String>> acks(MemoryRelay relay) throws Exception {
        List<List<String>> acks = new ArrayList<>();
        for (Opened body : desk.bob.read(relay)) {
            List<String> rumors = new ArrayList<>();
            for (Tlv part : body.parts()) {
                if (part.type() == Tlv.ACKS) {
                    Acks.read(part.value()).rumors().forEach(rumor -> rumors.add(rumor.hex()));
                }
            }
            acks.add(rumors.stream().sorted().toList());
        }
        return acks;
    }

    private long later() {
        return desk.clock.millis() + 5_000;
    }

    @Test
    void acknowledgementsLeaveAloneWhenNothingWasSaidForAWhile() throws Exception {
        owe(desk.bob, FIRST, later());
        owe(desk.bob, SECOND, Long.MAX_VALUE);
        desk.work();
        assertEquals(List.of(), desk.a.offered());
        desk.clock.move(Duration.ofSeconds(5));
        desk.work();
        assertEquals(List.of(List.of(FIRST, SECOND)), acks(desk.a));
        assertEquals(acks(desk.a), acks(desk.b));
        assertTrue(desk.bob.rumors(desk.a).isEmpty());
        desk.workLater();
        assertEquals(1, acks(desk.a).size(), "from now on they ride along");
    }

    @Test
    void acknowledgementRidesAlongWithALetterAndNeedsNoBodyOfItsOwn() throws Exception {
        owe(desk.bob, FIRST, later());
        desk.text("hello");
        desk.work();
        desk.workLater();
        assertEquals(List.of(List.of(FIRST)), acks(desk.a));
    }

    @Test
    void acknowledgementStandsInThreeBodies() throws Exception {
        owe(desk.bob, FIRST, later());
        for (int i = 0; i < 4; i++) {
            desk.text("hello " + i);
            desk.work();
        }
        assertEquals(List.of(List.of(FIRST), List.of(FIRST), List.of(FIRST), List.of()), acks(desk.a));
        assertEquals(0, desk.count(Drawer.ACKS, ""));
    }

    @Test
    void acknowledgementThatNobodyTookIsNotUsedUp() throws Exception {
        owe(desk.bob, FIRST, later());
        desk.a.falls();
        desk.b.falls();
        desk.text("hello");
        desk.work();
        desk.clock.move(Duration.ofSeconds(5));
        desk.work();
        desk.a.rises();
        desk.b.rises();
        desk.clock.move(Duration.ofSeconds(1));
        for (int i = 0; i < 5; i++) {
            desk.text("once more " + i);
            desk.work();
        }
        assertEquals(3, acks(desk.a).stream().filter(List.of(FIRST)::equals).count());
    }

    @Test
    void acknowledgementThatFailsIsTriedAgainWithinAMinute() throws Exception {
        owe(desk.bob, FIRST, desk.clock.millis());
        desk.a.falls();
        desk.b.falls();
        desk.work();
        assertTrue(desk.postman.due(desk.mailbox).isEmpty());
        desk.a.rises();
        desk.clock.move(Duration.ofMinutes(1));
        desk.work();
        assertEquals(List.of(List.of(FIRST)), acks(desk.a));
    }

    @Test
    void oneThatRidesAlongGetsNoBodyOfItsOwnBecauseAnotherFailed() throws Exception {
        owe(desk.bob, FIRST, desk.clock.millis());
        owe(desk.bob, SECOND, Long.MAX_VALUE);
        desk.a.falls();
        desk.b.falls();
        desk.work();
        desk.mailbox.notes(Drawer.ACKS, (key, bytes) -> {
            AckDuty duty = AckDuty.read(bytes);
            assertEquals(duty.rumor().equals(SECOND), duty.due() == Long.MAX_VALUE, duty.rumor());
        });
    }

    @Test
    void nobodyIsToldBetweenLookAndTurnWhatALetterToldAlready() throws Exception {
        owe(desk.bob, FIRST, desk.clock.millis());
        var seen = desk.postman.due(desk.mailbox);
        desk.text("hello");
        desk.postman.due(desk.mailbox).get(letterKey()).run();
        for (var chore : seen.values()) {
            chore.run();
        }
        assertEquals(List.of(List.of(FIRST)), acks(desk.a));
    }

    private String letterKey() throws IOException {
        return desk.postman.due(desk.mailbox).keySet().stream()
                .filter(key -> !key.startsWith("acks:"))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void strangersAndBlockedContactsAreToldNothing() throws Exception {
        Person carol = Person.of("carol");
        Person mallory = Person.of("mallory");
        desk.identities.blocking(desk.alice, mallory);
        owe(carol, FIRST, desk.clock.millis());
        owe(mallory, SECOND, desk.clock.millis());
        desk.work();
        assertEquals(List.of(), desk.mine.calls());
        assertEquals(0, desk.count(Drawer.ACKS, ""));
    }

    @Test
    void schemeThatIsAwayLosesNoAcknowledgement() throws Exception {
        owe(desk.bob, FIRST, desk.clock.millis());
        desk.schemes.clear();
        desk.work();
        desk.schemes.add(Person.DIRECT);
        desk.clock.move(Duration.ofMinutes(1));
        desk.work();
        assertEquals(List.of(List.of(FIRST)), acks(desk.a));
    }

    @Test
    void sessionThatCannotBeAskedForYetIsNotTakenAsAskedFor() throws Exception {
        AckDuty duty = AckDuty.bare(desk.alice.npub(), desk.bob.npub(), true, desk.clock.millis());
        desk.mailbox.write(new Changes()
                .put(Drawer.ACKS, duty.key(), duty.bytes())
                .put(Drawer.NOTE, PeerKey.own(desk.alice.npub()), new byte[] {1}));
        desk.work();
        assertEquals(List.of(), desk.a.offered());
        assertEquals(1, desk.count(Drawer.ACKS, ""));
        assertEquals(0, desk.count(Drawer.PEER, "asked:"));
    }
}
