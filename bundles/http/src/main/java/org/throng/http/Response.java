// SPDX-License-Identifier: MIT
package org.throng.http;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * An answer.
 *
 * @param status of HTTP
 * @param headers each name once
 * @param writer writes the body; called once, on a worker thread. Its stream passes on what is flushed
 */
public record Response(int status, Map<String, String> headers, Writer writer) {
    public Response {
        headers = Map.copyOf(headers);
    }

    /** Writes a body. */
    @FunctionalInterface
    public interface Writer {
        /** @throws IOException where the other end is gone, or to cut the answer short */
        void write(OutputStream out) throws IOException;
    }

    /** A body of bytes that are there. */
    public static Response of(int status, String contentType, byte[] body) {
        return new Response(
                status,
                Map.of("Content-Type", contentType, "Content-Length", Integer.toString(body.length)),
                out -> out.write(body));
    }

    /** JSON text. */
    public static Response json(int status, String json) {
        return of(status, "application/json", json.getBytes(StandardCharsets.UTF_8));
    }

    /** No body. */
    public static Response empty(int status) {
        return new Response(status, Map.of(), out -> {});
    }

    /** This answer with one more header. */
    public Response with(String name, String value) {
        Map<String, String> more = new LinkedHashMap<>(headers);
        more.put(name, value);
        return new Response(status, more, writer);
    }
}
