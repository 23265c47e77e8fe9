// SPDX-License-Identifier: MIT
package org.throng.mail.outbox;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.throng.cipher.MlKem768;
import org.throng.event.Event;
import org.throng.event.RelayUrl;
import org.throng.itests.mail.MemoryIdentities;
import org.throng.itests.mail.MemoryMailbox;
import org.throng.itests.mail.Person;
import org.throng.itests.mail.TestClock;
import org.throng.mail.AckDuty;
import org.throng.mail.Conversations;
import org.throng.mail.Strength;
import org.throng.mailbox.Changes;
import org.throng.mailbox.Drawer;
import org.throng.mailbox.Mailbox;
import org.throng.parcel.Label;
import org.throng.parcel.SchemeId;
import org.throng.parcel.Slot;
import org.throng.parcel.Tlv;
import org.throng.parcel.profile.Profile;
import org.throng.parcel.tlv.KemKey;
import org.throng.scheme.Contents;
import org.throng.scheme.Match;
import org.throng.scheme.Opened;
import org.throng.scheme.Reader;
import org.throng.scheme.Recipient;
import org.throng.scheme.Scheme;
import org.throng.scheme.SealedBody;
import org.throng.scheme.Sender;
import org.throng.scheme.Sighting;
import org.throng.session.Riders;

/** Which scheme words take outside sessions. */
class WaysTest {
    private static final int PRIVATE = 40_001;

    private final Person alice = Person.of("alice");
    private final Person bob = Person.of("bob");
    private final TestClock clock = new TestClock();

    /** A scheme that is only chosen here. */
    private record Named(int number, String name) implements Scheme {
        @Override
        public SealedBody seal(Sender sender, Recipient to, Contents contents, Slot slot, Label label) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Event address(Sender sender, Recipient to, SealedBody body, Slot slot, Label label, int relayIndex) {
            throw new UnsupportedOperationException();
        }

        @Override
        public List<Match> recognise(List<Sighting> sightings, List<Reader> readers) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Optional<Opened> open(Match match, byte[] content) {
            throw new UnsupportedOperationException();
        }
    }

    private final MemoryIdentities identities = new MemoryIdentities();
    private final Mailbox mailbox = MemoryMailbox.open(identities);
    private final Conversations recording = (Conversations) Proxy.newProxyInstance(
            Conversations.class.getClassLoader(),
            new Class<?>[] {Conversations.class},
            (self, method, words) -> switch (method.getName()) {
                case "lines" -> List.of();
                case "riders" -> new Riders(List.of(new Tlv(Tlv.SHARE_RECORD, new byte[20])), Optional.empty());
                default -> throw new UnsupportedOperationException(method.getName());
            });

    private Ways ways(String preferred, Optional<Conversations> conversations) {
        List<Scheme> all = List.of(
                new Named(SchemeId.DIRECT, "direct"), new Named(SchemeId.PQ, "pq"), new Named(PRIVATE, "passphrase"));
        Poster poster = new Poster(() -> all, List::of, clock);
        return new Ways(poster, identities, () -> conversations, Optional::empty, preferred, new Random(1), clock);
    }

    private Route route(boolean kem, Integer... reads) throws Exception {
        byte[] seed = new byte[MlKem768.SEED_LENGTH];
        Optional<Profile.Kem> key = kem
                ? Optional.of(new Profile.Kem(KemKey.read(MlKem768.encapsulationKey(seed)), clock.seconds() + 1_000))
                : Optional.empty();
        Profile profile = new Profile(List.of("wss://a.test"), List.of(reads), 0, key, Optional.empty(), List.of());
        return new Route(Recipient.of(bob.npub()), List.of(RelayUrl.of("wss://a.test")), Optional.of(profile), "");
    }

    private int chosen(String preferred, Strength floor, boolean kem, Integer... reads) throws Exception {
        Changes changes = new Changes();
        floor.raise(mailbox, changes, alice.npub(), bob.npub());
        if (!changes.isEmpty()) {
            mailbox.write(changes);
        }
        return words(ways(preferred, Optional.empty()), route(kem, reads))
                .scheme()
                .number();
    }

    private Way words(Ways ways, Route route) throws Exception {
        return ways.forWords(mailbox, alice.npub(), bob.npub(), route, Optional.empty())
                .get(0);
    }

    private String owed() throws Exception {
        List<String> owed = new ArrayList<>();
        mailbox.notes(Drawer.ACKS, (key, bytes) -> owed.add(AckDuty.read(bytes).rumor()));
        return String.join(" ", owed);
    }

    @Test
    void schemeIsPqWhereTheProfileHasAKeyElseDirect() throws Exception {
        assertEquals(SchemeId.PQ, chosen("", Strength.DIRECT, true, 1, 2, 3));
        assertEquals(SchemeId.DIRECT, chosen("", Strength.DIRECT, false, 1, 2, 3));
    }

    @Test
    void preferredSchemeIsTakenWhereTheProfileNamesIt() throws Exception {
        assertEquals(PRIVATE, chosen("passphrase", Strength.DIRECT, true, 1, 2, 3, PRIVATE));
        assertEquals(SchemeId.PQ, chosen("passphrase", Strength.DIRECT, true, 1, 2, 3));
        assertEquals(SchemeId.DIRECT, chosen("another", Strength.DIRECT, false, 1, 2, 3, PRIVATE));
    }

    @Test
    void preferredSchemeDoesNotLowerTheFloorOfAContact() throws Exception {
        assertEquals(SchemeId.PQ, chosen("passphrase", Strength.PQ, true, 1, 2, 3, PRIVATE));
        assertThrows(KeylessException.class, () -> chosen("passphrase", Strength.PQ, false, 1, 2, 3, PRIVATE));
    }

    @Test
    void wordsInAPreferredSchemeAreFollowedByABodyThatBeginsASession() throws Exception {
        Ways ways = ways("passphrase", Optional.of(recording));
        Route route = route(true, 1, 2, 3, PRIVATE);
        Way words = words(ways, route);
        assertEquals(PRIVATE, words.scheme().number());
        assertFalse(words.begins());
        assertEquals(AckDuty.DIRECT, owed());
        Way wordless = ways.outside(mailbox, alice.npub(), bob.npub(), route, Optional.empty());
        assertEquals(SchemeId.PQ, wordless.scheme().number());
        assertTrue(wordless.begins());
    }

    @Test
    void nothingFollowsWhereTheContactReadsNoSessions() throws Exception {
        words(ways("passphrase", Optional.of(recording)), route(true, 1, 3, PRIVATE));
        assertEquals("", owed());
    }

    @Test
    void sessionIsAskedForAgainUntilARecordLeftAndThenOnceADay() throws Exception {
        Ways ways = ways("passphrase", Optional.of(recording));
        Route route = route(true, 1, 2, 3, PRIVATE);
        AckDuty duty = AckDuty.bare(alice.npub(), bob.npub(), true, 0);
        words(ways, route);
        mailbox.write(new Changes().remove(Drawer.ACKS, duty.key()));
        words(ways, route);
        assertEquals(AckDuty.DIRECT, owed(), "no record left");
        Changes changes = new Changes().remove(Drawer.ACKS, duty.key());
        ways.asked(changes, alice.npub(), bob.npub());
        mailbox.write(changes);
        words(ways, route);
        assertEquals("", owed());
        clock.move(Duration.ofDays(1));
        words(ways, route);
        assertEquals(AckDuty.DIRECT, owed());
    }
}
