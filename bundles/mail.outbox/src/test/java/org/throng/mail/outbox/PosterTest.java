// SPDX-License-Identifier: MIT
package org.throng.mail.outbox;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.throng.curve.PublicKey;
import org.throng.curve.SecretKey;
import org.throng.event.Event;
import org.throng.event.RelayUrl;
import org.throng.itests.mail.MemoryRelay;
import org.throng.itests.mail.MemoryTransport;
import org.throng.itests.mail.Person;
import org.throng.itests.mail.TestClock;
import org.throng.mail.AbsentException;
import org.throng.parcel.BodyEvent;
import org.throng.parcel.HeaderEvent;
import org.throng.parcel.rumor.Rumor;
import org.throng.scheme.Contents;
import org.throng.scheme.Recipient;
import org.throng.scheme.Sender;
import org.throng.transport.Receipt;

class PosterTest {
    private static final Person ALICE = Person.of("alice");
    private static final Person BOB = Person.of("bob");
    private static final Rumor HELLO = ALICE.text("hello", TestClock.START);

    private final MemoryTransport transport = new MemoryTransport();
    private final MemoryRelay a = transport.relay("a");
    private final MemoryRelay b = transport.relay("b");
    private final TestClock clock = new TestClock();
    private final Poster poster = new Poster(() -> List.of(Person.DIRECT), () -> List.of(transport), clock);

    private Map<RelayUrl, Poster.Answer> post(RelayUrl... relays) throws IOException {
        try (SecretKey secret = ALICE.secret()) {
            return Poster.await(poster.post(
                    Person.DIRECT,
                    new Sender(ALICE.npub(), secret),
                    Recipient.of(BOB.npub()),
                    Contents.of(HELLO.tlv()),
                    List.of(relays)));
        }
    }

    @Test
    void everyRelayHasTheSameBodyAndAHeaderOfItsOwn() throws IOException {
        Map<RelayUrl, Poster.Answer> answers = post(a.url(), b.url());
        assertEquals(Map.of(a.url(), Poster.Answer.TAKEN, b.url(), Poster.Answer.TAKEN), answers);
        assertEquals(a.events(BodyEvent.KIND), b.events(BodyEvent.KIND));
        Set<PublicKey> keys = new HashSet<>();
        for (Event event : List.of(
                a.events(BodyEvent.KIND).get(0),
                a.events(HeaderEvent.KIND).get(0),
                b.events(HeaderEvent.KIND).get(0))) {
            assertTrue(event.isSigned(Person.CURVE) && event.hasRightId());
            keys.add(event.pubkey());
        }
        keys.add(ALICE.npub());
        keys.add(BOB.npub());
        assertEquals(5, keys.size(), "disposable keys, each used once");
        assertEquals(List.of(HELLO), BOB.rumors(a));
        assertEquals(List.of(HELLO), BOB.rumors(b));
    }

    @Test
    void sameWordsTwiceHaveNothingInCommon() throws IOException {
        post(a.url());
        post(a.url());
        assertEquals(4, a.offered().stream().map(Event::pubkey).distinct().count());
        assertEquals(4, a.offered().stream().map(Event::content).distinct().count());
    }

    @Test
    void headerIsPostedOnlyAfterTheBodysOk() throws Exception {
        a.delays();
        CompletableFuture<Map<RelayUrl, Poster.Answer>> posting = CompletableFuture.supplyAsync(() -> {
            try {
                return post(a.url());
            } catch (IOException e) {
                throw new java.io.UncheckedIOException(e);
            }
        });
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        while (a.calls().isEmpty()) {
            assertTrue(System.nanoTime() < deadline, "no body was posted");
            Thread.onSpinWait();
        }
        assertEquals(List.of("post " + BodyEvent.KIND), a.calls());
        a.release();
        assertTrue(posting.get(20, TimeUnit.SECONDS).get(a.url()).accepted());
        assertEquals(List.of("post " + BodyEvent.KIND, "post " + HeaderEvent.KIND), a.calls());
    }

    @Test
    void headerWithoutABodyIsNeverPosted() throws IOException {
        a.says(false, "blocked: not here");
        b.falls();
        post(a.url(), b.url());
        assertEquals(List.of("post " + BodyEvent.KIND), a.calls());
        assertEquals(List.of("post " + BodyEvent.KIND), b.calls());
    }

    @Test
    void headerThatWouldMissItsTenMinutesIsNotPosted() throws IOException {
        a.judges(event -> {
            clock.move(Duration.ofMinutes(10));
            return new Receipt(true, "");
        });
        Poster.Answer answer = post(a.url()).get(a.url());
        assertFalse(answer.accepted() || answer.isFinal());
        assertTrue(answer.words().contains("ten minutes"), answer.words());
        assertEquals(List.of("post " + BodyEvent.KIND), a.calls());
    }

    @Test
    void eventsCarryTheTenMinutesAndNotTheMoment() throws IOException {
        clock.move(Duration.ofSeconds(599));
        post(a.url());
        assertEquals(
                List.of(TestClock.START, TestClock.START),
                a.offered().stream().map(Event::createdAt).toList());
    }

    @Test
    void refusalIsFinalUnlessTheRelaySaysThatItMayPass() throws IOException {
        a.says(false, "blocked: not here");
        b.says(false, "rate-limited: slow down");
        Map<RelayUrl, Poster.Answer> answers = post(a.url(), b.url());
        assertEquals(new Poster.Answer(false, true, "it said 'blocked: not here'"), answers.get(a.url()));
        assertEquals(new Poster.Answer(false, false, "it said 'rate-limited: slow down'"), answers.get(b.url()));
    }

    @Test
    void relayThatTakesTheBodyAndRefusesTheHeaderHasNotTakenTheMessage() throws IOException {
        a.judges(event -> new Receipt(event.kind() == BodyEvent.KIND, "invalid: no"));
        Poster.Answer answer = post(a.url()).get(a.url());
        assertEquals(new Poster.Answer(false, true, "it said 'invalid: no'"), answer);
    }

    @Test
    void silenceIsAnAnswerThatIsNotFinal() throws IOException {
        a.falls();
        Map<RelayUrl, Poster.Answer> answers = post(a.url(), b.url());
        assertFalse(answers.get(a.url()).accepted() || answers.get(a.url()).isFinal());
        assertTrue(answers.get(a.url()).words().contains("did not answer"));
        assertTrue(answers.get(b.url()).accepted());
    }

    @Test
    void relayThatNoBundleReachesIsNotGivenUp() throws IOException {
        RelayUrl far = RelayUrl.of("wss://far.example");
        Poster.Answer answer = post(far).get(far);
        assertFalse(answer.accepted() || answer.isFinal());
        assertEquals("no bundle reaches wss://far.example now", answer.words());
    }

    @Test
    void schemeThatIsAwayIsNoFailure() throws IOException {
        assertEquals(Person.DIRECT, poster.scheme(1));
        assertThrows(AbsentException.class, () -> poster.scheme(2));
    }
}
