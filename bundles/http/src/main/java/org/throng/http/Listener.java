// SPDX-License-Identifier: MIT
package org.throng.http;

import java.net.InetSocketAddress;
import org.osgi.annotation.versioning.ProviderType;

/** An open port: the service of a server variant, there as long as the port is. */
@ProviderType
public interface Listener {
    /** What its endpoints call it, such as {@code relay} or {@code rest}. */
    String name();

    /** Where it listens; with the port that the system chose, where the settings left it open. */
    InetSocketAddress address();

    /** {@code host:port} for a URL on this machine: 127.0.0.1 where it listens everywhere, IPv6 in brackets. */
    default String authority() {
        InetSocketAddress bound = address();
        String host = bound.getAddress().isAnyLocalAddress() ? "127.0.0.1" : bound.getHostString();
        return (host.indexOf(':') < 0 ? host : "[" + host + "]") + ":" + bound.getPort();
    }

    /** TCP connections that are open now. */
    int connections();
}
