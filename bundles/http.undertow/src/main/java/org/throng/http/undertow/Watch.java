// SPDX-License-Identifier: MIT
package org.throng.http.undertow;

import io.undertow.server.HttpServerExchange;
import org.xnio.IoUtils;

/** Cuts off who has its answer and does not send the rest of its request, which has to be read before the next one. */
final class Watch {
    private final HttpServerExchange exchange;
    private volatile long answered;

    Watch(HttpServerExchange exchange) {
        this.exchange = exchange;
    }

    /** The endpoint is done. */
    void answered() {
        answered = System.nanoTime();
    }

    void tick(long now, long nanos) {
        long since = answered;
        if (since != 0 && now - since > nanos) {
            IoUtils.safeClose(exchange.getConnection());
        }
    }
}
