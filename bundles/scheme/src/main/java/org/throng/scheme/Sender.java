// SPDX-License-Identifier: MIT
package org.throng.scheme;

import org.throng.curve.PublicKey;
import org.throng.curve.SecretKey;

/**
 * Who writes.
 *
 * @param npub A of the protocol
 * @param secret of the npub, or, where the contents hold a scan certificate, of the scan key that it certifies; open as
 *     long as the call lasts
 */
public record Sender(PublicKey npub, SecretKey secret) {}
