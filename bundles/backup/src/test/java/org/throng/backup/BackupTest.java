// SPDX-License-Identifier: MIT
package org.throng.backup;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.throng.backup.BackupException.Reason;
import org.throng.cipher.Bytes;
import org.throng.curve.PublicKey;
import org.throng.curve.SecretKey;
import org.throng.event.RelayUrl;
import org.throng.identity.Contact;
import org.throng.identity.Identity;
import org.throng.identity.IdentityException;
import org.throng.identity.Occasion;

class BackupTest {
    private static final char[] PASS = "a passphrase".toCharArray();
    private static final byte[] KEY = new byte[32];
    private static final Instant NOW = Instant.ofEpochSecond(1_800_000_000);
    private static final PublicKey ME =
            PublicKey.ofHex("3bf0c63fcb93463407af97a5e5ee64fa883d107ef9e558472c4eb9aaaefa459d");
    private static final PublicKey FRIEND =
            PublicKey.ofHex("7e7e9c42a91bfef19fa929e5fda1b72e0ebc1a4c1141673e2794234d86addf4e");

    private final SecureRandom random = new SecureRandom();

    @Test
    void whatIsWrittenIsRead() throws Exception {
        List<BackupEntry> entries = entries(300);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (BackupWriter writer = BackupWriter.underPassphrase(out, PASS, random, NOW)) {
            for (BackupEntry entry : entries) {
                writer.write(entry);
            }
        }
        assertTrue(out.size() > 3 * Chunks.SEALED, "several chunks");
        assertEquals(entries, read(BackupReader.underPassphrase(in(out.toByteArray()), PASS)));
        String text = out.toString(StandardCharsets.ISO_8859_1);
        assertFalse(text.contains("message"));
    }

    @Test
    void wrongPassphraseIsNamed() throws Exception {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        BackupWriter.underPassphrase(out, PASS, random, NOW).close();
        BackupReader reader = BackupReader.underPassphrase(in(out.toByteArray()), "other".toCharArray());
        assertEquals(Reason.WRONG_PASSPHRASE, reason(reader));
        assertThrows(IdentityException.class, () -> BackupWriter.underPassphrase(out, new char[0], random, NOW));
    }

    @Test
    void fileCutAnywhereDoesNotOpen() throws Exception {
        byte[] whole = sealed(entries(200));
        for (int length : List.of(0, 10, 16, 51)) {
            BackupException e = assertThrows(
                    BackupException.class, () -> BackupReader.underKey(in(Arrays.copyOf(whole, length)), KEY));
            assertEquals(length < 16 ? Reason.FORMAT : Reason.DAMAGED, e.reason());
        }
        List<Integer> cuts = new ArrayList<>(List.of(
                Chunks.HEADER,
                Chunks.HEADER + 1,
                Chunks.HEADER + Chunks.SEALED - 1,
                Chunks.HEADER + Chunks.SEALED,
                Chunks.HEADER + Chunks.SEALED + 1,
                whole.length - 1));
        for (int i = 0; i < 20; i++) {
            cuts.add(Chunks.HEADER + random.nextInt(whole.length - Chunks.HEADER));
        }
        for (int length : cuts) {
            BackupReader reader = BackupReader.underKey(in(Arrays.copyOf(whole, length)), KEY);
            BackupException e = assertThrows(BackupException.class, () -> read(reader), "cut to " + length);
            assertEquals(Reason.DAMAGED, e.reason(), "no matter of the key, cut to " + length);
        }
    }

    @Test
    void changedByteAnywhereDoesNotOpen() throws Exception {
        byte[] whole = sealed(entries(200));
        for (int i = 0; i < 100; i++) {
            byte[] changed = whole.clone();
            changed[random.nextInt(changed.length)] ^= 1;
            assertThrows(BackupException.class, () -> read(BackupReader.underKey(in(changed), KEY)));
        }
    }

    @Test
    void chunksCannotChangePlaces() throws Exception {
        byte[] whole = sealed(entries(400));
        byte[] swapped = whole.clone();
        System.arraycopy(whole, Chunks.HEADER, swapped, Chunks.HEADER + Chunks.SEALED, Chunks.SEALED);
        System.arraycopy(whole, Chunks.HEADER + Chunks.SEALED, swapped, Chunks.HEADER, Chunks.SEALED);
        assertThrows(BackupException.class, () -> read(BackupReader.underKey(in(swapped), KEY)));
        byte[] more = Bytes.join(whole, new byte[20]);
        assertThrows(BackupException.class, () -> read(BackupReader.underKey(in(more), KEY)));
    }

