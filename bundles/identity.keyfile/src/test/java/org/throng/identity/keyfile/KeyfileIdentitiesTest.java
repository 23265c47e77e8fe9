// SPDX-License-Identifier: MIT
package org.throng.identity.keyfile;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
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
import org.throng.identity.Contact;
import org.throng.identity.Identity;
import org.throng.identity.IdentityException;
import org.throng.identity.IdentityException.Reason;
import org.throng.identity.IdentityListener;
import org.throng.identity.Nip19;

class KeyfileIdentitiesTest {
    private static final char[] PASS = "correct horse".toCharArray();

    /** Next to nothing: the standard strength takes most of a second each time. */
    private static final int LOG_N = 4;

    private static final String HEX = "67dea2ed018072d675f5415ecfaed7d2597555e202d85b3d65ea4e58d2d92ffa";
    private static final PublicKey FRIEND =
            PublicKey.ofHex("3bf0c63fcb93463407af97a5e5ee64fa883d107ef9e558472c4eb9aaaefa459d");

    @TempDir
    Path temp;

    private final BouncyCastleCurve curve = new BouncyCastleCurve();
    private final Clock clock = Clock.fixed(Instant.ofEpochSecond(1_800_000_000), ZoneOffset.UTC);
    private final List<String> told = new ArrayList<>();
    private Path folder;
    private KeyfileIdentities identities;

    @BeforeEach
    void open() throws IdentityException {
        folder = temp.resolve("data/identity");
        identities = again();
    }

    private KeyfileIdentities again() throws IdentityException {
        IdentityListener listener = new IdentityListener() {
            @Override
            public void unlocked() {
                told.add("unlocked");
            }

            @Override
            public void locked() {
                told.add("locked");
            }

            @Override
            public void changed() {
                told.add("changed");
            }
        };
        return new KeyfileIdentities(folder, curve, new SecureRandom(), clock, LOG_N) {
            @Override
            protected void tell(Consumer<IdentityListener> what) {
                what.accept(listener);
            }
        };
    }

    @Test
    void keyIsMadeKeptAndFoundAgain() throws IdentityException {
        assertFalse(identities.exists());
        assertTrue(identities.isLocked());
        identities.create(PASS);
        Identity ann = identities.generate("ann");
        Identity ben = identities.generate("ben");
        assertEquals(1_800_000_000, ann.createdAt());
        KeyfileIdentities later = again();
        assertEquals(List.of(ann, ben), later.list());
        assertTrue(later.isLocked());
        assertEquals(Reason.LOCKED, reason(() -> later.secret(ann.npub())));
        assertEquals(Reason.WRONG_PASSPHRASE, reason(() -> later.unlock("wrong".toCharArray())));
        later.unlock(PASS);
        try (SecretKey secret = later.secret(ben.npub())) {
            assertEquals(ben.npub(), curve.publicKey(secret));
        }
    }

    @Test
    void keyIsNeverOverwritten() throws IdentityException, IOException {
        identities.create(PASS);
        Identity first = take("first", HEX);
        byte[] before = Files.readAllBytes(folder.resolve(IdentityFile.name(first.npub())));
        IdentityException e = assertThrows(IdentityException.class, () -> take("second", HEX));
        assertEquals(Reason.EXISTS, e.reason());
        assertTrue(e.getMessage().contains("'first'"), e.getMessage());
        assertEquals(Reason.VAULT, reason(() -> identities.create(PASS)));
        // a file that came in behind our back
        KeyfileIdentities blind = again();
        blind.unlock(PASS);
        blind.delete(first.npub());
        Files.write(folder.resolve(IdentityFile.name(first.npub())), before);
        assertEquals(Reason.EXISTS, reason(() -> blind.take("third", HEX.toCharArray(), new char[0])));
        assertArrayEquals(before, Files.readAllBytes(folder.resolve(IdentityFile.name(first.npub()))));
    }

    @Test
    void secondVaultIsRefusedEvenWhereTheFirstCameBehindOurBack() throws IdentityException {
        again().create(PASS);
        assertEquals(Reason.VAULT, reason(() -> identities.create(PASS)));
    }

