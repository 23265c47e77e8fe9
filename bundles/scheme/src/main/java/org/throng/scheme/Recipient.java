// SPDX-License-Identifier: MIT
package org.throng.scheme;

import org.throng.curve.PublicKey;

/**
 * Who is to read.
 *
 * @param npub B of the protocol; on the curve, which whoever took it from a user has checked
 * @param scan R of the protocol: the scan key of the profile, else the npub again
 */
public record Recipient(PublicKey npub, PublicKey scan) {
    /** A recipient without a scan key. */
    public static Recipient of(PublicKey npub) {
        return new Recipient(npub, npub);
    }
}
