// SPDX-License-Identifier: MIT
package org.throng.scheme;

import org.throng.event.Event;

/**
 * A body event that is ready to post, and what its headers need to know.
 *
 * @param sessionKey 32 bytes; secret
 * @param scheme the number that its headers name
 */
public record SealedBody(Event event, byte[] sessionKey, int scheme) {
    public SealedBody {
        sessionKey = sessionKey.clone();
    }

    /** A copy of the 32 bytes. */
    @Override
    public byte[] sessionKey() {
        return sessionKey.clone();
    }

    @Override
    public String toString() {
        return "SealedBody[" + event.id() + "]";
    }
}
