// SPDX-License-Identifier: MIT
package org.throng.relay.mirror;

import java.io.IOException;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;
import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.Designate;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.throng.event.Filter;
import org.throng.event.MalformedException;
import org.throng.event.RelayUrl;
import org.throng.relay.Exchange;
import org.throng.relay.Mirrors;
import org.throng.relay.Numbers;

/** Runs the mirrors of the settings while the relay is open. A change of settings touches those alone that it is about. */
@Component(
        service = {Mirrors.class, Numbers.class},
        immediate = true,
        configurationPid = "org.throng.relay.mirror")
@Designate(ocd = RelayMirrors.Settings.class)
public final class RelayMirrors implements Mirrors, Numbers {
    private static final Logger LOG = LoggerFactory.getLogger(RelayMirrors.class);
    private static final int MOST = 32;
    private static final Duration END = Duration.ofSeconds(4);

    private final Sockets sockets = new Sockets();
    private final Clock clock = Clock.systemUTC();
    private final SecureRandom random = new SecureRandom();
    private final Refusals refusals = new Refusals(clock);
    private boolean started;
    private List<Spec> specs;
    private volatile boolean gated;
    private volatile Exchange exchange;
    private List<Mirror> running = List.of();

    /** The settings of the mirrors. */
    @ObjectClassDefinition(id = "org.throng.relay.mirror", name = "Mirrors of other relays")
    @interface Settings {
        @AttributeDefinition(
                name = "Mirrors",
                description =
                        "Other relays to be kept alike, each as up, down or both, its address, and perhaps a filter: both"
                                + " wss://relay.example {\"kinds\":[1]}. up sends there what is missing there, down fetches what is"
                                + " missing here. 32 at most. None by default: whom a relay mirrors is its operator's to say.")
        String[] mirrors() default {};

        @AttributeDefinition(
                name = "Direct messages too",
                description =
                        "Whether direct messages and wraps (kinds 4 and 1059) are sent to others as well. Not by"
                                + " default: this relay serves them to their parties alone, and another one may serve them to anybody.")
        boolean gated() default false;
    }

    @Activate
    public RelayMirrors(Settings settings) {
        read(settings);
    }

    /** Everything that is there was told; threads begin here, for an instance may be made and dropped. */
    @Activate
    synchronized void start() {
        started = true;
        settle(true);
    }

    @Modified
    synchronized void change(Settings settings) {
        boolean before = gated;
        read(settings);
        settle(before != gated);
    }

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    synchronized void setExchange(Exchange come) {
        exchange = come;
        settle(true);
    }

    synchronized void unsetExchange(Exchange gone) {
        if (exchange == gone) {
            exchange = null;
            settle(true);
        }
    }

    @Deactivate
    synchronized void stop() throws Exception {
        started = false;
        exchange = null;
        settle(true);
        sockets.close();
    }

    private void read(Settings settings) {
        List<Spec> read = new ArrayList<>();
        List<String> entries = Spec.entries(settings.mirrors());
        for (int i = 0; i < entries.size(); i++) {
            try {
                Spec spec = Spec.read(entries.get(i));
                if (read.size() == MOST) {
                    LOG.warn("org.throng.relay.mirror/mirrors: expected {} at most; entry {} not applied", MOST, i + 1);
                } else if (!read.contains(spec)) {
                    read.add(spec);
                }
            } catch (MalformedException e) {
                LOG.warn("org.throng.relay.mirror/mirrors: entry {}: {}; not applied", i + 1, e.getMessage());
            }
        }
        specs = read;
        gated = settings.gated();
    }

    /**
     * Ends the mirrors that are not wanted any more and starts those that are wanted now.
     *
     * @param anew whether all of them end
     */
    private void settle(boolean anew) {
        Exchange present = started ? exchange : null;
        List<Mirror> ending = running.stream()
                .filter(mirror -> anew || !specs.contains(mirror.spec()))
                .toList();
        ending.forEach(Mirror::stop);
        long deadline = System.nanoTime() + END.toNanos();
        ending.forEach(mirror -> mirror.join(Duration.ofNanos(Math.max(1_000_000, deadline - System.nanoTime()))));
        List<Mirror> next = new ArrayList<>();
        for (Spec spec : present == null ? List.<Spec>of() : specs) {
            Optional<Mirror> kept = running.stream()
                    .filter(mirror -> !ending.contains(mirror) && mirror.spec().equals(spec))
                    .findFirst();
            if (kept.isPresent()) {
                next.add(kept.get());
            } else {
                Mirror fresh = new Mirror(spec, gated, present, sockets, refusals, clock, random);
                fresh.start();
                next.add(fresh);
            }
        }
        running = next;
    }

    @Override
    public synchronized List<State> states() {
        if (exchange != null) {
            return running.stream().map(Mirror::state).toList();
        }
        Counts none = new Counts(0, 0, 0, 0, 0, 0);
        return specs.stream()
                .map(spec -> new State(
                        spec.name(),
                        spec.direction(),
                        "stopped",
                        "this relay is not open",
                        clock.instant(),
                        Optional.empty(),
                        none))
                .toList();
    }

    @Override
    public List<Sample> samples() {
        return MirrorNumbers.of(states());
    }

    @Override
    public Report sync(RelayUrl relay, Filter filter, Direction direction, boolean dryRun, Progress progress)
            throws IOException, UnwillingException {
        Exchange present = exchange;
        if (present == null) {
            throw new IOException("this relay is not open: look into its log");
        }
        if (filter.limit().isPresent()) {
            throw new IllegalArgumentException("expected a filter without a limit");
        }
        Sync.Terms terms =
                new Sync.Terms(direction, gated, dryRun, clock.instant().getEpochSecond());
        return new OneSync(present, sockets, progress).run(relay, filter, terms);
    }
}
