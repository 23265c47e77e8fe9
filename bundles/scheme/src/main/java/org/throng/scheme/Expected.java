// SPDX-License-Identifier: MIT
package org.throng.scheme;

import java.util.List;

/** The one-time keys whose headers a reader waits for, by tag. Threads: any. */
@FunctionalInterface
public interface Expected {
    /** Nothing is expected. */
    Expected NOTHING = tag -> List.of();

    /**
     * The keys with this tag; mostly none, seldom one, in theory several. Costs one look-up.
     *
     * @param tag 8 bytes, big-endian
     */
    List<OneTimeKey> at(long tag);
}
