// SPDX-License-Identifier: MIT
package org.throng.transport.nostr;

import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.eclipse.jetty.client.HttpClient;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.eclipse.jetty.util.thread.ScheduledExecutorScheduler;
import org.eclipse.jetty.util.thread.Scheduler;
import org.eclipse.jetty.websocket.client.WebSocketClient;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.throng.curve.Curve;
import org.throng.curve.PublicKey;
import org.throng.event.ClientMessage;
import org.throng.event.Event;
import org.throng.event.EventId;
import org.throng.event.Filter;
import org.throng.event.RelayMessage;
import org.throng.event.RelayUrl;
import org.throng.parcel.Label;
import org.throng.transport.Documents;
import org.throng.transport.FeedAddress;
import org.throng.transport.Follower;
import org.throng.transport.Following;
import org.throng.transport.Harvest;
import org.throng.transport.Page;
import org.throng.transport.Receipt;
import org.throng.transport.RelayFacts;
import org.throng.transport.Transport;
import org.throng.transport.TransportException;

/**
 * NIP-01 over WebSocket: a connection of its own for each call, closed when the answer is there, with nothing in it that
 * tells of the others.
 */
@Component(service = Transport.class, property = "name=nostr")
public final class NostrTransport implements Transport {
    /** Longest WebSocket message of a relay: a large body event has about 44 KB. */
    private static final int MAX_MESSAGE = 256 << 10;

    private static final Duration CONNECT_LIMIT = Duration.ofSeconds(10);
    private static final Duration ANSWER_LIMIT = Duration.ofSeconds(20);
    private static final Duration HARVEST_LIMIT = Duration.ofMinutes(10);
    private static final Duration IDLE_LIMIT = Duration.ofSeconds(75);
    private static final String SUBSCRIPTION = "s";

    private final Curve curve;
    private final Clock clock;
    private WebSocketClient started;
    private HttpClient downloads;
    private boolean closed;

    @Activate
    public NostrTransport(@Reference Curve curve) {
        this(curve, Clock.systemUTC());
    }

    public NostrTransport(Curve curve, Clock clock) {
        this.curve = curve;
        this.clock = clock;
    }

    /** Started at the first call: it takes longer than the rest of the node, TLS above all. */
    private synchronized WebSocketClient client() throws TransportException {
        if (closed) {
            throw new TransportException("the transport is closed");
        }
        if (started == null) {
            QueuedThreadPool threads = new QueuedThreadPool(12, 1);
            threads.setName("throng-transport");
            threads.setDaemon(true);
            WebSocketClient client;
            try {
                HttpClient http = Unlinked.client();
                http.setExecutor(threads);
                http.setScheduler(new ScheduledExecutorScheduler("throng-transport-timer", true));
                http.setConnectTimeout(CONNECT_LIMIT.toMillis());
                client = new WebSocketClient(http);
                client.setMaxTextMessageSize(MAX_MESSAGE);
                client.setIdleTimeout(IDLE_LIMIT);
                client.start();
            } catch (Exception e) {
                throw new TransportException("the WebSocket client does not start: " + e.getMessage(), e);
            }
            started = client;
        }
        return started;
    }

    /** Beside the other one: its connections serve more than one request. */
    private synchronized HttpClient downloads() throws TransportException {
        HttpClient main = client().getHttpClient();
        if (downloads == null) {
            try {
                HttpClient http = Unlinked.downloads();
                http.setExecutor(main.getExecutor());
                http.setScheduler(main.getScheduler());
                http.setConnectTimeout(CONNECT_LIMIT.toMillis());
                http.start();
                downloads = http;
            } catch (Exception e) {
                throw new TransportException("the HTTP client does not start: " + e.getMessage(), e);
            }
        }
        return downloads;
    }

    @Deactivate
    public synchronized void close() throws Exception {
        closed = true;
        if (downloads != null) {
            downloads.stop();
        }
        if (started != null) {
            started.stop();
        }
    }

    @Override
    public String name() {
        return "nostr";
    }

    @Override
    public boolean reaches(RelayUrl relay) {
        return true;
    }

