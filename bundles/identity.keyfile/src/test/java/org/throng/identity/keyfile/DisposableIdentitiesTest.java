// SPDX-License-Identifier: MIT
package org.throng.identity.keyfile;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;
import org.throng.curve.PublicKey;
import org.throng.curve.SecretKey;
import org.throng.curve.bouncycastle.BouncyCastleCurve;
import org.throng.event.RelayUrl;
import org.throng.home.PrivateFile;
import org.throng.identity.Contact;
import org.throng.identity.Identity;
import org.throng.identity.IdentityException;
import org.throng.identity.IdentityException.Reason;
import org.throng.identity.IdentityListener;
import org.throng.identity.Nip19;
import org.throng.identity.Occasion;

class DisposableIdentitiesTest {
    private static final char[] PASS = "correct horse".toCharArray();
    private static final long START = 1_800_000_000;
    private static final PublicKey BEN =
            PublicKey.ofHex("3bf0c63fcb93463407af97a5e5ee64fa883d107ef9e558472c4eb9aaaefa459d");
    private static final RelayUrl RELAY = RelayUrl.of("wss://relay.example");
    private static final Occasion FLAT = new Occasion(Optional.of(BEN), "the flat");

    @TempDir
    Path temp;

    private final BouncyCastleCurve curve = new BouncyCastleCurve();
    private final List<Set<PublicKey>> told = new ArrayList<>();
    private long now = START;
    private Path folder;
    private KeyfileIdentities identities;
    private Identity main;

