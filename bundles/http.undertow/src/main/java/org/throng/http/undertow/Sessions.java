// SPDX-License-Identifier: MIT
package org.throng.http.undertow;

import io.undertow.server.HttpServerExchange;
import java.net.InetAddress;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import org.throng.http.Network;

/** What a server has open beside bare connections. */
final class Sessions {
    private final Limits limits;
    private final Set<WireSocket> sockets = ConcurrentHashMap.newKeySet();
    private final Set<WireStream> streams = ConcurrentHashMap.newKeySet();
    private final Set<Watch> watches = ConcurrentHashMap.newKeySet();
    private volatile boolean closing;

    Sessions(Limits limits) {
        this.limits = limits;
    }

    /** A socket for a handshake that begins; {@code null} where its network has enough, or the server stops. */
    WireSocket socket(int messageBytes, InetAddress remote, Executor workers) {
        Network network = Network.of(remote);
        // behind a proxy all connections come from one address; only here they can be told apart
        long same = sockets.stream()
                .filter(one -> Network.of(one.remote()).equals(network))
                .count();
        if (closing || same >= limits.connectionsPerNetwork()) {
            return null;
        }
        WireSocket socket = new WireSocket(limits, messageBytes, remote, workers, this::forget);
        sockets.add(socket);
        return socket;
    }

    WireStream stream(HttpServerExchange exchange, Runnable onClose) {
        WireStream stream = new WireStream(exchange, limits.queueBytes(), onClose, streams::remove);
        streams.add(stream);
        return stream;
    }

    Watch watch(HttpServerExchange exchange) {
        Watch watch = new Watch(exchange);
        watches.add(watch);
        try {
            exchange.addExchangeCompleteListener((done, next) -> {
                watches.remove(watch);
                next.proceed();
            });
        } catch (IllegalStateException e) {
            watches.remove(watch); // its connection was closed before it was served
        }
        return watch;
    }

    void forget(WireSocket socket) {
        sockets.remove(socket);
    }

    Duration patience() {
        return limits.patience();
    }

    void tick() {
        long now = System.nanoTime();
        sockets.forEach(socket -> socket.tick(now));
        streams.forEach(stream -> stream.tick(now, limits.patience().toNanos()));
        watches.forEach(watch -> watch.tick(now, limits.patience().toNanos()));
    }

    /** Tells everybody that it ends. */
    void close() {
        closing = true;
        sockets.forEach(socket -> socket.close(1001, "the server stops"));
        streams.forEach(WireStream::close);
    }

    /** Ends those that did not listen. */
    void abort() {
        sockets.forEach(WireSocket::terminate);
        streams.forEach(WireStream::abort);
    }

    /** The threads are gone: tells those whom they did not. */
    void drop() {
        sockets.forEach(WireSocket::drop);
    }

    boolean isEmpty() {
        return sockets.isEmpty() && streams.isEmpty();
    }
}
