// SPDX-License-Identifier: MIT
package org.throng.transport.nostr;

import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.eclipse.jetty.websocket.api.Callback;
import org.eclipse.jetty.websocket.api.Session;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.throng.event.ClientMessage;
import org.throng.event.MalformedException;
import org.throng.event.RelayMessage;
import org.throng.event.RelayUrl;
import org.throng.transport.TransportException;

/**
 * One WebSocket connection to one relay. Public, for Jetty looks its methods up.
 *
 * <p>Messages that are not NIP-01 are skipped: a relay may speak dialects.
 */
public final class Conversation implements Session.Listener.AutoDemanding {
    private static final Logger LOG = LoggerFactory.getLogger(Conversation.class);

    private final RelayUrl relay;
    private volatile Consumer<RelayMessage> messages;
    private final CompletableFuture<Void> ended = new CompletableFuture<>();
    private volatile Session session;

    Conversation(RelayUrl relay, Consumer<RelayMessage> messages) {
        this.relay = relay;
        this.messages = messages;
        // Jetty may keep the last connection that moved until another one does, and with it who listened
        ended.whenComplete((nothing, failure) -> this.messages = message -> {});
    }

    /** Completes exceptionally, always, when the connection is over. */
    CompletableFuture<Void> ended() {
        return ended;
    }

    void say(ClientMessage message) {
        Session open = session;
        if (open == null) {
            ended.completeExceptionally(new TransportException(relay + " is not connected"));
            return;
        }
        open.sendText(message.json(), Callback.from(() -> {}, failure -> onWebSocketError(failure)));
    }

    void ping() {
        Session open = session;
        if (open != null && open.isOpen()) {
            open.sendPing(java.nio.ByteBuffer.allocate(0), Callback.NOOP);
        }
    }

    /** Says goodbye and goes: a relay that does not answer it must not hold what the caller has let go of. */
    void close() {
        Session open = session;
        ended.completeExceptionally(new TransportException("closed by us"));
        if (open != null) {
            open.close(1000, "", Callback.from(open::disconnect, failure -> open.disconnect()));
        }
    }

    @Override
    public void onWebSocketOpen(Session opened) {
        session = opened;
        if (ended.isDone()) {
            close(); // nobody waits for it any more
        }
    }

    @Override
    public void onWebSocketText(String text) {
        RelayMessage message;
        try {
            message = RelayMessage.read(text);
        } catch (MalformedException e) {
            LOG.debug("{} said something that is not NIP-01: {}", relay, e.getMessage());
            return;
        }
        messages.accept(message);
    }

    @Override
    public void onWebSocketClose(int status, String reason, Callback callback) {
        ended.completeExceptionally(new TransportException(relay + " closed the connection (" + status
                + (reason == null || reason.isEmpty() ? "" : " " + reason) + ")"));
        callback.succeed();
    }

    @Override
    public void onWebSocketError(Throwable cause) {
        ended.completeExceptionally(new TransportException(relay + ": " + plain(cause), cause));
    }

    /** The root's words, for Jetty wraps them. */
    static String plain(Throwable failure) {
        Throwable root = failure;
        while (root.getCause() != null && root.getCause() != root) {
            root = root.getCause();
        }
        String words = root.getMessage();
        return words == null || words.isEmpty() ? root.getClass().getSimpleName() : words;
    }
}
