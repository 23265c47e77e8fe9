// SPDX-License-Identifier: MIT
/**
 * The symmetric constructions that the standards name, as functions without state: SHA-256, HMAC and HKDF (RFC 5869),
 * the tagged hash of BIP-340, AES-256 in GCM and CTR mode, XChaCha20-Poly1305, scrypt (RFC 7914) and NIP-44.
 *
 * <p>All functions may be called from any thread. They run on the Java platform's own providers, but for scrypt and
 * XChaCha20-Poly1305, which it does not have: these are Bouncy Castle's.
 */
@Export
@Version("0.1.0")
package org.throng.cipher;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
