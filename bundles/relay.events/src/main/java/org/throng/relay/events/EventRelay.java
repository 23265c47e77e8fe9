// SPDX-License-Identifier: MIT
package org.throng.relay.events;

import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.function.ToLongFunction;
import org.throng.cipher.Bytes;
import org.throng.curve.Curve;
import org.throng.curve.PublicKey;
import org.throng.event.Event;
import org.throng.event.EventId;
import org.throng.event.Filter;
import org.throng.http.Conversation;
import org.throng.http.Endpoint;
import org.throng.http.Network;
import org.throng.http.Request;
import org.throng.http.Response;
import org.throng.http.Socket;
import org.throng.relay.Management;
import org.throng.relay.Moderation;
import org.throng.relay.Relay;
import org.throng.store.Store;
import org.throng.store.StoreException;

/** A relay on a store; reached through a listener, and known to its operator. */
final class EventRelay implements Endpoint, Relay, Moderation, AutoCloseable {
    private static final String METHODS = "GET, HEAD, POST, OPTIONS";
    private static final String LISTENER = "relay";
    private static final String NOSTR_JSON = "application/nostr+json";
    private static final int CHALLENGE_BYTES = 16;
    private static final long ERASE_SECONDS = 30;

    private volatile Terms terms;
    private final String version;
    private final InstantSource clock;
    private final SecureRandom random;
    private final StoredEvents events;
    private final Subscribers subscribers = new Subscribers();
    private final Counters counters = new Counters();
    private final Ledgers ledgers;
    private final Intake intake;
    private volatile Checks checks;
    private volatile Authentication authentication;
    private final Curve curve;
    private final Gate gate;
    private final Supplier<Management> management;
    private final Examination examination;
    private final Rates networkRequests;
    private final Semaphore compared;
    private final RelayHealth health;
    private volatile boolean closing;

    /**
     * Starts the relay's threads.
     *
     * @param store its own; whoever opened it closes it after this relay
     * @param folder that the store lies in
     * @param verifiers threads that verify signatures
     * @param gate what is asked before an event is accepted
     * @param management {@code null} while there is none
     */
    EventRelay(
            Terms terms,
            String version,
            Store store,
            Path folder,
            Curve curve,
            InstantSource clock,
            SecureRandom random,
            int verifiers,
            Gate gate,
            Supplier<Management> management)
            throws StoreException {
        this.terms = terms;
        this.version = version;
        this.clock = clock;
        this.random = random;
        this.gate = gate;
        this.management = management;
        this.curve = curve;
        checks = new Checks(terms);
        authentication = new Authentication(curve, new OurName(terms.about().host()));
        compared = new Semaphore(4 * terms.bounds().compare());
        networkRequests = new Rates(terms.speeds().networkRequests(), clock);
        events = new StoredEvents(store, terms.bounds().cacheBytes());
        ledgers = new Ledgers(events, folder);
        intake = new Intake(
                curve,
                gate,
                events,
                ledgers,
                subscribers,
                counters,
                clock,
                terms.bounds().sweepSeconds(),
                verifiers);
        examination = new Examination(this, curve, events);
        health = new RelayHealth(store, intake, gate, clock);
    }

    /**
     * Goes on with other terms: what it says of itself and its limits, for clients who are connected, too.
     *
     * @return false where they are of a kind that a relay is made with; then nothing has changed
     */
    boolean change(Terms other) {
        if (!other.isOfOneMakeWith(terms)) {
            return false;
        }
        checks = new Checks(other);
        authentication = new Authentication(curve, new OurName(other.about().host()));
        terms = other;
        return true;
    }

    @Override
    public String listener() {
        return LISTENER;
    }

    @Override
    public String path() {
        return "/";
    }

    @Override
    public int messageBytes() {
        return terms.bounds().messageBytes();
    }

