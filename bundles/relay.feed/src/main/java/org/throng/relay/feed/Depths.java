// SPDX-License-Identifier: MIT
package org.throng.relay.feed;

import java.util.Optional;
import org.throng.feed.Tick;

/** How the depth of a relay's crowds rises: one bit at a time, 14 days after it was announced, never down. */
record Depths(int depth, Optional<Tick.Next> next) {
    /** What the tick {@code number} says, after what the last one said. */
    static Depths after(Optional<Tick> last, long number, int wanted) {
        int depth = last.map(Tick::depth).orElse(0);
        Optional<Tick.Next> next = last.flatMap(Tick::next);
        if (next.isPresent() && number >= next.get().from()) {
            depth = next.get().depth();
            next = Optional.empty();
        }
        if (next.isEmpty() && wanted > depth) {
            next = Optional.of(new Tick.Next(depth + 1, number + Tick.NOTICE));
        }
        return new Depths(depth, next);
    }
}
