// SPDX-License-Identifier: MIT
package org.throng.transport;

import org.throng.event.Event;

/** Is shown headers as they arrive. */
public interface Follower {
    /** A header event, checked. */
    void header(Event event);

    /** The connection is over, with the reason in plain words; nothing comes after it. */
    void ended(String reason);
}