    private final Clock clock = new Clock() {
        @Override
        public Instant instant() {
            return Instant.ofEpochSecond(now);
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    };

    @BeforeEach
    void open() throws IdentityException {
        folder = temp.resolve("data/identity");
        identities = again();
        identities.create(PASS);
        main = identities.generate("me");
        identities.put(
                main.npub(),
                new Contact(BEN, Optional.of("Ben"), List.of(RELAY), Optional.empty(), true, false, START));
    }

    /** As after a start. */
    private KeyfileIdentities again() throws IdentityException {
        return new KeyfileIdentities(folder, curve, new SecureRandom(), clock, 4) {
            @Override
            protected void tell(Consumer<IdentityListener> what) {
                what.accept(new IdentityListener() {
                    @Override
                    public void changed() {
                        told.add(departed());
                    }
                });
            }
        };
    }

    private Identity flat() throws IdentityException {
        return identities.generate("flat", START + 100, List.of(RELAY), FLAT);
    }

    private List<String> files() throws IOException {
        try (Stream<Path> paths = Files.list(folder)) {
            return paths.map(path -> path.getFileName().toString()).sorted().toList();
        }
    }

    private static Reason reason(Executable call) {
        return assertThrows(IdentityException.class, call).reason();
    }

    @Test
    void disposableOneIsKeptWithItsEndAndWhatItIsFor() throws Exception {
        Identity flat = flat();
        assertTrue(flat.isDisposable());
        assertFalse(main.isDisposable());
        KeyfileIdentities later = again();
        assertEquals(List.of(main, flat), later.list());
        assertEquals(START + 100, later.list().get(1).expiresAt().orElseThrow());
        assertEquals(Reason.LOCKED, reason(() -> later.occasion(flat.npub())));
        later.unlock(PASS);
        assertEquals(FLAT, later.occasion(flat.npub()));
        assertEquals(Occasion.NONE, later.occasion(main.npub()));
        Contact ben = later.contact(flat.npub(), BEN).orElseThrow();
        assertEquals(Optional.of("Ben"), ben.petname(), "as another identity knows him");
        assertEquals(List.of(RELAY), ben.relays());
        assertFalse(ben.verified(), "a safety number is of one pair of keys");
    }

    @Test
    void onTheDiskNobodySeesWhatItIsFor() throws Exception {
        Identity flat = flat();
        String json = Files.readString(folder.resolve(IdentityFile.name(flat.npub())));
        assertFalse(json.contains("the flat") || json.contains(BEN.hex()) || json.contains(Nip19.npub(BEN)), json);
        String stays = Files.readString(folder.resolve(IdentityFile.name(main.npub())));
        assertFalse(stays.contains("expires_at") || stays.contains("occasion"), "as earlier versions wrote it");
    }

    @Test
    void atItsEndItIsGoneForEverybodyAndSoonFromTheDisk() throws Exception {
        Identity flat = flat();
        now = START + 99;
        assertEquals(0, identities.expire());
        identities.secret(flat.npub()).close();
        now = START + 100;
        assertEquals(List.of(main), identities.list(), "before anything was erased");
        assertEquals(Reason.UNKNOWN, reason(() -> identities.secret(flat.npub())));
        assertEquals(Reason.UNKNOWN, reason(() -> identities.export(flat.npub(), PASS)));
        assertEquals(Reason.UNKNOWN, reason(() -> identities.contacts(flat.npub())));
        assertEquals(Reason.UNKNOWN, reason(() -> identities.update(flat.until(START + 1_000))));
        told.clear();
        assertEquals(1, identities.expire());
        assertEquals(List.of(Set.of(flat.npub())), told, "whoever keeps data is told");
        assertEquals(0, identities.expire());
        String name = Nip19.npub(flat.npub());
        assertEquals(
                List.of(name + ".gone"),
                files().stream().filter(file -> file.contains(name)).toList());
        identities.forget(flat.npub());
        assertTrue(files().stream().noneMatch(file -> file.contains(name)), files().toString());
        assertEquals(Set.of(), identities.departed());
        assertEquals(Set.of(flat.npub()), identities.gone(), "nothing may write of it in this process");
        identities.secret(main.npub()).close();
    }

    @Test
    void whatEndedWhileNothingRanGoesAtTheStartThoughTheVaultIsLocked() throws Exception {
        Identity flat = flat();
        now = START + 5_000;
        KeyfileIdentities later = again();
        assertTrue(later.isLocked());
        assertEquals(List.of(main), later.list());
        assertEquals(Set.of(flat.npub()), later.departed());
        assertFalse(Files.exists(folder.resolve(IdentityFile.name(flat.npub()))));
        assertEquals(Set.of(flat.npub()), again().departed(), "until it is wiped, over starts");
    }

    @Test
    void crashBetweenMarkAndErasingIsMadeGoodAtTheStart() throws Exception {
        Identity flat = flat();
        Path file = folder.resolve(IdentityFile.name(flat.npub()));
        byte[] before = Files.readAllBytes(file);
        identities.delete(flat.npub());
        Files.write(file, before); // as if it had not come so far
        Files.write(PrivateFile.unfinished(file), before);
        KeyfileIdentities later = again();
        assertEquals(List.of(main), later.list());
        assertFalse(Files.exists(file));
        assertFalse(Files.exists(PrivateFile.unfinished(file)), "left by an earlier crash");
        assertEquals(Set.of(flat.npub()), later.departed());
    }

    @Test
    void contentIsOverwrittenAndNotOnlyUnlinked() throws Exception {
        Identity flat = flat();
        Path file = folder.resolve(IdentityFile.name(flat.npub()));
        Path link = temp.resolve("same-blocks");
        Files.createLink(link, file);
        identities.delete(flat.npub());
        byte[] left = Files.readAllBytes(link);
        assertTrue(left.length > 0);
        for (byte b : left) {
            assertEquals(0, b);
        }
    }

    @Test
    void endIsBoundedAndMovedWithinBounds() throws Exception {
        assertEquals(Reason.LIFETIME, reason(() -> identities.generate("x", START + 9, List.of(), Occasion.NONE)));
        assertEquals(
                Reason.LIFETIME,
                reason(() -> identities.generate("x", START + 367L * 86_400, List.of(), Occasion.NONE)));
        Identity flat = flat();
        identities.update(flat.until(START + 50));
        identities.update(flat.until(START + 5_000).named("other"));
        assertEquals(FLAT, identities.occasion(flat.npub()), "kept");
        now = START + 4_999;
        assertEquals("other", identities.find(flat.npub()).orElseThrow().label());
        identities.update(flat.until(START + 5_000).on(List.of())); // near the end, which stays as it is
        assertEquals(Reason.LIFETIME, reason(() -> identities.update(flat.until(now + 5))));
        assertEquals(Reason.LIFETIME, reason(() -> identities.update(main.until(now + 1_000))));
        Identity lasting = new Identity(flat.npub(), "flat", START, List.of());
        assertEquals(Reason.LIFETIME, reason(() -> identities.update(lasting)));
    }

    @Test
    void keyThatIsBeingWipedComesBackOnlyAfterwards() throws Exception {
        Identity flat = flat();
        try (SecretKey secret = identities.secret(flat.npub())) {
            identities.delete(flat.npub());
            assertEquals(Reason.EXISTS, reason(() -> identities.restore(flat, secret, FLAT)));
            identities.forget(flat.npub());
            identities.restore(flat, secret, FLAT);
            assertEquals(List.of(main, flat), identities.list());
            assertEquals(FLAT, identities.occasion(flat.npub()));
            assertEquals(Set.of(), identities.gone(), "it may be written of again");
            identities.delete(flat.npub());
            identities.forget(flat.npub());
            now = START + 100;
            assertEquals(Reason.LIFETIME, reason(() -> identities.restore(flat, secret, FLAT)), "its time is over");
            assertEquals(
                    Reason.WRONG_KIND,
                    reason(() -> identities.restore(new Identity(BEN, "ben", 1, List.of()), secret, Occasion.NONE)));
        }
    }

    @Test
    void identityThatStaysLeavesNoMark() throws Exception {
        identities.delete(main.npub());
        assertEquals(List.of("vault.json"), files());
        assertEquals(Set.of(), identities.gone());
    }

    @Test
    void purposeIsOneBoundedLineAndNeverPrinted() {
        assertThrows(IllegalArgumentException.class, () -> new Occasion(Optional.empty(), "a\nb"));
        assertThrows(IllegalArgumentException.class, () -> new Occasion(Optional.empty(), "x".repeat(201)));
        assertFalse(FLAT.toString().contains("flat"));
        assertEquals(
                200, new Occasion(Optional.empty(), "é".repeat(200)).purpose().length());
        assertTrue("é".getBytes(StandardCharsets.UTF_8).length == 2);
    }
}
