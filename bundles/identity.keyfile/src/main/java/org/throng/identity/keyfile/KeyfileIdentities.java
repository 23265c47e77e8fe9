// SPDX-License-Identifier: MIT
package org.throng.identity.keyfile;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.throng.cipher.Scrypt;
import org.throng.curve.Curve;
import org.throng.curve.PublicKey;
import org.throng.curve.SecretKey;
import org.throng.event.MalformedException;
import org.throng.event.RelayUrl;
import org.throng.home.PrivateFile;
import org.throng.identity.Contact;
import org.throng.identity.Identities;
import org.throng.identity.Identity;
import org.throng.identity.IdentityException;
import org.throng.identity.IdentityException.Reason;
import org.throng.identity.IdentityListener;
import org.throng.identity.Lifetime;
import org.throng.identity.Nip19;
import org.throng.identity.Occasion;
import org.throng.identity.OwnName;

/**
 * Identities in a folder. See the package for the files.
 *
 * <p><b>Concurrency.</b> {@code change} lets one change at a time happen, the slow stretching of a passphrase included.
 * {@code keyUse} guards the vault key alone: reading it is short, so that {@link #lock} soon gets its turn. The list is
 * an immutable map behind a volatile reference: reading it waits for nobody. Listeners are called with neither lock
 * held.
 *
 * <p><b>Ends.</b> Whoever asks after the end of a disposable identity gets none, for each call looks at the clock.
 * {@link #expire} then erases its files; the constructor and {@link #unlock} do so too.
 *
 * <p><b>Memory.</b> Only the vault key stays in memory; a secret is opened when it is asked for and the copies made on
 * the way are erased.
 */
public class KeyfileIdentities implements Identities {
    private static final int MAX_CONTACTS_FILE = 16 << 20;

    private final Path folder;
    private final Curve curve;
    private final SecureRandom random;
    private final Clock clock;
    private final Vault vault;
    private final KeyText keyText;
    private final Departures departures;
    private final ReentrantLock change = new ReentrantLock();
    private final ReentrantReadWriteLock keyUse = new ReentrantReadWriteLock();
    private volatile Map<PublicKey, IdentityFile> files;

    /**
     * Reads the list; the vault stays locked. The home's lock is the caller's to hold.
     *
     * @param folder {@code HOME/data/identity}; made with the vault
     * @throws IdentityException where a file is there and cannot be read
     */
    public KeyfileIdentities(Path folder, Curve curve, SecureRandom random, Clock clock) throws IdentityException {
        this(folder, curve, random, clock, Scrypt.STANDARD_LOG_N);
    }

    /** @param logN how far a passphrase of the vault is stretched, as {@link Scrypt} takes it */
    KeyfileIdentities(Path folder, Curve curve, SecureRandom random, Clock clock, int logN) throws IdentityException {
        this.folder = folder;
        this.curve = curve;
        this.random = random;
        this.clock = clock;
        this.vault = new Vault(folder, random, logN);
        this.keyText = new KeyText(curve);
        this.departures = new Departures(folder);
        this.files = load(folder);
        departOver();
    }

    /**
     * Lets go of the disposable identities whose time is over; cheap where there are none.
     *
     * @return how many
     */
    public int expire() throws IdentityException {
        int over = departOver();
        if (over > 0) {
            tell(IdentityListener::changed);
        }
        return over;
    }

    private int departOver() throws IdentityException {
        if (files.values().stream().noneMatch(this::isOver)) {
            return 0;
        }
        change.lock();
        try {
            List<IdentityFile> over =
                    files.values().stream().filter(this::isOver).toList();
            for (IdentityFile file : over) {
                depart(file.identity().npub());
            }
            return over.size();
        } finally {
            change.unlock();
        }
    }

    private boolean isOver(IdentityFile file) {
        return file.identity().isOverAt(now());
    }

    private long now() {
        return clock.instant().getEpochSecond();
    }

    /** With {@code change} held. */
    private void depart(PublicKey npub) throws IdentityException {
        try {
            write(() -> departures.begin(npub));
        } finally {
            if (departures.gone().contains(npub)) {
                hide(npub); // what could not be erased now is erased at the next start
            }
        }
    }

    @Override
    public Set<PublicKey> departed() {
        return departures.departed();
    }

    @Override
    public Set<PublicKey> gone() {
        return departures.gone();
    }

    @Override
    public void forget(PublicKey npub) throws IdentityException {
        change.lock();
        try {
            write(() -> departures.end(npub));
        } finally {
            change.unlock();
        }
    }

    /** Tells everybody who listens. */
    protected void tell(Consumer<IdentityListener> what) {}

    @Override
    public boolean exists() {
        return vault.exists();
    }

