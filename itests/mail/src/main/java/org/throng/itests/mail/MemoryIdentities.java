// SPDX-License-Identifier: MIT
package org.throng.itests.mail;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.throng.cipher.Sha256;
import org.throng.curve.PublicKey;
import org.throng.curve.SecretKey;
import org.throng.event.RelayUrl;
import org.throng.identity.Contact;
import org.throng.identity.Identities;
import org.throng.identity.Identity;
import org.throng.identity.IdentityException;
import org.throng.identity.Occasion;

/** Identities and contacts without a vault; not for use by several threads while they change. */
public final class MemoryIdentities implements Identities {
    private final Map<PublicKey, Person> people = new LinkedHashMap<>();
    private final Map<PublicKey, Identity> identities = new LinkedHashMap<>();
    private final Map<PublicKey, Map<PublicKey, Contact>> contacts = new LinkedHashMap<>();
    private final Set<PublicKey> departed = ConcurrentHashMap.newKeySet();

    /** Makes a person one of mine. */
    public MemoryIdentities with(Person person, RelayUrl... relays) {
        people.put(person.npub(), person);
        identities.put(person.npub(), new Identity(person.npub(), person.name(), TestClock.START, List.of(relays)));
        return this;
    }

    /** Makes a person one of mine for a while, on relays of their own; departs when it is deleted. */
    public MemoryIdentities withDisposable(Person person, long expiresAt, RelayUrl... relays) {
        with(person, relays);
        identities.put(person.npub(), identities.get(person.npub()).until(expiresAt));
        return this;
    }

    /** Makes somebody a contact of mine. */
    public MemoryIdentities knowing(Person mine, Person other, RelayUrl... relays) {
        return put(mine, other, false, relays);
    }

    /** Makes somebody a contact whose messages are thrown away. */
    public MemoryIdentities blocking(Person mine, Person other) {
        return put(mine, other, true);
    }

    private MemoryIdentities put(Person mine, Person other, boolean blocked, RelayUrl... relays) {
        put(
                mine.npub(),
                new Contact(
                        other.npub(),
                        Optional.empty(),
                        List.of(relays),
                        Optional.empty(),
                        false,
                        blocked,
                        TestClock.START));
        return this;
    }

    @Override
    public boolean exists() {
        return true;
    }

    @Override
    public boolean isLocked() {
        return false;
    }

    @Override
    public void create(char[] passphrase) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void unlock(char[] passphrase) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void lock() {
        throw new UnsupportedOperationException();
    }

    @Override
    public void changePassphrase(char[] old, char[] fresh) {
        throw new UnsupportedOperationException();
    }

    @Override
    public List<Identity> list() {
        return List.copyOf(identities.values());
    }

    @Override
    public Identity generate(String label) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Identity generate(String label, long expiresAt, List<RelayUrl> relays, Occasion occasion) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Occasion occasion(PublicKey npub) {
        return Occasion.NONE;
    }

    @Override
    public void restore(Identity identity, SecretKey secret, Occasion occasion) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Identity take(String label, char[] key, char[] passphrase) {
        throw new UnsupportedOperationException();
    }

    @Override
    public String export(PublicKey npub, char[] passphrase) {
        throw new UnsupportedOperationException();
    }

    @Override
    public SecretKey secret(PublicKey npub) throws IdentityException {
        Person person = people.get(npub);
        if (person == null) {
            throw new IdentityException(IdentityException.Reason.UNKNOWN, "no such identity");
        }
        return person.secret();
    }

    @Override
    public byte[] derive(String purpose) {
        return Sha256.of(purpose.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public void update(Identity changed) {
        identities.put(changed.npub(), changed);
    }

    @Override
    public void delete(PublicKey npub) {
        people.remove(npub);
        Identity gone = identities.remove(npub);
        if (gone != null && gone.isDisposable()) {
            departed.add(npub);
        }
    }

    @Override
    public Set<PublicKey> departed() {
        return Set.copyOf(departed);
    }

    @Override
    public Set<PublicKey> gone() {
        return Set.copyOf(departed);
    }

    @Override
    public void forget(PublicKey npub) {
        // stays among those that are gone
    }

    @Override
    public List<Contact> contacts(PublicKey identity) {
        return new ArrayList<>(contacts.getOrDefault(identity, Map.of()).values());
    }

    @Override
    public void put(PublicKey identity, Contact contact) {
        contacts.computeIfAbsent(identity, npub -> new LinkedHashMap<>()).put(contact.npub(), contact);
    }

    @Override
    public void remove(PublicKey identity, PublicKey npub) {
        contacts.getOrDefault(identity, Map.of()).remove(npub);
    }
}
