// SPDX-License-Identifier: MIT
package org.throng.relay.events;

import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.throng.cipher.Bytes;
import org.throng.curve.PublicKey;
import org.throng.event.ClientMessage;
import org.throng.event.Event;
import org.throng.event.EventId;
import org.throng.event.Filter;
import org.throng.event.MalformedException;
import org.throng.event.RefusedException;
import org.throng.event.RelayMessage;
import org.throng.event.negentropy.Items;
import org.throng.event.negentropy.Negentropy;
import org.throng.http.Conversation;
import org.throng.http.Network;
import org.throng.http.Socket;
import org.throng.policy.Source;
import org.throng.policy.Submission;
import org.throng.policy.Verdict;
import org.throng.store.StoreException;

/**
 * One client. The listener calls {@link #onText} and {@link #onRoom} one at a time; events and answers of the relay's
 * writer come from its own thread.
 *
 * <p>A client that sends events faster than they are stored is not read any further until they are; one that does not
 * read what it asked for is served no further until it does.
 */
final class Session implements Conversation {
    private static final Logger LOG = LoggerFactory.getLogger(Session.class);
    private static final int IN_FLIGHT = 256;
    private static final int UNSENT = 2_000;
    private static final int UNSENT_BYTES = 1 << 20;
    private static final int KEYS = 32;
    private static final int SLOW = 1008;
    private static final int UNWELCOME = 1008;
    private static final int RESTART = 1012;
    private static final String RESTARTING = "the relay starts anew, connect again";

    private final EventRelay relay;
    private final Socket socket;
    private final String challenge;
    private final Bucket requests;
    private final Bucket networkRequests;
    private final Set<PublicKey> keys = ConcurrentHashMap.newKeySet();
    private final Source source;
    private final Map<String, Subscription> subscriptions = new ConcurrentHashMap<>();
    private final Comparisons comparisons;
    private final Queue<Question> serving = new ArrayDeque<>();
    private final Map<String, Collecting> collecting = new HashMap<>();
    private int counting;
    private final Queue<byte[]> unsent = new ArrayDeque<>();
    private int unsentBytes;
    private final AtomicInteger inFlight = new AtomicInteger();

    Session(EventRelay relay, Socket socket, String challenge) {
        this.relay = relay;
        this.socket = socket;
        this.challenge = challenge;
        comparisons = new Comparisons(relay.compared());
        Network network = Network.of(socket.remote());
        source = new Source(Source.Channel.CLIENT, Optional.of(socket.remote()), keys);
        requests = new Bucket(relay.terms().speeds().requests(), relay.clock());
        networkRequests = relay.networkRequests().of(network);
        send(new RelayMessage.Challenge(challenge));
    }

    /** The keys that this client has proven to hold. */
    Set<PublicKey> keys() {
        return keys;
    }

    int subscriptions() {
        return subscriptions.size();
    }

    @Override
    public void onText(String text) {
        ClientMessage message;
        try {
            message = ClientMessage.read(text);
        } catch (RefusedException e) {
            relay.counters().heardNonsense();
            answer(e);
            return;
        }
        relay.counters().heard(message);
        if (message instanceof ClientMessage.Publish publish) {
            publish(publish.event());
        } else if (message instanceof ClientMessage.Request request) {
            request(request.subscription(), request.filters());
        } else if (message instanceof ClientMessage.Count count) {
            count(count.subscription(), count.filters());
        } else if (message instanceof ClientMessage.Close close) {
            end(close.subscription());
        } else if (message instanceof ClientMessage.Authenticate proof) {
            authenticate(proof.event());
        } else if (message instanceof ClientMessage.Compare compare) {
            compare(compare.subscription(), compare.filter(), compare.payload());
        } else if (message instanceof ClientMessage.CompareOn on) {
            compareFurther(on.subscription(), on.payload());
        } else if (message instanceof ClientMessage.CompareEnd end) {
            endComparing(end.subscription());
        }
    }

