// SPDX-License-Identifier: MIT
package org.throng.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.throng.backup.BackupEntry;
import org.throng.backup.BackupReader;
import org.throng.backup.BackupWriter;
import org.throng.curve.PublicKey;
import org.throng.curve.SecretKey;
import org.throng.curve.bouncycastle.BouncyCastleCurve;
import org.throng.event.RelayUrl;
import org.throng.identity.Contact;
import org.throng.identity.Identity;
import org.throng.identity.Occasion;
import org.throng.identity.keyfile.KeyfileIdentities;

class RestoreTest {
    private static final PublicKey BEN =
            PublicKey.ofHex("3bf0c63fcb93463407af97a5e5ee64fa883d107ef9e558472c4eb9aaaefa459d");
    private static final String NOTE = "{\"type\":\"note\",\"kem\":\"kem:1\",\"bytes\":\"\"}";
    private static final String MESSAGE = "{\"type\":\"message\",\"text\":\"hello\"}";

    @TempDir
    Path temp;

    private final BouncyCastleCurve curve = new BouncyCastleCurve();
    private FakeTerminal terminal;
    private Path file;
    private PublicKey me;

    @BeforeEach
    void start() throws Exception {
        terminal = new FakeTerminal();
        terminal.environment.put("THRONG_HOME", temp.resolve("home").toString());
        terminal.environment.put("THRONG_PASSPHRASE_FILE", secret("vault", "of the vault"));
        file = temp.resolve("backup");
        byte[] scalar = new byte[32];
        scalar[31] = 9;
        try (OutputStream out = Files.newOutputStream(file);
                BackupWriter writer = BackupWriter.underPassphrase(
                        out, "of the backup".toCharArray(), new SecureRandom(), Instant.ofEpochSecond(1));
                SecretKey key = SecretKey.of(scalar)) {
            me = curve.publicKey(key);
            Identity identity = new Identity(me, "old me", 77, List.of(RelayUrl.of("ws://relay")));
            writer.write(new BackupEntry.OfIdentity(identity, key));
            writer.write(new BackupEntry.OfContact(me, contact("Ben")));
            writer.write(new BackupEntry.OfMessage(MESSAGE));
            writer.write(new BackupEntry.OfNote(NOTE));
        }
    }

    private String secret(String name, String text) throws IOException {
        Path path = temp.resolve(name);
        Files.writeString(path, text);
        Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rw-------"));
        return path.toString();
    }

    private static Contact contact(String petname) {
        return new Contact(BEN, Optional.of(petname), List.of(), Optional.empty(), true, false, 5);
    }

    private int restore(String... more) throws IOException {
        List<String> words = new ArrayList<>(
                List.of("restore", file.toString(), "--backup-passphrase-file", secret("b", "of the backup")));
        words.addAll(List.of(more));
        return terminal.run(words.toArray(new String[0]));
    }

    private KeyfileIdentities vault() throws Exception {
        KeyfileIdentities vault =
                new KeyfileIdentities(temp.resolve("home/data/identity"), curve, new SecureRandom(), Clock.systemUTC());
        vault.unlock("of the vault".toCharArray());
        return vault;
    }

    @Test
    void dryRunSaysWhatItWouldDoAndDoesNothing() throws Exception {
        assertEquals(0, restore("--dry-run"), terminal.complained());
        assertEquals("would bring back 1 identities, 1 contacts, 1 messages\n", terminal.printed());
        assertFalse(Files.exists(temp.resolve("home")));
    }

    @Test
    void keysContactsAndMessagesComeBack() throws Exception {
        assertEquals(0, restore("--json"), terminal.complained());
        assertTrue(terminal.printed().contains("\"contacts\":1"), terminal.printed());
        KeyfileIdentities vault = vault();
        assertEquals(List.of(new Identity(me, "old me", 77, List.of(RelayUrl.of("ws://relay")))), vault.list());
        assertEquals(List.of(contact("Ben")), vault.contacts(me));
        try (Stream<Path> sealed = Files.list(temp.resolve("home/data/restore"))) {
            Path only = sealed.toList().get(0);
            assertTrue(only.toString().endsWith(".sealed"), only.toString());
            try (InputStream in = Files.newInputStream(only);
                    BackupReader reader = BackupReader.underKey(in, vault.derive("restore"))) {
                assertEquals(Optional.of(new BackupEntry.OfMessage(MESSAGE)), reader.next());
                assertEquals(Optional.of(new BackupEntry.OfNote(NOTE)), reader.next());
                assertEquals(Optional.empty(), reader.next());
            }
        }
    }

