// SPDX-License-Identifier: MIT
package org.throng.policy.limits;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.throng.curve.Curve;
import org.throng.curve.bouncycastle.BouncyCastleCurve;
import org.throng.event.Event;
import org.throng.itests.contracts.PolicyContract;
import org.throng.policy.Policy;
import org.throng.policy.Source;
import org.throng.policy.Verdict;

class LimitsTest extends PolicyContract {
    private static final Rate MUCH = new Rate(1_000_000, 1_000_000);

    private final Curve curve = new BouncyCastleCurve();
    private final AtomicLong millis = new AtomicLong(1_900_000_000_000L);
    private Limits limits = limits(MUCH, MUCH, MUCH, new Difficulty.Terms(0, 0, 0, 0));

    private Limits limits(Rate connection, Rate network, Rate key, Difficulty.Terms proof) {
        return new Limits(new Limits.Speeds(connection, network, key), proof, () -> Instant.ofEpochMilli(millis.get()));
    }

    @Override
    protected Curve curve() {
        return curve;
    }

    @Override
    protected Policy policy() {
        return limits;
    }

    private boolean isTaken(Event event, Source source) throws Exception {
        Verdict verdict = ask(event, source, false);
        assertTrue(verdict.isAccepted() || verdict.text().startsWith("rate-limited: "), verdict.text());
        return verdict.isAccepted();
    }

    @Test
    void tooManyEventsOfAConnectionAreToldToSlowDownAndMayComeLater() throws Exception {
        limits = limits(new Rate(2, 5), MUCH, MUCH, new Difficulty.Terms(0, 0, 0, 0));
        Source source = from("192.0.2.1");
        Event event = event(1, 1, "a");
        for (int i = 0; i < 5; i++) {
            assertTrue(isTaken(event, source));
        }
        assertFalse(isTaken(event, source));
        assertTrue(isTaken(event, from("192.0.2.1")), "another connection");
        millis.addAndGet(1_000);
        assertTrue(isTaken(event, source));
        assertTrue(isTaken(event, source));
        assertFalse(isTaken(event, source));
    }

    @Test
    void eventsOfANetworkAreCountedTogether() throws Exception {
        limits = limits(MUCH, new Rate(1, 4), MUCH, new Difficulty.Terms(0, 0, 0, 0));
        Event event = event(1, 1, "a");
        for (int i = 0; i < 4; i++) {
            assertTrue(isTaken(event, from("2001:db8::" + i)));
        }
        assertFalse(isTaken(event, from("2001:db8::9")));
        assertTrue(isTaken(event, from("2001:db8:0:1::9")));
    }

    @Test
    void eventsOfAKeyAreCountedWhereverTheyComeFromButNotThoseOfKeysForOnce() throws Exception {
        limits = limits(MUCH, MUCH, new Rate(1, 3), new Difficulty.Terms(0, 0, 0, 0));
        for (int i = 0; i < 3; i++) {
            assertTrue(isTaken(event(1, 1, "a"), from("192.0.2." + i)));
        }
        assertFalse(isTaken(event(1, 1, "a"), from("192.0.2.9")));
        assertTrue(isTaken(event(2, 1, "a"), from("192.0.2.9")));
        for (int kind : new int[] {1059, 21_059, 4610, 4611}) {
            assertTrue(isTaken(event(1, kind, "a"), from("192.0.2.9")));
        }
    }

    @Test
    void whatTheOperatorReadsInIsNotLimited() throws Exception {
        limits = limits(new Rate(1, 1), new Rate(1, 1), new Rate(1, 1), new Difficulty.Terms(30, 0, 0, 0));
        Source file = new Source(Source.Channel.IMPORT, Optional.empty(), Set.of());
        for (int i = 0; i < 3; i++) {
            assertTrue(isTaken(event(1, 1, "a"), file));
        }
    }

    private Event mine(String tag, int bits) {
        for (int i = 0; ; i++) {
            Event event = event(1, 1, "mined", String.format(java.util.Locale.ROOT, tag, i));
            if (java.nio.ByteBuffer.wrap(event.id().bytes()).getInt() >>> (32 - bits) == 0) {
                return event;
            }
        }
    }

    @Test
    void proofOfWorkIsAskedForAndTheCommittedTargetCounts() throws Exception {
        limits = limits(MUCH, MUCH, MUCH, new Difficulty.Terms(6, 0, 0, 0));
        assertTrue(ask(event(1, 1, "x")).text().startsWith("pow: 6 bits"));
        assertTrue(ask(mine("nonce=%d=6", 6)).isAccepted());
        assertTrue(ask(mine("nonce=%d=5", 6)).text().startsWith("pow: "));
        assertTrue(ask(mine("nonce=%d", 6)).text().startsWith("pow: "));
        assertEquals(6, policy().demands().proofBits());
        assertTrue(ask(event(1, 4610, "header")).isAccepted());
        assertTrue(ask(event(1, 4611, "body")).isAccepted());
        assertTrue(ask(event(1, 1059, "wrap")).text().startsWith("pow: "));
    }

    /** So many events a second for so long. */
    private void flood(int perSecond, int seconds) throws Exception {
        Event event = event(2, 4611, "body");
        Source source = from("192.0.2.3");
        for (int i = 0; i < perSecond * seconds; i++) {
            ask(event, source, false);
            if (i % perSecond == perSecond - 1) {
                millis.addAndGet(1_000);
            }
        }
    }

    @Test
    void moreProofIsAskedForUnderLoadAndLessWhenItIsOver() throws Exception {
        limits = limits(MUCH, MUCH, MUCH, new Difficulty.Terms(0, 50, 4, 9));
        flood(40, 60);
        assertEquals(0, policy().demands().proofBits());
        flood(90, 60);
        int busy = policy().demands().proofBits();
        assertEquals(5, busy, "1.8 times the load: 4 bits and one more");
        assertTrue(ask(event(1, 1, "x")).text().startsWith("pow: 5 bits"));
        assertTrue(ask(mine("nonce=%d=5", 5)).isAccepted());
        flood(800, 60);
        assertEquals(9, policy().demands().proofBits(), "no more than the most");
        millis.addAndGet(120_000);
        assertTrue(ask(event(1, 1, "x")).isAccepted());
        assertEquals(0, policy().demands().proofBits());
    }

    @Test
    void whatWasAskedForBeforeStillPassesForAWhile() throws Exception {
        limits = limits(MUCH, MUCH, MUCH, new Difficulty.Terms(0, 50, 4, 9));
        flood(70, 45);
        Event event = mine("nonce=%d=4", 4);
        assertTrue(ask(event).isAccepted());
        flood(400, 16);
        assertTrue(policy().demands().proofBits() > 4);
        assertTrue(ask(event).isAccepted());
        flood(400, 16);
        assertTrue(ask(event).text().startsWith("pow: "));
    }
}
