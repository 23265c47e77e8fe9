// SPDX-License-Identifier: MIT
package org.throng.identity;

import java.util.List;
import java.util.Optional;
import org.throng.curve.PublicKey;
import org.throng.event.RelayUrl;

/**
 * Somebody whom one of my identities wrote to, accepted or added.
 *
 * @param petname mine alone, 1 to 64 characters
 * @param relays where to look for the profile; from an nprofile, an invite or my own hand
 * @param nip05 what a domain says of this key, never more than a hint
 * @param verified whether I compared the safety number with them
 * @param blocked whether their messages are thrown away
 * @param addedAt UNIX seconds
 */
public record Contact(
        PublicKey npub,
        Optional<String> petname,
        List<RelayUrl> relays,
        Optional<String> nip05,
        boolean verified,
        boolean blocked,
        long addedAt) {
    public Contact {
        if (petname.isPresent() && !Identity.isLabel(petname.get())) {
            throw new IllegalArgumentException("a petname has 1 to 64 characters on one line");
        }
        relays = List.copyOf(relays);
    }
}