    @Override
    public Optional<Conversation> converse(Request request, Socket socket) {
        if (gate.closedTo(socket.remote()).isPresent()) {
            return Optional.empty(); // handle says why
        }
        byte[] challenge = new byte[CHALLENGE_BYTES];
        random.nextBytes(challenge);
        Session session = new Session(this, socket, Bytes.hex(challenge));
        subscribers.add(session);
        return Optional.of(session);
    }

    @Override
    public void handle(Request request, Response response) throws IOException {
        response.header("Access-Control-Allow-Origin", "*")
                // a browser does not count Authorization among all
                .header("Access-Control-Allow-Headers", isPreflight(request) ? "*, Authorization" : "*")
                .header("Access-Control-Allow-Methods", METHODS);
        Optional<String> closed = request.header("Upgrade")
                .filter(upgrade -> upgrade.equalsIgnoreCase("websocket"))
                .flatMap(upgrade -> gate.closedTo(request.remote()));
        if (!request.path().equals("/")) {
            response.status(404);
        } else if (closed.isPresent()) {
            response.status(403);
            send(response, "text/plain; charset=utf-8", "blocked: " + closed.get() + "\n");
        } else if (isPreflight(request)) {
            response.status(204);
        } else if (request.method().equals("POST") && management.get() != null && isCall(request)) {
            call(request, response);
        } else if (!request.method().equals("GET") && !request.method().equals("HEAD")) {
            response.status(405).header("Allow", METHODS);
        } else if (request.header("Accept").orElse("").toLowerCase(Locale.ROOT).contains(NOSTR_JSON)) {
            send(response, NOSTR_JSON, information());
        } else {
            send(
                    response,
                    "text/plain; charset=utf-8",
                    terms.about().name()
                            + "\n\nThis is a Nostr relay. Connect a Nostr client to it by WebSocket, or ask for "
                            + NOSTR_JSON + " (NIP-11).\n");
        }
    }

    private static boolean isPreflight(Request request) {
        return request.method().equals("OPTIONS");
    }

    private static boolean isCall(Request request) {
        String type = request.header("Content-Type").orElse("").toLowerCase(Locale.ROOT);
        return type.split(";", 2)[0].strip().equals(Management.CONTENT_TYPE);
    }

    /** A call of NIP-86; counts as a question, for it may cost a verification. */
    private void call(Request request, Response response) throws IOException {
        if (!networkRequests.of(Network.of(request.remote())).take()) {
            response.status(429);
            return;
        }
        byte[] body = request.body().readNBytes(Management.MAX_BODY + 1);
        if (body.length > Management.MAX_BODY) {
            response.status(413);
            return;
        }
        Management.Answer answer =
                management.get().answer(new Management.Call(request.header("Authorization"), address(request), body));
        response.status(answer.status());
        if (answer.status() == 401) {
            response.header("WWW-Authenticate", "Nostr");
        }
        send(response, "application/json", answer.json());
    }

    /** By what address a caller means this relay: as for AUTH, nobody's word counts for a name that is not of this machine. */
    private Optional<URI> address(Request request) {
        return terms.about()
                .url()
                .or(() -> request.header("Host")
                        .map(host -> "ws://" + host)
                        .filter(new OurName(Optional.empty())::isIn)
                        .map(URI::create));
    }

    private String information() {
        Management manager = management.get();
        return Information.json(
                terms,
                version,
                gate.demands(),
                manager == null ? Management.Looks.UNCHANGED : manager.looks(),
                manager != null && manager.isOpen(),
                events.retention(),
                ledgers.information());
    }

