// SPDX-License-Identifier: MIT
package org.throng.http.undertow;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.throng.http.Network;
import org.xnio.ChannelListener;
import org.xnio.IoUtils;
import org.xnio.StreamConnection;

/**
 * Counts connections from the moment they are accepted, before a byte is read, and turns away what is too much. Undertow
 * leaves no way to hear of a connection's end, so the closed ones are dropped when somebody counts.
 */
final class Admission implements ChannelListener<StreamConnection> {
    private static final Logger LOG = LoggerFactory.getLogger(Admission.class);
    private static final String REFUSAL = "HTTP/1.1 503 Service Unavailable\r\nConnection: close\r\nRetry-After: 30\r\n"
            + "Content-Type: text/plain\r\nContent-Length: %d\r\n\r\n%s";
    private static final long LINGER_MILLIS = 500;

    private final Limits limits;
    private final Set<InetAddress> proxies;
    private final ChannelListener<StreamConnection> next;
    private final Map<Network, Set<StreamConnection>> open = new HashMap<>();

    Admission(Limits limits, Set<InetAddress> proxies, ChannelListener<StreamConnection> next) {
        this.limits = limits;
        this.proxies = proxies;
        this.next = next;
    }

    @Override
    public void handleEvent(StreamConnection connection) {
        InetSocketAddress peer = connection.getPeerAddress(InetSocketAddress.class);
        if (peer == null) {
            IoUtils.safeClose(connection); // it left before it was let in
        } else if (enter(peer.getAddress(), connection)) {
            next.handleEvent(connection);
        } else {
            refuse(connection);
        }
    }

    private synchronized boolean enter(InetAddress address, StreamConnection connection) {
        boolean full = count() >= limits.connections();
        Set<StreamConnection> same = open.computeIfAbsent(Network.of(address), key -> new HashSet<>());
        if (full || same.size() >= limits.connectionsPerNetwork() && !proxies.contains(address)) {
            return false;
        }
        same.add(connection);
        return true;
    }

    /** Connections that are open. */
    synchronized int count() {
        open.values().forEach(same -> same.removeIf(one -> !one.isOpen()));
        open.values().removeIf(Set::isEmpty);
        return open.values().stream().mapToInt(Set::size).sum();
    }

    synchronized void closeAll() {
        open.values().forEach(same -> same.forEach(IoUtils::safeClose));
        open.clear();
    }

    private static void refuse(StreamConnection connection) {
        String text = "too many connections\n";
        try {
            connection
                    .getSinkChannel()
                    .write(ByteBuffer.wrap(
                            REFUSAL.formatted(text.length(), text).getBytes(StandardCharsets.US_ASCII)));
            connection.getSinkChannel().shutdownWrites();
            connection.getSinkChannel().flush();
            // closed at once, the system would throw the answer away together with the unread request
            Io.runAfter(connection.getIoThread(), () -> IoUtils.safeClose(connection), LINGER_MILLIS);
        } catch (java.io.IOException e) {
            LOG.debug("a connection that was to be refused went away by itself", e);
            IoUtils.safeClose(connection);
        }
    }
}
