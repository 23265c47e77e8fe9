// SPDX-License-Identifier: MIT
package org.throng.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.throng.backup.BackupEntry;
import org.throng.backup.BackupWriter;
import org.throng.curve.PublicKey;
import org.throng.curve.SecretKey;
import org.throng.event.MalformedException;
import org.throng.event.StrictJson;
import org.throng.home.Home;
import org.throng.home.PrivateFile;
import org.throng.identity.Contact;
import org.throng.identity.Identities;
import org.throng.identity.Identity;
import org.throng.identity.IdentityException;
import org.throng.identity.IdentityException.Reason;
import org.throng.identity.OwnName;

/**
 * What a backup brings into a home: identities and contacts that are missing, and its messages, which are laid down in
 * {@code HOME/data/restore}, sealed under the vault's key for the purpose {@code restore}, until a node takes them in.
 */
final class Restoration {
    private final Clock clock;
    private final List<PublicKey> identities = new ArrayList<>();
    private final Set<PublicKey> known = new HashSet<>();
    private final Set<PublicKey> over = new HashSet<>();
    private int identitiesHere;
    private int contacts;
    private int contactsHere;
    private int unnamed;
    private int renamed;
    private int messages;
    private boolean laid;

    Restoration(Clock clock) {
        this.clock = clock;
    }

    /** Takes one entry of a backup. */
    interface Take {
        void entry(BackupEntry entry) throws Failure, IOException;
    }

    /** Reads the whole backup once. */
    interface Source {
        void readInto(Take take) throws Failure;
    }

    List<PublicKey> identities() {
        return identities;
    }

    int identitiesHere() {
        return identitiesHere;
    }

    /** Disposable identities whose time is over: nothing brings them back, nor what was theirs. */
    int over() {
        return over.size();
    }

    int contacts() {
        return contacts;
    }

    int contactsHere() {
        return contactsHere;
    }

    /** Contacts that came without their petname: it could be none any more. */
    int unnamed() {
        return unnamed;
    }

    /** Contacts that came with a number behind their petname: somebody else has it. */
    int renamed() {
        return renamed;
    }

    int messages() {
        return messages;
    }

    /** Only counts. */
    void count(BackupEntry entry) {
        if (entry instanceof BackupEntry.OfIdentity identity) {
            identity.secret().close();
            if (isOver(identity.identity())) {
                over.add(identity.identity().npub());
            } else {
                identities.add(identity.identity().npub());
            }
        } else if (entry instanceof BackupEntry.OfContact contact) {
            contacts += over.contains(contact.of()) ? 0 : 1;
        } else if (entry instanceof BackupEntry.OfMessage message && !isOver(message.json())) {
            messages++;
        }
    }

    private boolean isOver(Identity identity) {
        return identity.isOverAt(clock.instant().getEpochSecond());
    }

    private boolean isOver(String line) {
        try {
            return StrictJson.read(line) instanceof Map<?, ?> json
                    && json.get("expires_at") instanceof Long end
                    && end <= clock.instant().getEpochSecond();
        } catch (MalformedException e) {
            return false; // the node says what is wrong with it
        }
    }

    /** Brings it in; the vault is open. */
    void into(Identities vault, Home home, Source backup) throws Failure {
        vault.list().forEach(identity -> known.add(identity.npub()));
        Path folder = home.data().resolve("restore");
        String name = clock.instant().toString().replaceAll("[^0-9TZ]", "") + ".sealed";
        byte[] key = new byte[0];
        try {
            key = vault.derive("restore");
            byte[] sealing = key;
            PrivateFile.folder(folder);
            PrivateFile.<Failure>create(folder.resolve(name), out -> {
                try (BackupWriter sealed = BackupWriter.underKey(out, sealing, new SecureRandom(), clock.instant())) {
                    backup.readInto(entry -> take(entry, vault, sealed));
                }
            });
            if (!laid) {
                PrivateFile.remove(folder.resolve(name));
            }
        } catch (IdentityException e) {
            throw Failure.of(e);
        } catch (IOException e) {
            throw Failure.writing(folder.resolve(name), e);
        } finally {
            Arrays.fill(key, (byte) 0);
        }
    }

    private void take(BackupEntry entry, Identities vault, BackupWriter sealed) throws Failure, IOException {
        try {
            if (entry instanceof BackupEntry.OfIdentity identity) {
                identity(identity, vault);
            } else if (entry instanceof BackupEntry.OfContact contact) {
                contact(contact, vault);
            } else if (entry instanceof BackupEntry.OfMessage message && !isOver(message.json())) {
                sealed.write(entry);
                laid = true;
                messages++;
            } else if (entry instanceof BackupEntry.OfNote note && !isOver(note.json())) {
                sealed.write(entry);
                laid = true;
            }
        } catch (IdentityException e) {
            throw Failure.of(e);
        }
    }

    private void identity(BackupEntry.OfIdentity entry, Identities vault) throws IdentityException {
        Identity identity = entry.identity();
        try (SecretKey secret = entry.secret()) {
            if (isOver(identity)) {
                over.add(identity.npub());
            } else if (known.contains(identity.npub())) {
                identitiesHere++;
            } else {
                vault.restore(identity, secret, entry.occasion());
                known.add(identity.npub());
                identities.add(identity.npub());
            }
        }
    }

    /** With a number behind the petname where somebody else has it by now; without it where it could be none any more. */
    private Contact named(BackupEntry.OfContact entry, Identities vault) throws IdentityException {
        Contact contact = entry.contact();
        if (contact.petname().isEmpty()) {
            return contact;
        }
        Optional<String> petname = free(contact, vault.contacts(entry.of()));
        if (petname.isEmpty()) {
            unnamed++;
        } else if (!petname.equals(contact.petname())) {
            renamed++;
        }
        return new Contact(
                contact.npub(),
                petname,
                contact.relays(),
                contact.nip05(),
                contact.verified(),
                contact.blocked(),
                contact.addedAt());
    }

    private static Optional<String> free(Contact contact, List<Contact> all) throws IdentityException {
        String petname = contact.petname().orElseThrow();
        for (int number = 2; ; number++) { // one of so many contacts' and one more is free
            try {
                OwnName.requirePetname(petname, contact.npub(), all);
                return Optional.of(petname);
            } catch (IdentityException e) {
                if (e.reason() == Reason.CHARACTERS) {
                    return Optional.empty();
                }
                if (e.reason() != Reason.TAKEN) {
                    throw e;
                }
                petname = contact.petname().get() + " " + number;
            }
        }
    }

    private void contact(BackupEntry.OfContact entry, Identities vault) throws IdentityException {
        if (!known.contains(entry.of())) {
            return; // of an identity that the backup does not bring, and nobody else can use
        }
        if (vault.contact(entry.of(), entry.contact().npub()).isPresent()) {
            contactsHere++;
        } else {
            vault.put(entry.of(), named(entry, vault));
            contacts++;
        }
    }
}
