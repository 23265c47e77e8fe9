// SPDX-License-Identifier: MIT
package org.throng.http.undertow;

import io.undertow.websockets.core.CloseMessage;
import io.undertow.websockets.core.WebSocketCallback;
import io.undertow.websockets.core.WebSocketChannel;
import io.undertow.websockets.core.WebSockets;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.throng.http.Conversation;
import org.throng.http.Socket;
import org.xnio.IoUtils;

/**
 * One WebSocket connection.
 *
 * <p><b>Out.</b> Messages wait in a bounded queue. One thread at a time hands them to Undertow, at most {@link #WINDOW} bytes
 * at a time, so that many small ones go out in one write and the memory stays ours to count: the worker that heard what they answer,
 * when it is done with its turn, else the I/O thread.
 *
 * <p><b>In.</b> {@link Incoming} collects messages; the conversation deals with them on a worker thread, with what came meanwhile in
 * one go, but for no longer than {@link #TURN_NANOS}: then others have their turn. Where {@link #UNHEARD} of them or
 * {@link #UNHEARD_CHARS} wait, nothing is read until half of that is dealt with.
 *
 * <p><b>The end.</b> Each connection has one, whoever brings it about: {@link #ended} runs when the channel closes.
 * After our close frame the client has {@link #LINGER_MILLIS} to answer it.
 *
 * <p><b>Locks.</b> {@code queue} guards the fields of Out and the reason of the end, {@code reading} those of In;
 * neither is held while a conversation runs. {@code pumping} keeps what is handed to Undertow in order.
 */
final class WireSocket implements Socket {
    private static final Logger LOG = LoggerFactory.getLogger(WireSocket.class);
    private static final int WINDOW = 64 << 10;
    private static final int UNHEARD = 64;
    private static final int UNHEARD_CHARS = 128 << 10;
    private static final int OVERHEAD = 64;
    private static final long TURN_NANOS = 3_000_000;
    private static final long LINGER_MILLIS = 2_000;
    private static final int REASON_BYTES = 123;
    private static final Conversation OVER = new Conversation() {
        @Override
        public void onText(String text) {}

        @Override
        public void onClose(int code, String reason) {}
    };

    private final Limits limits;
    private final InetAddress remote;
    private final Serial serial;
    private final Consumer<WireSocket> onEnd;
    private final AtomicBoolean pumpDue = new AtomicBoolean();
    private volatile Thread answering;
    private final AtomicBoolean callDue = new AtomicBoolean();
    private final AtomicBoolean ended = new AtomicBoolean();
    private final WebSocketCallback<byte[]> sent = new Sent();
    private final Incoming incoming;

    private final Object pumping = new Object();
    private final Queue<byte[]> queue = new ArrayDeque<>();
    private int queued;
    private int inFlight;
    private boolean roomWanted;
    private boolean closeSent;
    private End end;

    private final Object reading = new Object();
    private final Queue<String> unheard = new ArrayDeque<>();
    private int unheardChars;
    private boolean hearing;
    private boolean full;
    private boolean paused;

    private final AtomicBoolean told = new AtomicBoolean();
    private volatile Conversation conversation;
    private volatile WebSocketChannel channel;
    private volatile long heard = System.nanoTime();
    private volatile long progress = System.nanoTime();
    private volatile long pinged = System.nanoTime();
    private volatile boolean pongPending;

    /** Why a connection ends. */
    private record End(int code, String reason) {}

    WireSocket(Limits limits, int messageBytes, InetAddress remote, Executor workers, Consumer<WireSocket> onEnd) {
        this.limits = limits;
        this.remote = remote;
        this.serial = new Serial(workers);
        this.onEnd = onEnd;
        this.incoming = new Incoming(this, messageBytes);
    }

    /** Before the handshake. */
    void begin(Conversation with) {
        conversation = with;
    }

    /** After the handshake, on the I/O thread. */
    void opened(WebSocketChannel opened) {
        channel = opened;
        opened.addCloseTask(closed -> ended());
        opened.getReceiveSetter().set(incoming);
        opened.resumeReceives();
        heard();
        pump();
    }

    @Override
    public InetAddress remote() {
        return remote;
    }

    @Override
    public boolean send(byte[] utf8) {
        synchronized (queue) {
            if (end != null || ended.get()) {
                return false;
            }
            if (queued > 0 && queued + utf8.length + OVERHEAD > limits.queueBytes()) {
                roomWanted = true;
                return false;
            }
            if (queued == 0) {
                progress = System.nanoTime();
            }
            queue.add(utf8);
            queued += utf8.length + OVERHEAD;
        }
        pumpSoon();
        return true;
    }