    private void answer(RefusedException e) {
        String text = "invalid: " + e.getMessage();
        switch (e.answer()) {
            case OK -> {
                relay.intake().noteRefusal();
                send(new RelayMessage.Ok(e.subject(), false, text));
            }
            case CLOSED -> {
                if (e.isReplacement()) {
                    end(e.subject());
                }
                send(new RelayMessage.Closed(e.subject(), text));
            }
            case NEG_ERR -> {
                if (e.isReplacement()) {
                    endComparing(e.subject());
                }
                send(new RelayMessage.NotCompared(e.subject(), text));
            }
            case NOTICE -> send(new RelayMessage.Notice(text));
        }
    }

    private void publish(Event event) {
        Submission submission = new Submission(event, source, false);
        Verdict verdict = relay.gate().glance(submission);
        if (verdict.action() == Verdict.Action.SHADOW) {
            relay.intake().noteRefusal();
            send(new RelayMessage.Ok(event.id().hex(), true, Outcome.SHADOWED.text()));
            return;
        }
        Optional<String> refusal =
                verdict.isAccepted() ? relay.checks().refusal(event, keys, relay.now()) : Optional.of(verdict.text());
        if (refusal.isPresent()) {
            relay.intake().noteRefusal();
            send(new RelayMessage.Ok(event.id().hex(), false, refusal.get()));
            return;
        }
        Row row;
        try {
            row = new Row(Expiration.of(event), event.kind(), event.json().getBytes(StandardCharsets.UTF_8));
        } catch (MalformedException e) {
            throw new IllegalStateException("the checks let an expiration through that is none", e);
        }
        if (isKnown(event)) {
            relay.counters().duplicates.increment();
            send(new RelayMessage.Ok(event.id().hex(), true, Outcome.DUPLICATE.text()));
            return;
        }
        if (inFlight.incrementAndGet() >= IN_FLIGHT) {
            socket.pause();
            if (inFlight.get() <= IN_FLIGHT / 2) {
                socket.resume(); // the answers were quicker than this thread
            }
        }
        relay.intake().add(new Arrival(submission, row, (accepted, text) -> {
            send(new RelayMessage.Ok(event.id().hex(), accepted, text));
            if (inFlight.decrementAndGet() == IN_FLIGHT / 2) {
                socket.resume();
            }
        }));
    }

    /** A duplicate needs no verification. */
    private boolean isKnown(Event event) {
        try {
            return relay.isStored(event.id());
        } catch (StoreException e) {
            LOG.debug("the store does not answer; the writer will say so", e);
            return false;
        }
    }

    private void authenticate(Event event) {
        Optional<String> refusal = requests.take() && networkRequests.take()
                ? relay.authentication().refusal(event, challenge, relay.now())
                : Optional.of("rate-limited: too many proofs from you, slow down");
        if (refusal.isEmpty() && keys.size() >= KEYS && !keys.contains(event.pubkey())) {
            refusal = Optional.of("restricted: a connection has at most " + KEYS + " keys");
        }
        if (refusal.isEmpty()) {
            keys.add(event.pubkey());
            relay.counters().proofs.increment();
        } else {
            relay.counters().proofsRefused.increment();
        }
        send(new RelayMessage.Ok(event.id().hex(), refusal.isEmpty(), refusal.orElse("")));
    }

    private Optional<String> refusal(List<Filter> filters) {
        if (!requests.take() || !networkRequests.take()) {
            return Optional.of("rate-limited: too many questions from you, slow down");
        }
        if (filters.size() > relay.terms().bounds().filters()) {
            return Optional.of("restricted: at most " + relay.terms().bounds().filters() + " filters in one question");
        }
        if (keys.isEmpty() && filters.stream().allMatch(ReadRules::asksForRestrictedOnly)) {
            return Optional.of("auth-required: these kinds are served to their parties only");
        }
        return Optional.empty();
    }

    private void request(String id, List<Filter> filters) {
        end(id);
        Optional<String> refusal = refusal(filters);
        if (refusal.isEmpty() && subscriptions.size() >= relay.terms().bounds().subscriptions()) {
            refusal = Optional.of(
                    "restricted: at most " + relay.terms().bounds().subscriptions() + " subscriptions at once");
        }
        if (refusal.isPresent()) {
            send(new RelayMessage.Closed(id, refusal.get()));
            return;
        }
        Subscription subscription = new Subscription(id, filters, this);
        subscriptions.put(id, subscription);
        relay.subscribers().add(subscription);
        try {
            subscription.begin(relay.query(filters, keys, this::limit));
            serving.add(subscription);
            serve();
        } catch (StoreException e) {
            drop(subscription, reason(e));
        }
    }

