// SPDX-License-Identifier: MIT
package org.throng.mail.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.throng.curve.PublicKey;
import org.throng.curve.SecretKey;
import org.throng.itests.mail.MemoryIdentities;
import org.throng.itests.mail.MemoryMailbox;
import org.throng.itests.mail.Person;
import org.throng.itests.mail.TestClock;
import org.throng.mailbox.Drawer;
import org.throng.mailbox.Mailbox;
import org.throng.parcel.ScanKey;
import org.throng.parcel.profile.Profile;
import org.throng.scheme.KemPair;

class KeyRingTest {
    private static final Person BOB = Person.of("bob");

    private final TestClock clock = new TestClock();
    private final MemoryIdentities identities = new MemoryIdentities().with(BOB);
    private final Mailbox mailbox = MemoryMailbox.open(identities);
    private final KeyRing ring = ring(mailbox, 1);

    private KeyRing ring(Mailbox of, long seed) {
        return ring(identities, of, seed);
    }

    private KeyRing ring(MemoryIdentities mine, Mailbox of, long seed) {
        try {
            return new KeyRing(mine, Person.CURVE, of, new Random(seed), clock);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private int kept() throws Exception {
        int[] count = new int[1];
        mailbox.notes(Drawer.KEY, (key, value) -> count[0] += key.startsWith("kem:") ? 1 : 0);
        return count[0];
    }

    @Test
    void nodeIsTheSameAfterAStartAndAnotherInAnotherHome() throws Exception {
        PublicKey bob = BOB.npub();
        assertEquals(ring.node(bob), ring(mailbox, 2).node(bob));
        assertNotEquals(ring.node(bob), ring(MemoryMailbox.open(identities), 3).node(bob));
    }

    @Test
    void identitiesOfOneNodeShowNothingInCommon() throws Exception {
        Person temp = Person.of("temp");
        identities.withDisposable(temp, clock.seconds() + 1_000);
        assertNotEquals(ring.node(BOB.npub()), ring.node(temp.npub()));
        Profile.Kem one = ring.kem(BOB.npub());
        Profile.Kem other = ring.kem(temp.npub());
        assertNotEquals(one.key(), other.key());
        assertNotEquals(one.until(), other.until(), "though both were made in one second");
        assertEquals(other, ring.kem(temp.npub()));
        assertNotEquals(
                ring.certificate(BOB.npub()).scan(),
                ring.certificate(temp.npub()).scan());
    }

    @Test
    void everyNodeOfAPersonHasTheSameScanKeyAndCertificate() throws Exception {
        KeyRing other = ring(MemoryMailbox.open(identities), 9);
        assertEquals(ring.certificate(BOB.npub()), other.certificate(BOB.npub()));
        assertTrue(ring.certificate(BOB.npub()).isBy(Person.CURVE, BOB.npub()));
        assertTrue(ring.certificate(BOB.npub()).isGoodAt(clock.seconds()));
    }

    @Test
    void secretsBelongToTheKeysThatAreTried() throws Exception {
        List<PublicKey> all = ring.agreeing(BOB.npub());
        assertEquals(BOB.npub(), all.get(0));
        for (PublicKey key : all) {
            try (SecretKey secret = ring.secret(BOB.npub(), key).orElseThrow()) {
                assertEquals(key, Person.CURVE.publicKey(secret));
            }
        }
        assertTrue(ring.secret(BOB.npub(), Person.of("carol").npub()).isEmpty());
    }

    @Test
    void scanKeyOfLastYearIsTriedUntilNobodyCanUseItAnyLonger() throws Exception {
        PublicKey old = ring.certificate(BOB.npub()).scan();
        long end = ScanKey.at(clock.seconds()).until();
        clock.move(Duration.ofSeconds(end + ScanKey.GRACE - clock.seconds()));
        assertNotEquals(old, ring.certificate(BOB.npub()).scan());
        assertTrue(ring.agreeing(BOB.npub()).contains(old));
        clock.move(Duration.ofSeconds(1));
        assertEquals(List.of(BOB.npub(), ring.certificate(BOB.npub()).scan()), ring.agreeing(BOB.npub()));
        assertTrue(ring.secret(BOB.npub(), old).isEmpty());
    }

    @Test
    void kemKeyIsRenewedEachWeekAndUsableForTwelveDays() throws Exception {
        Profile.Kem first = ring.kem(BOB.npub());
        assertEquals(clock.seconds() + 12 * 86_400, first.until());
        clock.move(Duration.ofDays(7).minusSeconds(1));
        assertEquals(first, ring.kem(BOB.npub()));
        assertEquals(first, ring(mailbox, 4).kem(BOB.npub()), "after a start, too");
        clock.move(Duration.ofSeconds(1));
        assertNotEquals(first.key(), ring.kem(BOB.npub()).key());
        List<KemPair> pairs = ring.kems(BOB.npub());
        assertEquals(2, pairs.size());
        assertEquals(first.key(), pairs.get(1).key(), "newest first");
    }

    @Test
    void seedsAreErasedThirtyDaysAfterTheirLastUse() throws Exception {
        for (int week = 0; week < 20; week++) {
            ring.kem(BOB.npub());
            clock.move(Duration.ofDays(7));
        }
        assertTrue(ring.kems(BOB.npub()).size() <= 6, ring.kems(BOB.npub()).size() + " pairs");
        assertEquals(ring.kems(BOB.npub()).size(), kept(), "what is over is not on the disk");
        clock.move(Duration.ofDays(43));
        assertEquals(List.of(), ring.kems(BOB.npub()));
        assertEquals(0, kept());
    }

    @Test
    void seedsOfAnIdentityThatIsGoneAreErasedAtTheNextStart() throws Exception {
        ring.kem(BOB.npub());
        assertEquals(1, kept());
        ring(new MemoryIdentities().with(Person.of("carol")), mailbox, 6);
        assertEquals(0, kept());
    }

    @Test
    void clockThatWasAheadDoesNotHoldARenewalUp() throws Exception {
        clock.move(Duration.ofDays(300));
        Profile.Kem ahead = ring.kem(BOB.npub());
        clock.move(Duration.ofDays(-300));
        Profile.Kem now = ring.kem(BOB.npub());
        assertNotEquals(ahead.key(), now.key());
        assertEquals(clock.seconds() + 12 * 86_400, now.until());
        assertEquals(now, ring.kem(BOB.npub()), "once, not at each look");
        assertEquals(now, ring(mailbox, 5).kem(BOB.npub()), "after a start, too");
    }
}
