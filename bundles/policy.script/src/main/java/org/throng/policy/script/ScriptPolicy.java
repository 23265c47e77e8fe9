// SPDX-License-Identifier: MIT
package org.throng.policy.script;

import java.nio.file.Path;
import java.time.Clock;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.Designate;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;
import org.throng.policy.Demands;
import org.throng.policy.Policy;
import org.throng.policy.Submission;
import org.throng.policy.Verdict;

/** Asks the script of the settings, where there is one; another one is in force at once. */
@Component(
        service = Policy.class,
        configurationPid = "org.throng.policy.script",
        property = {"service.ranking:Integer=100", "name=script"})
@Designate(ocd = ScriptPolicy.Settings.class)
public final class ScriptPolicy implements Policy {
    private final Path home;
    private final InstantSource clock = Clock.systemUTC();
    private volatile Asker asker;

    /** The settings of the script. */
    @ObjectClassDefinition(id = "org.throng.policy.script", name = "A script that judges events")
    @interface Settings {
        @AttributeDefinition(
                name = "Command",
                description =
                        "A line for /bin/sh, which is run in the home's folder with this node's rights and speaks as"
                                + " strfry's write-policy plugins do; without a blank in it, a script that is started anew when its"
                                + " file changes. Empty: none.")
        String command() default "";

        @AttributeDefinition(
                name = "Milliseconds for an answer",
                description = "Then the script is ended and started anew.",
                min = "10",
                max = "30000")
        int answer_millis() default 10_000;

        @AttributeDefinition(
                name = "Bytes of an answer",
                description = "A script that writes a longer line is ended and started anew.",
                min = "256",
                max = "1048576")
        int line_bytes() default 8_192;

        @AttributeDefinition(
                name = "Events that wait for it",
                description =
                        "It is asked about one after the other; with more, it counts as failed for those that come"
                                + " then.",
                min = "1",
                max = "100000")
        int waiting() default 2_000;

        @AttributeDefinition(
                name = "What becomes of events where it fails",
                description = "refuse or accept. Refused ones are told to come again later; accept lets in what the"
                        + " script would have kept out.")
        String on_failure() default "refuse";
    }

    @Activate
    public ScriptPolicy(BundleContext context, Settings settings) {
        this(Path.of(context.getProperty("throng.home")));
        apply(settings);
    }

    ScriptPolicy(Path home) {
        this.home = home;
    }

    @Modified
    void apply(Settings s) {
        String command = s.command().strip();
        use(
                command.isEmpty()
                        ? Optional.empty()
                        : Optional.of(new Asker.Terms(
                                command,
                                home,
                                s.answer_millis(),
                                s.line_bytes(),
                                s.waiting(),
                                s.on_failure().strip().equals("accept"))));
    }

    /** From now on asks this script, or none. */
    synchronized void use(Optional<Asker.Terms> terms) {
        Asker before = asker;
        asker = terms.map(Asker::new).orElse(null);
        if (before != null) {
            before.close();
        }
    }

    @Deactivate
    void stop() {
        use(Optional.empty());
    }

    @Override
    public String name() {
        return "script";
    }

    @Override
    public CompletionStage<Verdict> judge(Submission submission) {
        Asker now = asker;
        if (now == null) {
            return CompletableFuture.completedFuture(Verdict.ACCEPT);
        }
        CompletableFuture<Verdict> verdict = new CompletableFuture<>();
        now.add(new Question(submission, clock.instant().getEpochSecond(), verdict));
        return verdict;
    }

    @Override
    public Demands demands() {
        return new Demands(0, asker != null);
    }
}
