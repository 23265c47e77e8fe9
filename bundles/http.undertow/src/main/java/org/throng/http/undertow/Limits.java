// SPDX-License-Identifier: MIT
package org.throng.http.undertow;

import java.time.Duration;

/**
 * What a listener allows.
 *
 * @param connections open at once
 * @param connectionsPerNetwork open at once from one network
 * @param bodyBytes of a request
 * @param headerBytes of a request line and its headers together
 * @param queueBytes that wait for one client to read them
 * @param patience how long a request's headers, one message and one write may take
 * @param ping how often a silent WebSocket client is asked for a sign of life
 */
public record Limits(
        int connections,
        int connectionsPerNetwork,
        long bodyBytes,
        int headerBytes,
        int queueBytes,
        Duration patience,
        Duration ping) {}
