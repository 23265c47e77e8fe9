// SPDX-License-Identifier: MIT
package org.throng.identity;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.throng.curve.PublicKey;
import org.throng.event.EventId;
import org.throng.event.RelayUrl;

/** What a public text of NIP-19 points at. That a key lies on the curve is not said by it. */
public sealed interface Pointer {
    /** Relays on which it may be found; at most {@link Nip19#MAX_RELAYS}, no promise. */
    default List<RelayUrl> relays() {
        return List.of();
    }

    /** {@code npub}. */
    record Key(PublicKey npub) implements Pointer {}

    /** {@code nprofile}. */
    record Profile(PublicKey npub, List<RelayUrl> relays) implements Pointer {
        public Profile {
            relays = List.copyOf(relays);
        }
    }

    /** {@code note}. */
    record Note(EventId id) implements Pointer {}

    /** {@code nevent}; kind as an unsigned number, where it is given. */
    record EventAt(EventId id, List<RelayUrl> relays, Optional<PublicKey> author, OptionalInt kind) implements Pointer {
        public EventAt {
            relays = List.copyOf(relays);
        }
    }

    /** {@code naddr}: the newest event of an author, a kind and an identifier of at most 255 bytes. */
    record Address(String identifier, PublicKey author, int kind, List<RelayUrl> relays) implements Pointer {
        public Address {
            relays = List.copyOf(relays);
        }
    }
}
