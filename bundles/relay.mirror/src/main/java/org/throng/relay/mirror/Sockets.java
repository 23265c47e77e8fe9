// SPDX-License-Identifier: MIT
package org.throng.relay.mirror;

import java.io.IOException;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.eclipse.jetty.client.BufferingResponseListener;
import org.eclipse.jetty.client.HttpClient;
import org.eclipse.jetty.client.Result;
import org.eclipse.jetty.http.HttpCookieStore;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.eclipse.jetty.util.thread.ScheduledExecutorScheduler;
import org.eclipse.jetty.websocket.client.WebSocketClient;
import org.throng.event.MalformedException;
import org.throng.event.RelayUrl;
import org.throng.event.StrictJson;

/** Connections over the network. Started with the first of them: a relay that mirrors nothing does not wait for it. */
final class Sockets implements Links, AutoCloseable {
    /** Characters of a relay's message: some answer a comparison with half a million bytes in hex. */
    private static final int MAX_MESSAGE = 2 << 20;

    private static final int MAX_DOCUMENT = 64 << 10;
    private static final Duration CONNECT = Duration.ofSeconds(10);
    private static final Duration IDLE = Duration.ofMinutes(2);

    private WebSocketClient started;
    private boolean closed;

    private synchronized WebSocketClient client() throws IOException {
        if (closed) {
            throw new IOException("this relay ends");
        }
        if (started == null) {
            QueuedThreadPool threads = new QueuedThreadPool(12, 1);
            threads.setName("throng-mirror-net");
            threads.setDaemon(true);
            HttpClient http = new HttpClient();
            http.setExecutor(threads);
            http.setScheduler(new ScheduledExecutorScheduler("throng-mirror-timer", true));
            http.setConnectTimeout(CONNECT.toMillis());
            http.setHttpCookieStore(new HttpCookieStore.Empty());
            http.setUserAgentField(null);
            http.setFollowRedirects(false);
            WebSocketClient client = new WebSocketClient(http);
            client.setMaxTextMessageSize(MAX_MESSAGE);
            client.setIdleTimeout(IDLE);
            try {
                client.start();
            } catch (Exception e) {
                throw new IOException("the WebSocket client does not start: " + e.getMessage(), e);
            }
            started = client;
        }
        return started;
    }

    @Override
    public Link open(RelayUrl relay) throws IOException {
        SocketLink link = new SocketLink();
        CompletableFuture<?> connected = client().connect(link, relay.uri());
        try {
            connected.get(2 * CONNECT.toMillis(), TimeUnit.MILLISECONDS);
            return link;
        } catch (ExecutionException e) {
            throw new IOException(plain(e), e);
        } catch (TimeoutException e) {
            connected.cancel(true);
            link.close();
            throw new IOException("it did not answer within " + 2 * CONNECT.toSeconds() + " s", e);
        } catch (InterruptedException e) {
            connected.cancel(true);
            link.close();
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    @Override
    public Optional<Set<Long>> nips(RelayUrl relay) {
        CompletableFuture<Optional<Set<Long>>> said = new CompletableFuture<>();
        try {
            client().getHttpClient()
                    .newRequest(relay.http())
                    .headers(headers -> headers.put("Accept", "application/nostr+json"))
                    .timeout(CONNECT.toMillis(), TimeUnit.MILLISECONDS)
                    .send(new BufferingResponseListener(MAX_DOCUMENT) {
                        @Override
                        public void onComplete(Result result) {
                            said.complete(
                                    result.isFailed() || result.getResponse().getStatus() != 200
                                            ? Optional.empty()
                                            : read(getContentAsString()));
                        }
                    });
            return said.get(2 * CONNECT.toMillis(), TimeUnit.MILLISECONDS);
        } catch (IOException | ExecutionException | TimeoutException e) {
            return Optional.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }

    /** The NIPs of an information document; empty where it names none. */
    static Optional<Set<Long>> read(String document) {
        try {
            if (document != null
                    && StrictJson.read(document) instanceof Map<?, ?> members
                    && members.get("supported_nips") instanceof List<?> named) {
                Set<Long> nips = new HashSet<>();
                for (Object nip : named) {
                    if (nip instanceof Long number) {
                        nips.add(number);
                    }
                }
                return Optional.of(nips);
            }
        } catch (MalformedException e) {
            return Optional.empty(); // a document that cannot be read says nothing
        }
        return Optional.empty();
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

    @Override
    public synchronized void close() throws Exception {
        closed = true;
        if (started != null) {
            started.stop();
        }
    }
}
