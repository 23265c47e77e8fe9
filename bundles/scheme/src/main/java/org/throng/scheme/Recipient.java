// SPDX-License-Identifier: MIT
package org.throng.scheme;

import java.util.Optional;
import org.throng.curve.PublicKey;

/**
 * Who is to read.
 *
 * @param npub B of the protocol; on the curve, which whoever took it from a user has checked
 * @param scan R of the protocol: the scan key of the profile, else the npub again
 * @param kem for a scheme with an inner KEM layer: the ciphertext of that layer, made for a live key of the profile
 * @param once for a scheme inside a session: the key of this one message
 */
public record Recipient(PublicKey npub, PublicKey scan, Optional<Encapsulation> kem, Optional<OneTimeKey> once) {
    /** A recipient that is found by key agreement alone. */
    public Recipient(PublicKey npub, PublicKey scan) {
        this(npub, scan, Optional.empty(), Optional.empty());
    }

    /** A recipient without a scan key. */
    public static Recipient of(PublicKey npub) {
        return new Recipient(npub, npub);
    }

    /** This one, with a ciphertext for the inner layer. */
    public Recipient with(Encapsulation inner) {
        return new Recipient(npub, scan, Optional.of(inner), once);
    }

    /** This one, with the key of one message. */
    public Recipient with(OneTimeKey key) {
        return new Recipient(npub, scan, kem, Optional.of(key));
    }

    @Override
    public String toString() {
        return "Recipient[hidden]";
    }
}
