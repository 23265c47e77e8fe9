// SPDX-License-Identifier: MIT
package org.throng.mail.inbox;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.throng.event.Event;
import org.throng.event.RelayUrl;
import org.throng.itests.mail.MemoryRelay;
import org.throng.itests.mail.Person;
import org.throng.mail.AckDuty;
import org.throng.mailbox.Changes;
import org.throng.mailbox.Drawer;
import org.throng.parcel.profile.Profile;
import org.throng.scheme.KemPair;
import org.throng.scheme.pq.PqScheme;

class ProfilePublisherTest {
    private final Room room = new Room();
    private final RelayUrl a = room.a.url();
    private final RelayUrl b = room.b.url();
    private final RelayUrl c = room.transport.relay("c").url();
    private ProfilePublisher publisher = publisher();

    private ProfilePublisher publisher() {
        return new ProfilePublisher(
                room.identities,
                Person.CURVE,
                () -> Optional.of(room.keys),
                () -> room.schemes,
                new Random(1),
                room.clock);
    }

    /** The relay is met while Bob uses these. */
    private void meet(MemoryRelay relay, RelayUrl... used) throws Exception {
        publisher.ensure(
                room.mailbox,
                room.transport,
                relay.url(),
                room.identities.find(room.bob.npub()).orElseThrow(),
                List.of(used));
    }

    private static Event newest(MemoryRelay relay) {
        return relay.events(Profile.KIND).stream()
                .reduce((held, next) -> Profile.replaces(next, held) ? next : held)
                .orElseThrow();
    }

    private static List<String> relays(MemoryRelay relay) throws Exception {
        return Profile.read(Person.CURVE, newest(relay)).relays();
    }

    private static List<String> texts(RelayUrl... urls) {
        return Arrays.stream(urls).map(RelayUrl::toString).toList();
    }

    /** What is published by a node that reads scheme direct alone. */
    private Profile plain(RelayUrl... relays) throws Exception {
        return new Profile(
                texts(relays),
                List.of(1),
                0,
                Optional.empty(),
                Optional.of(room.keys.certificate(room.bob.npub())),
                List.of());
    }

    private Event signed(Profile profile, long createdAt) {
        Event.Unsigned event = profile.unsigned(room.bob.npub(), createdAt);
        return room.bob.sign(createdAt, event.kind(), event.tags(), event.content());
    }

    private Optional<Profile.Kem> kem() throws Exception {
        return Profile.read(Person.CURVE, newest(room.a)).kem();
    }

    @Test
    void nodeThatReadsPqShowsItsKemKey() throws Exception {
        room.schemes.add(new PqScheme(Person.CURVE, new Random(3)));
        meet(room.a, a);
        assertEquals(Optional.of(room.keys.kem(room.bob.npub())), kem());
        assertEquals(List.of(1, 3), Profile.read(Person.CURVE, newest(room.a)).schemes());
    }

    @Test
    void kemKeyIsNotShownWhileAnotherNodeCouldNotReadWhatIsSealedToIt() throws Exception {
        room.schemes.add(new PqScheme(Person.CURVE, new Random(3)));
        meet(room.a, a);
        Profile.Kem foreign =
                new Profile.Kem(KemPair.of(new byte[KemPair.SEED_LENGTH]).key(), room.clock.seconds() + 1_000_000);
        Profile others = new Profile(
                texts(a),
                List.of(1, 3),
                0,
                Optional.of(foreign),
                Optional.of(room.keys.certificate(room.bob.npub())),
                List.of());
        room.a.hold(signed(others, room.clock.seconds() + 60));
        meet(room.a, a);
        assertEquals(Optional.empty(), kem());
        room.clock.move(Duration.ofDays(2));
        meet(room.a, a);
        assertEquals(Optional.empty(), kem(), "two nodes do not take turns");
        room.clock.move(Duration.ofDays(12));
        meet(room.a, a);
        assertTrue(kem().isPresent(), "the other node was not heard of again");
    }

