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
    private static final int STEP = 16 << 10;

    private final HttpServerExchange exchange;
    private volatile long waitingSince;
    private volatile boolean cut;

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
            cut = true;
            IoUtils.safeClose(exchange.getConnection());
        }
    }

    InputStream in(InputStream in) {
        return new FilterInputStream(in) {
            @Override
            public int read() throws IOException {
                return watched(super::read);
            }

            @Override
            public int read(byte[] bytes, int start, int length) throws IOException {
                return watched(() -> super.read(bytes, start, length));
            }
        };
    }

    OutputStream out(OutputStream out) {
        return new FilterOutputStream(out) {
            @Override
            public void write(byte[] bytes, int start, int length) throws IOException {
                for (int at = start; at < start + length; at += STEP) {
                    int next = at;
                    watched(() -> {
                        out.write(bytes, next, Math.min(STEP, start + length - next));
                        return 0;
                    });
                }
            }

            @Override
            public void flush() throws IOException {
                watched(() -> {
                    out.flush();
                    return 0;
                });
            }

            @Override
            public void close() throws IOException {
                watched(() -> {
                    out.close();
                    return 0;
                });
            }
        };
    }

    private int watched(Wait wait) throws IOException {
        waitingSince = System.nanoTime();
        try {
            return wait.run();
        } catch (RuntimeException e) {
            if (cut) {
                // Undertow's streams stumble when their connection is closed under them
                throw new IOException("the client was cut off, for it did not move", e);
            }
            throw e;
        } finally {
            waitingSince = 0;
        }
    }

    @FunctionalInterface
    private interface Wait {
        int run() throws IOException;
    }
}
