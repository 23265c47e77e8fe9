// SPDX-License-Identifier: MIT
package org.throng.http;

import java.io.IOException;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * Answers requests. The service property {@link #LISTENER} names the listener, {@link #PATH} the beginning of the paths
 * that are meant; the longest beginning that fits wins.
 *
 * <p><b>Threads.</b> Called on worker threads, many at once; may block. A listener has few of them: an answer that goes on
 * for ever ({@code text/event-stream}) keeps one.
 */
@ConsumerType
public interface Endpoint {
    /** Service property: the listener's name. */
    String LISTENER = "throng.http.listener";

    /** Service property: the beginning of the path, such as {@code /api/v1}; {@code /} is everything. */
    String PATH = "throng.http.path";

    /**
     * @return the answer; what it writes is asked for after this call
     * @throws IOException where the request's body cannot be read; the listener closes the connection
     */
    Response answer(Request request) throws IOException;
}
