// SPDX-License-Identifier: MIT
package org.throng.policy.limits;

import java.time.InstantSource;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.WeakHashMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.throng.curve.PublicKey;
import org.throng.event.Event;
import org.throng.http.Network;
import org.throng.policy.Demands;
import org.throng.policy.Policy;
import org.throng.policy.Source;
import org.throng.policy.Submission;
import org.throng.policy.Verdict;

/**
 * The limits as they are set now. What another relay sends and what the operator reads in is not limited: it has no address.
 */
final class Limits implements Policy {
    /** Headers and bodies: each has a key of its own, and a proof of work would mark who sends them. */
    private static final Set<Integer> OURS = Set.of(4610, 4611);

    /** Wraps have a key of their own too; they may carry a proof, for that shows nothing that kind 1059 does not. */
    private static final Set<Integer> WRAPS = Set.of(1059, 21_059);

    private final Speeds speeds;
    private final InstantSource clock;
    private final Map<Source, Bucket> connections = Collections.synchronizedMap(new WeakHashMap<>());
    private final Buckets<Network> networks = new Buckets<>();
    private final Buckets<PublicKey> keys = new Buckets<>();
    private final Load load;
    private final Difficulty difficulty;

    /** Events of one connection, of one network, and of one key. */
    record Speeds(Rate connection, Rate network, Rate key) {}

    Limits(Speeds speeds, Difficulty.Terms proof, InstantSource clock) {
        this.speeds = speeds;
        this.clock = clock;
        load = new Load(clock.millis());
        difficulty = new Difficulty(proof, clock.millis());
    }

    @Override
    public String name() {
        return "limits";
    }

    @Override
    public Verdict glance(Submission submission) {
        Source source = submission.source();
        if (source.address().isEmpty() && !submission.trial()) {
            return Verdict.ACCEPT;
        }
        long now = clock.millis();
        Optional<Network> network = source.address().map(Network::of);
        boolean within = connection(source, now, submission.trial())
                && (network.isEmpty() || networks.take(network.get(), speeds.network(), now, submission.trial()));
        if (!within) {
            return Verdict.refuse(Verdict.Word.RATE_LIMITED, "too many events from you, slow down");
        }
        if (!submission.trial()) {
            load.note(now);
        }
        return proof(submission.event(), now);
    }

    private boolean connection(Source source, long now, boolean trial) {
        return trial
                || connections
                        .computeIfAbsent(source, one -> new Bucket(speeds.connection(), now))
                        .take(speeds.connection(), now, false);
    }

    private Verdict proof(Event event, long now) {
        double perSecond = load.perSecond(now);
        int needed = difficulty.needed(perSecond, now);
        if (OURS.contains(event.kind()) || needed == 0 || Proof.bits(event) >= needed) {
            return Verdict.ACCEPT;
        }
        return Verdict.refuse(
                Verdict.Word.POW,
                difficulty.asked(perSecond, now) + " bits are needed, and a nonce tag that commits to them");
    }

    /** After the signature was verified: else anybody could use up what another key may write. */
    @Override
    public CompletionStage<Verdict> judge(Submission submission) {
        return CompletableFuture.completedFuture(key(submission));
    }

    private Verdict key(Submission submission) {
        Event event = submission.event();
        boolean once = OURS.contains(event.kind()) || WRAPS.contains(event.kind());
        if (once || submission.source().address().isEmpty() && !submission.trial()) {
            return Verdict.ACCEPT;
        }
        return keys.take(event.pubkey(), speeds.key(), clock.millis(), submission.trial())
                ? Verdict.ACCEPT
                : Verdict.refuse(Verdict.Word.RATE_LIMITED, "too many events of this key, slow down");
    }

    @Override
    public Demands demands() {
        long now = clock.millis();
        return new Demands(difficulty.asked(load.perSecond(now), now), false);
    }
}
