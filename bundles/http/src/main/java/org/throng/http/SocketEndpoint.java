// SPDX-License-Identifier: MIT
package org.throng.http;

import org.osgi.annotation.versioning.ConsumerType;

/**
 * Takes WebSocket connections (RFC 6455), text frames only. Has the same service properties as an {@link Endpoint}.
 *
 * <p><b>Threads.</b> The calls for one connection come one after the other; those for different ones at once.
 */
@ConsumerType
public interface SocketEndpoint {
    /** A connection was opened. The handler hears everything of it until {@link Handler#closed}. */
    Handler open(Socket socket);

    /** The other end of one connection. */
    interface Handler {
        /** A whole message of valid UTF-8, within the listener's bound. */
        void text(String message);

        /** The connection is over; comes once and last. */
        void closed();
    }
}
