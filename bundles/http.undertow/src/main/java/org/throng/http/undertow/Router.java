// SPDX-License-Identifier: MIT
package org.throng.http.undertow;

import io.undertow.server.HttpHandler;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.Headers;
import io.undertow.util.HttpString;
import io.undertow.util.StatusCodes;
import io.undertow.websockets.WebSocketProtocolHandshakeHandler;
import io.undertow.websockets.core.WebSocketChannel;
import io.undertow.websockets.core.protocol.version13.Hybi13Handshake;
import io.undertow.websockets.spi.WebSocketHttpExchange;
import java.io.IOException;
import java.net.InetAddress;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.throng.http.Conversation;
import org.throng.http.Endpoint;
import org.throng.http.Request;

/** Brings a request to the endpoint with the longest path that fits, on a worker thread. */
final class Router implements HttpHandler {
    private static final Logger LOG = LoggerFactory.getLogger(Router.class);
    private static final HttpString FORWARDED_FOR = new HttpString("X-Forwarded-For");

    private final String listener;
    private final Supplier<List<Endpoint>> endpoints;
    private final Set<InetAddress> proxies;
    private final Sessions sessions;

    Router(String listener, Supplier<List<Endpoint>> endpoints, Set<InetAddress> proxies, Sessions sessions) {
        this.listener = listener;
        this.endpoints = endpoints;
        this.proxies = proxies;
        this.sessions = sessions;
    }

    @Override
    public void handleRequest(HttpServerExchange exchange) {
        Optional<Endpoint> endpoint = find(exchange.getRequestPath());
        if (endpoint.isEmpty()) {
            exchange.setStatusCode(StatusCodes.NOT_FOUND);
            exchange.getResponseHeaders().put(Headers.CONTENT_TYPE, "text/plain");
            exchange.getResponseSender().send("nothing answers here\n");
        } else {
            exchange.dispatch(new Once(endpoint.get()));
        }
    }

    /** Lets go of its endpoint when it is served: an idle worker remembers the last task that it had. */
    private final class Once implements HttpHandler {
        private Endpoint endpoint;

        Once(Endpoint endpoint) {
            this.endpoint = endpoint;
        }

        @Override
        public void handleRequest(HttpServerExchange exchange) throws Exception {
            Endpoint served = endpoint;
            endpoint = null;
            serve(served, exchange);
        }
    }

    private Optional<Endpoint> find(String path) {
        return endpoints.get().stream()
                .filter(one -> one.listener().equals(listener) && reaches(one.path(), path))
                .max(Comparator.comparingInt(one -> one.path().length()));
    }

    private static boolean reaches(String endpoint, String path) {
        return path.equals(endpoint) || endpoint.endsWith("/") && path.startsWith(endpoint);
    }

    private void serve(Endpoint endpoint, HttpServerExchange exchange) throws Exception {
        Watch watch = sessions.watch(exchange);
        WireRequest request = new WireRequest(exchange, sessions.patience(), remote(exchange));
        if (wantsWebSocket(exchange) && converse(endpoint, request, exchange)) {
            return;
        }
        WireResponse response =
                new WireResponse(exchange, sessions.patience(), onClose -> sessions.stream(exchange, onClose));
        try {
            endpoint.handle(request, response);
            response.finish();
        } catch (IOException e) {
            LOG.debug("a client left while it was answered", e);
            exchange.getConnection().close();
        } catch (RuntimeException e) {
            if (exchange.getConnection().isOpen()) {
                LOG.error("an endpoint under {} failed", endpoint.path(), e);
            } else {
                LOG.debug("a connection was closed while it was answered", e); // Undertow then fails in many ways
            }
            if (response.stream() != null) {
                response.stream().close();
            } else if (exchange.isResponseStarted()) {
                exchange.getConnection().close();
            } else {
                exchange.setStatusCode(StatusCodes.INTERNAL_SERVER_ERROR);
            }
        }
        if (response.stream() == null) {
            watch.answered();
        } else {
            exchange.dispatch(exchange.getIoThread(), response.stream()::start);
        }
    }

    private static boolean wantsWebSocket(HttpServerExchange exchange) {
        return exchange.getRequestMethod().equalToString("GET")
                && "websocket".equalsIgnoreCase(exchange.getRequestHeaders().getFirst(Headers.UPGRADE));
    }

    private boolean converse(Endpoint endpoint, Request request, HttpServerExchange exchange) throws Exception {
        WireSocket socket = sessions.socket(
                endpoint.messageBytes(),
                request.remote(),
                exchange.getConnection().getWorker());
        if (socket == null) {
            exchange.setStatusCode(StatusCodes.SERVICE_UNAVAILABLE);
            return true;
        }
        Optional<Conversation> conversation = Optional.empty();
        try {
            conversation = endpoint.converse(request, socket);
        } finally {
            if (conversation.isEmpty()) {
                sessions.forget(socket);
            }
        }
        if (conversation.isEmpty()) {
            return false;
        }
        socket.begin(conversation.get());
        boolean[] refusal = {false};
        exchange.getConnection().addCloseListener(closed -> socket.ended());
        new WebSocketProtocolHandshakeHandler(
                        List.of(new Hybi13Handshake()),
                        (WebSocketHttpExchange handshake, WebSocketChannel channel) -> socket.opened(channel),
                        refused -> {
                            refused.setStatusCode(StatusCodes.UPGRADE_REQUIRED);
                            refused.getResponseHeaders().put(Headers.SEC_WEB_SOCKET_VERSION, "13");
                            refusal[0] = true;
                        })
                .handleRequest(exchange);
        if (refusal[0]) {
            socket.ended();
        }
        return true;
    }

    /** The peer, or the last address that a trusted proxy added. */
    private InetAddress remote(HttpServerExchange exchange) {
        InetAddress peer = exchange.getSourceAddress().getAddress();
        String forwarded = exchange.getRequestHeaders().getLast(FORWARDED_FOR);
        if (forwarded == null || !proxies.contains(peer)) {
            return peer;
        }
        return Addresses.literal(
                        forwarded.substring(forwarded.lastIndexOf(',') + 1).strip())
                .orElse(peer);
    }
}
