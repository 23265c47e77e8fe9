// SPDX-License-Identifier: MIT
package org.throng.relay.events;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.function.ToLongFunction;
import org.throng.cipher.Bytes;
import org.throng.curve.Curve;
import org.throng.curve.PublicKey;
import org.throng.event.EventId;
import org.throng.event.Filter;
import org.throng.event.negentropy.Items;
import org.throng.http.Conversation;
import org.throng.http.Endpoint;
import org.throng.http.Request;
import org.throng.http.Response;
import org.throng.http.Socket;
import org.throng.relay.Relay;
import org.throng.store.Store;
import org.throng.store.StoreException;

/** A relay on a store; reached through a listener, and known to its operator. */
final class EventRelay implements Endpoint, Relay, AutoCloseable {
    private static final String LISTENER = "relay";
    private static final String NOSTR_JSON = "application/nostr+json";
    private static final int CHALLENGE_BYTES = 16;

    private final Terms terms;
    private final String version;
    private final InstantSource clock;
    private final SecureRandom random;
    private final StoredEvents events;
    private final Subscribers subscribers = new Subscribers();
    private final Ledgers ledgers;
    private final Intake intake;
    private final Checks checks;
    private final Authentication authentication;
    private final Rates networkEvents;
    private final Rates networkRequests;
    private final Semaphore compared;

    /**
     * Starts the relay's threads.
     *
     * @param store its own; whoever opened it closes it after this relay
     * @param folder that the store lies in
     * @param verifiers threads that verify signatures
     */
    EventRelay(
            Terms terms,
            String version,
            Store store,
            Path folder,
            Curve curve,
            InstantSource clock,
            SecureRandom random,
            int verifiers)
            throws StoreException {
        this.terms = terms;
        this.version = version;
        this.clock = clock;
        this.random = random;
        checks = new Checks(terms);
        authentication = new Authentication(curve, new OurName(terms.about().host()));
        compared = new Semaphore(4 * terms.bounds().compare());
        networkEvents = new Rates(terms.speeds().networkEvents(), clock);
        networkRequests = new Rates(terms.speeds().networkRequests(), clock);
        events = new StoredEvents(store, terms.bounds().cacheBytes());
        ledgers = new Ledgers(events, folder);
        intake = new Intake(
                curve, events, ledgers, subscribers, clock, terms.bounds().sweepSeconds(), verifiers);
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
        byte[] challenge = new byte[CHALLENGE_BYTES];
        random.nextBytes(challenge);
        Session session = new Session(this, socket, Bytes.hex(challenge));
        subscribers.add(session);
        return Optional.of(session);
    }

    @Override
    public void handle(Request request, Response response) throws IOException {
        response.header("Access-Control-Allow-Origin", "*")
                .header("Access-Control-Allow-Headers", "*")
                .header("Access-Control-Allow-Methods", "GET, HEAD, OPTIONS");
        if (!request.path().equals("/")) {
            response.status(404);
        } else if (request.method().equals("OPTIONS")) {
            response.status(204);
        } else if (!request.method().equals("GET") && !request.method().equals("HEAD")) {
            response.status(405).header("Allow", "GET, HEAD, OPTIONS");
        } else if (request.header("Accept").orElse("").toLowerCase(Locale.ROOT).contains(NOSTR_JSON)) {
            send(response, NOSTR_JSON, Information.json(terms, version, ledgers.information()));
        } else {
            send(
                    response,
                    "text/plain; charset=utf-8",
                    terms.about().name()
                            + "\n\nThis is a Nostr relay. Connect a Nostr client to it by WebSocket, or ask for "
                            + NOSTR_JSON + " (NIP-11).\n");
        }
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

    Query query(List<Filter> filters, Set<PublicKey> reader, ToLongFunction<Filter> limit) throws StoreException {
        return new Query(
                events, filters, limit, reader, now(), new Budget(terms.bounds().scan()));
    }

    /** Room for the events of all comparisons that are open, 40 bytes each. */
    Semaphore compared() {
        return compared;
    }

    /** What is stored of a filter, for a comparison; empty where it is more than one may compare. */
    Optional<Items> items(Filter filter, Set<PublicKey> reader) throws StoreException {
        int most = terms.bounds().compare();
        long limit = Math.min(filter.limit().orElse(Integer.MAX_VALUE), most + 1L);
        Query found = new Query(
                events,
                List.of(filter),
                one -> limit,
                reader,
                now(),
                new Budget(Math.max(most, terms.bounds().scan())));
        Items.Builder items = new Items.Builder();
        for (Found next = found.next(); next != null; next = found.next()) {
            items.add(Keys.createdAt(next.place()), EventId.of(Keys.id(next.place())));
        }
        return items.size() > most ? Optional.empty() : Optional.of(items.build());
    }

    boolean isStored(EventId id) throws StoreException {
        return events.find(id.bytes()).isPresent();
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

    Rates networkEvents() {
        return networkEvents;
    }

    Rates networkRequests() {
        return networkRequests;
    }

    /**
     * Stores what was taken in and ends the threads, then the connections: the listener goes on, and a client that stayed
     * would wait for ever for answers and events.
     */
    @Override
    public void close() {
        intake.close();
        ledgers.close();
        subscribers.close();
    }
}
