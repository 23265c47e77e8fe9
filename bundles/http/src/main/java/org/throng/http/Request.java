// SPDX-License-Identifier: MIT
package org.throng.http;

import java.io.InputStream;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.osgi.annotation.versioning.ProviderType;

/** A request, its head read and bounded by the listener. */
@ProviderType
public interface Request {
    /** In upper case. */
    String method();

    /** Decoded, starting with a slash. */
    String path();

    /** Decoded parameters of the query, in order. */
    Map<String, List<String>> query();

    /** The first header of this name, whatever its case. */
    Optional<String> header(String name);

    /** The other end's address, without port. */
    String remoteAddress();

    /** The body, streamed; ends with an exception beyond the endpoint's own bound only where the endpoint counts. */
    InputStream body();

    /** The first value of a parameter. */
    default Optional<String> parameter(String name) {
        return query().getOrDefault(name, List.of()).stream().findFirst();
    }
}