    @Test
    void textThatFillsTheLastChunkIsRead() throws Exception {
        int first = BackupJson.first(NOW).length + 1;
        String line = "{\"type\":\"message\",\"x\":\"\"}";
        String full = line.replace("\"\"", '"' + "a".repeat(Chunks.TEXT - first - line.length() - 1) + '"');
        List<BackupEntry> entries = List.of(new BackupEntry.OfMessage(full));
        byte[] sealed = sealed(entries);
        assertEquals(Chunks.HEADER + Chunks.SEALED, sealed.length);
        assertEquals(entries, read(BackupReader.underKey(in(sealed), KEY)));
    }

    @Test
    void unknownLinesAreSkippedAndBrokenOnesAreNamed() throws Exception {
        assertEquals(List.of(), read(BackupReader.underKey(in(lines("{\"type\":\"later\"}")), KEY)));
        for (String line : List.of("nonsense", "[]", "{\"type\":\"identity\"}", "{\"type\":\"contact\",\"of\":7}")) {
            assertEquals(Reason.DAMAGED, reason(BackupReader.underKey(in(lines(line)), KEY)), line);
        }
    }

    @Test
    void fileForANodeIsNotOneForAPassphrase() throws Exception {
        byte[] forNode = sealed(List.of());
        BackupException e = assertThrows(BackupException.class, () -> BackupReader.underPassphrase(in(forNode), PASS));
        assertEquals(Reason.FORMAT, e.reason());
    }

    @Test
    void disposableIdentityIsWrittenWithItsEndAndWhatItIsFor() throws Exception {
        Identity temp = me().until(1_800_000_000);
        Occasion occasion = new Occasion(Optional.of(FRIEND), "the flät");
        byte[] file = sealed(List.of(new BackupEntry.OfIdentity(temp, SecretKey.of(one()), occasion)));
        try (BackupReader reader = BackupReader.underKey(in(file), KEY)) {
            BackupEntry.OfIdentity read = (BackupEntry.OfIdentity) reader.next().orElseThrow();
            assertEquals(temp, read.identity());
            assertEquals(occasion, read.occasion());
            read.secret().close();
        }
    }

    @Test
    void wordsAndKeysAreNotPrinted() {
        assertFalse(new BackupEntry.OfMessage("{\"text\":\"hello\"}").toString().contains("hello"));
        assertFalse(
                new BackupEntry.OfNote("{\"bytes\":\"aGVsbG8=\"}").toString().contains("aGVs"));
        try (SecretKey secret = SecretKey.of(one())) {
            assertFalse(new BackupEntry.OfIdentity(me(), secret).toString().contains("00000001"));
        }
    }

    private byte[] lines(String line) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (BackupWriter writer = BackupWriter.underKey(out, KEY, random, NOW)) {
            writer.write(new BackupEntry.OfMessage(line));
        }
        return out.toByteArray();
    }

    private byte[] sealed(List<BackupEntry> entries) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (BackupWriter writer = BackupWriter.underKey(out, KEY, random, NOW)) {
            for (BackupEntry entry : entries) {
                writer.write(entry);
            }
        }
        return out.toByteArray();
    }

    private static List<BackupEntry> entries(int messages) {
        List<BackupEntry> entries = new ArrayList<>();
        entries.add(new BackupEntry.OfIdentity(me(), SecretKey.of(one())));
        Contact friend = new Contact(
                FRIEND, Optional.of("Frïend"), List.of(), Optional.of("f@example.org"), true, false, 1_800_000_000);
        entries.add(new BackupEntry.OfContact(ME, friend));
        for (int i = 0; i < messages; i++) {
            entries.add(new BackupEntry.OfMessage(
                    "{\"type\":\"message\",\"n\":" + i + ",\"text\":\"" + "wörd ".repeat(200) + "\"}"));
        }
        return entries;
    }

    private static Identity me() {
        return new Identity(ME, "me", 1_700_000_000, List.of(RelayUrl.of("wss://relay.example")));
    }

    private static byte[] one() {
        byte[] one = new byte[32];
        one[31] = 1;
        return one;
    }

    private static List<BackupEntry> read(BackupReader reader) throws IOException, BackupException {
        List<BackupEntry> entries = new ArrayList<>();
        try (reader) {
            for (Optional<BackupEntry> entry = reader.next(); entry.isPresent(); entry = reader.next()) {
                entries.add(entry.get());
            }
        }
        return entries;
    }

    private static Reason reason(BackupReader reader) {
        return assertThrows(BackupException.class, () -> read(reader)).reason();
    }

    private static ByteArrayInputStream in(byte[] bytes) {
        return new ByteArrayInputStream(bytes);
    }
}
