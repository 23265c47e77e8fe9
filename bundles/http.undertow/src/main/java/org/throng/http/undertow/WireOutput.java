// SPDX-License-Identifier: MIT
package org.throng.http.undertow;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.xnio.channels.StreamSinkChannel;

/** A response's body, written on a worker thread, which does not wait for ever either: see {@link WireInput}. */
final class WireOutput extends OutputStream {
    private final StreamSinkChannel channel;
    private final Duration patience;
    private boolean closed;

    WireOutput(StreamSinkChannel channel, Duration patience) {
        this.channel = channel;
        this.patience = patience;
    }

    @Override
    public void write(int one) throws IOException {
        write(new byte[] {(byte) one}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int start, int length) throws IOException {
        ByteBuffer buffer = ByteBuffer.wrap(bytes, start, length);
        while (buffer.hasRemaining()) {
            move(() -> channel.write(buffer) > 0);
        }
    }

    @Override
    public void flush() throws IOException {
        move(channel::flush);
    }

    @Override
    public void close() throws IOException {
        if (!closed) {
            closed = true;
            channel.shutdownWrites();
            flush();
        }
    }

    private void move(Step step) throws IOException {
        long deadline = System.nanoTime() + patience.toNanos();
        while (!step.isDone()) {
            long left = deadline - System.nanoTime();
            if (left <= 0) {
                throw new IOException("the client read nothing for " + patience.toSeconds() + " s");
            }
            channel.awaitWritable(left, TimeUnit.NANOSECONDS);
        }
    }

    @FunctionalInterface
    private interface Step {
        boolean isDone() throws IOException;
    }
}
