// SPDX-License-Identifier: MIT
package org.throng.http.undertow;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;

/** A WebSocket client that can do everything wrong: one frame at a time, each bit as the test wants it. */
final class RawClient implements AutoCloseable {
    private static final long DEADLINE_NANOS = 15_000_000_000L;

    static final int FIN = 0x80;
    static final int RSV1 = 0x40;
    static final int CONTINUATION = 0;
    static final int TEXT = 1;
    static final int BINARY = 2;
    static final int CLOSE = 8;
    static final int PING = 9;
    static final int PONG = 10;

    private final Socket socket;
    private final DataInputStream in;
    private final OutputStream out;
    private String handshake = "";

    /** What came in. */
    record Frame(int first, byte[] payload) {
        int opcode() {
            return first & 15;
        }

        String text() {
            return new String(payload, StandardCharsets.UTF_8);
        }

        int closeCode() {
            return payload.length < 2 ? 1005 : (payload[0] & 0xff) << 8 | payload[1] & 0xff;
        }
    }

    RawClient(InetSocketAddress server) throws IOException {
        socket = new Socket();
        socket.setReceiveBufferSize(32 << 10);
        socket.connect(server);
        socket.setSoTimeout(10_000);
        in = new DataInputStream(socket.getInputStream());
        out = socket.getOutputStream();
    }

    static RawClient shaken(InetSocketAddress server) throws IOException {
        RawClient client = new RawClient(server);
        client.write("GET /echo HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
                + "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"
                + "Sec-WebSocket-Extensions: permessage-deflate\r\n\r\n");
        client.handshake = client.head();
        if (!client.handshake.startsWith("HTTP/1.1 101")) {
            throw new IOException("expected a handshake, got " + client.handshake);
        }
        return client;
    }

    String handshake() {
        return handshake;
    }

    void write(String text) throws IOException {
        write(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    void write(byte[] bytes) throws IOException {
        out.write(bytes);
        out.flush();
    }

    /** Writes a byte every 40 ms and listens meanwhile; whether the connection ended before all of it was written. */
    boolean isCutOffWhileItDribbles(byte[] bytes) throws IOException, InterruptedException {
        for (byte one : bytes) {
            try {
                out.write(one);
                out.flush();
                if (in.available() > 0 && in.read() >= 0) {
                    in.skipBytes(in.available());
                }
            } catch (IOException e) {
                return true;
            }
            Thread.sleep(40);
        }
        return false;
    }

    /** Status line and headers. */
    String head() throws IOException {
        StringBuilder head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            head.append((char) in.readUnsignedByte());
        }
        return head.toString();
    }

    /** Everything up to the end of the connection. */
    String rest() throws IOException {
        return new String(in.readAllBytes(), StandardCharsets.ISO_8859_1);
    }

    static byte[] frame(int first, byte[] payload) {
        return frame(first, payload, payload.length, true);
    }

    static byte[] frame(int first, byte[] payload, long length, boolean masked) {
        ByteArrayOutputStream frame = new ByteArrayOutputStream();
        frame.write(first);
        int mask = masked ? 0x80 : 0;
        if (length < 126) {
            frame.write(mask | (int) length);
        } else if (length < 65_536) {
            frame.write(mask | 126);
            frame.write((int) (length >> 8));
            frame.write((int) length);
        } else {
            frame.write(mask | 127);
            for (int shift = 56; shift >= 0; shift -= 8) {
                frame.write((int) (length >> shift));
            }
        }
        if (masked) {
            frame.writeBytes(new byte[4]); // a mask of zeros leaves the payload as it is
        }
        frame.writeBytes(payload);
        return frame.toByteArray();
    }

    void send(int first, byte[] payload) throws IOException {
        write(frame(first, payload));
    }

    void send(String text) throws IOException {
        send(FIN | TEXT, text.getBytes(StandardCharsets.UTF_8));
    }

    Frame read() throws IOException {
        int first = in.readUnsignedByte();
        long length = in.readUnsignedByte();
        if (length == 126) {
            length = in.readUnsignedShort();
        } else if (length == 127) {
            length = in.readLong();
        }
        byte[] payload = new byte[(int) length];
        in.readFully(payload);
        return new Frame(first, payload);
    }

    /** The next text message. */
    String text() throws IOException {
        Frame frame = read();
        long deadline = System.nanoTime() + DEADLINE_NANOS;
        while (frame.opcode() == PING || frame.opcode() == PONG) {
            if (System.nanoTime() > deadline) {
                throw new IOException("no text came for 15 s");
            }
            frame = read();
        }
        if (frame.opcode() != TEXT) {
            throw new IOException("expected text, got " + frame + " " + frame.closeCode());
        }
        return frame.text();
    }

    /** The close code that ends the connection; 1006 where it ends without one. */
    int closeCode() throws IOException {
        try {
            Frame frame = read();
            while (frame.opcode() != CLOSE) {
                frame = read();
            }
            return frame.closeCode();
        } catch (EOFException | SocketException e) {
            return 1006;
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
