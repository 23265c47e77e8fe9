// SPDX-License-Identifier: MIT
/**
 * Identities in files of their own, secrets under a vault key, the vault key under a passphrase.
 *
 * <p>Everything lies in {@code HOME/data/identity}, mode 0600 in a folder of mode 0700:
 *
 * <pre>
 * vault.json        the vault key (32 random bytes), sealed under scrypt(passphrase)
 * npub1….json       one identity: key, label, time and relays in clear, for they are needed while the vault is locked;
 *                   the secret sealed under the vault key
 * npub1….contacts   its contacts, sealed under the vault key
 * npub1….gone       a disposable identity whose key is gone, until the mailbox has nothing of it either
 * </pre>
 *
 * <p>Sealed is XChaCha20-Poly1305: nonce 24 ‖ ciphertext ‖ tag 16. The keys below the vault key are HKDF(vault key,
 * "throng/v1/vault", purpose, 32); what is sealed for one purpose or one npub does not open for another.
 */
package org.throng.identity.keyfile;
