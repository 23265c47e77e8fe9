// SPDX-License-Identifier: MIT
package org.throng.relay.mirror;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.eclipse.jetty.websocket.api.Callback;
import org.eclipse.jetty.websocket.api.Session;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.throng.event.ClientMessage;
import org.throng.event.MalformedException;
import org.throng.event.RelayMessage;

/**
 * One WebSocket connection. Public, for Jetty looks its methods up.
 *
 * <p>What was not heard yet is bounded: beyond {@link #UNHEARD} characters nothing more is read, and the other relay waits. A relay
 * that is silent is asked for a sign of life, and given up after {@link #SILENT}.
 */
public final class SocketLink implements Session.Listener, Link {
    private static final Logger LOG = LoggerFactory.getLogger(SocketLink.class);
    private static final int UNHEARD = 2 << 20;
    private static final Duration PING = Duration.ofSeconds(25);
    private static final Duration SILENT = Duration.ofSeconds(80);
    private static final Duration WRITE = Duration.ofSeconds(30);
    private static final int NORMAL = 1000;
    private static final String WAKE = "";

    private final BlockingQueue<String> unheard = new LinkedBlockingQueue<>();
    private final AtomicBoolean woken = new AtomicBoolean();
    private final AtomicInteger characters = new AtomicInteger();
    private final CompletableFuture<IOException> over = new CompletableFuture<>();
    private final Object reading = new Object();
    private boolean paused;
    private volatile Session session;
    private volatile long lastSign = System.nanoTime();

    @Override
    public void onWebSocketOpen(Session opened) {
        session = opened;
        if (over.isDone()) {
            close(); // nobody waits for it any more
        } else {
            opened.demand();
        }
    }

    @Override
    public void onWebSocketText(String text) {
        lastSign = System.nanoTime();
        if (text.isEmpty()) {
            session.demand();
            return;
        }
        boolean full;
        synchronized (reading) {
            full = characters.addAndGet(text.length()) > UNHEARD;
            paused = full;
        }
        unheard.add(text);
        if (!full) {
            session.demand();
        }
    }

    @Override
    public void onWebSocketPing(ByteBuffer payload) {
        lastSign = System.nanoTime();
        ByteBuffer copy = ByteBuffer.allocate(payload.remaining());
        copy.put(payload).flip();
        session.sendPong(copy, Callback.NOOP);
        session.demand();
    }

    @Override
    public void onWebSocketPong(ByteBuffer payload) {
        lastSign = System.nanoTime();
        session.demand();
    }

    @Override
    public void onWebSocketClose(int status, String reason, Callback callback) {
        end("it closed the connection (" + status + (reason == null || reason.isEmpty() ? "" : " " + reason) + ")");
        callback.succeed();
    }

    @Override
    public void onWebSocketError(Throwable cause) {
        end(Sockets.plain(cause));
    }

    private void end(String why) {
        over.complete(new IOException(why));
        wake();
    }

    @Override
    public void say(ClientMessage message) throws IOException {
        Session open = session;
        if (open == null || over.isDone()) {
            throw gone();
        }
        CompletableFuture<Void> written = new CompletableFuture<>();
        open.sendText(message.json(), Callback.from(() -> written.complete(null), written::completeExceptionally));
        try {
            written.get(WRITE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            throw over.isDone() ? gone() : new IOException(Sockets.plain(e), e);
        } catch (TimeoutException e) {
            throw new IOException("it took nothing for " + WRITE.toSeconds() + " s", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    private IOException gone() {
        IOException why = over.getNow(null);
        return new IOException(why == null ? "it is not connected" : why.getMessage(), why);
    }

    @Override
    public Optional<RelayMessage> hear(Duration patience) throws IOException {
        long deadline = System.nanoTime() + patience.toNanos();
        while (true) {
            long left = Math.min(PING.toNanos(), deadline - System.nanoTime());
            String text = poll(Math.max(0, left));
            if (text == null || text.equals(WAKE)) {
                if (over.isDone() && unheard.isEmpty()) {
                    throw gone();
                }
                if (text != null || System.nanoTime() - deadline >= 0) {
                    askForASign();
                    return Optional.empty();
                }
                askForASign();
                continue;
            }
            goOn(text.length());
            try {
                return Optional.of(RelayMessage.read(text));
            } catch (MalformedException e) {
                LOG.debug("A relay said something that is not NIP-01: {}", e.getMessage());
            }
        }
    }

    private String poll(long nanos) throws IOException {
        try {
            String text = unheard.poll(nanos, TimeUnit.NANOSECONDS);
            if (WAKE.equals(text)) {
                woken.set(false);
            }
            return text;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    /** Reads on where reading was stopped and there is room again. */
    private void goOn(int heard) {
        boolean again;
        synchronized (reading) {
            again = characters.addAndGet(-heard) <= UNHEARD / 2 && paused;
            paused &= !again;
        }
        if (again) {
            session.demand();
        }
    }

    private void askForASign() throws IOException {
        long silent = System.nanoTime() - lastSign;
        if (silent > SILENT.toNanos()) {
            throw new IOException("it gave no sign of life for " + SILENT.toSeconds() + " s");
        }
        if (silent > PING.toNanos() / 2) {
            session.sendPing(ByteBuffer.allocate(0), Callback.NOOP);
        }
    }

    @Override
    public void wake() {
        if (woken.compareAndSet(false, true)) {
            unheard.add(WAKE); // one is enough, however often it is called
        }
    }

    /** Says goodbye and goes: a relay that does not answer it must not hold what was let go of. */
    @Override
    public void close() {
        end("closed here");
        Session open = session;
        if (open != null) {
            open.close(NORMAL, "", Callback.from(open::disconnect, failure -> open.disconnect()));
        }
    }
}
