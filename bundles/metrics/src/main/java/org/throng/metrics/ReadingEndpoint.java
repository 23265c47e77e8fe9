// SPDX-License-Identifier: MIT
package org.throng.metrics;

import java.io.IOException;
import java.util.Set;
import org.throng.http.Endpoint;
import org.throng.http.Request;
import org.throng.http.Response;

/**
 * What answers GET under one path. On the local API it does not answer to web pages, as the rest of it: a browser says where a page
 * comes from, and a name that is not the loopback's may be one that was bound to it by a stranger.
 */
abstract class ReadingEndpoint implements Endpoint {
    private static final String LOCAL = "api";
    private static final Set<String> HOSTS = Set.of("127.0.0.1", "localhost", "[::1]");

    private final String listener;
    private final String path;

    ReadingEndpoint(String listener, String path) {
        this.listener = listener;
        this.path = path;
    }

    @Override
    public final String listener() {
        return listener;
    }

    @Override
    public final String path() {
        return path;
    }

    @Override
    public final void handle(Request request, Response response) throws IOException {
        response.header("Cache-Control", "no-store").header("X-Content-Type-Options", "nosniff");
        if (listener.equals(LOCAL) && !isOfThisMachine(request)) {
            response.status(403);
        } else if (request.method().equals("GET") || request.method().equals("HEAD")) {
            answer(response);
        } else {
            response.status(405).header("Allow", "GET, HEAD");
        }
    }

    private static boolean isOfThisMachine(Request request) {
        String host = request.header("Host").orElse("").replaceFirst(":[0-9]+$", "");
        return HOSTS.contains(host) && request.header("Origin").isEmpty();
    }

    /** Sends the answer. */
    abstract void answer(Response response) throws IOException;
}