    @Test
    void whatCountsIsWhenTheOtherNodeSignedAndNotWhenThatIsSeen() throws Exception {
        room.schemes.add(new PqScheme(Person.CURVE, new Random(3)));
        room.a.hold(signed(plain(a), room.clock.seconds() - 12L * 86_400));
        meet(room.a, a);
        assertEquals(Optional.empty(), kem());
        room.clock.move(Duration.ofDays(2));
        meet(room.a, a);
        assertTrue(kem().isPresent(), "fourteen days have passed");
    }

    @Test
    void nodeThatIsLongGoneHoldsNoKeyBack() throws Exception {
        room.schemes.add(new PqScheme(Person.CURVE, new Random(3)));
        room.a.hold(signed(plain(a), room.clock.seconds() - 14L * 86_400));
        meet(room.a, a);
        assertTrue(kem().isPresent());
    }

    @Test
    void anotherNodeIsGreetedOnceSoThatASessionBegins() throws Exception {
        meet(room.a, a);
        assertEquals(List.of(), room.notes(Drawer.ACKS), "this is the only one");
        room.a.hold(room.bob.profile(room.clock.seconds() + 60, c, a));
        room.clock.move(Duration.ofMinutes(5));
        meet(room.a, a);
        AckDuty greeting = AckDuty.read(room.notes(Drawer.ACKS).get(0));
        assertEquals(AckDuty.bare(room.bob.npub(), room.bob.npub(), true, room.clock.millis()), greeting);
        room.mailbox.write(new Changes().remove(Drawer.ACKS, greeting.key()));
        room.a.hold(room.bob.profile(room.clock.seconds() + 60, a, c));
        meet(room.a, a);
        assertEquals(List.of(), room.notes(Drawer.ACKS), "it knows already");
    }

    @Test
    void profileIsPublishedOnceAndTheSameEverywhere() throws Exception {
        meet(room.a, a, b);
        meet(room.b, a, b);
        meet(room.a, a, b);
        publisher = publisher();
        room.clock.move(Duration.ofDays(1));
        meet(room.a, a, b);
        assertEquals(1, room.a.offered().size());
        assertEquals(room.a.offered(), room.b.offered());
        Event profile = newest(room.a);
        assertTrue(profile.isSigned(Person.CURVE) && profile.pubkey().equals(room.bob.npub()));
        assertEquals(plain(a, b), Profile.read(Person.CURVE, profile));
    }

    @Test
    void relayThatLostItGetsItAgain() throws Exception {
        meet(room.a, a);
        Event profile = newest(room.a);
        room.a.lose(profile);
        room.clock.move(Duration.ofDays(3));
        meet(room.a, a);
        assertEquals(List.of(profile, profile), room.a.offered());
    }

    @Test
    void newRelayIsAppended() throws Exception {
        meet(room.a, a, b);
        meet(room.a, c, b, a);
        assertEquals(texts(a, b, c), relays(room.a));
    }

    @Test
    void relayThatWasLeftIsBlankedAndTheOthersKeepTheirNumber() throws Exception {
        meet(room.a, a, b);
        meet(room.a, b);
        assertEquals(List.of("", b.toString()), relays(room.a));
        meet(room.a, c, b);
        assertEquals(List.of("", b.toString(), c.toString()), relays(room.a));
        meet(room.a, a, b, c);
        assertEquals(List.of("", b.toString(), c.toString(), a.toString()), relays(room.a));
        assertEquals(Optional.of(b), ProfilePublisher.relay(room.mailbox, Person.CURVE, room.bob.npub(), 2));
        assertEquals(Optional.empty(), ProfilePublisher.relay(room.mailbox, Person.CURVE, room.bob.npub(), 1));
    }

    @Test
    void everyRenewalFollowsTheOneBeforeAndIsNewer() throws Exception {
        meet(room.a, a);
        meet(room.a, a, b);
        meet(room.a, b);
        meet(room.a, c);
        List<Event> all = room.a.events(Profile.KIND);
        assertEquals(4, all.size());
        for (int i = 1; i < all.size(); i++) {
            assertTrue(Profile.replaces(all.get(i), all.get(i - 1)));
            assertTrue(Profile.read(Person.CURVE, all.get(i)).follows(Profile.read(Person.CURVE, all.get(i - 1))));
        }
    }

