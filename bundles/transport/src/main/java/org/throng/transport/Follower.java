// SPDX-License-Identifier: MIT
package org.throng.transport;

import org.throng.event.Event;

/** Is shown headers, or wraps, as they arrive. */
public interface Follower {
    /** A header event, or a wrap where wraps are followed; checked. */
    void header(Event event);

    /** The connection is over, with the reason in plain words; nothing comes after it. */
    void ended(String reason);
}
