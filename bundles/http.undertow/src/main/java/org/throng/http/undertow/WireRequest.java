// SPDX-License-Identifier: MIT
package org.throng.http.undertow;

import io.undertow.server.HttpServerExchange;
import java.io.InputStream;
import java.net.InetAddress;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.throng.http.Request;

/** A request on Undertow's exchange. */
final class WireRequest implements Request {
    private final HttpServerExchange exchange;
    private final Watch watch;
    private final InetAddress remote;

    WireRequest(HttpServerExchange exchange, Watch watch, InetAddress remote) {
        this.exchange = exchange;
        this.watch = watch;
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
        if (!exchange.isBlocking()) {
            exchange.startBlocking();
        }
        return watch.in(exchange.getInputStream());
    }
}
