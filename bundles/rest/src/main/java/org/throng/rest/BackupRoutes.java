// SPDX-License-Identifier: MIT
package org.throng.rest;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.throng.backup.BackupEntry;
import org.throng.backup.BackupWriter;
import org.throng.curve.SecretKey;
import org.throng.event.StrictJson;
import org.throng.identity.Contact;
import org.throng.identity.Identities;
import org.throng.identity.Identity;
import org.throng.identity.IdentityException;
import org.throng.mail.ChunkKey;
import org.throng.mailbox.Drawer;
import org.throng.mailbox.Letter;
import org.throng.mailbox.LetterJson;
import org.throng.mailbox.Mailbox;

/** The backup: keys, contacts, messages and their files, encrypted under a passphrase of its own, as a stream. */
final class BackupRoutes {
    private final Identities identities;
    private final OpenMailbox mailbox;
    private final SecureRandom random;
    private final Clock clock;

    BackupRoutes(Identities identities, OpenMailbox mailbox, SecureRandom random, Clock clock) {
        this.identities = identities;
        this.mailbox = mailbox;
        this.random = random;
        this.clock = clock;
    }

    void addTo(Router router) {
        router.add("POST", "/backup", call -> {
            Mailbox open = mailbox.get();
            char[] passphrase = call.secret("passphrase");
            if (passphrase.length == 0) {
                throw Problem.badData("a backup needs a passphrase");
            }
            return Answer.written(Map.of("Content-Type", "application/octet-stream"), out -> {
                try {
                    write(out, open, passphrase);
                } finally {
                    Arrays.fill(passphrase, '\0');
                }
            });
        });
    }

    private void write(OutputStream out, Mailbox open, char[] passphrase) throws IOException {
        try (BackupWriter backup = BackupWriter.underPassphrase(out, passphrase, random, clock.instant())) {
            Map<String, Long> ends = new HashMap<>();
            for (Identity identity : identities.list()) {
                try {
                    write(backup, identity);
                } catch (IdentityException e) {
                    if (identities.find(identity.npub()).isPresent()) {
                        throw e;
                    }
                    continue; // a disposable one whose end came just now
                }
                identity.expiresAt().ifPresent(end -> ends.put(identity.npub().hex(), end));
            }
            open.letters(0, letter -> {
                try {
                    write(backup, open, letter, end(ends, letter.owner().hex()));
                    return true;
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
            // what others sealed to these keys lately could not be read without them
            open.notes(Drawer.KEY, (key, value) -> {
                if (key.startsWith(KEM)) {
                    Map<String, Object> line = line("note", end(ends, key.substring(KEM.length(), KEM.length() + 64)));
                    line.put("kem", key);
                    line.put("bytes", Base64.getEncoder().encodeToString(value));
                    backup.write(new BackupEntry.OfNote(StrictJson.write(line)));
                }
            });
        } catch (UncheckedIOException e) {
            throw e.getCause();
        } catch (IdentityException e) {
            throw new IOException("the backup was cut short: " + e.getMessage(), e);
        }
    }

    private void write(BackupWriter backup, Identity identity) throws IOException, IdentityException {
        try (SecretKey secret = identities.secret(identity.npub())) {
            backup.write(new BackupEntry.OfIdentity(identity, secret, identities.occasion(identity.npub())));
        }
        for (Contact contact : identities.contacts(identity.npub())) {
            backup.write(new BackupEntry.OfContact(identity.npub(), contact));
        }
    }

    private static Optional<Long> end(Map<String, Long> ends, String owner) {
        return Optional.ofNullable(ends.get(owner));
    }

    /** What belongs to a disposable identity says until when: nobody who takes it in later knows it from elsewhere. */
    private static Map<String, Object> line(String type, Optional<Long> end) {
        Map<String, Object> line = new LinkedHashMap<>();
        line.put("type", type);
        end.ifPresent(seconds -> line.put(END, seconds));
        return line;
    }

    /** In a message: the end of the disposable identity that it belongs to, in UNIX seconds. */
    static final String END = "expires_at";

    /** The keys of KEM pairs in the drawer of keys begin so. */
    static final String KEM = "kem:";

    private static void write(BackupWriter backup, Mailbox open, Letter letter, Optional<Long> end) throws IOException {
        Map<String, Object> json = line("message", end);
        json.putAll(LetterJson.members(letter));
        backup.write(new BackupEntry.OfMessage(StrictJson.write(json)));
        long size = letter.file().map(Letter.Attachment::size).orElse(0L);
        for (int j = 0; (long) j * ChunkKey.LENGTH < size; j++) {
            Optional<byte[]> piece = open.note(Drawer.CHUNK, ChunkKey.of(letter.owner(), letter.id(), j));
            if (piece.isPresent()) {
                Map<String, Object> line = line("note", end);
                line.put("piece", j);
                line.put("owner", letter.owner().hex());
                line.put("id", letter.id().hex());
                line.put("bytes", Base64.getEncoder().encodeToString(piece.get()));
                backup.write(new BackupEntry.OfNote(StrictJson.write(line)));
            }
        }
    }
}
