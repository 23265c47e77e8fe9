// SPDX-License-Identifier: MIT
package org.throng.transport.nostr;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.undertow.Handlers;
import io.undertow.Undertow;
import io.undertow.util.Headers;
import io.undertow.websockets.core.AbstractReceiveListener;
import io.undertow.websockets.core.BufferedTextMessage;
import io.undertow.websockets.core.WebSocketChannel;
import java.io.IOException;
import java.lang.ref.WeakReference;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketAddress;
import java.time.Clock;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.throng.event.Event;
import org.throng.event.EventId;
import org.throng.event.RelayUrl;
import org.throng.parcel.Label;
import org.throng.transport.Follower;
import org.throng.transport.TransportException;

/** A caller that gives up, at a relay that hears and says nothing. */
class NostrTransportTest {
    private static final EventId ID = EventId.of(new byte[EventId.LENGTH]);

    private final BlockingQueue<String> heard = new ArrayBlockingQueue<>(16);
    private final CountDownLatch left = new CountDownLatch(1);
    private final NostrTransport transport = new NostrTransport(null, Clock.systemUTC());
    private Undertow relay;
    private RelayUrl url;

    @BeforeEach
    void startRelay() {
        relay = Undertow.builder()
                .addHttpListener(0, "127.0.0.1", Handlers.websocket((exchange, channel) -> {
                    channel.addCloseTask(closed -> left.countDown());
                    channel.getReceiveSetter().set(new AbstractReceiveListener() {
                        @Override
                        protected void onFullTextMessage(WebSocketChannel from, BufferedTextMessage message) {
                            heard.add(message.getData());
                        }
                    });
                    channel.resumeReceives();
                }))
                .build();
        relay.start();
        InetSocketAddress bound =
                (InetSocketAddress) relay.getListenerInfo().get(0).getAddress();
        url = RelayUrl.of("ws://127.0.0.1:" + bound.getPort());
    }

    @AfterEach
    void stop() throws Exception {
        transport.close();
        relay.stop();
    }

    @Test
    void cancelledQuestionEndsItsConnection() throws Exception {
        CompletableFuture<?> asked = transport.headers(url, Label.EVERYBODY, 0, Long.MAX_VALUE, page -> {});
        assertNotNull(heard.poll(10, TimeUnit.SECONDS), "the question");
        asked.cancel(true);
        assertTrue(left.await(10, TimeUnit.SECONDS), "the connection is still there");
    }

    @Test
    void cancelledLookEndsItsConnection() throws Exception {
        CompletableFuture<?> asked = transport.look(url);
        assertNotNull(heard.poll(10, TimeUnit.SECONDS), "the question");
        asked.cancel(true);
        assertTrue(left.await(10, TimeUnit.SECONDS), "the connection is still there");
    }

    @Test
    void closedSubscriptionEndsItsConnection() throws Exception {
        var following = transport.follow(url, Label.EVERYBODY, 0, new Silent()).get(10, TimeUnit.SECONDS);
        assertNotNull(heard.poll(10, TimeUnit.SECONDS), "the question");
        following.close();
        assertTrue(left.await(10, TimeUnit.SECONDS), "the connection is still there");
    }

    /** Nothing else moves on the wire meanwhile: a client that is swapped would else hold a class loader for so long. */
    @Test
    void whoFollowedIsNotHeldAfterwards() throws Exception {
        Follower follower = new Silent();
        WeakReference<Follower> held = new WeakReference<>(follower);
        var following = transport.follow(url, Label.EVERYBODY, 0, follower).get(10, TimeUnit.SECONDS);
        assertNotNull(heard.poll(10, TimeUnit.SECONDS), "the question");
        following.close();
        assertTrue(left.await(10, TimeUnit.SECONDS), "the connection is still there");
        following = null;
        follower = null;
        for (int i = 0; i < 20 && held.get() != null; i++) {
            System.gc();
            Thread.sleep(100);
        }
        assertNull(held.get());
    }

    @Test
    void callIsCancelledBeforeTheRelayHasAnswered() throws Exception {
        try (ServerSocket dumb = new ServerSocket(0, 8, InetAddress.getLoopbackAddress())) {
            RelayUrl there = RelayUrl.of("ws://127.0.0.1:" + dumb.getLocalPort());
            assertLeaves(dumb, transport.body(there, ID));
            assertLeaves(dumb, transport.follow(there, Label.EVERYBODY, 0, new Silent()));
        }
    }

    private static void assertLeaves(ServerSocket dumb, CompletableFuture<?> asked) throws IOException {
        try (Socket connection = dumb.accept()) {
            connection.setSoTimeout(9_000); // shorter than the limit of connecting
            assertTrue(connection.getInputStream().read() >= 0, "the request for an upgrade");
            asked.cancel(true);
            while (connection.getInputStream().read() >= 0) {
                assertTrue(asked.isCancelled());
            }
        }
    }

    @Test
    void nothingInAConnectionTellsOfAnotherOne() throws Exception {
        Queue<String> cookies = new ConcurrentLinkedQueue<>();
        Queue<SocketAddress> callers = new ConcurrentLinkedQueue<>();
        AtomicInteger requests = new AtomicInteger();
        Undertow marking = Undertow.builder()
                .addHttpListener(0, "127.0.0.1", exchange -> {
                    callers.add(exchange.getConnection().getPeerAddress());
                    if (exchange.getRequestHeaders().contains(Headers.COOKIE)) {
                        cookies.add(exchange.getRequestHeaders().getFirst(Headers.COOKIE));
                    }
                    exchange.getResponseHeaders().put(Headers.SET_COOKIE, "you=" + requests.incrementAndGet());
                    exchange.setStatusCode(503); // keeps its connection open for the next one
                    exchange.endExchange();
                })
                .build();
        marking.start();
        try {
            InetSocketAddress bound =
                    (InetSocketAddress) marking.getListenerInfo().get(0).getAddress();
            RelayUrl there = RelayUrl.of("ws://127.0.0.1:" + bound.getPort());
            for (int call = 1; call <= 3; call++) {
                CompletableFuture<?> asked = transport.body(there, ID);
                assertThrows(ExecutionException.class, () -> asked.get(10, TimeUnit.SECONDS));
                assertEquals(call, requests.get());
            }
        } finally {
            marking.stop();
        }
        assertEquals(List.of(), List.copyOf(cookies));
        assertEquals(3, Set.copyOf(callers).size(), "connections for three calls");
    }

    @Test
    void relayThatIsNotThereIsNamed() throws Exception {
        int free;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            free = socket.getLocalPort();
        }
        RelayUrl nobody = RelayUrl.of("ws://127.0.0.1:" + free);
        CompletionException failure = assertThrows(
                CompletionException.class, () -> transport.body(nobody, ID).join());
        assertEquals(TransportException.class, failure.getCause().getClass());
        assertTrue(failure.getCause().getMessage().startsWith(nobody + ": "), failure.getMessage());
    }

    private static final class Silent implements Follower {
        @Override
        public void header(Event event) {
            throw new AssertionError("nobody sent one");
        }

        @Override
        public void ended(String reason) {
            // by whoever closed it
        }
    }
}
