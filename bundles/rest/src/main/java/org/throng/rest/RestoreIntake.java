// SPDX-License-Identifier: MIT
package org.throng.rest;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Arrays;
import java.util.Base64;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.throng.backup.BackupEntry;
import org.throng.backup.BackupException;
import org.throng.backup.BackupReader;
import org.throng.curve.PublicKey;
import org.throng.event.EventId;
import org.throng.event.MalformedException;
import org.throng.event.StrictJson;
import org.throng.home.Home;
import org.throng.identity.Identities;
import org.throng.identity.IdentityException;
import org.throng.mail.AckDuty;
import org.throng.mail.ChunkKey;
import org.throng.mail.Strength;
import org.throng.mailbox.Changes;
import org.throng.mailbox.Drawer;
import org.throng.mailbox.Letter;
import org.throng.mailbox.LetterJson;
import org.throng.mailbox.Mailbox;

/**
 * Takes in the messages that {@code throng restore} laid down in {@code data/restore}, once the mailbox is open. A letter
 * that is there already stays as it is. A file is removed when all of it is in: a crash does it again, to no harm.
 */
@Component(
        immediate = true,
        service = {})
public final class RestoreIntake {
    private static final Logger LOG = LoggerFactory.getLogger(RestoreIntake.class);
    private static final String PURPOSE = "restore";

    private final Path folder;
    private final Identities identities;
    private final Mailbox mailbox;
    private final Clock clock = Clock.systemUTC();
    private final Thread thread = new Thread(this::run, "throng-restore");

    @Activate
    public RestoreIntake(BundleContext context, @Reference Identities identities, @Reference Mailbox mailbox) {
        this.folder =
                new Home(Path.of(context.getProperty("throng.home"))).data().resolve("restore");
        this.identities = identities;
        this.mailbox = mailbox;
        thread.setDaemon(true);
        if (Files.isDirectory(folder)) {
            thread.start();
        }
    }

    @Deactivate
    void stop() throws InterruptedException {
        thread.interrupt();
        thread.join();
    }

    private void run() {
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, "*.sealed")) {
            for (Path file : files) {
                take(file);
            }
        } catch (IOException e) {
            LOG.error("Restored messages could not be taken in: {}", e.getMessage(), e);
        }
    }

    private void take(Path file) throws IOException {
        byte[] key = new byte[0];
        int letters = 0;
        try {
            key = identities.derive(PURPOSE);
            try (BackupReader reader =
                    BackupReader.underKey(new BufferedInputStream(Files.newInputStream(file)), key)) {
                Optional<BackupEntry> entry = reader.next();
                while (entry.isPresent() && !Thread.currentThread().isInterrupted()) {
                    if (entry.get() instanceof BackupEntry.OfMessage message) {
                        letters += take(message);
                    }
                    entry = reader.next();
                }
            }
            if (!Thread.currentThread().isInterrupted()) {
                Files.delete(file);
                LOG.info("{} restored messages taken in", letters);
            }
        } catch (IdentityException | BackupException e) {
            LOG.error("{} could not be taken in: {}", file, e.getMessage());
        } finally {
            Arrays.fill(key, (byte) 0);
        }
    }

    /** @return how many letters it brought */
    private int take(BackupEntry.OfMessage message) throws IOException {
        Map<?, ?> json;
        try {
            json = (Map<?, ?>) StrictJson.read(message.json());
            if (json.get(BackupRoutes.END) instanceof Long end
                    && end <= clock.instant().getEpochSecond()) {
                return 0; // of a disposable identity, since then
            }
            if (json.get("kem") instanceof String name && name.startsWith(BackupRoutes.KEM)) {
                byte[] pair = Base64.getDecoder().decode((String) json.get("bytes"));
                mailbox.write(new Changes().put(Drawer.KEY, name, pair));
                return 0;
            }
            if (json.get("piece") instanceof Long index) {
                PublicKey owner = PublicKey.ofHex((String) json.get("owner"));
                EventId id = EventId.ofHex((String) json.get("id"));
                byte[] bytes = Base64.getDecoder().decode((String) json.get("bytes"));
                mailbox.write(new Changes().put(Drawer.CHUNK, ChunkKey.of(owner, id, (int) (long) index), bytes));
                return 0;
            }
        } catch (MalformedException | ClassCastException | IllegalArgumentException e) {
            throw new IOException("a message of the backup is not in the form of this version", e);
        }
        Letter letter = LetterJson.read(json);
        if (mailbox.find(letter.owner(), letter.id()).isPresent()) {
            return 0;
        }
        Letter kept = letter.state() == Letter.State.QUEUED
                ? letter.with(
                        Letter.State.FAILED, "it was waiting when the backup was made; 'throng retry' sends it now")
                : letter;
        Changes changes = new Changes().put(kept);
        strength(kept, changes);
        mailbox.write(changes);
        return 1;
    }

    /**
     * A session is in no backup: who spoke in one is asked for a new one, and nothing weaker is sent there meanwhile. Who wrote
     * pq is written to in pq.
     */
    private void strength(Letter letter, Changes changes) throws IOException {
        for (Strength strength : Strength.values()) {
            if (letter.scheme().equals(strength.name().toLowerCase(Locale.ROOT))) {
                strength.raise(mailbox, changes, letter.owner(), letter.peer());
                if (strength == Strength.TAGGED) {
                    AckDuty asking = AckDuty.bare(letter.owner(), letter.peer(), true, System.currentTimeMillis());
                    changes.put(Drawer.ACKS, asking.key(), asking.bytes());
                }
            }
        }
    }
}
