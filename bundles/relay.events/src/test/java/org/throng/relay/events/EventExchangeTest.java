// SPDX-License-Identifier: MIT
package org.throng.relay.events;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.throng.relay.events.RelayFixture.NOW;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.throng.curve.Curve;
import org.throng.event.Event;
import org.throng.event.EventId;
import org.throng.event.Filter;
import org.throng.itests.contracts.ExchangeContract;
import org.throng.policy.Policy;
import org.throng.policy.Source;
import org.throng.policy.Submission;
import org.throng.policy.Verdict;
import org.throng.relay.Exchange;

/** What goes to other relays and comes from them: what the contract says, and what this relay does beside it. */
@Timeout(60)
class EventExchangeTest extends ExchangeContract {
    private final Author ann = new Author(1);
    private final Author bob = new Author(2);
    private RelayFixture relay;
    private Exchange exchange;

    @BeforeEach
    void start() throws Exception {
        relay = RelayFixture.start();
        exchange = new EventExchange(relay.relay);
    }

    @AfterEach
    void stop() throws Exception {
        relay.close();
    }

    @Override
    protected Exchange exchange() {
        return exchange;
    }

    @Override
    protected Curve curve() {
        return QuickCurve.CURVE;
    }

    @Override
    protected long now() {
        return relay.seconds.get();
    }

    @Override
    protected void pass(long seconds) {
        relay.seconds.addAndGet(seconds);
    }

    @Test
    void newestComeInWholeSecondsUntilAllWereSeen() throws Exception {
        List<Event> all = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            all.add(ann.write(i % 2 == 0 ? 1 : 7, NOW - i / 10, "n" + i));
        }
        relay.store(all.toArray(new Event[0]));
        Set<EventId> seen = new HashSet<>();
        Exchange.Part part = exchange.newest(Filter.ALL, false, 15);
        assertEquals(20, part.items().size());
        assertEquals(NOW - 1, part.since());
        assertEquals(10, part.items().between(NOW, Long.MAX_VALUE).size());
        assertEquals(10, part.items().between(0, NOW - 1).size());
        seen.addAll(ids(part.items()));
        while (part.since() != Long.MIN_VALUE) {
            part = exchange.newest(Filter.ALL.withUntil(part.since() - 1), false, 15);
            seen.addAll(ids(part.items()));
        }
        assertEquals(100, seen.size());
        assertEquals(
                50,
                exchange.newest(Filter.ALL.withKinds(7), false, 1_000).items().size());
    }

    @Test
    void whatMustNotBeGivenIsNotGiven() throws Exception {
        Event wrap = ann.write(1059, NOW, "sealed", "p=" + bob.key().hex());
        Event shielded = ann.write(1, NOW, "mine", "-");
        Event brief = ann.write(1, NOW, "brief", "expiration=" + (NOW + 10));
        Event note = ann.note("for all");
        relay.store(wrap, brief, note);
        try (Client client = relay.connect()) {
            client.authenticate(ann.proof(client.challenge(), relay.uri("ws").toString()));
            client.publish(shielded);
        }
        assertEquals(3, exchange.newest(Filter.ALL, false, 100).items().size(), "without the wrap");
        assertEquals(4, exchange.newest(Filter.ALL, true, 100).items().size());
        assertTrue(exchange.give(wrap.id(), false).isEmpty());
        assertEquals(wrap, exchange.give(wrap.id(), true).orElseThrow());
        assertTrue(exchange.give(shielded.id(), true).isEmpty());
        assertEquals(brief, exchange.give(brief.id(), false).orElseThrow());
        relay.seconds.addAndGet(10);
        assertTrue(exchange.give(brief.id(), false).isEmpty());
        assertEquals(
                Set.of(shielded.id(), note.id()),
                ids(exchange.newest(Filter.ALL, false, 100).items()));
        Event unknown = bob.note("not here");
        assertEquals(List.of(unknown.id()), exchange.missing(List.of(note.id(), unknown.id())));
    }

    @Test
    void whatComesIsCheckedAsEverythingIs() throws Exception {
        Event note = ann.note("hello");
        assertEquals(new Exchange.Taken(true, ""), take(note));
        assertEquals(new Exchange.Taken(false, ""), take(note), "it is here");
        Event deletion = ann.write(5, NOW, "", "e=" + note.id().hex());
        assertTrue(take(deletion).stored());
        assertTrue(take(note).refusal().contains("deleted"), "its author deleted it");
        Event other = bob.note("signed by another");
        Event forged = new Event(ann.note("forged").id(), ann.key(), NOW, 1, List.of(), "forged", other.signature());
        assertEquals("invalid: the signature does not verify", take(forged).refusal());
        Event renamed = new Event(other.id(), other.pubkey(), NOW, 1, List.of(), "other words", other.signature());
        assertTrue(take(renamed).refusal().startsWith("invalid: the id"));
        assertTrue(
                take(ann.write(1, NOW, "over", "expiration=" + NOW)).refusal().startsWith("invalid: "));
        assertTrue(take(ann.write(20_001, NOW, "")).refusal().startsWith("invalid: "), "ephemeral");
        assertTrue(take(ann.write(1, NOW, "", "-")).refusal().startsWith("restricted: "), "protected");
        assertTrue(take(ann.write(1, NOW + 10_000, "")).refusal().startsWith("invalid: "), "too far ahead");
        Event vanish = bob.write(62, NOW, "", "relay=ALL_RELAYS");
        assertTrue(take(other).stored());
        assertTrue(take(vanish).stored());
        assertTrue(exchange.give(other.id(), true).isEmpty());
    }

    @Test
    void policiesAreToldThatItIsAnotherRelayWithoutAnAddress() throws Exception {
        List<Source> asked = new CopyOnWriteArrayList<>();
        relay.policies.add(new Policy() {
            @Override
            public String name() {
                return "test";
            }

            @Override
            public CompletionStage<Verdict> judge(Submission submission) {
                asked.add(submission.source());
                return CompletableFuture.completedFuture(
                        submission.event().kind() == 7 ? Verdict.shadow("spam") : Verdict.ACCEPT);
            }
        });
        assertTrue(exchange.take(ann.note("live"), Exchange.Way.LIVE).get().stored());
        assertEquals(Source.Channel.STREAM, asked.get(0).channel());
        assertTrue(asked.get(0).address().isEmpty());
        Exchange.Taken shadowed = take(ann.write(7, NOW, "spam"));
        assertEquals(Source.Channel.SYNC, asked.get(1).channel());
        assertTrue(shadowed.refusal().startsWith("blocked: "), "nobody pretends to ourselves");
    }

    @Test
    void whatIsStoredIsShownWhoeverSentIt() throws Exception {
        List<EventId> shown = new CopyOnWriteArrayList<>();
        Event first = ann.note("by a client");
        Event second = bob.note("by a relay");
        try (Exchange.Listening listening = exchange.listen(event -> shown.add(event.id()))) {
            relay.store(first, ann.write(20_001, NOW, "nobody keeps it"));
            take(second);
            take(second);
            assertEquals(List.of(first.id(), second.id()), shown);
            listening.close();
            relay.store(ann.note("later"));
        }
        assertEquals(2, shown.size());
    }
}
