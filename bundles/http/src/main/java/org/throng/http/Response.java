// SPDX-License-Identifier: MIT
package org.throng.http;

import java.io.IOException;
import java.io.OutputStream;
import org.osgi.annotation.versioning.ProviderType;

/**
 * The answer to one request: status and headers first, then one of {@link #send}, {@link #body} and {@link #stream}, or
 * none of them for an answer without a body.
 *
 * <p><b>Threads.</b> The one that was given it, while it handles the request.
 */
@ProviderType
public interface Response {
    /** Sets the status; 200 otherwise. */
    Response status(int code);

    /** Sets a header, in place of an earlier one of that name. */
    Response header(String name, String value);

    /** Sends the whole body at once. */
    void send(byte[] body) throws IOException;

    /** A body that is written bit by bit; what is written is sent when the client reads, and blocks until then. */
    OutputStream body() throws IOException;

    /**
     * Sends the headers and leaves the body open after the request was handled, for server-sent events and the like.
     *
     * @param onClose called once, soon after the client or the listener ended it, also where nothing is sent; not after
     *     {@link Stream#close}
     */
    Stream stream(Runnable onClose) throws IOException;
}
