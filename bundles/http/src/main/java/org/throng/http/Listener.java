// SPDX-License-Identifier: MIT
package org.throng.http;

import org.osgi.annotation.versioning.ProviderType;

/** An open port. Registered once it is bound, with the properties {@code name} and {@code url}. */
@ProviderType
public interface Listener {
    /** {@code relay} or {@code api}. */
    String name();

    /** The host that it is bound to. */
    String host();

    /** The port that it is bound to, never 0. */
    int port();

    /** Where to reach it from this machine: {@code ws://host:port} for {@code relay}, {@code http://host:port} else. */
    String url();

    /** Connections that are open now. */
    int connections();
}
