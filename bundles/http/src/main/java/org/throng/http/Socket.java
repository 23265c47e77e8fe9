// SPDX-License-Identifier: MIT
package org.throng.http;

import java.net.InetAddress;
import org.osgi.annotation.versioning.ProviderType;

/**
 * The wire side of one WebSocket connection.
 *
 * <p><b>Threads.</b> Any, at once. No method blocks.
 */
@ProviderType
public interface Socket {
    /** The client's address, or what a trusted proxy says it is. */
    InetAddress remote();

    /**
     * Queues one text message. The queue is bounded; what is in it is sent in order.
     *
     * @param utf8 the whole message; it is not copied, so that many sockets may share it, and must never change
     * @return false where the queue has no room or the connection is ending: the message will not be sent
     */
    boolean send(byte[] utf8);

    /** Bytes that {@link #send} would still take, roughly. */
    int room();

    /** Calls {@link Conversation#onRoom} soon, after other connections had their turn; several calls may be answered by one. */
    void callAgain();

    /** Hands over no message after the one that is being dealt with, until {@link #resume}; what is read already waits. */
    void pause();

    /** Hands over and reads on. */
    void resume();

    /**
     * Sends what is queued, then a close frame. Later calls do nothing.
     *
     * @param code 1000 to 4999, as RFC 6455 allows
     * @param reason at most 123 bytes of UTF-8; the rest is cut off
     */
    void close(int code, String reason);
}
