// SPDX-License-Identifier: MIT
package org.throng.itests.contracts;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.throng.curve.Curve;
import org.throng.curve.PublicKey;
import org.throng.curve.SecretKey;
import org.throng.event.Event;
import org.throng.policy.Demands;
import org.throng.policy.Policy;
import org.throng.policy.Source;
import org.throng.policy.Submission;
import org.throng.policy.Verdict;

/** What every variant of {@link Policy} must do, whatever it decides. */
public abstract class PolicyContract {
    private static final long NOW = 1_900_000_200L;
    private static final int MANY = 100;

    /** The policy under test; the same one for each call of a test. */
    protected abstract Policy policy();

    /** The curve that events are signed with. */
    protected abstract Curve curve();

    /** A source at an address for documentation. */
    protected static Source from(String address, PublicKey... keys) {
        try {
            return new Source(
                    Source.Channel.CLIENT,
                    Optional.of(InetAddress.getByName(address)),
                    new HashSet<>(Arrays.asList(keys)));
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException(e);
        }
    }

    /** An event of somebody; {@code tags} each as {@code name=value=value}. */
    protected final Event event(int author, int kind, String content, String... tags) {
        byte[] bytes = new byte[SecretKey.LENGTH];
        bytes[0] = 1;
        bytes[31] = (byte) author;
        SecretKey secret = SecretKey.of(bytes);
        List<List<String>> all =
                Stream.of(tags).map(tag -> List.of(tag.split("=", -1))).toList();
        return Event.sign(
                curve(), secret, new Event.Unsigned(curve().publicKey(secret), NOW, kind, all, content), new byte[32]);
    }

    /** What the policy says in the end, as a relay asks it. */
    protected final Verdict ask(Event event, Source source, boolean trial) throws Exception {
        Submission submission = new Submission(event, source, trial);
        Verdict early = policy().glance(submission);
        return early.isAccepted() ? soon(policy().judge(submission).toCompletableFuture()) : early;
    }

    protected final Verdict ask(Event event) throws Exception {
        return ask(event, from("192.0.2.1"), false);
    }

    private static Verdict soon(CompletableFuture<Verdict> verdict)
            throws ExecutionException, TimeoutException, InterruptedException {
        return verdict.get(Policy.PATIENCE_SECONDS, TimeUnit.SECONDS);
    }

    @Test
    void nameIsOneLowerCaseWordAndStays() {
        assertTrue(policy().name().matches("[a-z]+"), policy().name());
        assertEquals(policy().name(), policy().name());
    }

    @Test
    void demandsAreThereAndWithinTheLengthOfAnId() {
        Demands demands = policy().demands();
        assertTrue(demands.proofBits() >= 0 && demands.proofBits() <= 256);
    }

    @Test
    void everySortOfEventGetsAVerdictFromEverySortOfSource() throws Exception {
        List<Event> events = List.of(
                event(1, 1, ""),
                event(1, 1, "\u2028 \u007f \uD83D\uDE00 \"\\\n", "", "t", "t=x=y", "p=none"),
                event(2, 1059, "wrap", "p=" + event(1, 1, "").pubkey().hex()),
                event(2, 1059, "wrap"),
                event(3, 4610, "header"),
                event(3, 65_535, "x".repeat(100_000)));
        for (Event event : events) {
            assertNotNull(ask(event, from("192.0.2.1"), false));
            assertNotNull(ask(event, from("2001:db8::1", event.pubkey()), false));
            for (Source.Channel channel : Source.Channel.values()) {
                assertNotNull(ask(event, new Source(channel, Optional.empty(), Set.of()), false));
            }
        }
    }

    @Test
    void refusalNamesNeitherAddressNorKey() throws Exception {
        Event event = event(1, 1, "a");
        Verdict verdict = ask(event);
        assertFalse(verdict.text().contains("192.0.2.1"));
        assertFalse(verdict.text().contains(event.pubkey().hex()));
    }

    @Test
    void trialSaysTheSameHoweverOftenItIsAsked() throws Exception {
        Event event = event(1, 1, "trial");
        Source source = from("192.0.2.7");
        Verdict first = ask(event, source, true);
        for (int i = 0; i < MANY; i++) {
            assertEquals(first, ask(event, source, true));
        }
    }

    @Test
    void manyAtOnceAreAllAnswered() {
        Event event = event(1, 1, "many");
        Source source = from("192.0.2.8");
        List<CompletableFuture<Verdict>> verdicts = Stream.generate(() ->
                        policy().judge(new Submission(event, source, false)).toCompletableFuture())
                .limit(MANY)
                .toList();
        CompletableFuture.allOf(verdicts.toArray(CompletableFuture[]::new))
                .orTimeout(Policy.PATIENCE_SECONDS, TimeUnit.SECONDS)
                .join();
    }
}