    @Override
    public int room() {
        synchronized (queue) {
            return Math.max(0, limits.queueBytes() - queued);
        }
    }

    private void pumpSoon() {
        WebSocketChannel open = channel;
        if (open != null && answering != Thread.currentThread() && pumpDue.compareAndSet(false, true)) {
            Io.run(open.getIoThread(), this::pump);
        }
    }

    private void pump() {
        WebSocketChannel open = channel;
        if (open == null) {
            return; // what waits goes out after the handshake
        }
        synchronized (pumping) {
            pumpDue.set(false);
            for (byte[] next = next(); next != null; next = next()) {
                WebSockets.sendText(ByteBuffer.wrap(next), open, sent, next);
            }
            End due = closeDue();
            if (due != null) {
                WebSockets.sendClose(due.code(), due.reason(), open, null);
                Io.runAfter(open.getIoThread(), this::terminate, LINGER_MILLIS);
            }
        }
    }

    private byte[] next() {
        synchronized (queue) {
            byte[] next = inFlight < WINDOW ? queue.poll() : null;
            inFlight += next == null ? 0 : next.length + OVERHEAD;
            return next;
        }
    }

    private End closeDue() {
        synchronized (queue) {
            if (end == null || closeSent || inFlight > 0 || channel.isCloseFrameSent()) {
                return null;
            }
            closeSent = true;
            return end;
        }
    }

    /** Undertow wrote a message. */
    private final class Sent implements WebSocketCallback<byte[]> {
        @Override
        public void complete(WebSocketChannel done, byte[] message) {
            boolean room;
            synchronized (queue) {
                inFlight -= message.length + OVERHEAD;
                queued -= message.length + OVERHEAD;
                room = roomWanted && queued <= limits.queueBytes() / 2;
                roomWanted &= !room;
            }
            progress = System.nanoTime();
            pumpSoon();
            if (room) {
                say("onRoom", conversation::onRoom);
            }
        }

        @Override
        public void onError(WebSocketChannel done, byte[] message, Throwable error) {
            LOG.debug("a message could not be sent, the connection ends", error);
            terminate();
        }
    }

    @Override
    public void callAgain() {
        if (callDue.compareAndSet(false, true)) {
            say("onRoom", () -> {
                callDue.set(false);
                conversation.onRoom();
            });
        }
    }

    @Override
    public void pause() {
        synchronized (reading) {
            paused = true;
        }
    }

    @Override
    public void resume() {
        boolean due;
        synchronized (reading) {
            paused = false;
            due = isHearingDue();
            readOn();
        }
        if (due) {
            say("onText", this::hear);
        }
    }

    private void readOn() {
        if (!full && !paused && channel != null) {
            channel.resumeReceives();
        }
    }

    /** A whole message came in; on the I/O thread. */
    void received(String text) {
        boolean due;
        synchronized (reading) {
            unheard.add(text);
            unheardChars += text.length();
            full = unheard.size() >= UNHEARD || unheardChars >= UNHEARD_CHARS;
            if (full || paused) {
                channel.suspendReceives();
            }
            due = isHearingDue();
        }
        if (due) {
            say("onText", this::hear);
        }
    }

    /** Whether a worker is to be called for what waits; the caller does so, without the lock. */
    private boolean isHearingDue() {
        boolean due = !hearing && !paused && !unheard.isEmpty();
        hearing |= due;
        return due;
    }

    private void hear() {
        answering = Thread.currentThread();
        try {
            hear(System.nanoTime() + TURN_NANOS);
        } finally {
            answering = null;
            pump();
        }
    }

    /** Deals with what waits, once at least, and stands in line again where it is not done at the deadline. */
    private void hear(long deadline) {
        boolean whole = false;
        try {
            for (String next = nextUnheard(); next != null; next = nextUnheard()) {
                conversation.onText(next);
                if (System.nanoTime() - deadline > 0) {
                    say("onText", this::hear);
                    break;
                }
            }
            whole = true;
        } finally {
            if (!whole) {
                synchronized (reading) {
                    hearing = false;
                    unheard.clear(); // it failed, and the connection ends
                    unheardChars = 0;
                }
            }
        }
    }

