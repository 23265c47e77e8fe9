// SPDX-License-Identifier: MIT
package org.throng.http.undertow;

import io.undertow.server.HttpServerExchange;
import java.io.InputStream;
import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.throng.http.Request;
import org.xnio.channels.StreamSourceChannel;

/** A request on Undertow's exchange. */
final class WireRequest implements Request {
    private final HttpServerExchange exchange;
    private final Duration patience;
    private final InetAddress remote;
    private InputStream body;

    WireRequest(HttpServerExchange exchange, Duration patience, InetAddress remote) {
        this.exchange = exchange;
        this.patience = patience;
        this.remote = remote;
    }

    @Override
    public String method() {
        return exchange.getRequestMethod().toString();
    }

    @Override
    public String path() {
        return exchange.getRequestPath();
    }

    @Override
    public List<String> query(String name) {
        Deque<String> values = exchange.getQueryParameters().get(name);
        return List.copyOf(values == null ? new ArrayDeque<>() : values);
    }

    @Override
    public Optional<String> header(String name) {
        return Optional.ofNullable(exchange.getRequestHeaders().getFirst(name));
    }

    @Override
    public InetAddress remote() {
        return remote;
    }

    @Override
    public InputStream body() {
        if (body == null) {
            // nothing is left where Undertow has read it all with the headers
            StreamSourceChannel channel = exchange.getRequestChannel();
            body = channel == null ? InputStream.nullInputStream() : new WireInput(channel, patience);
        }
        return body;
    }
}
