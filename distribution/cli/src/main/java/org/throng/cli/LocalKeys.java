// SPDX-License-Identifier: MIT
package org.throng.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.throng.curve.PublicKey;
import org.throng.curve.bouncycastle.BouncyCastleCurve;
import org.throng.event.RelayUrl;
import org.throng.home.Home;
import org.throng.home.HomeLock;
import org.throng.identity.Contact;
import org.throng.identity.Identity;
import org.throng.identity.IdentityException;
import org.throng.identity.Occasion;
import org.throng.identity.keyfile.KeyfileIdentities;

/** The home's own files, for as long as this command holds the home's lock. */
final class LocalKeys implements Keys {
    private static final long WAIT = TimeUnit.SECONDS.toNanos(3);

    private final HomeLock lock;
    private final KeyfileIdentities identities;
    private final Passphrases passphrases;

    private LocalKeys(HomeLock lock, KeyfileIdentities identities, Passphrases passphrases) {
        this.lock = lock;
        this.identities = identities;
        this.passphrases = passphrases;
    }

    /** Waits a moment for another command that is about to end. */
    static LocalKeys open(Home home, Terminal terminal, Passphrases passphrases) throws Failure {
        HomeLock lock = take(home);
        try {
            home.lay();
            KeyfileIdentities identities = new KeyfileIdentities(
                    home.data().resolve("identity"), new BouncyCastleCurve(), new SecureRandom(), terminal.clock());
            LocalKeys keys = new LocalKeys(lock, identities, passphrases);
            lock = null;
            return keys;
        } catch (IOException e) {
            throw Failure.writing(Path.of("run", "lock"), e);
        } catch (IdentityException e) {
            throw Failure.of(e);
        } finally {
            if (lock != null) {
                close(lock);
            }
        }
    }

    /** Whether there is anything to read, without making a folder. */
    static boolean isEmpty(Home home) {
        return !Files.isDirectory(home.data().resolve("identity"));
    }

    private static HomeLock take(Home home) throws Failure {
        try {
            long deadline = System.nanoTime() + WAIT;
            while (true) {
                Optional<HomeLock> lock = HomeLock.tryTake(home);
                if (lock.isPresent()) {
                    return lock.get();
                }
                if (System.nanoTime() - deadline > 0) {
                    String holder = HomeLock.holder(home)
                            .map(pid -> " (process " + pid + ")")
                            .orElse("");
                    throw new Failure(
                            Exit.TRY_AGAIN,
                            "another throng" + holder + " is at work in " + home + "; try again when it is done");
                }
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(50));
            }
        } catch (IOException e) {
            throw Failure.writing(Path.of("run", "lock"), e);
        }
    }

    /** The vault itself, open: made on first use. */
    KeyfileIdentities open() throws Failure {
        if (!identities.isLocked()) {
            return identities;
        }
        boolean fresh = !identities.exists();
        char[] passphrase = fresh ? passphrases.fresh("the vault") : passphrases.existing("the vault");
        try {
            if (fresh) {
                identities.create(passphrase);
            } else {
                identities.unlock(passphrase);
            }
            return identities;
        } catch (IdentityException e) {
            throw Failure.of(e);
        } finally {
            Arrays.fill(passphrase, '\0');
        }
    }

    private interface Call<T> {
        T run() throws IdentityException, Failure;
    }

    private static <T> T told(Call<T> call) throws Failure {
        try {
            return call.run();
        } catch (IdentityException e) {
            throw Failure.of(e);
        }
    }

    @Override
    public List<Identity> list() {
        return identities.list();
    }

    @Override
    public Identity generate(String label) throws Failure {
        return told(() -> open().generate(label));
    }

    @Override
    public Identity generate(String label, long expiresAt, List<RelayUrl> relays, Occasion occasion) throws Failure {
        return told(() -> open().generate(label, expiresAt, relays, occasion));
    }

    @Override
    public Identity take(String label, char[] key, char[] passphrase) throws Failure {
        return told(() -> open().take(label, key, passphrase));
    }

    @Override
    public String export(PublicKey npub, char[] passphrase) throws Failure {
        return told(() -> open().export(npub, passphrase));
    }

    @Override
    public void update(Identity changed) throws Failure {
        told(() -> {
            identities.update(changed);
            return changed;
        });
    }

    @Override
    public void delete(PublicKey npub) throws Failure {
        told(() -> {
            identities.delete(npub);
            return npub;
        });
    }

    @Override
    public void changePassphrase(char[] old, char[] fresh) throws Failure {
        told(() -> {
            identities.changePassphrase(old, fresh);
            return fresh;
        });
    }

    @Override
    public List<Contact> contacts(PublicKey identity) throws Failure {
        return told(() -> open().contacts(identity));
    }

    @Override
    public void put(PublicKey identity, Contact contact) throws Failure {
        told(() -> {
            open().put(identity, contact);
            return contact;
        });
    }

    @Override
    public void remove(PublicKey identity, PublicKey npub) throws Failure {
        told(() -> {
            open().remove(identity, npub);
            return npub;
        });
    }

    /** Gives the home back. The vault key goes with this process, which ends now: no need to wash its memory. */
    @Override
    public void close() throws Failure {
        close(lock);
    }

    private static void close(HomeLock lock) throws Failure {
        try {
            lock.close();
        } catch (IOException e) {
            throw Failure.writing(Path.of("run", "lock"), e);
        }
    }
}
