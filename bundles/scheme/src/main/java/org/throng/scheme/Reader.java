// SPDX-License-Identifier: MIT
package org.throng.scheme;

import org.throng.curve.PublicKey;
import org.throng.curve.SecretKey;

/**
 * A key to try on headers.
 *
 * @param npub B of the protocol
 * @param scan R of the protocol: the public key of the secret
 * @param secret r of the protocol; open as long as the call lasts
 */
public record Reader(PublicKey npub, PublicKey scan, SecretKey secret) {}
