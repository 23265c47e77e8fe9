// SPDX-License-Identifier: MIT
package org.throng.cli;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * One request of HTTP/1.1 to this machine itself, and its answer. The platform's own client does not know PATCH, and
 * takes longer to load than a whole {@code status} may.
 */
final class HttpCall implements AutoCloseable {
    private static final int CONNECT_MILLIS = 2_000;
    private static final int READ_MILLIS = 120_000;
    private static final int MAX_LINE = 8 << 10;
    private static final int MAX_HEADERS = 100;

    private final Socket socket = new Socket();
    private final InputStream in;
    private final OutputStream out;
    private int status;
    private long length = -1;
    private boolean chunked;

    /**
     * Connects and sends the head of the request; the body, if any, is written to {@link #body} next.
     *
     * @param contentType null where there is no body
     */
    HttpCall(int port, String token, String method, String target, String contentType, long contentLength)
            throws IOException {
        try {
            socket.connect(
                    new InetSocketAddress(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), port), CONNECT_MILLIS);
            socket.setSoTimeout(READ_MILLIS);
            in = new BufferedInputStream(socket.getInputStream());
            out = new BufferedOutputStream(socket.getOutputStream());
            String head = method + " " + target + " HTTP/1.1\r\nHost: 127.0.0.1:" + port
                    + "\r\nConnection: close\r\nAuthorization: Bearer " + token + "\r\n"
                    + (contentType == null
                            ? method.equals("GET") ? "" : "Content-Length: 0\r\n"
                            : "Content-Type: " + contentType + "\r\nContent-Length: " + contentLength + "\r\n")
                    + "\r\n";
            out.write(head.getBytes(StandardCharsets.US_ASCII));
        } catch (IOException e) {
            socket.close();
            throw e;
        }
    }

    OutputStream body() {
        return out;
    }

    /** Waits without limit for what comes, as long as the connection stands. */
    void waitLong() throws IOException {
        socket.setSoTimeout(0);
    }

    /** Sends what is left and reads the head of the answer; its status. */
    int status() throws IOException {
        if (status == 0) {
            out.flush();
            String line = line();
            if (!line.matches("HTTP/1\\.[01] [1-5][0-9][0-9]( .*)?")) {
                throw new IOException("what answers there is no HTTP server");
            }
            status = Integer.parseInt(line.substring(9, 12));
            headers();
        }
        return status;
    }

    private void headers() throws IOException {
        for (int i = 0; i < MAX_HEADERS; i++) {
            String header = line();
            if (header.isEmpty()) {
                return;
            }
            String lower = header.toLowerCase(Locale.ROOT);
            String value = lower.substring(lower.indexOf(':') + 1).strip();
            if (lower.startsWith("content-length:") && value.matches("[0-9]{1,18}")) {
                length = Long.parseLong(value);
            } else if (lower.startsWith("transfer-encoding:")) {
                chunked = value.equals("chunked");
            }
        }
        throw new IOException("an answer with more than " + MAX_HEADERS + " headers");
    }

    /** Bytes of the answer's body; -1 where that is not said. */
    long length() {
        return status == 204 || status == 304 ? 0 : length;
    }

    InputStream content() {
        return new Content();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }

    private String line() throws IOException {
        StringBuilder line = new StringBuilder();
        for (int c = in.read(); c != '\n'; c = in.read()) {
            if (c < 0 || line.length() == MAX_LINE) {
                throw new IOException("the answer ended inside its head");
            }
            line.append((char) c);
        }
        int end = line.length() - 1;
        return end >= 0 && line.charAt(end) == '\r' ? line.substring(0, end) : line.toString();
    }

    /** The body: counted, in chunks, or until the connection ends. */
    private final class Content extends InputStream {
        private long left = chunked ? 0 : length();
        private boolean ended;
        private boolean inside;

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] into, int offset, int wanted) throws IOException {
            if (chunked && left == 0 && !ended) {
                nextChunk();
            }
            if (ended || left == 0) {
                return -1;
            }
            int count = in.read(into, offset, left < 0 ? wanted : (int) Math.min(wanted, left));
            if (count < 0) {
                if (left > 0) {
                    throw new IOException("the answer ended too early");
                }
                ended = true;
                return -1;
            }
            left -= left < 0 ? 0 : count;
            return count;
        }

        private void nextChunk() throws IOException {
            if (inside) {
                line(); // behind the chunk before
            }
            inside = true;
            String size = line();
            int end = size.indexOf(';') < 0 ? size.length() : size.indexOf(';');
            if (!size.substring(0, end).strip().matches("[0-9a-fA-F]{1,15}")) {
                throw new IOException("an answer whose chunks have no size");
            }
            left = Long.parseLong(size.substring(0, end).strip(), 16);
            ended = left == 0;
        }
    }
}
