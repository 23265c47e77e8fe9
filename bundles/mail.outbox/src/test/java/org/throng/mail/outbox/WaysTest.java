// SPDX-License-Identifier: MIT
package org.throng.mail.outbox;

import static org.junit.jupiter.api.Assertions.assertEquals;

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
import org.throng.mail.Strength;
import org.throng.parcel.Label;
import org.throng.parcel.SchemeId;
import org.throng.parcel.Slot;
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

    private int chosen(String preferred, Strength floor, boolean kem, Integer... reads) throws Exception {
        List<Scheme> all = List.of(
                new Named(SchemeId.DIRECT, "direct"), new Named(SchemeId.PQ, "pq"), new Named(PRIVATE, "passphrase"));
        Random random = new Random(1);
        Ways ways = new Ways(
                new Poster(() -> all, List::of, clock),
                new MemoryIdentities(),
                Optional::empty,
                Optional::empty,
                preferred,
                random,
                clock);
        byte[] seed = new byte[MlKem768.SEED_LENGTH];
        Optional<Profile.Kem> key = kem
                ? Optional.of(new Profile.Kem(KemKey.read(MlKem768.encapsulationKey(seed)), clock.seconds() + 1_000))
                : Optional.empty();
        Profile profile = new Profile(List.of("wss://a.test"), List.of(reads), 0, key, Optional.empty(), List.of());
        Route route =
                new Route(Recipient.of(bob.npub()), List.of(RelayUrl.of("wss://a.test")), Optional.of(profile), "");
        return ways.outside(
                        MemoryMailbox.open(new MemoryIdentities()),
                        alice.npub(),
                        bob.npub(),
                        route,
                        Optional.empty(),
                        floor)
                .scheme()
                .number();
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
        assertEquals(
                SchemeId.DIRECT, chosen("passphrase", Strength.PQ, false, 1, 2, 3, PRIVATE), "a body without words");
    }
}