    @Override
    public CompletableFuture<Receipt> post(RelayUrl relay, Event event) {
        return ask(relay, "no OK came", new ClientMessage.Publish(event), (message, answer) -> {
            if (message instanceof RelayMessage.Ok ok
                    && ok.id().equals(event.id().hex())) {
                answer.complete(new Receipt(ok.accepted(), cut(ok.message())));
            }
        });
    }

    @Override
    public CompletableFuture<Harvest> headers(
            RelayUrl relay, Label label, long since, long until, Consumer<Page> page) {
        Pages pages = new Pages(curve, label, since, until, page);
        return ask(relay, "the headers did not come to an end", pages.first(), pages::hear, HARVEST_LIMIT);
    }

    @Override
    public Documents documents(FeedAddress feed) throws TransportException {
        return new HttpDocuments(downloads(), feed);
    }

    @Override
    public CompletableFuture<Following> follow(RelayUrl relay, Label label, long since, Follower follower) {
        Filter filter = Pages.filter(label).withSince(since);
        return follow(relay, filter, events -> Checked.headers(curve, events, label), follower);
    }

    @Override
    public CompletableFuture<Harvest> wraps(RelayUrl relay, PublicKey reader, long since, Consumer<List<Event>> page) {
        Pages pages = Pages.wraps(curve, reader, since, page);
        return ask(relay, "the wraps did not come to an end", pages.first(), pages::hear, HARVEST_LIMIT);
    }

    @Override
    public CompletableFuture<Following> followWraps(RelayUrl relay, PublicKey reader, long since, Follower follower) {
        Filter filter = Pages.filter(reader).withSince(since);
        return follow(relay, filter, events -> Checked.wraps(curve, events, reader), follower);
    }

    private CompletableFuture<Following> follow(
            RelayUrl relay, Filter filter, UnaryOperator<List<Event>> check, Follower follower) {
        CompletableFuture<Conversation> opened = new CompletableFuture<>();
        Conversation conversation = new Conversation(relay, message -> {
            if (message instanceof RelayMessage.Found found
                    && found.subscription().equals(SUBSCRIPTION)) {
                check.apply(List.of(found.event())).forEach(follower::header);
            } else if (message instanceof RelayMessage.Closed closed) {
                opened.thenAccept(c -> c.ended()
                        .completeExceptionally(
                                new TransportException(relay + " ended the subscription: " + cut(closed.message()))));
            }
        });
        CompletableFuture<?> connected = connect(relay, conversation);
        CompletableFuture<Following> following = connected.thenApply(open -> {
            opened.complete(conversation);
            Pinging pinging = new Pinging(conversation, scheduler());
            conversation.ended().whenComplete((nothing, failure) -> {
                pinging.stop();
                conversation.close();
                if (!pinging.isSilenced()) {
                    follower.ended(Conversation.plain(failure));
                }
            });
            conversation.say(new ClientMessage.Request(SUBSCRIPTION, List.of(filter)));
            pinging.start();
            return () -> {
                pinging.silence();
                conversation.close();
            };
        });
        return cancellable(following, () -> {
            conversation.close();
            connected.cancel(true);
        });
    }

    /** Whoever gives up takes the connection along. */
    private static <T> CompletableFuture<T> cancellable(CompletableFuture<T> answer, Runnable end) {
        answer.whenComplete((value, failure) -> {
            if (answer.isCancelled()) {
                end.run();
            }
        });
        return answer;
    }

    @Override
    public CompletableFuture<Optional<Event>> body(RelayUrl relay, EventId id) {
        return one(relay, Filter.ALL.withIds(id), event -> event.id().equals(id) && Checked.body(curve, event));
    }

    @Override
    public CompletableFuture<Optional<Event>> newest(RelayUrl relay, PublicKey author, int kind) {
        Filter filter = Filter.ALL.withAuthors(author).withKinds(kind).withLimit(1);
        return one(
                relay,
                filter,
                event -> event.pubkey().equals(author) && event.kind() == kind && Checked.any(curve, event));
    }