    private static void send(Response response, String type, String text) throws IOException {
        response.header("Content-Type", type).send(text.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public Stats stats() throws IOException {
        return new Stats(
                version,
                events.count(),
                events.store().size(),
                subscribers.connections(),
                subscribers.subscriptions(),
                intake.accepted(),
                intake.refused(),
                subscribers.sent());
    }

    @Override
    public long compact() throws IOException {
        return events.store().compact();
    }

    @Override
    public List<Finding> explain(Event event, Optional<InetAddress> from, Set<PublicKey> keys) throws StoreException {
        return examination.explain(event, from, keys);
    }

    @Override
    public Optional<Event> find(EventId id) throws StoreException {
        Vanishing.Veil veil = events.vanishing().veil();
        Optional<Row> row = events.find(id.bytes());
        if (row.isEmpty() || row.get().isOver(now())) {
            return Optional.empty();
        }
        return Optional.of(row.get().event()).filter(event -> !veil.hides(event));
    }

    @Override
    public boolean erase(EventId id) throws IOException {
        return await(intake.erase(id));
    }

    @Override
    public boolean erase(PublicKey author) throws IOException {
        return await(intake.erase(author));
    }

    private static boolean await(CompletableFuture<Boolean> erased) throws IOException {
        try {
            return erased.get(ERASE_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw new IOException("it could not be erased: " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("the relay is ending", e);
        }
    }

    @Override
    public List<Report> reported(int most) throws StoreException {
        return examination.reported(most);
    }

    @Override
    public int disconnect(Predicate<InetAddress> from) {
        return subscribers.disconnect(from, "blocked: this address is banned here");
    }

    Query query(List<Filter> filters, Set<PublicKey> reader, ToLongFunction<Filter> limit) throws StoreException {
        return new Query(
                events,
                filters,
                limit,
                reader,
                now(),
                Budget.inTurns(terms.bounds().scan()));
    }

    /** The same, which never pauses. */
    Query queryAtOnce(List<Filter> filters, Set<PublicKey> reader, ToLongFunction<Filter> limit) throws StoreException {
        return new Query(
                events,
                filters,
                limit,
                reader,
                now(),
                Budget.whole(terms.bounds().scan()));
    }

    /** Room for the events of all comparisons that are open, 40 bytes each. */
    Semaphore compared() {
        return compared;
    }

    /** What is stored of a filter, for a comparison: one more than may be compared, where there are more. */
    Query compared(Filter filter, Set<PublicKey> reader) throws StoreException {
        int most = terms.bounds().compare();
        long limit = Math.min(filter.limit().orElse(Integer.MAX_VALUE), most + 1L);
        return new Query(
                events,
                List.of(filter),
                one -> limit,
                reader,
                now(),
                Budget.inTurns(Math.max(most, terms.bounds().scan())));
    }

    /** Whether an event is stored and stays: what is about to be erased is not. */
    boolean isStored(EventId id) throws StoreException {
        Vanishing.Veil veil = events.vanishing().veil();
        Optional<Row> row = events.find(id.bytes());
        return row.isPresent() && (veil.isEmpty() || !veil.hides(row.get().event()));
    }

    /**
     * What is stored of a filter, for whoever operates the relay.
     *
     * @param gated whether also what clients are served only where they are its parties
     */
    ExportQuery export(Filter filter, boolean gated) throws StoreException {
        return new ExportQuery(events, filter, gated, now());
    }

    long count() {
        return events.count();
    }

    long size() throws StoreException {
        return events.store().size();
    }

    StoredEvents events() {
        return events;
    }

    Counters counters() {
        return counters;
    }

    RelayHealth health() {
        return health;
    }

    Terms terms() {
        return terms;
    }

    InstantSource clock() {
        return clock;
    }

    long now() {
        return clock.instant().getEpochSecond();
    }

    Checks checks() {
        return checks;
    }

    Authentication authentication() {
        return authentication;
    }

    Ledgers ledgers() {
        return ledgers;
    }

    Intake intake() {
        return intake;
    }

    Subscribers subscribers() {
        return subscribers;
    }

    Gate gate() {
        return gate;
    }

    Rates networkRequests() {
        return networkRequests;
    }

    /** Whether the store may be closed by now, and clients are on their way out. */
    boolean isClosing() {
        return closing;
    }

    /**
     * Stores what was taken in and ends the threads, then the connections: the listener goes on, and a client that stayed
     * would wait for ever for answers and events.
     */
    @Override
    public void close() {
        closing = true;
        intake.close();
        ledgers.close();
        subscribers.close();
    }
}
