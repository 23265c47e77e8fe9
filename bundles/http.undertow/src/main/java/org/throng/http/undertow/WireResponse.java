// SPDX-License-Identifier: MIT
package org.throng.http.undertow;

import io.undertow.server.HttpServerExchange;
import io.undertow.util.HttpString;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.function.Function;
import org.throng.http.Response;
import org.throng.http.Stream;

/** An answer on Undertow's exchange. */
final class WireResponse implements Response {
    private static final int BUFFER = 8 << 10;

    private final HttpServerExchange exchange;
    private final Duration patience;
    private final Function<Runnable, WireStream> streams;
    private OutputStream body;
    private WireStream stream;

    WireResponse(HttpServerExchange exchange, Duration patience, Function<Runnable, WireStream> streams) {
        this.exchange = exchange;
        this.patience = patience;
        this.streams = streams;
    }

    @Override
    public Response status(int code) {
        exchange.setStatusCode(code);
        return this;
    }

    @Override
    public Response header(String name, String value) {
        if (value.chars().anyMatch(c -> c < ' ' && c != '\t' || c > '~')) {
            throw new IllegalArgumentException("a header's value is printable ASCII");
        }
        exchange.getResponseHeaders().put(HttpString.tryFromString(name), value);
        return this;
    }

    @Override
    public void send(byte[] body) throws IOException {
        exchange.setResponseContentLength(body.length);
        try (OutputStream out = body()) {
            out.write(body);
        }
    }

    @Override
    public OutputStream body() {
        if (body == null) {
            body = new BufferedOutputStream(new WireOutput(exchange.getResponseChannel(), patience), BUFFER);
        }
        return body;
    }

    /** Ends a body that its endpoint left open. */
    void finish() throws IOException {
        if (body != null) {
            body.close();
        }
    }

    @Override
    public Stream stream(Runnable onClose) {
        if (stream != null) {
            throw new IllegalStateException("a response has one stream");
        }
        stream = streams.apply(onClose);
        return stream;
    }

    /** The stream that the answer became, or nothing. */
    WireStream stream() {
        return stream;
    }
}
