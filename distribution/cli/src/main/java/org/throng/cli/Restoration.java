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
import java.util.Set;
import org.throng.backup.BackupEntry;
import org.throng.backup.BackupWriter;
import org.throng.curve.PublicKey;
import org.throng.curve.SecretKey;
import org.throng.home.Home;
import org.throng.home.PrivateFile;
import org.throng.identity.Identities;
import org.throng.identity.Identity;
import org.throng.identity.IdentityException;

/**
 * What a backup brings into a home: identities and contacts that are missing, and its messages, which are laid down in
 * {@code HOME/data/restore}, sealed under the vault's key for the purpose {@code restore}, until a node takes them in.
 */
final class Restoration {
    private final List<PublicKey> identities = new ArrayList<>();
    private final Set<PublicKey> known = new HashSet<>();
    private int identitiesHere;
    private int contacts;
    private int contactsHere;
    private int messages;
    private boolean laid;

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

    int contacts() {
        return contacts;
    }

    int contactsHere() {
        return contactsHere;
    }

    int messages() {
        return messages;
    }

    /** Only counts. */
    void count(BackupEntry entry) {
        if (entry instanceof BackupEntry.OfIdentity identity) {
            identity.secret().close();
            identities.add(identity.identity().npub());
        } else if (entry instanceof BackupEntry.OfContact) {
            contacts++;
        } else if (entry instanceof BackupEntry.OfMessage) {
            messages++;
        }
    }

    /** Brings it in; the vault is open. */
    void into(Identities vault, Home home, Clock clock, Source backup) throws Failure {
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
            } else {
                sealed.write(entry);
                laid = true;
                messages += entry instanceof BackupEntry.OfMessage ? 1 : 0;
            }
        } catch (IdentityException e) {
            throw Failure.of(e);
        }
    }

    private void identity(BackupEntry.OfIdentity entry, Identities vault) throws IdentityException {
        Identity identity = entry.identity();
        char[] hex = new char[0];
        try (SecretKey secret = entry.secret()) {
            if (known.contains(identity.npub())) {
                identitiesHere++;
                return;
            }
            hex = hex(secret);
            Identity taken = vault.take(identity.label(), hex, new char[0]);
            vault.update(new Identity(taken.npub(), identity.label(), identity.createdAt(), identity.relays()));
            known.add(taken.npub());
            identities.add(taken.npub());
        } finally {
            Arrays.fill(hex, '\0');
        }
    }

    private static char[] hex(SecretKey secret) {
        byte[] scalar = secret.insecureBytes();
        char[] hex = new char[2 * scalar.length];
        for (int i = 0; i < scalar.length; i++) {
            hex[2 * i] = Character.forDigit(scalar[i] >>> 4 & 15, 16);
            hex[2 * i + 1] = Character.forDigit(scalar[i] & 15, 16);
        }
        Arrays.fill(scalar, (byte) 0);
        return hex;
    }

    private void contact(BackupEntry.OfContact entry, Identities vault) throws IdentityException {
        if (!known.contains(entry.of())) {
            return; // of an identity that the backup does not bring, and nobody else can use
        }
        if (vault.contact(entry.of(), entry.contact().npub()).isPresent()) {
            contactsHere++;
        } else {
            vault.put(entry.of(), entry.contact());
            contacts++;
        }
    }
}