    @Test
    void passphraseIsChangedInOneFile() throws IdentityException, IOException {
        identities.create(PASS);
        Identity ann = identities.generate("ann");
        byte[] key = Files.readAllBytes(folder.resolve(IdentityFile.name(ann.npub())));
        char[] fresh = "grüße".toCharArray();
        assertEquals(Reason.WRONG_PASSPHRASE, reason(() -> identities.changePassphrase("x".toCharArray(), fresh)));
        assertEquals(Reason.LENGTH, reason(() -> identities.changePassphrase(PASS, new char[0])));
        identities.changePassphrase(PASS, fresh);
        KeyfileIdentities later = again();
        assertEquals(Reason.WRONG_PASSPHRASE, reason(() -> later.unlock(PASS)));
        later.unlock("gru\u0308ße".toCharArray());
        later.secret(ann.npub()).close();
        assertArrayEquals(key, Files.readAllBytes(folder.resolve(IdentityFile.name(ann.npub()))));
    }

    @Test
    void filesAreForTheirOwnerAloneAndHoldNoSecretInClear() throws IdentityException, IOException {
        identities.create(PASS);
        Identity me = take("me", HEX);
        identities.put(me.npub(), contact("Secret Friend"));
        assertEquals("rwx------", PosixFilePermissions.toString(Files.getPosixFilePermissions(folder)));
        byte[] raw = HexFormat.of().parseHex(HEX);
        try (Stream<Path> files = Files.list(folder)) {
            List<Path> all = files.toList();
            assertEquals(3, all.size());
            for (Path file : all) {
                assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
                String text = Files.readString(file, StandardCharsets.ISO_8859_1);
                assertFalse(text.toLowerCase(Locale.ROOT).contains(HEX));
                assertFalse(text.contains(new String(raw, StandardCharsets.ISO_8859_1)));
                assertFalse(text.contains("Secret Friend"));
                assertFalse(text.contains(FRIEND.hex()));
            }
        }
    }

    @Test
    void exportOpensElsewhere() throws IdentityException, IOException {
        identities.create(PASS);
        Identity ann = identities.generate("ann");
        String ncryptsec = identities.export(ann.npub(), "other".toCharArray());
        KeyfileIdentities elsewhere =
                new KeyfileIdentities(temp.resolve("elsewhere"), curve, new SecureRandom(), clock);
        elsewhere.create("third".toCharArray());
        assertTrue(Files.readString(temp.resolve("elsewhere/vault.json")).contains("\"log_n\":16,"));
        assertEquals(
                ann.npub(),
                elsewhere
                        .take("ann", ncryptsec.toCharArray(), "other".toCharArray())
                        .npub());
        assertEquals(Reason.LENGTH, reason(() -> identities.export(ann.npub(), new char[0])));
    }

    @Test
    void labelAndRelaysChangeWhileLocked() throws IdentityException {
        identities.create(PASS);
        Identity ann = identities.generate("ann");
        identities.lock();
        Identity renamed = new Identity(ann.npub(), "anna", ann.createdAt(), List.of(RelayUrl.of("ws://127.0.0.1:1")));
        identities.update(renamed);
        assertEquals(List.of(renamed), identities.list());
        assertEquals(List.of(renamed), again().list());
        KeyfileIdentities later = again();
        later.unlock(PASS);
        later.secret(ann.npub()).close();
        assertEquals(Reason.CHARACTERS, reason(() -> later.generate("two\nlines")));
    }

    @Test
    void contactsBelongToOneIdentityAndNeedTheVaultOpen() throws IdentityException {
        identities.create(PASS);
        Identity ann = identities.generate("ann");
        Identity ben = identities.generate("ben");
        Contact friend = contact("Friend");
        identities.put(ann.npub(), friend);
        assertEquals(List.of(friend), identities.contacts(ann.npub()));
        assertEquals(List.of(), identities.contacts(ben.npub()));
        Contact blocked = new Contact(FRIEND, Optional.empty(), List.of(), Optional.empty(), false, true, 5);
        identities.put(ann.npub(), blocked);
        KeyfileIdentities later = again();
        assertEquals(Reason.LOCKED, reason(() -> later.contacts(ann.npub())));
        assertEquals(Reason.LOCKED, reason(() -> later.contacts(ben.npub())));
        later.unlock(PASS);
        assertEquals(Optional.of(blocked), later.contact(ann.npub(), FRIEND));
        later.remove(ann.npub(), FRIEND);
        later.remove(ann.npub(), FRIEND);
        assertEquals(List.of(), again(PASS).contacts(ann.npub()));
    }

