// SPDX-License-Identifier: MIT
package org.throng.itests.journey;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Base64;
import java.util.Locale;
import java.util.function.Consumer;

/**
 * As much of a WebSocket server (RFC 6455) as our own client needs: text in one frame, ping, close; and one document for
 * whoever asks without upgrading. A thread for each connection.
 */
final class PlainSockets implements AutoCloseable {
    private static final String MAGIC = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";
    private static final int TEXT = 1;
    private static final int CLOSE = 8;
    private static final int PING = 9;
    private static final int PONG = 10;

    private final ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    private final String document;
    private final Hearing hearing;
    private final Consumer<Peer> gone;

    /** Hears a text. */
    interface Hearing {
        void hear(Peer peer, String text) throws IOException;
    }

    /** The other end of a connection. */
    static final class Peer {
        private final OutputStream out;

        private Peer(OutputStream out) {
            this.out = out;
        }

        /** Says a text; a peer that is gone hears nothing. */
        void say(String text) {
            try {
                frame(TEXT, text.getBytes(StandardCharsets.UTF_8));
            } catch (IOException e) {
                // its own thread notices
            }
        }

        private synchronized void frame(int kind, byte[] bytes) throws IOException {
            out.write(0x80 | kind);
            if (bytes.length < 126) {
                out.write(bytes.length);
            } else {
                out.write(126);
                out.write(bytes.length >> 8);
                out.write(bytes.length);
            }
            out.write(bytes);
            out.flush();
        }
    }

    PlainSockets(String document, Hearing hearing, Consumer<Peer> gone) throws IOException {
        this.document = document;
        this.hearing = hearing;
        this.gone = gone;
        start(this::listen);
    }

    int port() {
        return server.getLocalPort();
    }

    private static void start(Runnable task) {
        Thread thread = new Thread(task, "flood relay");
        thread.setDaemon(true);
        thread.start();
    }

    private void listen() {
        try {
            while (true) {
                Socket socket = server.accept();
                start(() -> serve(socket));
            }
        } catch (IOException e) {
            // closed
        }
    }

    private void serve(Socket socket) {
        try (socket) {
            socket.setTcpNoDelay(true);
            DataInputStream in = new DataInputStream(new BufferedInputStream(socket.getInputStream()));
            OutputStream out = new BufferedOutputStream(socket.getOutputStream(), 1 << 16);
            String key = request(in);
            if (key == null) {
                String date = DateTimeFormatter.RFC_1123_DATE_TIME.format(ZonedDateTime.now(ZoneOffset.UTC));
                answer(
                        out,
                        "HTTP/1.1 200 OK\r\nDate: " + date
                                + "\r\nContent-Type: application/nostr+json\r\nConnection: close\r\nContent-Length: "
                                + document.length() + "\r\n\r\n" + document);
                return;
            }
            answer(
                    out,
                    "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                            + "Sec-WebSocket-Accept: " + accept(key) + "\r\n\r\n");
            Peer peer = new Peer(out);
            try {
                converse(in, peer);
            } finally {
                gone.accept(peer);
            }
        } catch (IOException e) {
            // the other end went
        }
    }

    private static void answer(OutputStream out, String head) throws IOException {
        out.write(head.getBytes(StandardCharsets.US_ASCII));
        out.flush();
    }

    /** The key of an upgrade, or null. */
    private static String request(DataInputStream in) throws IOException {
        String key = null;
        for (String line = line(in); !line.isEmpty(); line = line(in)) {
            if (line.toLowerCase(Locale.ROOT).startsWith("sec-websocket-key:")) {
                key = line.substring(line.indexOf(':') + 1).trim();
            }
        }
        return key;
    }

    private static String line(DataInputStream in) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int c = in.read(); c != '\n'; c = in.read()) {
            if (c < 0) {
                throw new EOFException();
            }
            if (c != '\r') {
                line.append((char) c);
            }
        }
        return line.toString();
    }

    private static String accept(String key) throws IOException {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-1").digest((key + MAGIC).getBytes(StandardCharsets.US_ASCII));
            return Base64.getEncoder().encodeToString(hash);
        } catch (NoSuchAlgorithmException e) {
            throw new IOException(e);
        }
    }

    private void converse(DataInputStream in, Peer peer) throws IOException {
        while (true) {
            int kind = in.readUnsignedByte() & 0x0f;
            int length = in.readUnsignedByte() & 0x7f;
            length = length == 126 ? in.readUnsignedShort() : length == 127 ? Math.toIntExact(in.readLong()) : length;
            byte[] mask = in.readNBytes(4);
            byte[] bytes = in.readNBytes(length);
            for (int i = 0; i < bytes.length; i++) {
                bytes[i] = (byte) (bytes[i] ^ mask[i % 4]);
            }
            switch (kind) {
                case TEXT -> hearing.hear(peer, new String(bytes, StandardCharsets.UTF_8));
                case PING -> peer.frame(PONG, bytes);
                case CLOSE -> {
                    peer.frame(CLOSE, bytes);
                    return;
                }
                default -> {}
            }
        }
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
