// SPDX-License-Identifier: MIT
package org.throng.http.undertow;

import io.undertow.server.HttpServerExchange;
import java.io.FilterInputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import org.xnio.IoUtils;

/**
 * Sees to it that nobody holds a worker thread, or a connection that has its answer, by sending or reading slowly:
 * whoever does not move for longer than the listener's patience is cut off.
 */
final class Watch {
    private final HttpServerExchange exchange;
    private volatile long waitingSince;

    Watch(HttpServerExchange exchange) {
        this.exchange = exchange;
    }

    /** The rest of the request, if any, is being thrown away. */
    void drain() {
        waitingSince = System.nanoTime();
    }

    void tick(long now, long nanos) {
        long since = waitingSince;
        if (since != 0 && now - since > nanos) {
            IoUtils.safeClose(exchange.getConnection());
        }
    }

    InputStream in(InputStream in) {
        return new FilterInputStream(in) {
            @Override
            public int read() throws IOException {
                drain();
                try {
                    return super.read();
                } finally {
                    waitingSince = 0;
                }
            }

            @Override
            public int read(byte[] bytes, int start, int length) throws IOException {
                drain();
                try {
                    return super.read(bytes, start, length);
                } finally {
                    waitingSince = 0;
                }
            }
        };
    }

    OutputStream out(OutputStream out) {
        return new FilterOutputStream(out) {
            private static final int STEP = 16 << 10;

            @Override
            public void write(byte[] bytes, int start, int length) throws IOException {
                for (int at = start; at < start + length; at += STEP) {
                    drain();
                    out.write(bytes, at, Math.min(STEP, start + length - at));
                }
                waitingSince = 0;
            }

            @Override
            public void flush() throws IOException {
                drain();
                out.flush();
                waitingSince = 0;
            }

            @Override
            public void close() throws IOException {
                drain();
                out.close();
                waitingSince = 0;
            }
        };
    }
}
