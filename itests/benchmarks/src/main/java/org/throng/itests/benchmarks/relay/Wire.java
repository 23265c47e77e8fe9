// SPDX-License-Identifier: MIT
package org.throng.itests.benchmarks.relay;

import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Queue;
import java.util.function.BooleanSupplier;

/**
 * WebSocket connections (RFC 6455) of one thread, as cheap as can be: frames are made before the clock runs, under a mask of zeros,
 * and what comes in is shown where it lies in the buffer.
 */
final class Wire implements Closeable {
    private static final int TEXT = 0x81;
    private static final int PING = 0x89;
    private static final int PONG = 0x8a;
    private static final int CLOSE = 0x88;

    private final int port;
    private final Selector selector = Selector.open();
    private final List<Line> lines = new ArrayList<>();

    Wire(int port) throws IOException {
        this.port = port;
    }

    /** Is shown each message. */
    interface Reader {
        /** The message is {@code bytes[from]} to {@code bytes[to - 1]}; the array is used again. */
        void read(byte[] bytes, int from, int to) throws IOException;
    }

    /** A client's frame around a text. */
    static byte[] frame(String text) {
        byte[] payload = text.getBytes(StandardCharsets.UTF_8);
        ByteBuffer frame = ByteBuffer.allocate(payload.length + 14).put((byte) TEXT);
        if (payload.length < 126) {
            frame.put((byte) (0x80 | payload.length));
        } else if (payload.length < 1 << 16) {
            frame.put((byte) (0x80 | 126)).putShort((short) payload.length);
        } else {
            frame.put((byte) (0x80 | 127)).putLong(payload.length);
        }
        frame.putInt(0).put(payload);
        return Arrays.copyOf(frame.array(), frame.position());
    }

    /** One more connection. */
    Line connect() throws IOException {
        Line line = new Line();
        lines.add(line);
        return line;
    }

    /**
     * Sends and receives until {@code done}.
     *
     * @throws IOException after {@code millis}, and where a connection ends
     */
    void run(String what, long millis, BooleanSupplier done) throws IOException {
        long deadline = System.nanoTime() + millis * 1_000_000L;
        while (!done.getAsBoolean()) {
            long left = (deadline - System.nanoTime()) / 1_000_000;
            if (left <= 0) {
                throw new IOException(what + " did not come to an end within " + millis + " ms");
            }
            turn(Math.min(left, 50));
        }
    }

    /** Sends and receives what there is, waiting up to {@code millis} for some; 0 = not at all. */
    void turn(long millis) throws IOException {
        if (millis == 0) {
            selector.selectNow();
        } else {
            selector.select(millis);
        }
        for (SelectionKey key : selector.selectedKeys()) {
            Line line = (Line) key.attachment();
            if (key.isValid() && key.isWritable()) {
                line.flush();
            }
            if (key.isValid() && key.isReadable()) {
                line.receive();
            }
        }
        selector.selectedKeys().clear();
    }

    @Override
    public void close() throws IOException {
        for (Line line : lines) {
            line.channel.close();
        }
        selector.close();
    }

    /** One connection. */
    final class Line {
        private final SocketChannel channel;
        private final SelectionKey key;
        private final Queue<ByteBuffer> out = new ArrayDeque<>();
        private byte[] in = new byte[1 << 16];
        private int begin;
        private int end;
        private Reader reader = (bytes, from, to) -> {};

        private Line() throws IOException {
            channel = SocketChannel.open(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
            channel.write(ByteBuffer.wrap(("GET / HTTP/1.1\r\nHost: 127.0.0.1:" + port
                            + "\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
                            + "Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n\r\n")
                    .getBytes(StandardCharsets.US_ASCII)));
            byte[] one = new byte[1];
            StringBuilder head = new StringBuilder();
            while (!head.toString().endsWith("\r\n\r\n")) {
                if (channel.read(ByteBuffer.wrap(one)) < 0) {
                    throw new IOException("the relay closed the connection: " + head);
                }
                head.append((char) one[0]);
            }
            if (!head.toString().startsWith("HTTP/1.1 101")) {
                throw new IOException("the relay does not speak WebSocket: " + head);
            }
            channel.configureBlocking(false);
            key = channel.register(selector, SelectionKey.OP_READ, this);
        }

        void onMessage(Reader next) {
            reader = next;
        }

        /** @param frame see {@link Wire#frame}; not changed */
        void send(byte[] frame) throws IOException {
            ByteBuffer bytes = ByteBuffer.wrap(frame);
            if (out.isEmpty()) {
                channel.write(bytes);
            }
            if (bytes.hasRemaining()) {
                out.add(bytes);
                key.interestOps(SelectionKey.OP_READ | SelectionKey.OP_WRITE);
            }
        }

        private void flush() throws IOException {
            while (!out.isEmpty()) {
                channel.write(out.peek());
                if (out.peek().hasRemaining()) {
                    return;
                }
                out.remove();
            }
            key.interestOps(SelectionKey.OP_READ);
        }

        private void receive() throws IOException {
            if (end == in.length) {
                if (begin > 0) {
                    System.arraycopy(in, begin, in, 0, end - begin);
                    end -= begin;
                    begin = 0;
                } else {
                    in = Arrays.copyOf(in, in.length * 2);
                }
            }
            int read = channel.read(ByteBuffer.wrap(in, end, in.length - end));
            if (read < 0) {
                throw new IOException("the relay closed a connection");
            }
            end += read;
            while (frame()) {
                // shows one after the other
            }
        }

        private boolean frame() throws IOException {
            if (end - begin < 2) {
                return false;
            }
            int head = 2;
            long length = in[begin + 1] & 0x7f;
            if (length >= 126) {
                head = length == 126 ? 4 : 10;
                if (end - begin < head) {
                    return false;
                }
                length = head == 4
                        ? ByteBuffer.wrap(in, begin + 2, 2).getShort() & 0xffff
                        : ByteBuffer.wrap(in, begin + 2, 8).getLong();
            }
            if (end - begin < head + length) {
                return false;
            }
            int from = begin + head;
            int to = from + (int) length;
            int kind = in[begin] & 0xff;
            if (kind == TEXT) {
                reader.read(in, from, to);
            } else if (kind == PING) {
                byte[] pong = new byte[6 + (to - from)];
                pong[0] = (byte) PONG;
                pong[1] = (byte) (0x80 | (to - from));
                System.arraycopy(in, from, pong, 6, to - from);
                send(pong);
            } else if (kind == CLOSE) {
                throw new IOException("the relay says goodbye: "
                        + new String(
                                in, from + Math.min(2, to - from), Math.max(0, to - from - 2), StandardCharsets.UTF_8));
            } else {
                throw new IOException("a frame of a kind that was not asked for: " + kind);
            }
            begin = to;
            if (begin == end) {
                begin = 0;
                end = 0;
            }
            return true;
        }
    }
}
