// SPDX-License-Identifier: MIT
package org.throng.transport;

import java.util.List;
import org.throng.event.Event;

/**
 * Headers of a window of time.
 *
 * @param headers oldest first
 * @param complete false where more headers of one slot exist than the relay gives in one answer: what is missing cannot
 *     be asked for, and the user is told
 */
public record Harvest(List<Event> headers, boolean complete) {
    public Harvest {
        headers = List.copyOf(headers);
    }
}
