// SPDX-License-Identifier: MIT
package org.throng.mail.inbox;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.throng.curve.PublicKey;
import org.throng.event.Event;
import org.throng.event.RelayUrl;
import org.throng.identity.Identity;
import org.throng.itests.mail.MemoryMailbox;
import org.throng.itests.mail.Person;
import org.throng.mail.AbsentException;
import org.throng.mail.Chores;
import org.throng.mailbox.Mailbox;
import org.throng.parcel.profile.Profile;
import org.throng.scheme.pq.PqScheme;
import org.throng.transport.Transport;

class DisposableProfilesTest {
    private static final int DELAY = 900;

    private final Room room = new Room();
    private final Person temp = Person.of("temp");
    private final Random random = new Random(7);
    private boolean silent;
    private Set<RelayUrl> places = Set.of(room.a.url());
    private DisposableProfiles profiles;

    DisposableProfilesTest() {
        room.identities.withDisposable(temp, room.clock.seconds() + 30L * 86_400, room.a.url());
        room.schemes.add(new PqScheme(Person.CURVE, new Random(3)));
        profiles = fresh();
    }

    private ProfilePublisher publisher() {
        return new ProfilePublisher(
                room.identities,
                Person.CURVE,
                () -> Optional.of(room.keys),
                () -> room.schemes,
                new Random(1),
                room.clock);
    }

    /** As after a start. */
    private DisposableProfiles fresh() {
        return new DisposableProfiles(
                room.identities,
                publisher(),
                new DisposableProfiles.Places() {
                    @Override
                    public Set<RelayUrl> of(PublicKey npub) {
                        return npub.equals(temp.npub()) ? places : Set.of();
                    }

                    @Override
                    public Transport transport(RelayUrl relay) throws IOException {
                        if (silent) {
                            throw new AbsentException("no bundle reaches it");
                        }
                        return room.transport;
                    }
                },
                () -> room.schemes,
                DELAY,
                random,
                room.clock);
    }

    private int work(Mailbox mailbox) throws Exception {
        Collection<Chores.Chore> due = profiles.due(mailbox).values();
        for (Chores.Chore chore : due) {
            chore.run();
        }
        return due.size();
    }

    private int work() throws Exception {
        return work(room.mailbox);
    }

    /** Lets seconds pass one by one until something is done; how many. */
    private int secondsUntilWork(int most) throws Exception {
        for (int second = 0; second <= most; second++) {
            if (work() > 0) {
                return second;
            }
            room.clock.move(Duration.ofSeconds(1));
        }
        throw new AssertionError("nothing was done within " + most + " s");
    }

    private List<Event> offered() {
        return room.a.events(Profile.KIND).stream()
                .filter(event -> event.pubkey().equals(temp.npub()))
                .toList();
    }

    @Test
    void profileComesAtAMomentOfItsOwnAndThenRests() throws Exception {
        assertEquals(0, work(), "not when it is made");
        int first = secondsUntilWork(DELAY);
        assertTrue(first > 0, "at once");
        assertEquals(1, offered().size());
        Profile profile = Profile.read(Person.CURVE, offered().get(0));
        assertEquals(List.of(room.a.url().toString()), profile.relays());
        assertTrue(profile.kem().isPresent());
        room.clock.move(Duration.ofHours(12));
        assertEquals(0, work());
        room.clock.move(Duration.ofHours(24));
        assertEquals(1, work());
        assertEquals(1, offered().size(), "it was there still");
    }

    @Test
    void momentsOfTwoHaveNothingInCommon() throws Exception {
        int one = secondsUntilWork(DELAY);
        Mailbox other = MemoryMailbox.open(room.identities);
        int two = 0;
        while (profiles.due(other).isEmpty() && two <= DELAY) {
            room.clock.move(Duration.ofSeconds(1));
            two++;
        }
        assertNotEquals(one, two);
    }

    @Test
    void startBringsNothingAbout() throws Exception {
        secondsUntilWork(DELAY);
        room.clock.move(Duration.ofDays(3)); // off
        profiles = fresh();
        assertEquals(0, work(), "what was missed is drawn anew");
        assertTrue(secondsUntilWork(DELAY) > 0);
        profiles = fresh();
        room.clock.move(Duration.ofHours(1));
        assertEquals(0, work(), "what was not missed stays");
    }

    @Test
    void whatChangesTheProfileBringsItSoonButNotAtOnce() throws Exception {
        secondsUntilWork(DELAY);
        room.schemes.remove(1);
        assertEquals(0, work());
        secondsUntilWork(DELAY);
        assertEquals(2, offered().size());
        Identity moved = room.identities.find(temp.npub()).orElseThrow().on(List.of(room.a.url(), room.b.url()));
        room.identities.update(moved);
        places = Set.of(room.a.url(), room.b.url());
        assertEquals(0, work());
        secondsUntilWork(DELAY);
        assertEquals(3, offered().size());
        assertEquals(1, room.b.events(Profile.KIND).size());
    }

    @Test
    void relayThatIsAwayIsTriedAgainAndNoneIsNoSuccess() throws Exception {
        places = Set.of();
        secondsUntilWork(DELAY);
        places = Set.of(room.a.url());
        silent = true;
        secondsUntilWork(DELAY);
        assertEquals(0, offered().size());
        silent = false;
        secondsUntilWork(DELAY);
        assertEquals(1, offered().size());
    }

    @Test
    void noTwoProfilesOfANodeShowOneSecond() throws Exception {
        ProfilePublisher publisher = publisher();
        for (Person person : List.of(room.bob, temp)) {
            publisher.ensure(
                    room.mailbox,
                    room.transport,
                    room.a.url(),
                    room.identities.find(person.npub()).orElseThrow(),
                    List.of(room.a.url()));
        }
        List<Event> both = room.a.events(Profile.KIND);
        assertEquals(2, both.size());
        assertNotEquals(both.get(0).createdAt(), both.get(1).createdAt());
    }

    @Test
    void anotherMailboxIsAnotherStart() throws Exception {
        secondsUntilWork(DELAY);
        assertEquals(0, work(MemoryMailbox.open(room.identities)));
    }
}