    /** The next message; null where there is none or the conversation wants none now: it is not being heard any longer then. */
    private String nextUnheard() {
        synchronized (reading) {
            String next = paused ? null : unheard.poll();
            hearing = next != null;
            unheardChars -= next == null ? 0 : next.length();
            if (full && unheard.size() <= UNHEARD / 2 && unheardChars <= UNHEARD_CHARS / 2) {
                full = false;
                readOn();
            }
            return next;
        }
    }

    /** A sign of life came in. */
    void heard() {
        heard = System.nanoTime();
    }

    /** Answers a ping, unless the client did not even read the last answer. */
    void pong(ByteBuffer payload) {
        if (!pongPending) {
            pongPending = true;
            WebSockets.sendPong(payload, channel, new WebSocketCallback<Void>() {
                @Override
                public void complete(WebSocketChannel done, Void context) {
                    pongPending = false;
                }

                @Override
                public void onError(WebSocketChannel done, Void context, Throwable error) {
                    terminate();
                }
            });
        }
    }

    private void say(String what, Runnable call) {
        serial.execute(() -> {
            try {
                call.run();
            } catch (RuntimeException e) {
                LOG.error("a conversation failed in {}; its connection is closed", what, e);
                close(CloseMessage.UNEXPECTED_ERROR, "internal error");
            }
        });
    }

    @Override
    public void close(int code, String reason) {
        synchronized (queue) {
            if (end != null) {
                return;
            }
            end = new End(code, cut(reason));
        }
        pumpSoon();
    }

    private static String cut(String reason) {
        int length = reason.length();
        while (reason.substring(0, length).getBytes(java.nio.charset.StandardCharsets.UTF_8).length > REASON_BYTES) {
            length--;
        }
        return reason.substring(0, length);
    }

    boolean isEnding() {
        synchronized (queue) {
            return end != null;
        }
    }

    /** The client said why it ends. */
    void closedByClient(int code, String reason) {
        synchronized (queue) {
            if (end == null) {
                end = new End(code, reason);
                closeSent = true; // Undertow echoes the frame
            }
        }
    }

    /** Ends the connection without a word; soon, on the I/O thread, so that no other thread closes under its feet. */
    void terminate() {
        WebSocketChannel gone = channel;
        if (gone != null) {
            Io.run(gone.getIoThread(), () -> IoUtils.safeClose(gone));
        }
    }

    /** The connection is gone; the first call counts. */
    void ended() {
        if (!ended.compareAndSet(false, true)) {
            return;
        }
        End why;
        synchronized (queue) {
            queue.clear();
            why = end == null ? undertows() : end;
        }
        say("onClose", () -> tell(why));
    }

    /** The server's threads are gone: whoever was not told by one of them is told here. */
    void drop() {
        ended.set(true);
        try {
            tell(new End(1006, ""));
        } catch (RuntimeException e) {
            LOG.error("a conversation failed in onClose", e);
        }
    }

    private void tell(End why) {
        if (!told.compareAndSet(false, true)) {
            return;
        }
        try {
            Conversation left = conversation;
            if (left != null) {
                for (String next = nextUnheard(); next != null; next = nextUnheard()) {
                    left.onText(next); // it was here before its client left
                }
                left.onClose(why.code(), why.reason());
            }
        } finally {
            conversation = OVER; // the wire may remember this socket for a while
            onEnd.accept(this);
        }
    }

    /** Undertow closes by itself where frames break the protocol; everything else is a broken connection. */
    private End undertows() {
        WebSocketChannel gone = channel;
        return gone != null && gone.getCloseCode() >= CloseMessage.PROTOCOL_ERROR
                ? new End(gone.getCloseCode(), String.valueOf(gone.getCloseReason()))
                : new End(1006, "");
    }

    /** Once a second: ends what does not move, and asks who is silent whether it is still there. */
    void tick(long now) {
        if (channel == null) {
            return; // the handshake has a deadline of its own
        }
        boolean stuck;
        boolean quiet;
        synchronized (queue) {
            stuck = queued > 0 && now - progress > limits.patience().toNanos();
            quiet = queued == 0;
        }
        boolean deaf;
        synchronized (reading) {
            deaf = full || paused || hearing;
        }
        long ping = limits.ping().toNanos();
        if (stuck || incoming.isStuck(now, limits.patience().toNanos()) || !deaf && now - heard > 3 * ping) {
            terminate();
        } else if (quiet && now - heard > ping && now - pinged > ping) {
            pinged = now;
            WebSockets.sendPing(ByteBuffer.allocate(0), channel, null);
        }
    }
}
