// SPDX-License-Identifier: MIT
package org.throng.http.undertow;

import io.undertow.server.HttpServerExchange;
import io.undertow.util.HttpString;
import java.io.IOException;
import java.io.OutputStream;
import java.util.function.Function;
import org.throng.http.Response;
import org.throng.http.Stream;

/** An answer on Undertow's exchange. */
final class WireResponse implements Response {
    private final HttpServerExchange exchange;
    private final Watch watch;
    private final Function<Runnable, WireStream> streams;
    private WireStream stream;

    WireResponse(HttpServerExchange exchange, Watch watch, Function<Runnable, WireStream> streams) {
        this.exchange = exchange;
        this.watch = watch;
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
    public OutputStream body() throws IOException {
        if (!exchange.isBlocking()) {
            exchange.startBlocking();
        }
        return watch.out(exchange.getOutputStream());
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
