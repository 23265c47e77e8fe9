// SPDX-License-Identifier: MIT
package org.throng.relay.events;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.throng.event.ClientMessage;
import org.throng.event.Event;
import org.throng.event.Filter;
import org.throng.event.RelayMessage;
import org.throng.event.StrictJson;
import org.throng.policy.Demands;
import org.throng.policy.Policy;
import org.throng.policy.Submission;
import org.throng.policy.Verdict;
import org.throng.relay.Moderation.Finding;

/** What policies say is what happens, and nothing happens where they fail. */
@Timeout(60)
class PolicyTest {
    private final Author ann = new Author(1);
    private RelayFixture relay;
    private Client client;

    @BeforeEach
    void start() throws Exception {
        relay = RelayFixture.start();
        client = relay.connect();
    }

    @AfterEach
    void stop() throws Exception {
        client.close();
        relay.close();
    }

    /** Says the same of every event, early or late. */
    private record Constant(String name, Verdict early, CompletableFuture<Verdict> late) implements Policy {
        static Constant early(Verdict verdict) {
            return new Constant("constant", verdict, CompletableFuture.completedFuture(Verdict.ACCEPT));
        }

        static Constant late(CompletableFuture<Verdict> verdict) {
            return new Constant("constant", Verdict.ACCEPT, verdict);
        }

        @Override
        public Verdict glance(Submission submission) {
            return early;
        }

        @Override
        public CompletionStage<Verdict> judge(Submission submission) {
            return late;
        }
    }

    private static CompletableFuture<Verdict> now(Verdict verdict) {
        return CompletableFuture.completedFuture(verdict);
    }

    @Test
    void refusalIsToldInTheOkAndTheEventIsNotStored() throws Exception {
        Verdict no = Verdict.refuse(Verdict.Word.BLOCKED, "not on Sundays");
        for (Policy policy : List.of(Constant.early(no), Constant.late(now(no)))) {
            relay.policies.add(policy);
            assertEquals("blocked: not on Sundays", client.refused(ann.note("a")));
            relay.policies.clear(); // hot: the next event is not refused
        }
        assertEquals(2, relay.relay.stats().refused());
        client.publish(ann.note("a"));
        assertEquals(1, client.count(Filter.ALL));
    }

    @Test
    void shadowRejectedEventSeemsStoredAndIsShownToNobody() throws Exception {
        try (Client reader = relay.connect()) {
            reader.find("live", Filter.ALL.withLimit(0));
            for (Policy policy :
                    List.of(Constant.early(Verdict.shadow("spam")), Constant.late(now(Verdict.shadow("spam"))))) {
                relay.policies.add(policy);
                assertEquals("", client.publish(ann.note("shadow")).message());
                relay.policies.clear();
            }
            Event seen = ann.note("seen");
            client.publish(seen);
            assertEquals(
                    seen.id(), reader.next(RelayMessage.Found.class).event().id());
            assertEquals(1, client.count(Filter.ALL));
        }
    }

    @Test
    void whatWaitsForAVerdictHoldsUpNobodyElse() throws Exception {
        CompletableFuture<Verdict> verdict = new CompletableFuture<>();
        CountDownLatch asked = new CountDownLatch(1);
        relay.policies.add(new Policy() {
            @Override
            public String name() {
                return "slow";
            }

            @Override
            public CompletionStage<Verdict> judge(Submission submission) {
                asked.countDown();
                return verdict;
            }
        });
        Event slow = ann.note("slow");
        client.say(new ClientMessage.Publish(slow));
        assertTrue(asked.await(20, TimeUnit.SECONDS));
        relay.policies.clear();
        try (Client other = relay.connect()) {
            other.publish(ann.note("quick"));
        }
        assertTrue(client.isQuiet());
        verdict.complete(Verdict.ACCEPT);
        assertEquals(slow.id().hex(), client.next(RelayMessage.Ok.class).id());
        assertEquals(2, client.count(Filter.ALL));
    }

    @Test
    void policyThatFailsRefuses() throws Exception {
        relay.policies.add(new Policy() {
            @Override
            public String name() {
                return "broken";
            }

            @Override
            public Verdict glance(Submission submission) {
                throw new IllegalStateException("in a test");
            }
        });
        assertTrue(client.refused(ann.note("a")).startsWith("error: "));
        relay.policies.clear();
        relay.policies.add(Constant.late(CompletableFuture.failedFuture(new IllegalStateException("in a test"))));
        assertTrue(client.refused(ann.note("b")).startsWith("error: "));
    }

    @Test
    void nothingIsAcceptedWithoutARequiredPolicy() throws Exception {
        try (RelayFixture strict = new RelayFixture(
                        new TestTerms().build(), RelayFixture.memory(), RelayFixture.limits(), Set.of("constant"));
                Client there = strict.connect()) {
            assertTrue(there.refused(ann.note("a")).startsWith("error: the policy 'constant'"));
            strict.policies.add(Constant.early(Verdict.ACCEPT));
            there.publish(ann.note("a"));
        }
    }