    @Test
    void blankedPlacesGoAfterThirtyFiveDays() throws Exception {
        meet(room.a, a, b);
        meet(room.a, b);
        room.clock.move(Duration.ofDays(35));
        meet(room.a, b);
        assertEquals(List.of("", b.toString()), relays(room.a));
        room.clock.move(Duration.ofSeconds(2));
        meet(room.a, b);
        assertEquals(texts(b), relays(room.a));
    }

    @Test
    void profileNamesAtMostEightRelays() throws Exception {
        RelayUrl[] many = new RelayUrl[9];
        for (int i = 0; i < many.length; i++) {
            many[i] = RelayUrl.of("wss://r" + i + ".test");
        }
        meet(room.a, Arrays.copyOf(many, 7));
        meet(room.a, Arrays.copyOfRange(many, 1, 9));
        List<String> listed = relays(room.a);
        assertEquals(8, listed.size());
        assertEquals("", listed.get(0));
        assertEquals("wss://r7.test", listed.get(7));
        assertTrue(ProfilePublisher.isLeftOut(room.mailbox, Person.CURVE, room.bob.npub(), many[8]));
        assertFalse(ProfilePublisher.isLeftOut(room.mailbox, Person.CURVE, room.bob.npub(), many[7]));
    }

    @Test
    void newerProfileOfAnotherNodeStaysWhereItSaysTheSame() throws Exception {
        meet(room.a, a);
        Event other = signed(plain(a), room.clock.seconds() + 60);
        room.a.hold(other);
        meet(room.a, a);
        assertEquals(1, room.a.offered().size());
        meet(room.b, a);
        assertEquals(List.of(other), room.b.offered());
    }

    @Test
    void newerProfileOfAnotherNodeIsFollowedAndNotOverwritten() throws Exception {
        meet(room.a, a);
        Event other = room.bob.profile(room.clock.seconds() + 60, c, a);
        room.a.hold(other);
        meet(room.a, a, b);
        assertEquals(List.of("", a.toString(), b.toString()), relays(room.a));
        assertTrue(newest(room.a).createdAt() > other.createdAt());
    }

    @Test
    void whatIsNoProfileIsReplaced() throws Exception {
        room.a.hold(room.bob.sign(room.clock.seconds(), Profile.KIND, List.of(), "not a profile"));
        meet(room.a, a);
        assertEquals(1, room.a.offered().size());
    }

    @Test
    void profileOfAWrongClockIsMadeAnew() throws Exception {
        room.clock.move(Duration.ofDays(2));
        room.a.says(false, "invalid: created_at is in the future");
        meet(room.a, a);
        room.clock.move(Duration.ofDays(-2));
        room.a.says(true, "");
        meet(room.a, a);
        assertEquals(room.clock.seconds(), newest(room.a).createdAt());
    }

    @Test
    void relayThatRefusesOrIsSilentIsOfferedItAgainWhenItIsMetNext() throws Exception {
        room.a.says(false, "blocked: no profiles");
        meet(room.a, a);
        room.a.says(true, "");
        meet(room.a, a);
        assertEquals(2, room.a.offered().size());
        assertEquals(room.a.offered().get(0), room.a.offered().get(1));
    }

    @Test
    void withoutAProfileNoNumberLeadsAnywhere() throws Exception {
        assertEquals(Optional.empty(), ProfilePublisher.relay(room.mailbox, Person.CURVE, room.bob.npub(), 1));
        meet(room.a, a);
        assertEquals(Optional.of(a), ProfilePublisher.relay(room.mailbox, Person.CURVE, room.bob.npub(), 1));
        assertEquals(Optional.empty(), ProfilePublisher.relay(room.mailbox, Person.CURVE, room.bob.npub(), 9));
    }
}
