// SPDX-License-Identifier: MIT
package org.throng.mail.outbox;

import java.util.List;
import java.util.Optional;
import org.throng.event.RelayUrl;
import org.throng.parcel.SchemeId;
import org.throng.parcel.profile.Profile;
import org.throng.parcel.tlv.KemKey;
import org.throng.scheme.Recipient;

/**
 * Where a letter goes.
 *
 * @param relays in the order of preference, at least one
 * @param profile the recipient's own, if it was found
 * @param note what the sender must know of this choice; empty where the recipient's own profile was found
 */
record Route(Recipient recipient, List<RelayUrl> relays, Optional<Profile> profile, String note) {
    /** A route without a profile. */
    Route(Recipient recipient, List<RelayUrl> relays, String note) {
        this(recipient, relays, Optional.empty(), note);
    }

    /** Whether the recipient reads messages of sessions. */
    boolean hasSessions() {
        return profile.map(found -> found.schemes().contains(SchemeId.TAGGED)).orElse(false);
    }

    /** Whether the recipient reads scheme pq and showed a KEM key, which may have run out. */
    boolean showsKem() {
        return profile.map(found ->
                        found.schemes().contains(SchemeId.PQ) && found.kem().isPresent())
                .orElse(false);
    }

    /** The KEM key that may be used at a moment, in UNIX seconds. */
    Optional<KemKey> kemAt(long unixSeconds) {
        return profile.flatMap(found -> found.kemAt(unixSeconds));
    }
}