    @Override
    public boolean isLocked() {
        keyUse.readLock().lock();
        try {
            return !vault.isOpen();
        } finally {
            keyUse.readLock().unlock();
        }
    }

    @Override
    public void create(char[] passphrase) throws IdentityException {
        change.lock();
        try {
            if (vault.exists()) {
                throw new IdentityException(Reason.VAULT, "there is a vault already; nothing was changed");
            }
            keyUse.writeLock().lock();
            try {
                vault.create(passphrase);
            } finally {
                keyUse.writeLock().unlock();
            }
        } finally {
            change.unlock();
        }
        tell(IdentityListener::unlocked);
    }

    @Override
    public void unlock(char[] passphrase) throws IdentityException {
        boolean opened;
        change.lock();
        try {
            byte[] key = vault.unseal(passphrase); // a wrong passphrase is refused by an open vault too
            keyUse.writeLock().lock();
            try {
                opened = !vault.isOpen();
                vault.open(key);
            } finally {
                keyUse.writeLock().unlock();
            }
        } finally {
            change.unlock();
        }
        if (opened) {
            departOver(); // whoever is told now finds it among the departed
            tell(IdentityListener::unlocked);
        }
    }

    @Override
    public void lock() {
        boolean wasOpen;
        change.lock();
        try {
            keyUse.writeLock().lock();
            try {
                wasOpen = vault.isOpen();
                vault.close();
            } finally {
                keyUse.writeLock().unlock();
            }
        } finally {
            change.unlock();
        }
        if (wasOpen) {
            try {
                tell(IdentityListener::locked);
            } finally {
                new HeapWash().run();
            }
        }
    }

    @Override
    public void changePassphrase(char[] old, char[] fresh) throws IdentityException {
        change.lock();
        try {
            vault.changePassphrase(old, fresh);
        } finally {
            change.unlock();
        }
    }

    @Override
    public List<Identity> list() {
        return files.values().stream()
                .filter(file -> !isOver(file))
                .map(IdentityFile::identity)
                .toList();
    }

    @Override
    public Identity generate(String label) throws IdentityException {
        try (SecretKey secret = fresh()) {
            return add(secret, identity(label, secret), Optional.empty());
        }
    }

    @Override
    public Identity generate(String label, long expiresAt, List<RelayUrl> relays, Occasion occasion)
            throws IdentityException {
        Lifetime.checked(now(), expiresAt);
        Optional<Contact> contact = occasion.contact().isPresent()
                ? Optional.of(known(occasion.contact().get()))
                : Optional.empty();
        try (SecretKey secret = fresh()) {
            Identity made = add(secret, identity(label, secret).on(relays).until(expiresAt), Optional.of(occasion));
            if (contact.isPresent()) {
                changeContacts(
                        made.npub(), contacts -> contacts.put(contact.get().npub(), contact.get()));
            }
            return made;
        }
    }

    /** As one of mine knows them; what was verified holds for that one alone. */
    private Contact known(PublicKey npub) throws IdentityException {
        for (Identity mine : list()) {
            Optional<Contact> contact = contact(mine.npub(), npub);
            if (contact.isPresent()) {
                Contact held = contact.get();
                return new Contact(npub, held.petname(), held.relays(), held.nip05(), false, false, now());
            }
        }
        return new Contact(npub, Optional.empty(), List.of(), Optional.empty(), false, false, now());
    }

    private SecretKey fresh() {
        byte[] scalar = new byte[SecretKey.LENGTH];
        do {
            random.nextBytes(scalar);
        } while (!SecretKey.isValid(scalar));
        try {
            return SecretKey.of(scalar);
        } finally {
            Arrays.fill(scalar, (byte) 0);
        }
    }

    @Override
    public Identity take(String label, char[] key, char[] passphrase) throws IdentityException {
        try (SecretKey secret = keyText.read(key, passphrase)) {
            return add(secret, identity(label, secret), Optional.empty());
        }
    }

    @Override
    public void restore(Identity identity, SecretKey secret, Occasion occasion) throws IdentityException {
        if (identity.isOverAt(now())) {
            throw new IdentityException(Reason.LIFETIME, "the time of this disposable identity is over");
        }
        if (!curve.publicKey(secret).equals(identity.npub())) {
            throw new IdentityException(Reason.WRONG_KIND, "this secret is not that of " + Nip19.npub(identity.npub()));
        }
        add(secret, identity, identity.isDisposable() ? Optional.of(occasion) : Optional.empty());
    }

