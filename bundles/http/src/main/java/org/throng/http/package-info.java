// SPDX-License-Identifier: MIT
/**
 * The contract of servers: endpoints that answer HTTP requests and hold conversations over WebSocket, and listeners that
 * bring them to a port.
 *
 * <p>An endpoint is a service. It names the listener that it wants to be reached by, and comes and goes while that
 * listener runs.
 */
@Export
@Version("0.1.0")
package org.throng.http;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