    @Test
    void sealedFilesCannotChangePlaces() throws IdentityException, IOException {
        identities.create(PASS);
        Identity ann = identities.generate("ann");
        Identity ben = identities.generate("ben");
        identities.put(ann.npub(), contact("Friend"));
        Files.copy(
                folder.resolve(Nip19.npub(ann.npub()) + ".contacts"),
                folder.resolve(Nip19.npub(ben.npub()) + ".contacts"));
        assertEquals(Reason.FILE, reason(() -> identities.contacts(ben.npub())));
        IdentityFile mine = IdentityFile.read(folder.resolve(IdentityFile.name(ann.npub())));
        Files.write(
                folder.resolve(IdentityFile.name(ben.npub())), mine.with(ben).json());
        assertEquals(Reason.FILE, reason(() -> again(PASS).secret(ben.npub())));
    }

    @Test
    void deletedIdentityIsGoneWithItsContacts() throws IdentityException, IOException {
        identities.create(PASS);
        Identity ann = identities.generate("ann");
        identities.put(ann.npub(), contact("Friend"));
        identities.delete(ann.npub());
        assertEquals(List.of(), identities.list());
        assertEquals(Reason.UNKNOWN, reason(() -> identities.secret(ann.npub())));
        assertEquals(Reason.UNKNOWN, reason(() -> identities.delete(ann.npub())));
        try (Stream<Path> files = Files.list(folder)) {
            assertEquals(List.of(folder.resolve("vault.json")), files.toList());
        }
    }

    @Test
    void derivedKeysAreTheSameForTheSamePurpose() throws IdentityException {
        identities.create(PASS);
        byte[] messages = identities.derive("messages");
        assertEquals(32, messages.length);
        assertArrayEquals(messages, again(PASS).derive("messages"));
        assertFalse(java.util.Arrays.equals(messages, identities.derive("others")));
        identities.lock();
        assertEquals(Reason.LOCKED, reason(() -> identities.derive("messages")));
    }

    @Test
    void listenersAreToldOnceEach() throws IdentityException {
        identities.create(PASS);
        identities.generate("ann");
        identities.lock();
        identities.lock();
        identities.unlock(PASS);
        identities.unlock(PASS);
        assertEquals(List.of("unlocked", "changed", "locked", "unlocked"), told);
    }

    @Test
    void damagedFileIsNamed() throws IdentityException, IOException {
        identities.create(PASS);
        Identity ann = identities.generate("ann");
        Path file = folder.resolve(IdentityFile.name(ann.npub()));
        for (String text : List.of("", "{}", "[]", "{\"v\":1}", "{\"v\":1,\"npub\":7}", "nonsense")) {
            Files.writeString(file, text);
            IdentityException e = assertThrows(IdentityException.class, this::again, text);
            assertTrue(e.getMessage().contains(file.toString()), e.getMessage());
        }
        Files.writeString(file, "{\"v\":2}");
        assertEquals(Reason.UNSUPPORTED, reason(this::again));
    }

    @Test
    void damagedVaultIsNamed() throws IdentityException, IOException {
        identities.create(PASS);
        Path file = folder.resolve("vault.json");
        String good = Files.readString(file);
        for (String text :
                List.of("", "{}", "[1]", "{\"v\":1,\"scrypt\":1}", good.replace("\"key\":\"", "\"key\":\"!"))) {
            Files.writeString(file, text);
            assertEquals(Reason.FILE, reason(() -> identities.unlock(PASS)), text);
        }
        Files.writeString(file, good.replace("\"log_n\":" + LOG_N, "\"log_n\":30"));
        assertEquals(Reason.UNSUPPORTED, reason(() -> identities.unlock(PASS)));
        Files.writeString(file, good.replace("\"log_n\":" + LOG_N, "\"log_n\":2"));
        assertEquals(Reason.WRONG_PASSPHRASE, reason(() -> identities.unlock(PASS)));
        Files.writeString(file, good);
        identities.unlock(PASS);
    }

    @Test
    void withoutAVaultNothingIsKept() {
        assertEquals(Reason.VAULT, reason(() -> identities.generate("ann")));
        assertEquals(Reason.VAULT, reason(() -> identities.unlock(PASS)));
        assertEquals(Reason.LENGTH, reason(() -> identities.create(new char[0])));
    }

    private KeyfileIdentities again(char[] passphrase) throws IdentityException {
        KeyfileIdentities later = again();
        later.unlock(passphrase);
        return later;
    }

    private Identity take(String label, String key) throws IdentityException {
        return identities.take(label, key.toCharArray(), new char[0]);
    }

    private static Contact contact(String petname) {
        return new Contact(
                FRIEND,
                Optional.of(petname),
                List.of(RelayUrl.of("wss://relay.example")),
                Optional.of("friend@example.org"),
                true,
                false,
                1_800_000_001);
    }

    private static Reason reason(Executable call) {
        return assertThrows(IdentityException.class, call).reason();
    }
}
