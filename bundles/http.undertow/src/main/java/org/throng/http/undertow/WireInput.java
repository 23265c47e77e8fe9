// SPDX-License-Identifier: MIT
package org.throng.http.undertow;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.xnio.channels.StreamSourceChannel;

/**
 * A request's body, read on a worker thread. Undertow's own stream waits for ever, and is not woken when the connection is
 * closed: some clients that send nothing would take all the threads.
 */
final class WireInput extends InputStream {
    private final StreamSourceChannel channel;
    private final Duration patience;

    WireInput(StreamSourceChannel channel, Duration patience) {
        this.channel = channel;
        this.patience = patience;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] bytes, int start, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        ByteBuffer buffer = ByteBuffer.wrap(bytes, start, length);
        long deadline = System.nanoTime() + patience.toNanos();
        int count = channel.read(buffer);
        while (count == 0) {
            long left = deadline - System.nanoTime();
            if (left <= 0) {
                throw new IOException("the client sent nothing for " + patience.toSeconds() + " s");
            }
            channel.awaitReadable(left, TimeUnit.NANOSECONDS);
            count = channel.read(buffer);
        }
        return count;
    }
}
