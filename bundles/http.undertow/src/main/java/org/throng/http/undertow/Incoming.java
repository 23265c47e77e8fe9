// SPDX-License-Identifier: MIT
package org.throng.http.undertow;

import io.undertow.connector.PooledByteBuffer;
import io.undertow.websockets.core.AbstractReceiveListener;
import io.undertow.websockets.core.BufferedBinaryMessage;
import io.undertow.websockets.core.CloseMessage;
import io.undertow.websockets.core.StreamSourceFrameChannel;
import io.undertow.websockets.core.WebSocketChannel;
import io.undertow.websockets.core.WebSocketException;
import io.undertow.websockets.core.WebSockets;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UnsupportedEncodingException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Collects the frames of one connection to whole text messages, and says what is wrong with those that are none. After
 * that it reads on and throws away, so that the client comes to read our close frame. All on the I/O thread.
 */
final class Incoming extends AbstractReceiveListener {
    private static final Logger LOG = LoggerFactory.getLogger(Incoming.class);

    private final WireSocket socket;
    private final int most;
    private final ByteArrayOutputStream message = new ByteArrayOutputStream(0);
    private volatile long begun;

    Incoming(WireSocket socket, int most) {
        this.socket = socket;
        this.most = most;
    }

    /** Whether a message has been coming in for too long. */
    boolean isStuck(long now, long nanos) {
        return begun != 0 && now - begun > nanos;
    }

    @Override
    protected void onText(WebSocketChannel channel, StreamSourceFrameChannel frames) {
        begun = System.nanoTime();
        read(frames);
    }

    @Override
    protected void onBinary(WebSocketChannel channel, StreamSourceFrameChannel frames) {
        socket.close(CloseMessage.WRONG_CODE, "expected text messages");
        onText(channel, frames);
    }

    private void read(StreamSourceFrameChannel frames) {
        socket.heard();
        try (PooledByteBuffer pooled =
                frames.getWebSocketChannel().getBufferPool().allocate()) {
            ByteBuffer buffer = pooled.getBuffer();
            int count = frames.read(buffer.clear());
            while (count > 0) {
                add(buffer.flip());
                count = frames.read(buffer.clear());
            }
            if (count < 0) {
                whole();
            } else {
                frames.getReadSetter().set(this::read);
                frames.resumeReads();
            }
        } catch (IOException e) {
            onError(frames.getWebSocketChannel(), e);
        }
    }

    private void add(ByteBuffer bytes) {
        if (message.size() + bytes.remaining() > most) {
            socket.close(CloseMessage.MSG_TOO_BIG, "a message has at most " + most + " bytes");
        }
        if (socket.isEnding()) {
            message.reset();
        } else {
            byte[] copy = new byte[bytes.remaining()];
            bytes.get(copy);
            message.writeBytes(copy);
        }
    }

    private void whole() {
        begun = 0;
        byte[] utf8 = message.toByteArray();
        message.reset();
        if (!socket.isEnding()) {
            try {
                socket.received(StandardCharsets.UTF_8
                        .newDecoder()
                        .decode(ByteBuffer.wrap(utf8))
                        .toString());
            } catch (CharacterCodingException e) {
                socket.close(CloseMessage.MSG_CONTAINS_INVALID_DATA, "expected UTF-8");
            }
        }
    }

    @Override
    protected void onError(WebSocketChannel channel, Throwable error) {
        if (error instanceof UnsupportedEncodingException) {
            socket.close(CloseMessage.MSG_CONTAINS_INVALID_DATA, "expected UTF-8");
        } else if (error instanceof WebSocketException) {
            socket.close(CloseMessage.PROTOCOL_ERROR, "expected frames of RFC 6455 without extensions");
        } else {
            LOG.debug("a connection broke", error);
            socket.terminate();
        }
    }

    @Override
    protected void onFullPingMessage(WebSocketChannel channel, BufferedBinaryMessage ping) {
        socket.heard();
        var data = ping.getData();
        try {
            socket.pong(WebSockets.mergeBuffers(data.getResource()));
        } finally {
            data.free();
        }
    }

    @Override
    protected void onFullPongMessage(WebSocketChannel channel, BufferedBinaryMessage pong) {
        socket.heard();
        pong.getData().free();
    }

    @Override
    protected void onCloseMessage(CloseMessage close, WebSocketChannel channel) {
        socket.closedByClient(close.getCode(), close.getReason());
    }
}
