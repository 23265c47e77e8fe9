// SPDX-License-Identifier: MIT
package org.throng.http.undertow;

import io.undertow.server.HttpServerExchange;
import io.undertow.server.protocol.http.HttpServerConnection;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.throng.http.Stream;
import org.xnio.IoUtils;
import org.xnio.channels.StreamSinkChannel;
import org.xnio.channels.StreamSourceChannel;

/** A body that stays open: a bounded queue that the connection's I/O thread empties as fast as the client reads. */
final class WireStream implements Stream {
    private static final Logger LOG = LoggerFactory.getLogger(WireStream.class);
    private static final int UNREAD = 512;

    private final HttpServerExchange exchange;
    private final int most;
    private final Runnable onClose;
    private final java.util.function.Consumer<WireStream> onEnd;
    private final Queue<ByteBuffer> queue = new ArrayDeque<>();
    private final AtomicBoolean pumpDue = new AtomicBoolean();
    private int queued;
    private boolean closing;
    private boolean ended;
    private volatile StreamSinkChannel sink;
    private volatile long progress = System.nanoTime();

    WireStream(HttpServerExchange exchange, int most, Runnable onClose, java.util.function.Consumer<WireStream> onEnd) {
        this.exchange = exchange;
        this.most = most;
        this.onClose = onClose;
        this.onEnd = onEnd;
    }

    /** After the request was handled, on the I/O thread. */
    void start() {
        exchange.setPersistent(false);
        StreamSinkChannel channel = exchange.getResponseChannel();
        channel.getWriteSetter().set(ready -> pump());
        exchange.addExchangeCompleteListener((done, next) -> {
            end();
            next.proceed();
        });
        sink = channel;
        pump();
        if (exchange.getConnection() instanceof HttpServerConnection connection) {
            listen(connection.getChannel().getSourceChannel());
        }
    }

    /** Hears that the client left, where nothing is written that would say so. What it sends after its request is nobody's. */
    private void listen(StreamSourceChannel source) {
        ByteBuffer unread = ByteBuffer.allocate(UNREAD);
        source.getReadSetter().set(ready -> {
            try {
                int count = 0;
                while (count >= 0) {
                    unread.clear();
                    count = source.read(unread);
                    if (count == 0) {
                        return;
                    }
                }
            } catch (IOException e) {
                LOG.debug("a client left its stream", e);
            }
            abort();
        });
        source.resumeReads();
    }

    @Override
    public boolean send(byte[] bytes) {
        synchronized (queue) {
            if (closing || ended || queued > 0 && queued + bytes.length > most) {
                return false;
            }
            if (queued == 0) {
                progress = System.nanoTime();
            }
            queue.add(ByteBuffer.wrap(bytes));
            queued += bytes.length;
        }
        pumpSoon();
        return true;
    }

    @Override
    public void close() {
        synchronized (queue) {
            if (closing) {
                return;
            }
            closing = true;
        }
        pumpSoon();
    }

    private void pumpSoon() {
        if (sink != null && pumpDue.compareAndSet(false, true)) {
            Io.run(exchange.getIoThread(), this::pump);
        }
    }

    private void pump() {
        pumpDue.set(false);
        try {
            for (ByteBuffer next = first(); next != null; next = first()) {
                int count = sink.write(next);
                if (count == 0) {
                    sink.resumeWrites();
                    return;
                }
                wrote(count, next);
            }
            boolean last;
            synchronized (queue) {
                last = closing && queue.isEmpty();
            }
            if (last) {
                sink.shutdownWrites();
            }
            if (!sink.flush()) {
                sink.resumeWrites();
                return;
            }
            sink.suspendWrites();
            if (last) {
                exchange.endExchange();
            }
        } catch (IOException e) {
            LOG.debug("a client left its stream", e);
            abort();
        }
    }

    private ByteBuffer first() {
        synchronized (queue) {
            return queue.peek();
        }
    }

    private void wrote(int count, ByteBuffer buffer) {
        progress = System.nanoTime();
        synchronized (queue) {
            queued -= count;
            if (!buffer.hasRemaining()) {
                queue.remove();
            }
        }
    }

    /** Once a second, on the I/O thread: ends a stream that nobody reads. */
    void tick(long now, long nanos) {
        boolean stuck;
        synchronized (queue) {
            stuck = queued > 0 && now - progress > nanos;
        }
        if (stuck && sink != null) {
            abort();
        }
    }

    /** Ends the connection without a word. */
    void abort() {
        IoUtils.safeClose(exchange.getConnection());
        end();
    }

    private void end() {
        boolean byOthers;
        synchronized (queue) {
            if (ended) {
                return;
            }
            ended = true;
            byOthers = !closing;
            queue.clear();
        }
        onEnd.accept(this);
        if (byOthers) {
            onClose.run();
        }
    }
}
