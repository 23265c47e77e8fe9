// SPDX-License-Identifier: MIT
package org.throng.http;

import java.io.IOException;
import java.util.Optional;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * What answers under a path of a listener.
 *
 * <p><b>Promises of the listener.</b> Requests are within its limits (headers, body, connections, time to send them); an
 * exception that comes out of an endpoint ends that request or conversation and no other, and stands in the log.
 *
 * <p><b>Threads.</b> Several at once, all of them threads of the listener that may block for a moment. They are few: an
 * endpoint that waits for long, waits with {@link Response#stream} or in a {@link Conversation}.
 */
@ConsumerType
public interface Endpoint {
    /** The name of the listener, such as {@code relay} or {@code rest}. Always the same. */
    String listener();

    /**
     * Where it answers: begins with a slash. Of all endpoints whose path is the request's path, or begins it and ends in
     * a slash, the longest one gets the request; {@code /} gets what is left. Always the same.
     */
    String path();

    /**
     * Answers one request. When this returns, the answer is complete, unless it became a {@link Response#stream}.
     *
     * @throws IOException where the client went away; anything else that is thrown is answered with 500
     */
    void handle(Request request, Response response) throws IOException;

    /** Bytes of one message of its conversations; a client that sends more is told so and cut off. */
    default int messageBytes() {
        return 64 << 10;
    }

    /**
     * Takes part in a conversation that a client asks for by a WebSocket handshake, or leaves it to {@link #handle} to
     * say why not. The socket may be used at once; what is sent before the handshake is done waits for it. The request
     * must not be used after this returned.
     */
    default Optional<Conversation> converse(Request request, Socket socket) {
        return Optional.empty();
    }
}