    private long limit(Filter filter) {
        return Math.min(
                filter.limit().orElse(relay.terms().bounds().defaultLimit()),
                relay.terms().bounds().maxLimit());
    }

    private void count(String id, List<Filter> filters) {
        Optional<String> refusal = refusal(filters);
        if (refusal.isEmpty() && counting >= relay.terms().bounds().subscriptions()) {
            refusal = Optional.of("rate-limited: too many of your questions wait for their answers");
        }
        if (refusal.isPresent()) {
            send(new RelayMessage.Closed(id, refusal.get()));
            return;
        }
        try {
            serving.add(new Counting(id, relay.query(filters, keys, filter -> Long.MAX_VALUE)));
            counting++;
            serve();
        } catch (StoreException e) {
            send(new RelayMessage.Closed(id, reason(e)));
        }
    }

    /** One COUNT. */
    private final class Counting implements Question {
        private final String id;
        private final Query query;
        private long count;

        Counting(String id, Query query) {
            this.id = id;
            this.query = query;
        }

        @Override
        public Turn step() throws StoreException {
            for (Found next = query.next(); next != null; next = query.next()) {
                if (Found.isNotYet(next)) {
                    return Turn.AGAIN;
                }
                count++;
            }
            counting--;
            send(new RelayMessage.Counted(id, count));
            return Turn.DONE;
        }

        @Override
        public void fail(String reason) {
            counting--;
            send(new RelayMessage.Closed(id, reason));
        }
    }

    /** NIP-77: the same rules of reading as for REQ. */
    private void compare(String id, Filter filter, String payload) {
        endComparing(id);
        Optional<String> refusal = refusal(List.of(filter)).or(() -> comparisons.refusal(collecting.size()));
        if (refusal.isPresent()) {
            send(new RelayMessage.NotCompared(id, refusal.get()));
            return;
        }
        try {
            Collecting begun = new Collecting(id, relay.compared(filter, keys), payload);
            collecting.put(id, begun);
            serving.add(begun);
            serve();
        } catch (StoreException e) {
            send(new RelayMessage.NotCompared(id, reason(e)));
        }
    }

    private void endComparing(String id) {
        serving.remove(collecting.remove(id));
        comparisons.end(id);
    }

    /** What is stored of a filter, before it is compared. */
    private final class Collecting implements Question {
        private final String id;
        private final Query query;
        private final String payload;
        private final Items.Builder items = new Items.Builder();

        Collecting(String id, Query query, String payload) {
            this.id = id;
            this.query = query;
            this.payload = payload;
        }

        @Override
        public Turn step() throws StoreException {
            for (Found next = query.next(); next != null; next = query.next()) {
                if (Found.isNotYet(next)) {
                    return Turn.AGAIN;
                }
                items.add(Keys.createdAt(next.place()), EventId.of(Keys.id(next.place())));
            }
            collecting.remove(id);
            int most = relay.terms().bounds().compare();
            if (items.size() > most) {
                send(new RelayMessage.NotCompared(id, "blocked: more than " + most + " events fit; narrow the filter"));
            } else if (!comparisons.begin(id, items.build())) {
                send(new RelayMessage.NotCompared(id, "blocked: too much is being compared now, try again later"));
            } else {
                compareOn(id, payload);
            }
            return Turn.DONE;
        }

        @Override
        public void fail(String reason) {
            collecting.remove(id);
            send(new RelayMessage.NotCompared(id, reason));
        }
    }

    /** Each message of a comparison costs as much as a question. */
    private void compareFurther(String id, String payload) {
        if (requests.owe() && networkRequests.owe()) {
            compareOn(id, payload);
            return;
        }
        endComparing(id);
        send(new RelayMessage.NotCompared(id, "rate-limited: you compare too fast, slow down and begin anew"));
    }

