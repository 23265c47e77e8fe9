// SPDX-License-Identifier: MIT
package org.throng.relay.events;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.throng.policy.Demands;
import org.throng.policy.Policy;
import org.throng.policy.Submission;
import org.throng.policy.Verdict;
import org.throng.relay.Moderation.Finding;

/** Asks the policies that are here now, in their order, and fails closed. */
final class Gate {
    private static final Logger LOG = LoggerFactory.getLogger(Gate.class);
    private static final long COMPLAIN_NANOS = TimeUnit.MINUTES.toNanos(1);
    private static final CompletableFuture<Verdict> ACCEPTED = CompletableFuture.completedFuture(Verdict.ACCEPT);
    private static final Verdict FAILED =
            Verdict.refuse(Verdict.Word.ERROR, "this relay cannot judge it now, try again later");

    private final Supplier<List<Policy>> policies;
    private final Set<String> required;
    private final AtomicLong nextComplaint = new AtomicLong(System.nanoTime());

    /**
     * @param policies first the one that is asked first
     * @param required names of those without which nothing is accepted
     */
    Gate(Supplier<List<Policy>> policies, Set<String> required) {
        this.policies = policies;
        this.required = Set.copyOf(required);
    }

    /** Why nobody may connect from an address. */
    Optional<String> closedTo(InetAddress address) {
        for (Policy policy : policies.get()) {
            try {
                Optional<String> reason = policy.closedTo(address);
                if (reason.isPresent()) {
                    return reason;
                }
            } catch (RuntimeException e) {
                complain(policy, e); // each event is asked about again
            }
        }
        return Optional.empty();
    }

    /** What is said before anything is looked at. */
    Verdict glance(Submission submission) {
        List<Policy> present = policies.get();
        Optional<Verdict> missing = missing(present);
        if (missing.isPresent()) {
            return missing.get();
        }
        for (Policy policy : present) {
            Verdict verdict = glance(policy, submission);
            if (!verdict.isAccepted()) {
                return verdict;
            }
        }
        return Verdict.ACCEPT;
    }

    private Optional<Verdict> missing(List<Policy> present) {
        if (required.isEmpty()) {
            return Optional.empty();
        }
        Optional<String> missing = lacking(present).findFirst();
        missing.filter(name -> isComplaintDue())
                .ifPresent(name -> LOG.warn(
                        "The policy '{}' is named in the settings and not here; every event is refused", name));
        return missing.map(name -> Verdict.refuse(
                Verdict.Word.ERROR, "the policy '" + name + "' of this relay is not here, try again later"));
    }

    private Stream<String> lacking(List<Policy> present) {
        return required.stream()
                .filter(name ->
                        present.stream().noneMatch(policy -> policy.name().equals(name)))
                .sorted();
    }

    /** Names of those without which nothing is accepted and that are not here. */
    List<String> lacking() {
        return lacking(policies.get()).toList();
    }

    private Verdict glance(Policy policy, Submission submission) {
        try {
            return policy.glance(submission);
        } catch (RuntimeException e) {
            complain(policy, e);
            return FAILED;
        }
    }

    /** What is said of an event whose signature is right; comes at once where no policy takes its time. Never fails. */
    CompletableFuture<Verdict> judge(Submission submission) {
        return judge(policies.get().iterator(), submission);
    }

    private CompletableFuture<Verdict> judge(Iterator<Policy> rest, Submission submission) {
        while (rest.hasNext()) {
            CompletableFuture<Verdict> asked = judge(rest.next(), submission);
            if (!asked.isDone()) {
                return asked.thenCompose(verdict ->
                        verdict.isAccepted() ? judge(rest, submission) : CompletableFuture.completedFuture(verdict));
            }
            if (!asked.join().isAccepted()) {
                return asked;
            }
        }
        return ACCEPTED;
    }

    private CompletableFuture<Verdict> judge(Policy policy, Submission submission) {
        CompletableFuture<Verdict> asked;
        try {
            asked = policy.judge(submission).toCompletableFuture();
        } catch (RuntimeException e) {
            complain(policy, e);
            return CompletableFuture.completedFuture(FAILED);
        }
        if (!asked.isDone()) {
            asked = asked.copy().orTimeout(Policy.PATIENCE_SECONDS, TimeUnit.SECONDS);
        }
        return asked.exceptionally(e -> {
            complain(policy, e instanceof CompletionException && e.getCause() != null ? e.getCause() : e);
            return FAILED;
        });
    }

    /** What clients are told. */
    Demands demands() {
        Demands all = Demands.NONE;
        for (Policy policy : policies.get()) {
            try {
                all = all.and(policy.demands());
            } catch (RuntimeException e) {
                complain(policy, e);
            }
        }
        return all;
    }

    /** What each policy says of a trial; both of its answers are one finding. May wait for one that takes its time. */
    List<Finding> explain(Submission trial) {
        List<Finding> findings = new ArrayList<>();
        List<Policy> present = policies.get();
        missing(present).ifPresent(verdict -> findings.add(finding("policies", verdict)));
        for (Policy policy : present) {
            Verdict verdict = glance(policy, trial);
            if (verdict.isAccepted()) {
                verdict = judge(policy, trial).join();
            }
            findings.add(finding("policy " + policy.name(), verdict));
        }
        return findings;
    }

    private static Finding finding(String by, Verdict verdict) {
        String says = switch (verdict.action()) {
            case ACCEPT -> "accept";
            case REFUSE -> "refuse";
            case SHADOW -> "shadow";
        };
        return new Finding(by, says, verdict.text());
    }

    private boolean isComplaintDue() {
        long next = nextComplaint.get();
        return System.nanoTime() - next >= 0 && nextComplaint.compareAndSet(next, System.nanoTime() + COMPLAIN_NANOS);
    }

    private void complain(Policy policy, Throwable e) {
        if (isComplaintDue()) {
            LOG.error("The policy {} failed; events are refused meanwhile", policy.name(), e);
        }
    }
}
