// SPDX-License-Identifier: MIT
package org.throng.policy.limits;

import java.time.Clock;
import java.util.concurrent.CompletionStage;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.Designate;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;
import org.throng.policy.Demands;
import org.throng.policy.Policy;
import org.throng.policy.Submission;
import org.throng.policy.Verdict;

/** Offers {@link Limits}; new settings are in force at once, and counts begin anew with them. */
@Component(
        service = Policy.class,
        configurationPid = "org.throng.policy.limits",
        property = {"service.ranking:Integer=200", "name=limits"})
@Designate(ocd = LimitsPolicy.Settings.class)
public final class LimitsPolicy implements Policy {
    private volatile Limits limits;

    /** The settings of the limits. */
    @ObjectClassDefinition(id = "org.throng.policy.limits", name = "How often one may write")
    @interface Settings {
        @AttributeDefinition(
                name = "Events a second of a connection",
                description = "On average. A file of 8 MiB is 264 bodies at once, and the burst below takes it.",
                min = "1",
                max = "1000000")
        int events_per_second() default 200;

        @AttributeDefinition(
                name = "Events at once of a connection",
                description = "After a pause; then the average above counts.",
                min = "1",
                max = "1000000")
        int events_at_once() default 2_000;

        @AttributeDefinition(
                name = "Events a second of a network",
                description = "On average, from one IPv4 address or one /64 of IPv6; many clients may share one.",
                min = "1",
                max = "1000000")
        int network_events_per_second() default 1_000;

        @AttributeDefinition(
                name = "Events at once of a network",
                description = "After a pause; then the average above counts.",
                min = "1",
                max = "1000000")
        int network_events_at_once() default 10_000;

        @AttributeDefinition(
                name = "Events a second of a key",
                description =
                        "On average, from wherever it writes. Headers, bodies and wraps are left out: their keys are"
                                + " used once.",
                min = "1",
                max = "1000000")
        int key_events_per_second() default 100;

        @AttributeDefinition(
                name = "Events at once of a key",
                description =
                        "After a pause, as when somebody moves all that they wrote to this relay; then the average"
                                + " above counts.",
                min = "1",
                max = "1000000")
        int key_events_at_once() default 10_000;

        @AttributeDefinition(
                name = "Bits of proof of work",
                description = "That an event needs (NIP-13). Headers and bodies cannot have a proof without marking"
                        + " their sender, so they are left out.",
                min = "0",
                max = "64")
        int proof_bits() default 0;

        @AttributeDefinition(
                name = "Events a second from which on more proof is needed",
                description = "Of all clients together, over about ten seconds; 0 for never. Ask for what the machine"
                        + " can bear: docs/performance.md has figures.",
                min = "0",
                max = "1000000")
        int busy_events_per_second() default 0;

        @AttributeDefinition(
                name = "Bits of proof of work when it is busy",
                description = "From that load on, and two more with each doubling of it. 16 bits take a phone about a"
                        + " tenth of a second.",
                min = "0",
                max = "64")
        int busy_proof_bits() default 16;

        @AttributeDefinition(
                name = "Bits of proof of work at most",
                description = "However busy it is, so that people with slow machines are not kept out for good.",
                min = "0",
                max = "64")
        int most_proof_bits() default 24;
    }

    @Activate
    public LimitsPolicy(Settings settings) {
        apply(settings);
    }

    @Modified
    void apply(Settings s) {
        limits = new Limits(
                new Limits.Speeds(
                        new Rate(s.events_per_second(), s.events_at_once()),
                        new Rate(s.network_events_per_second(), s.network_events_at_once()),
                        new Rate(s.key_events_per_second(), s.key_events_at_once())),
                new Difficulty.Terms(
                        s.proof_bits(), s.busy_events_per_second(), s.busy_proof_bits(), s.most_proof_bits()),
                Clock.systemUTC());
    }

    @Override
    public String name() {
        return limits.name();
    }

    @Override
    public Verdict glance(Submission submission) {
        return limits.glance(submission);
    }

    @Override
    public CompletionStage<Verdict> judge(Submission submission) {
        return limits.judge(submission);
    }

    @Override
    public Demands demands() {
        return limits.demands();
    }
}
