// SPDX-License-Identifier: MIT
package org.throng.relay.events;

import java.util.List;
import java.util.Set;
import org.throng.curve.PublicKey;
import org.throng.event.Event;
import org.throng.event.Filter;

/**
 * Who may read what, in one place for REQ, live events and COUNT: direct messages (kind 4) are for their author and the
 * keys they name, wraps (1059, and 21059, which is never stored) for the keys they name, everything else for everybody.
 */
final class ReadRules {
    private static final int DIRECT_MESSAGE = 4;
    private static final Set<Integer> WRAPS = Set.of(1059, 21_059);

    private ReadRules() {}

    /** Whether events of this kind have to be looked at before they are served. */
    static boolean isRestricted(int kind) {
        return kind == DIRECT_MESSAGE || WRAPS.contains(kind);
    }

    /** Whether the filter can only find what is restricted: then somebody without a key gets a reason, not silence. */
    static boolean asksForRestrictedOnly(Filter filter) {
        return filter.kinds().isPresent()
                && !filter.kinds().get().isEmpty()
                && filter.kinds().get().stream()
                        .allMatch(
                                kind -> kind == DIRECT_MESSAGE || WRAPS.stream().anyMatch(wrap -> kind == (long) wrap));
    }

    /** @param keys that the reader has proven to hold */
    static boolean mayRead(Event event, Set<PublicKey> keys) {
        if (!isRestricted(event.kind())) {
            return true;
        }
        if (event.kind() == DIRECT_MESSAGE && keys.contains(event.pubkey())) {
            return true;
        }
        for (List<String> tag : event.tags()) {
            if (tag.size() > 1
                    && tag.get(0).equals("p")
                    && keys.stream().anyMatch(key -> key.hex().equals(tag.get(1)))) {
                return true;
            }
        }
        return false;
    }
}
