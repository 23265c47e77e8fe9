// SPDX-License-Identifier: MIT
package org.throng.http;

import org.osgi.annotation.versioning.ConsumerType;

/**
 * An endpoint's side of one WebSocket connection.
 *
 * <p><b>Threads.</b> The methods of one conversation are called one at a time, in order; a few messages are read ahead
 * from the wire, and no more until they are dealt with. Connections share a few threads: a call that takes longer than some
 * milliseconds takes them from others, and should be cut into several by {@link Socket#callAgain}.
 */
@ConsumerType
public interface Conversation {
    /** A whole message, within the listener's limit of size; well-formed Unicode. */
    void onText(String text);

    /** After {@link Socket#send} had no room: half of the queue is free again; and after {@link Socket#callAgain}. */
    default void onRoom() {}

    /**
     * The end, whoever brought it about; the last call, made exactly once.
     *
     * @param code the close code of RFC 6455; 1006 where the connection simply broke
     */
    void onClose(int code, String reason);
}
