// SPDX-License-Identifier: MIT
package org.throng.identity;

import java.util.List;
import java.util.Optional;
import org.osgi.annotation.versioning.ProviderType;
import org.throng.curve.PublicKey;
import org.throng.curve.SecretKey;
import org.throng.event.RelayUrl;

/**
 * My identities, their contacts, and the vault that keeps their secrets.
 *
 * <p><b>Promises.</b> Secrets lie on the disk only encrypted, in files that only their owner can read. A key is never
 * overwritten. Each change is on the disk before the call returns, or it did not happen. After {@link #lock} no secret
 * is reachable in this process.
 *
 * <p><b>Observers.</b> Nobody: no call touches the network.
 *
 * <p><b>Threads.</b> Any. Listeners are called on the thread that caused the change, after it.
 */
@ProviderType
public interface Identities {
    /** Whether a vault was ever made. */
    boolean exists();

    /** Whether the secrets are out of reach. True where there is no vault. */
    boolean isLocked();

    /** Makes the vault and leaves it open; fails where there is one. The caller erases the passphrase. */
    void create(char[] passphrase) throws IdentityException;

    /** Opens the vault; takes about a second and 64 MiB. The caller erases the passphrase. */
    void unlock(char[] passphrase) throws IdentityException;

    /** Erases all secrets from memory. Waits for calls that use one. */
    void lock();

    /** Puts a new passphrase in place of the old one, at once and whole. */
    void changePassphrase(char[] old, char[] fresh) throws IdentityException;

    /** All identities in the order of their making; works while locked. */
    List<Identity> list();

    /** The identity of a key; works while locked. */
    default Optional<Identity> find(PublicKey npub) {
        return list().stream().filter(identity -> identity.npub().equals(npub)).findFirst();
    }

    /** Makes a new key. */
    Identity generate(String label) throws IdentityException;

    /**
     * Takes a key from outside: nsec, 64 hex digits, NIP-06 words or NIP-49 ncryptsec. The caller erases both arrays.
     *
     * @param passphrase of an ncryptsec or of the words, empty where there is none
     * @throws IdentityException naming what is wrong; {@code EXISTS} where the key is there already
     */
    Identity take(String label, char[] key, char[] passphrase) throws IdentityException;

    /** The secret as NIP-49 ncryptsec under a passphrase of its own. */
    String export(PublicKey npub, char[] passphrase) throws IdentityException;

    /** A copy of the secret, which the caller closes. */
    SecretKey secret(PublicKey npub) throws IdentityException;

    /** 32 bytes that only this vault gives, the same for the same purpose; the caller erases them. */
    byte[] derive(String purpose) throws IdentityException;

    /** Changes label or relays. */
    void update(Identity changed) throws IdentityException;

    /** Removes an identity, its secret and its contacts for good. */
    void delete(PublicKey npub) throws IdentityException;

    /** The contacts of one identity; needs the vault open. */
    List<Contact> contacts(PublicKey identity) throws IdentityException;

    /** One contact of one identity; needs the vault open. */
    default Optional<Contact> contact(PublicKey identity, PublicKey npub) throws IdentityException {
        return contacts(identity).stream()
                .filter(contact -> contact.npub().equals(npub))
                .findFirst();
    }

    /** Adds or replaces a contact. */
    void put(PublicKey identity, Contact contact) throws IdentityException;

    /** Removes a contact, if it is there. */
    void remove(PublicKey identity, PublicKey npub) throws IdentityException;

    /** The relays that an identity uses unless it names its own; from the role's settings. */
    default List<RelayUrl> relaysOf(Identity identity, List<RelayUrl> standard) {
        return identity.relays().isEmpty() ? standard : identity.relays();
    }
}