    @Test
    void whatIsHereStaysAsItIs() throws Exception {
        assertEquals(0, restore(), terminal.complained());
        KeyfileIdentities vault = vault();
        vault.put(me, contact("Benjamin"));
        vault.update(new Identity(me, "new me", 77, List.of()));
        Files.delete(onlySealed());
        assertEquals(0, restore(), terminal.complained());
        assertTrue(terminal.printed().contains("0 identities (1 more were here already)"), terminal.printed());
        assertEquals("new me", vault().list().get(0).label());
        assertEquals(List.of(contact("Benjamin")), vault().contacts(me));
    }

    @Test
    void contactWhoseNameSomebodyElseHasComesBackWithANumberBehindIt() throws Exception {
        assertEquals(0, restore(), terminal.complained());
        KeyfileIdentities vault = vault();
        vault.remove(me, BEN);
        vault.put(me, new Contact(me, Optional.of("Ben"), List.of(), Optional.empty(), false, false, 6));
        Files.delete(onlySealed());
        assertEquals(0, restore(), terminal.complained());
        assertTrue(terminal.printed().contains("1 contacts (1 with a number behind the petname"), terminal.printed());
        assertEquals(
                Optional.of("Ben 2"), vault().contact(me, BEN).orElseThrow().petname());
    }

    @Test
    void damagedBackupChangesNothing() throws Exception {
        byte[] bytes = Files.readAllBytes(file);
        Files.write(file, java.util.Arrays.copyOf(bytes, bytes.length - 1));
        assertEquals(65, restore());
        assertTrue(terminal.complained().contains("was cut short"), terminal.complained());
        bytes[0] ^= 1;
        Files.write(file, bytes);
        assertEquals(65, restore());
        assertTrue(terminal.complained().contains("no backup of Throng"), terminal.complained());
        assertEquals(65, terminal.run("restore", temp + "/none"));
        assertFalse(Files.exists(temp.resolve("home")));
    }

    @Test
    void wrongPassphraseIsNamed() {
        assertEquals(77, terminal.run("restore", file.toString()));
        assertTrue(terminal.complained().contains("does not open the backup"), terminal.complained());
    }

    /** As a node writes it: two disposable identities, one of them over by now. */
    private void withDisposables(PublicKey[] npubs) throws Exception {
        try (OutputStream out = Files.newOutputStream(file);
                BackupWriter writer = BackupWriter.underPassphrase(
                        out, "of the backup".toCharArray(), new SecureRandom(), Instant.ofEpochSecond(1))) {
            long[] ends = {1_799_999_999, 1_800_000_500};
            for (int i = 0; i < 2; i++) {
                byte[] scalar = new byte[32];
                scalar[31] = (byte) (20 + i);
                try (SecretKey key = SecretKey.of(scalar)) {
                    npubs[i] = curve.publicKey(key);
                    Identity identity = new Identity(npubs[i], "temp " + i, 77, List.of()).until(ends[i]);
                    writer.write(new BackupEntry.OfIdentity(identity, key, new Occasion(Optional.of(BEN), "a flat")));
                }
                writer.write(new BackupEntry.OfContact(npubs[i], contact("Ben")));
                writer.write(new BackupEntry.OfMessage(
                        "{\"type\":\"message\",\"expires_at\":" + ends[i] + ",\"text\":\"hello\"}"));
            }
        }
    }

    @Test
    void disposableIdentityComesBackOnlyWhileItLives() throws Exception {
        PublicKey[] npubs = new PublicKey[2];
        withDisposables(npubs);
        assertEquals(0, restore("--dry-run"), terminal.complained());
        String told = "1 identities, 1 contacts, 1 messages";
        assertTrue(terminal.printed().contains("would bring back " + told), terminal.printed());
        assertTrue(terminal.printed().contains("1 disposable identities whose time is over"), terminal.printed());
        assertEquals(0, restore(), terminal.complained());
        assertTrue(terminal.printed().contains("brought back " + told), terminal.printed());
        KeyfileIdentities vault =
                new KeyfileIdentities(temp.resolve("home/data/identity"), curve, new SecureRandom(), terminal.clock());
        vault.unlock("of the vault".toCharArray());
        assertEquals(1, vault.list().size());
        assertEquals(npubs[1], vault.list().get(0).npub());
        assertEquals(1_800_000_500, vault.list().get(0).expiresAt().orElseThrow());
        assertEquals(new Occasion(Optional.of(BEN), "a flat"), vault.occasion(npubs[1]));
    }

    private Path onlySealed() throws IOException {
        try (Stream<Path> sealed = Files.list(temp.resolve("home/data/restore"))) {
            return sealed.toList().get(0);
        }
    }
}
