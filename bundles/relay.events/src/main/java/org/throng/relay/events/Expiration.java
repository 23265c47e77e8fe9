// SPDX-License-Identifier: MIT
package org.throng.relay.events;

import org.throng.event.Event;
import org.throng.event.MalformedException;

/** The expiration tag of NIP-40. */
final class Expiration {
    /** Of an event without the tag. */
    static final long NEVER = Long.MAX_VALUE;

    private Expiration() {}

    /**
     * UNIX seconds from which on the event is gone; the first tag counts.
     *
     * @throws MalformedException where the tag has no number: it would be kept for ever against its author's will
     */
    static long of(Event event) throws MalformedException {
        String text = event.tag("expiration").orElse(null);
        if (text == null) {
            return NEVER;
        }
        if (!text.matches("[0-9]{1,18}")) {
            throw new MalformedException("the expiration must be UNIX seconds in digits");
        }
        return Long.parseLong(text);
    }
}
