// SPDX-License-Identifier: MIT
package org.throng.relay.mirror;

import java.io.IOException;
import java.util.Optional;
import java.util.Set;
import org.throng.event.RelayUrl;

/** The way to other relays. */
interface Links {
    /** @throws IOException where the relay cannot be reached, saying why */
    Link open(RelayUrl relay) throws IOException;

    /** The NIPs that a relay says it speaks (NIP-11); empty where it does not say. Never fails. */
    Optional<Set<Long>> nips(RelayUrl relay);
}
