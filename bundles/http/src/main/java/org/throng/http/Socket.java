// SPDX-License-Identifier: MIT
package org.throng.http;

import org.osgi.annotation.versioning.ProviderType;

/**
 * One WebSocket connection.
 *
 * <p><b>Threads.</b> Any; messages leave in the order of the calls.
 */
@ProviderType
public interface Socket {
    /** Queues a message. Does nothing once the connection is closed. Never blocks: whoever sends looks at {@link #queued}. */
    void send(String message);

    /** Bytes that were sent and did not leave yet. */
    long queued();

    /** Calls once, as soon as fewer than {@code bytes} wait to leave, or at once. Not after {@code closed}. */
    void whenBelow(long bytes, Runnable then);

    /** Closes in order, after what is queued. */
    void close(int code, String reason);

    /** The other end's address, without port. */
    String remoteAddress();

    /** The Host header, as NIP-42 compares a relay's address. */
    String host();
}