    private Identity add(SecretKey secret, Identity identity, Optional<Occasion> occasion) throws IdentityException {
        PublicKey npub = identity.npub();
        change.lock();
        try {
            IdentityFile known = files.get(npub);
            if (known != null) {
                throw new IdentityException(
                        Reason.EXISTS,
                        "this key is here already, as '" + known.identity().label() + "'; nothing was changed");
            }
            if (departures.departed().contains(npub)) {
                throw new IdentityException(
                        Reason.EXISTS,
                        "this disposable key is being wiped; it could come back once the node was unlocked and is done");
            }
            byte[] scalar = secret.insecureBytes();
            byte[] sealed;
            Optional<byte[]> note = Optional.empty();
            keyUse.readLock().lock();
            try {
                sealed = vault.seal("secret", npub.bytes(), scalar);
                if (occasion.isPresent()) {
                    note = Optional.of(vault.seal("occasion", npub.bytes(), OccasionBytes.write(occasion.get())));
                }
            } finally {
                keyUse.readLock().unlock();
                Arrays.fill(scalar, (byte) 0);
            }
            long order =
                    files.values().stream().mapToLong(IdentityFile::order).max().orElse(0) + 1;
            IdentityFile file = new IdentityFile(identity, order, sealed, note);
            write(() -> PrivateFile.create(folder.resolve(IdentityFile.name(npub)), file.json()));
            departures.back(npub);
            show(file);
        } finally {
            change.unlock();
        }
        tell(IdentityListener::changed);
        return identity;
    }

    private Identity identity(String label, SecretKey secret) throws IdentityException {
        PublicKey npub = curve.publicKey(secret);
        OwnName.requireLabel(label, npub, list());
        return new Identity(npub, label, now(), List.of());
    }

    @Override
    public Occasion occasion(PublicKey npub) throws IdentityException {
        IdentityFile file = file(npub);
        keyUse.readLock().lock();
        try {
            if (file.occasion().isEmpty()) {
                return Occasion.NONE;
            }
            return OccasionBytes.read(
                    vault.open("occasion", npub.bytes(), file.occasion().get())
                            .orElseThrow(() -> new MalformedException("sealed by another vault")));
        } catch (MalformedException e) {
            throw new IdentityException(
                    Reason.FILE, "what " + Nip19.npub(npub) + " was made for was sealed by another vault", e);
        } finally {
            keyUse.readLock().unlock();
        }
    }

    @Override
    public String export(PublicKey npub, char[] passphrase) throws IdentityException {
        try (SecretKey secret = secret(npub)) {
            return Nip49.encrypt(secret, passphrase, random);
        }
    }

    @Override
    public SecretKey secret(PublicKey npub) throws IdentityException {
        IdentityFile file = file(npub);
        byte[] scalar;
        keyUse.readLock().lock();
        try {
            scalar = vault.open("secret", npub.bytes(), file.sealed())
                    .orElseThrow(() -> new IdentityException(
                            Reason.FILE,
                            "the secret of " + Nip19.npub(npub) + " was sealed by another vault or is damaged;"
                                    + " restore it from a backup"));
        } finally {
            keyUse.readLock().unlock();
        }
        try {
            return SecretKey.of(scalar);
        } finally {
            Arrays.fill(scalar, (byte) 0);
        }
    }

    @Override
    public byte[] derive(String purpose) throws IdentityException {
        keyUse.readLock().lock();
        try {
            return vault.subkey("derive:" + purpose);
        } finally {
            keyUse.readLock().unlock();
        }
    }

    @Override
    public void update(Identity changed) throws IdentityException {
        change.lock();
        try {
            IdentityFile old = file(changed.npub());
            requireLifetime(old.identity(), changed.expiresAt());
            if (!changed.label().equals(old.identity().label())) {
                OwnName.requireLabel(changed.label(), changed.npub(), list());
            }
            IdentityFile fresh = old.with(changed);
            write(() -> PrivateFile.replace(folder.resolve(IdentityFile.name(changed.npub())), fresh.json()));
            show(fresh);
        } finally {
            change.unlock();
        }
        tell(IdentityListener::changed);
    }

    private void requireLifetime(Identity before, OptionalLong expiresAt) throws IdentityException {
        if (before.isDisposable() != expiresAt.isPresent()) {
            throw new IdentityException(
                    Reason.LIFETIME,
                    "an identity is disposable from its beginning or never: its relays and moments are chosen for that");
        }
        if (!before.expiresAt().equals(expiresAt)) {
            Lifetime.checked(now(), expiresAt.getAsLong());
        }
    }

    @Override
    public void delete(PublicKey npub) throws IdentityException {
        change.lock();
        try {
            if (file(npub).identity().isDisposable()) {
                depart(npub);
            } else {
                write(() -> {
                    PrivateFile.remove(folder.resolve(IdentityFile.name(npub)));
                    PrivateFile.remove(ContactsFile.path(folder, npub));
                });
                hide(npub);
            }
        } finally {
            change.unlock();
        }
        tell(IdentityListener::changed);
    }

