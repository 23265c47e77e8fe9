// SPDX-License-Identifier: MIT
package org.throng.identity;

import java.util.List;
import java.util.Optional;
import java.util.Set;
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
 * <p>From the second on at which a disposable identity is over, by this machine's clock, no call gives or uses it, and
 * soon afterwards, locked or not, its key is on the disk no longer. Where nothing runs then, that is done at the next
 * start, before anything else can ask.
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

    /**
     * Makes a new key.
     *
     * @throws IdentityException {@code CHARACTERS} or {@code TAKEN} where {@link OwnName} refuses the label, as every call that sets
     *     a label or a petname
     */
    Identity generate(String label) throws IdentityException;

    /**
     * Makes a new key that is disposable. Where the occasion names a contact, it is one of the new identity's, as some other
     * identity knows it.
     *
     * @param expiresAt UNIX seconds, within the bounds of {@link Lifetime} from now
     * @param relays of its own; empty = the node draws some
     * @throws IdentityException {@code LIFETIME} where the end is out of bounds
     */
    Identity generate(String label, long expiresAt, List<RelayUrl> relays, Occasion occasion) throws IdentityException;

    /** What a disposable identity was made for; needs the vault open. */
    Occasion occasion(PublicKey npub) throws IdentityException;

    /**
     * Takes an identity out of a backup, as it was. The caller closes the secret.
     *
     * @throws IdentityException {@code EXISTS} where the key is there already, {@code LIFETIME} where its time is over
     */
    void restore(Identity identity, SecretKey secret, Occasion occasion) throws IdentityException;

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

    /**
     * Changes label, relays, or the end of a disposable one.
     *
     * @throws IdentityException {@code LIFETIME} where the new end is out of bounds, or the old or the new one has none
     */
    void update(Identity changed) throws IdentityException;

    /** Removes an identity, its secret and its contacts for good. A disposable one departs: see {@link #departed}. */
    void delete(PublicKey npub) throws IdentityException;

    /**
     * Disposable identities whose key is gone already, and of which whoever keeps data must wipe all. They stay here, over
     * restarts too, until {@link #forget}.
     */
    Set<PublicKey> departed();

    /**
     * Those that departed, and those that were forgotten since this process began: nothing of them may be written any
     * longer, by work that is under way.
     */
    Set<PublicKey> gone();

    /** All of an identity that departed is wiped. */
    void forget(PublicKey npub) throws IdentityException;

    /** The contacts of one identity; needs the vault open. */
    List<Contact> contacts(PublicKey identity) throws IdentityException;

    /** One contact of one identity; needs the vault open. */
    default Optional<Contact> contact(PublicKey identity, PublicKey npub) throws IdentityException {
        return contacts(identity).stream()
                .filter(contact -> contact.npub().equals(npub))
                .findFirst();
    }

    /** Adds or replaces a contact; a petname that it has already stays, whatever it is. */
    void put(PublicKey identity, Contact contact) throws IdentityException;

    /** Removes a contact, if it is there. */
    void remove(PublicKey identity, PublicKey npub) throws IdentityException;
}
