// SPDX-License-Identifier: MIT
package org.throng.session;

import java.util.Set;
import org.throng.event.EventId;

/**
 * What a step found out. It is said once: what it changes belongs into the same write as the state.
 *
 * @param acknowledged letters of which a node of the contact has all pieces
 * @param again letters that must be sent anew: what carried them is gone
 */
public record News(Set<EventId> acknowledged, Set<EventId> again) {
    /** None. */
    public static final News NONE = new News(Set.of(), Set.of());

    public News {
        acknowledged = Set.copyOf(acknowledged);
        again = Set.copyOf(again);
    }
}