    @Test
    void eventThatWaitsWhenTheRelayEndsIsRefused() throws Exception {
        CompletableFuture<Verdict> verdict = new CompletableFuture<>();
        relay.policies.add(Constant.late(verdict));
        client.say(new ClientMessage.Publish(ann.note("slow")));
        client.find(Filter.ALL);
        relay.relay.close();
        verdict.complete(Verdict.ACCEPT);
        assertEquals(0, relay.relay.stats().accepted());
        assertEquals(1, relay.relay.stats().refused());
    }

    private static Policy closed(String name) {
        return new Policy() {
            @Override
            public String name() {
                return name;
            }

            @Override
            public Optional<String> closedTo(InetAddress address) {
                return Optional.of("not from there");
            }

            @Override
            public Demands demands() {
                return new Demands(9, true);
            }
        };
    }

    @Test
    void connectionFromAClosedAddressIsRefusedAndAnOpenOneCanBeEnded() throws Exception {
        relay.policies.add(closed("constant"));
        ExecutionException refused = assertThrows(ExecutionException.class, relay::connect);
        assertTrue(String.valueOf(refused.getCause()).contains("WebSocketHandshake"));
        assertEquals(0, relay.relay.disconnect(address -> !address.isLoopbackAddress()));
        assertEquals(1, relay.relay.disconnect(InetAddress::isLoopbackAddress));
        assertTrue(client.nextText().startsWith("closed 1008 blocked: "));
    }

    @Test
    void informationSaysWhatPoliciesWant() throws Exception {
        relay.policies.add(closed("constant"));
        String document = RelayFixture.http()
                .send(
                        HttpRequest.newBuilder(relay.uri("http"))
                                .header("Accept", "application/nostr+json")
                                .build(),
                        HttpResponse.BodyHandlers.ofString())
                .body();
        Map<?, ?> limits = (Map<?, ?>) ((Map<?, ?>) StrictJson.read(document)).get("limitation");
        assertEquals(9L, limits.get("min_pow_difficulty"));
        assertEquals(true, limits.get("restricted_writes"));
    }

    private Map<String, Finding> explain(Event event) throws Exception {
        return relay.relay.explain(event, Optional.empty(), Set.of()).stream()
                .collect(Collectors.toMap(Finding::by, finding -> finding));
    }

    @Test
    void explanationSaysWhoSaysWhatAndStoresNothing() throws Exception {
        Event good = ann.note("good");
        assertEquals(
                List.of("form accept ", "signature accept ", "store accept "),
                relay.relay.explain(good, Optional.empty(), Set.of()).stream()
                        .map(finding -> finding.by() + " " + finding.says() + " " + finding.why())
                        .toList());
        assertEquals(0, client.count(Filter.ALL));
        relay.policies.add(Constant.late(now(Verdict.shadow("spam"))));
        assertEquals(
                new Finding("policy constant", "shadow", "spam"), explain(good).get("policy constant"));
        relay.policies.clear();
        client.publish(good);
        assertEquals("accept", explain(good).get("store").says());
        assertTrue(explain(good).get("store").why().startsWith("duplicate: "));
        client.publish(ann.write(5, RelayFixture.NOW, "", "e=" + good.id().hex()));
        assertEquals(
                "blocked: its author deleted this event",
                explain(good).get("store").why());
        Event forged =
                new Event(good.id(), good.pubkey(), good.createdAt(), 7, good.tags(), good.content(), good.signature());
        assertEquals("refuse", explain(forged).get("form").says());
        assertEquals("unasked", explain(forged).get("store").says());
        assertEquals(1, relay.relay.stats().events());
    }

    @Test
    void erasedEventIsGoneAndMayComeAgain() throws Exception {
        Event note = ann.note("a");
        client.publish(note);
        assertEquals(Optional.of(note), relay.relay.find(note.id()));
        assertTrue(relay.relay.erase(note.id()));
        assertFalse(relay.relay.erase(note.id()));
        assertEquals(Optional.empty(), relay.relay.find(note.id()));
        assertEquals(List.of(), client.find(Filter.ALL));
        assertEquals(0, relay.relay.stats().events());
        client.publish(note);
        assertEquals(1, relay.relay.stats().events());
    }

    @Test
    void reportedEventsThatAreHereAreListedOnce() throws Exception {
        Event bad = ann.note("bad");
        client.publish(bad);
        client.publish(ann.write(1984, RelayFixture.NOW, "", "e=" + bad.id().hex() + "=spam", "e=" + "0".repeat(64)));
        client.publish(ann.write(1984, RelayFixture.NOW - 1, "", "e=" + bad.id().hex() + "=nudity"));
        assertEquals(List.of(new org.throng.relay.Moderation.Report(bad.id(), "spam")), relay.relay.reported(100));
        relay.relay.erase(bad.id());
        assertEquals(List.of(), relay.relay.reported(100));
    }
}