    private void compareOn(String id, String payload) {
        Optional<Negentropy> open = comparisons.find(id);
        if (open.isEmpty()) {
            send(new RelayMessage.NotCompared(id, "closed: no comparison of this name is open"));
            return;
        }
        try {
            Negentropy.Step step = open.get().reconcile(HexFormat.of().parseHex(payload));
            send(new RelayMessage.Compared(id, Bytes.hex(step.message())));
        } catch (MalformedException e) {
            comparisons.end(id);
            send(new RelayMessage.NotCompared(id, "invalid: " + e.getMessage()));
        }
    }

    /** Goes on with what the client has room for, until others are to have their turn. */
    private void serve() {
        while (!serving.isEmpty()) {
            Question first = serving.peek();
            try {
                Question.Turn turn = first.step();
                if (turn == Question.Turn.FULL) {
                    return;
                }
                serving.remove(first);
                if (turn == Question.Turn.AGAIN) {
                    serving.add(first);
                    requests.charge(); // who has much looked through pays for it as for more questions
                    networkRequests.charge();
                    socket.callAgain();
                    return;
                }
            } catch (StoreException e) {
                serving.remove(first);
                first.fail(reason(e));
            }
        }
    }

    @Override
    public void onRoom() {
        synchronized (unsent) {
            while (!unsent.isEmpty() && socket.send(unsent.peek())) {
                unsentBytes -= unsent.remove().length;
            }
        }
        serve();
    }

    private String reason(StoreException e) {
        if (e instanceof Budget.TooBroadException) {
            return "restricted: " + e.getMessage();
        }
        if (relay.isClosing()) {
            return "error: " + RESTARTING;
        }
        LOG.error("a question could not be answered: {}", e.getMessage(), e);
        return "error: could not be read, try again later";
    }

    /** Ends a subscription and says why. */
    void drop(Subscription subscription, String reason) {
        subscription.end();
        relay.subscribers().remove(subscription);
        if (subscriptions.remove(subscription.id(), subscription)) {
            send(new RelayMessage.Closed(subscription.id(), reason));
        }
    }

    private void end(String id) {
        Subscription ended = subscriptions.remove(id);
        if (ended != null) {
            relay.subscribers().remove(ended);
            ended.end();
            serving.remove(ended);
        }
    }

    /** Sends a message now, if there is room and nothing waits before it. */
    boolean offer(byte[] message) {
        synchronized (unsent) {
            return unsent.isEmpty() && socket.send(message);
        }
    }

    boolean isUnshown(EventId id) {
        return relay.subscribers().isUnshown(id);
    }

    void noteSent() {
        relay.subscribers().noteSent();
    }

    /** Sends an event that came in now. */
    void sendLive(byte[] message) {
        send(message);
        noteSent();
    }

    /** It is sent in another way than by {@link #send(RelayMessage)}. */
    void noteSaid(RelayMessage message) {
        relay.counters().said(message);
    }

    private void send(RelayMessage message) {
        noteSaid(message);
        send(message.json().getBytes(StandardCharsets.UTF_8));
    }

    /**
     * Sends what the client must get: where there is no room it waits, before all stored events. A client that lets too
     * much wait is told so and cut off.
     */
    private void send(byte[] message) {
        synchronized (unsent) {
            if (unsent.isEmpty() && socket.send(message)) {
                return;
            }
            unsent.add(message);
            unsentBytes += message.length;
            if (unsent.size() > UNSENT || unsentBytes > UNSENT_BYTES) {
                unsent.clear();
                unsentBytes = 0;
                relay.counters().slowClients.increment();
                socket.close(SLOW, "rate-limited: you read too slowly, events would be missed; connect again");
            }
        }
    }

    InetAddress remote() {
        return socket.remote();
    }

    /** Whoever is connected is not welcome any more. */
    void disconnect(String reason) {
        socket.close(UNWELCOME, reason);
    }

    /** The relay ends, or begins anew with other settings: what is queued is sent, then the connection is closed. */
    void close() {
        socket.close(RESTART, RESTARTING);
    }

    @Override
    public void onClose(int code, String reason) {
        relay.subscribers().remove(this);
        subscriptions.values().forEach(one -> {
            relay.subscribers().remove(one);
            one.end();
        });
        subscriptions.clear();
        comparisons.endAll();
        collecting.clear();
        serving.clear();
    }
}
