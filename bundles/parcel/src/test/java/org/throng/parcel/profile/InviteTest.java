// SPDX-License-Identifier: MIT
package org.throng.parcel.profile;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.throng.cipher.MlKem768;
import org.throng.cipher.Sha256;
import org.throng.curve.Curve;
import org.throng.curve.PublicKey;
import org.throng.curve.SecretKey;
import org.throng.curve.bouncycastle.BouncyCastleCurve;
import org.throng.event.Event;
import org.throng.event.MalformedException;
import org.throng.parcel.tlv.KemKey;
import org.throng.parcel.tlv.ScanCertificate;

/** Worked texts of Base45: RFC 9285, section 4.3. */
class InviteTest {
    private static final long NOW = 1_764_000_000;
    private static final Curve CURVE = new BouncyCastleCurve();

    private static Event profile() throws MalformedException {
        try (SecretKey nsec = secret("alice");
                SecretKey scan = secret("scan")) {
            PublicKey npub = CURVE.publicKey(nsec);
            byte[] seed = new byte[MlKem768.SEED_LENGTH];
            new Random(5).nextBytes(seed);
            Profile profile = new Profile(
                    List.of("wss://relay.example", "", "wss://other.example/throng"),
                    List.of(1, 2, 3),
                    21,
                    Optional.of(new Profile.Kem(KemKey.read(MlKem768.encapsulationKey(seed)), NOW + 1_000_000)),
                    Optional.of(
                            ScanCertificate.make(CURVE, nsec, CURVE.publicKey(scan), NOW + 2_000_000, new byte[32])),
                    List.of());
            return Event.sign(CURVE, nsec, profile.unsigned(npub, NOW), new byte[32]);
        }
    }

    private static SecretKey secret(String name) {
        return SecretKey.of(Sha256.of(name.getBytes(StandardCharsets.UTF_8)));
    }

    @Test
    void linkAndCodeCarryTheWholeProfile() throws Exception {
        Invite invite = new Invite(profile());
        assertEquals(invite, Invite.read(CURVE, invite.link()));
        assertEquals(invite, Invite.read(CURVE, invite.code()));
        assertTrue(invite.link().length() < 2_400, invite.link().length() + " characters");
        assertTrue(invite.code().matches("[0-9A-Z $%*+./:-]+"), "the alphanumeric mode of a QR code");
    }

    @Test
    void everyChangedCharacterIsNoticed() throws Exception {
        String link = new Invite(profile()).link();
        for (int i = 7; i < link.length() - 1; i += 13) {
            char other = link.charAt(i) == 'A' ? 'B' : 'A';
            String changed = link.substring(0, i) + other + link.substring(i + 1);
            assertThrows(MalformedException.class, () -> Invite.read(CURVE, changed));
        }
    }

    @Test
    void everyCutIsNoticed() throws Exception {
        String code = new Invite(profile()).code();
        for (int length = 0; length < code.length(); length += 17) {
            String cut = code.substring(0, length);
            assertThrows(MalformedException.class, () -> Invite.read(CURVE, cut));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "throng", "throng:", "THRONG:", "nostr:npub1", "throng:====", "THRONG:a", "throng:AQ"})
    void whatIsNoInviteIsRefused(String text) {
        assertThrows(MalformedException.class, () -> Invite.read(CURVE, text));
    }

    @Test
    void contentThatGrowsBeyondItsBoundIsRefused() throws Exception {
        try (SecretKey nsec = secret("alice")) {
            Event bomb = Event.sign(
                    CURVE,
                    nsec,
                    new Event.Unsigned(CURVE.publicKey(nsec), NOW, Profile.KIND, List.of(), " ".repeat(1 << 20)),
                    new byte[32]);
            String link = new Invite(bomb).link();
            assertThrows(MalformedException.class, () -> Invite.read(CURVE, link));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"AB=BB8", "Hello!!=%69 VD92EX0", "base-45=UJCLQE7W581", "ietf!=QED8WEX0"})
    void base45IsAsItsDocumentSays(String pair) throws Exception {
        int at = pair.indexOf('=');
        byte[] bytes = pair.substring(0, at).getBytes(StandardCharsets.US_ASCII);
        assertEquals(pair.substring(at + 1), Base45.write(bytes));
        assertArrayEquals(bytes, Base45.read(pair.substring(at + 1)));
    }

    @Property(tries = 200)
    void base45BringsAllBytesBack(@ForAll byte[] bytes) throws Exception {
        assertArrayEquals(bytes, Base45.read(Base45.write(bytes)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"GGW", ":::", "::", "A", "ABCD", "a0"})
    void wrongBase45IsRefused(String text) {
        assertThrows(MalformedException.class, () -> Base45.read(text));
    }
}
