// SPDX-License-Identifier: MIT
package org.throng.http;

import java.io.InputStream;
import java.net.InetAddress;
import java.util.List;
import java.util.Optional;
import org.osgi.annotation.versioning.ProviderType;

/**
 * One HTTP request, as the client wrote it.
 *
 * <p><b>Threads.</b> The one that was given it, while it handles it.
 */
@ProviderType
public interface Request {
    /** Upper case, such as GET. */
    String method();

    /** The decoded path, with its slash, without the query. */
    String path();

    /** The values of a parameter of the query, decoded, in order. */
    List<String> query(String name);

    /** The first value of a header; the name in any case. */
    Optional<String> header(String name);

    /** The client's address, or what a trusted proxy says it is. */
    InetAddress remote();

    /** The body, read from the wire as it is read here. Longer than the listener allows, it throws an IOException. */
    InputStream body();
}
