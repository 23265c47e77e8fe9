// SPDX-License-Identifier: MIT
package org.throng.relay.events;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.throng.event.ClientMessage;
import org.throng.event.Event;
import org.throng.event.Filter;
import org.throng.event.RelayMessage;

/** A client that says one thing at a time and waits for the answer. */
final class Client implements AutoCloseable {
    private static final long SECONDS = 15;

    private final BlockingQueue<String> in = new LinkedBlockingQueue<>();
    private WebSocket socket;
    private String challenge;
    private boolean finished;

    static Client connect(HttpClient http, URI uri) throws Exception {
        Client client = new Client();
        client.socket =
                http.newWebSocketBuilder().buildAsync(uri, client.new Ear()).get(SECONDS, TimeUnit.SECONDS);
        client.challenge = ((RelayMessage.Challenge) client.next()).challenge();
        return client;
    }

    String challenge() {
        return challenge;
    }

    Client say(String text) throws Exception {
        socket.sendText(text, true).get(SECONDS, TimeUnit.SECONDS);
        return this;
    }

    Client say(ClientMessage message) throws Exception {
        return say(message.json());
    }

    /** The next message, as it came; {@code closed CODE} at the end. */
    String nextText() throws Exception {
        String text = in.poll(SECONDS, TimeUnit.SECONDS);
        if (text == null) {
            throw new AssertionError("nothing came for " + SECONDS + " s");
        }
        return text;
    }

    RelayMessage next() throws Exception {
        return RelayMessage.read(nextText());
    }

    <T extends RelayMessage> T next(Class<T> kind) throws Exception {
        RelayMessage message = next();
        if (!kind.isInstance(message)) {
            throw new AssertionError("expected " + kind.getSimpleName() + ", got " + message.json());
        }
        return kind.cast(message);
    }

    /** Whether nothing has come so far; whoever needs it strictly asks something and looks at what comes first. */
    boolean isQuiet() {
        return in.isEmpty();
    }

    /** How many messages came that nobody has looked at. */
    int waiting() {
        return in.size();
    }

    /** Publishes and expects OK true. */
    RelayMessage.Ok publish(Event event) throws Exception {
        RelayMessage.Ok ok = offer(event);
        assertEquals(true, ok.accepted(), ok.message());
        return ok;
    }

    /** Publishes and expects OK false; the text behind it. */
    String refused(Event event) throws Exception {
        RelayMessage.Ok ok = offer(event);
        assertEquals(false, ok.accepted(), "it was accepted");
        return ok.message();
    }

    RelayMessage.Ok offer(Event event) throws Exception {
        say(new ClientMessage.Publish(event));
        RelayMessage.Ok ok = next(RelayMessage.Ok.class);
        assertEquals(event.id().hex(), ok.id());
        return ok;
    }

    RelayMessage.Ok authenticate(Event event) throws Exception {
        say(new ClientMessage.Authenticate(event));
        return next(RelayMessage.Ok.class);
    }

    /** Asks, and reads up to EOSE; the subscription stays open. */
    List<Event> find(String subscription, Filter... filters) throws Exception {
        say(new ClientMessage.Request(subscription, List.of(filters)));
        List<Event> found = new ArrayList<>();
        while (true) {
            RelayMessage message = next();
            if (message instanceof RelayMessage.Found one) {
                assertEquals(subscription, one.subscription());
                found.add(one.event());
            } else if (message instanceof RelayMessage.Eose end) {
                assertEquals(subscription, end.subscription());
                finished = end.finished();
                return found;
            } else {
                throw new AssertionError("expected EVENT or EOSE, got " + message.json());
            }
        }
    }

    /** Whether the relay said after the last answer that there is no more (NIP-67). */
    boolean wasFinished() {
        return finished;
    }

    /** Asks once. */
    List<Event> find(Filter... filters) throws Exception {
        List<Event> found = find("once", filters);
        say(new ClientMessage.Close("once"));
        return found;
    }

    /** Asks and expects to be refused. */
    String closed(Filter... filters) throws Exception {
        say(new ClientMessage.Request("refused", List.of(filters)));
        return next(RelayMessage.Closed.class).message();
    }

    long count(Filter... filters) throws Exception {
        say(new ClientMessage.Count("n", List.of(filters)));
        return next(RelayMessage.Counted.class).count();
    }

    WebSocket socket() {
        return socket;
    }

    @Override
    public void close() {
        socket.abort();
    }

    private final class Ear implements WebSocket.Listener {
        private final StringBuilder part = new StringBuilder();

        @Override
        public CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
            part.append(data);
            if (last) {
                in.add(part.toString());
                part.setLength(0);
            }
            from.request(1);
            return null;
        }

        @Override
        public CompletionStage<?> onClose(WebSocket from, int code, String reason) {
            in.add("closed " + code + " " + reason);
            return null;
        }

        @Override
        public void onError(WebSocket from, Throwable error) {
            in.add("broken " + error.getMessage());
        }
    }
}