    @Override
    public List<Contact> contacts(PublicKey identity) throws IdentityException {
        return List.copyOf(readContacts(identity).values());
    }

    @Override
    public void put(PublicKey identity, Contact contact) throws IdentityException {
        changeContacts(identity, contacts -> {
            Contact before = contacts.get(contact.npub());
            if (contact.petname().isPresent()
                    && (before == null || !before.petname().equals(contact.petname()))) {
                OwnName.requirePetname(contact.petname().get(), contact.npub(), contacts.values());
            }
            contacts.put(contact.npub(), contact);
        });
    }

    @Override
    public void remove(PublicKey identity, PublicKey npub) throws IdentityException {
        changeContacts(identity, contacts -> contacts.remove(npub));
    }

    private interface Edit {
        void of(Map<PublicKey, Contact> contacts) throws IdentityException;
    }

    private void changeContacts(PublicKey identity, Edit how) throws IdentityException {
        change.lock();
        try {
            Map<PublicKey, Contact> contacts = readContacts(identity);
            how.of(contacts);
            byte[] plaintext = ContactsFile.write(contacts.values());
            byte[] sealed;
            keyUse.readLock().lock();
            try {
                sealed = vault.seal("contacts", identity.bytes(), plaintext);
            } finally {
                keyUse.readLock().unlock();
                Arrays.fill(plaintext, (byte) 0);
            }
            write(() -> PrivateFile.replace(ContactsFile.path(folder, identity), sealed));
        } finally {
            change.unlock();
        }
        tell(IdentityListener::changed);
    }

    private Map<PublicKey, Contact> readContacts(PublicKey identity) throws IdentityException {
        file(identity);
        Path path = ContactsFile.path(folder, identity);
        keyUse.readLock().lock();
        try {
            byte[] sealed = Files.exists(path) ? PrivateFile.read(path, MAX_CONTACTS_FILE) : null;
            if (sealed == null) {
                Arrays.fill(vault.subkey("contacts"), (byte) 0); // says that the vault is locked, if it is
                return new LinkedHashMap<>();
            }
            byte[] plaintext = vault.open("contacts", identity.bytes(), sealed)
                    .orElseThrow(() -> new MalformedException("sealed by another vault"));
            try {
                return ContactsFile.read(plaintext);
            } finally {
                Arrays.fill(plaintext, (byte) 0);
            }
        } catch (IOException e) {
            throw new IdentityException(Reason.FILE, path + " cannot be read", e);
        } catch (MalformedException e) {
            throw new IdentityException(Reason.FILE, path + " is damaged; restore it from a backup", e);
        } finally {
            keyUse.readLock().unlock();
        }
    }

    private IdentityFile file(PublicKey npub) throws IdentityException {
        IdentityFile file = files.get(npub);
        if (file == null || isOver(file)) {
            // without the key: work that an identity's end interrupts comes into the log
            throw new IdentityException(Reason.UNKNOWN, "no identity here has this key, or none any more");
        }
        return file;
    }

    private void hide(PublicKey npub) {
        Map<PublicKey, IdentityFile> rest = new LinkedHashMap<>(files);
        rest.remove(npub);
        files = rest;
    }

    private void show(IdentityFile file) {
        Map<PublicKey, IdentityFile> fresh = new LinkedHashMap<>(files);
        fresh.put(file.identity().npub(), file);
        files = fresh;
    }

    private interface Write {
        void run() throws IOException;
    }

    private void write(Write what) throws IdentityException {
        try {
            what.run();
        } catch (FileAlreadyExistsException e) {
            throw new IdentityException(
                    Reason.EXISTS, e.getMessage() + " is there already; nothing was overwritten", e);
        } catch (IOException e) {
            throw new IdentityException(
                    Reason.FILE, folder + " cannot be written: " + e.getMessage() + "; nothing was changed", e);
        }
    }

    private static Map<PublicKey, IdentityFile> load(Path folder) throws IdentityException {
        List<IdentityFile> found = new ArrayList<>();
        if (Files.isDirectory(folder)) {
            try (Stream<Path> paths = Files.list(folder)) {
                for (Path path : paths.filter(KeyfileIdentities::isIdentity).toList()) {
                    found.add(IdentityFile.read(path));
                }
            } catch (IOException e) {
                throw new IdentityException(Reason.FILE, folder + " cannot be read", e);
            }
        }
        found.sort(Comparator.comparingLong(IdentityFile::order)
                .thenComparing(file -> file.identity().npub()));
        Map<PublicKey, IdentityFile> files = new LinkedHashMap<>();
        found.forEach(file -> files.put(file.identity().npub(), file));
        return files;
    }

    private static boolean isIdentity(Path path) {
        String name = path.getFileName().toString();
        return name.startsWith("npub1") && name.endsWith(".json");
    }
}
