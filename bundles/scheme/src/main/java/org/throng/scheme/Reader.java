// SPDX-License-Identifier: MIT
package org.throng.scheme;

import java.util.List;
import org.throng.curve.PublicKey;
import org.throng.curve.SecretKey;

/**
 * A key to try on headers.
 *
 * @param npub B of the protocol
 * @param scan R of the protocol: the public key of the secret
 * @param secret r of the protocol; open as long as the call lasts
 * @param kems the KEM pairs whose keys stood in the profile and whose secret half is alive, newest first, at most six
 * @param expected the one-time keys of this npub's sessions
 */
public record Reader(PublicKey npub, PublicKey scan, SecretKey secret, List<KemPair> kems, Expected expected) {
    public Reader {
        kems = List.copyOf(kems);
    }

    /** A reader without KEM keys and sessions. */
    public Reader(PublicKey npub, PublicKey scan, SecretKey secret) {
        this(npub, scan, secret, List.of(), Expected.NOTHING);
    }

    @Override
    public String toString() {
        return "Reader[hidden]";
    }
}