    @Override
    public CompletableFuture<RelayFacts> look(RelayUrl relay) {
        long start = System.nanoTime();
        CompletableFuture<Boolean> open = ask(
                relay,
                "no EOSE came",
                new ClientMessage.Request(
                        SUBSCRIPTION, List.of(Pages.filter(Label.EVERYBODY).withLimit(0))),
                (message, answer) -> {
                    if (message instanceof RelayMessage.Eose) {
                        answer.complete(false);
                    } else if (message instanceof RelayMessage.Closed closed) {
                        answer.complete(closed.message().startsWith("auth-required:"));
                    }
                });
        CompletableFuture<RelayFacts> facts = open.thenCompose(demandsAuth -> {
            Duration roundTrip = Duration.ofNanos(System.nanoTime() - start);
            return information().of(relay).thenApply(said -> said.facts(demandsAuth, roundTrip));
        });
        return cancellable(facts, () -> open.cancel(true));
    }

    private CompletableFuture<Optional<Event>> one(
            RelayUrl relay, Filter filter, java.util.function.Predicate<Event> wanted) {
        List<Event> found = new ArrayList<>();
        return ask(
                relay, "no EOSE came", new ClientMessage.Request(SUBSCRIPTION, List.of(filter)), (message, answer) -> {
                    if (message instanceof RelayMessage.Found event) {
                        if (found.isEmpty() && wanted.test(event.event())) {
                            found.add(event.event());
                        }
                    } else if (message instanceof RelayMessage.Eose) {
                        answer.complete(found.stream().findFirst());
                    } else if (message instanceof RelayMessage.Closed closed) {
                        answer.completeExceptionally(
                                new TransportException(relay + " refused the question: " + cut(closed.message())));
                    }
                });
    }

    private Scheduler scheduler() {
        try {
            return client().getHttpClient().getScheduler();
        } catch (TransportException e) {
            throw new CompletionException(e);
        }
    }

    private Information information() {
        try {
            return new Information(client().getHttpClient(), clock);
        } catch (TransportException e) {
            throw new CompletionException(e);
        }
    }

    private <T> CompletableFuture<T> ask(
            RelayUrl relay,
            String missing,
            ClientMessage question,
            BiConsumer<RelayMessage, CompletableFuture<T>> hear) {
        return ask(relay, missing, question, (message, answer, say) -> hear.accept(message, answer), ANSWER_LIMIT);
    }

    /** Hears one message; may answer the future or say something back. */
    interface Hearing<T> {
        void hear(RelayMessage message, CompletableFuture<T> answer, Consumer<ClientMessage> say);
    }

    private <T> CompletableFuture<T> ask(
            RelayUrl relay, String missing, ClientMessage question, Hearing<T> hearing, Duration limit) {
        CompletableFuture<T> answer = new CompletableFuture<>();
        Conversation[] self = new Conversation[1];
        Conversation conversation = new Conversation(relay, message -> {
            try {
                hearing.hear(message, answer, said -> self[0].say(said));
            } catch (RuntimeException e) {
                answer.completeExceptionally(e);
            }
        });
        self[0] = conversation;
        conversation.ended().whenComplete((nothing, failure) -> answer.completeExceptionally(failure));
        CompletableFuture<?> connected = connect(relay, conversation);
        connected.whenComplete((open, failure) -> {
            if (failure != null) {
                answer.completeExceptionally(
                        new TransportException(relay + ": " + Conversation.plain(failure), failure));
            } else {
                conversation.say(question);
            }
        });
        TransportException late =
                new TransportException(relay + ": " + missing + " within " + limit.toSeconds() + " s");
        answer.orTimeout(limit.toMillis(), TimeUnit.MILLISECONDS).whenComplete((value, failure) -> {
            conversation.close();
            connected.cancel(true); // where it is not there yet
        });
        CompletableFuture<T> told = answer.handle((value, failure) -> {
            if (failure == null) {
                return value;
            }
            Throwable root = failure instanceof java.util.concurrent.CompletionException && failure.getCause() != null
                    ? failure.getCause()
                    : failure;
            throw new CompletionException(root instanceof java.util.concurrent.TimeoutException ? late : root);
        });
        return cancellable(told, () -> answer.cancel(true));
    }

    private CompletableFuture<?> connect(RelayUrl relay, Conversation conversation) {
        try {
            return client().connect(conversation, relay.uri());
        } catch (java.io.IOException | RuntimeException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    private static String cut(String words) {
        return words.length() <= 256 ? words : words.substring(0, 256);
    }
}
