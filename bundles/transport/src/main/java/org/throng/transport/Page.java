// SPDX-License-Identifier: MIT
package org.throng.transport;

import java.util.List;
import org.throng.event.Event;

/**
 * A part of what lies in a window of time, the newest part first.
 *
 * @param headers checked; one may come twice
 * @param rest UNIX seconds: everything in the window that is newer was shown by now, so that whoever remembers it can go on
 *     from there at any later time
 */
public record Page(List<Event> headers, long rest) {
    public Page {
        headers = List.copyOf(headers);
    }
}
