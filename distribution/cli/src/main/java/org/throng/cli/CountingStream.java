// SPDX-License-Identifier: MIT
package org.throng.cli;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** Tells the progress how far a file was read. */
final class CountingStream extends FilterInputStream {
    private final long total;
    private final Progress progress;
    private long done;

    CountingStream(InputStream in, long total, Progress progress) {
        super(in);
        this.total = total;
        this.progress = progress;
    }

    @Override
    public int read() throws IOException {
        int b = super.read();
        count(b < 0 ? 0 : 1);
        return b;
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
        int read = super.read(into, offset, length);
        count(Math.max(read, 0));
        return read;
    }

    private void count(int bytes) {
        done += bytes;
        progress.at(done, total);
    }
}
