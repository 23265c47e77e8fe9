// SPDX-License-Identifier: MIT
package org.throng.relay.mirror;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.throng.event.ClientMessage;
import org.throng.event.Event;
import org.throng.event.EventId;
import org.throng.event.Filter;
import org.throng.event.RelayMessage;
import org.throng.relay.Exchange;
import org.throng.relay.Mirrors;

/**
 * A standing mirror, on a thread of its own: connects, compares, follows, and does so again when the connection breaks.
 *
 * <p>Live events of both sides are heard from before the comparison on, so that none falls between the two. What cannot be kept up with
 * or is refused for the moment leads to another comparison; nothing is skipped.
 */
final class Mirror implements Runnable {
    private static final Logger LOG = LoggerFactory.getLogger(Mirror.class);
    private static final String LIVE = "live";
    private static final int POST_TOGETHER = 512;
    private static final Duration LISTEN = Duration.ofSeconds(60);
    private static final Duration AGAIN = Duration.ofSeconds(60);
    private static final Duration LEAST_WAIT = Duration.ofSeconds(1);
    private static final Duration MOST_WAIT = Duration.ofSeconds(60);
    private static final Duration SETTLED = Duration.ofSeconds(30);

    private final Spec spec;
    private final boolean gated;
    private final Exchange exchange;
    private final Links links;
    private final Refusals refusals;
    private final InstantSource clock;
    private final RandomGenerator random;
    private final List<Filter> filters;
    private final Outgoing outgoing = new Outgoing();
    private final CountDownLatch stopping = new CountDownLatch(1);
    private final Tally live = new Tally();
    private final Thread thread;
    private volatile Link open;
    private volatile Tally comparing = new Tally();
    private volatile boolean again;
    private boolean told;

    // what is shown; guarded by this
    private Mirrors.Counts done = new Mirrors.Counts(0, 0, 0, 0, 0, 0);
    private String state = "connecting";
    private String detail = "";
    private Instant since;
    private Optional<Instant> equal = Optional.empty();

    /** @param refusals of this relay, whichever mirror an event came by */
    Mirror(
            Spec spec,
            boolean gated,
            Exchange exchange,
            Links links,
            Refusals refusals,
            InstantSource clock,
            RandomGenerator random) {
        this.spec = spec;
        this.gated = gated;
        this.exchange = exchange;
        this.links = links;
        this.refusals = refusals;
        this.clock = clock;
        this.random = random;
        filters = Wanted.of(spec.filter());
        since = clock.instant();
        thread = new Thread(this, "throng-mirror");
        thread.setDaemon(true);
    }

    Spec spec() {
        return spec;
    }

    void start() {
        thread.start();
    }

    @Override
    public void run() {
        Duration wait = LEAST_WAIT;
        while (!isStopping()) {
            Instant began = clock.instant();
            try {
                converse();
            } catch (Mirrors.UnwillingException e) {
                wait = MOST_WAIT;
                fail(e.getMessage());
            } catch (IOException e) {
                fail(e.getMessage());
            } catch (RuntimeException e) {
                LOG.error("A mirror failed", e);
                fail("this should not have happened; the log says more");
            }
            if (isStopping()) {
                break;
            }
            if (isFollowingSince(began)) {
                wait = LEAST_WAIT;
            }
            pause(wait);
            wait = wait.multipliedBy(2).compareTo(MOST_WAIT) > 0 ? MOST_WAIT : wait.multipliedBy(2);
        }
        show("stopped", "");
    }

    /** Half of it to all of it, so that many mirrors of one relay do not come back at one moment. */
    private void pause(Duration wait) {
        long millis = wait.toMillis() / 2 + random.nextLong(wait.toMillis() / 2 + 1);
        try {
            stopping.await(millis, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private synchronized boolean isFollowingSince(Instant began) {
        return equal.isPresent()
                && equal.get().isAfter(began)
                && clock.instant().isAfter(equal.get().plus(SETTLED));
    }

    private void fail(String why) {
        if (isStopping()) {
            return;
        }
        show("waiting", Dialogue.cut(String.valueOf(why)));
        if (!told) {
            told = true;
            LOG.warn("The mirror of {} waits and tries again: {}", spec.name(), Dialogue.cut(String.valueOf(why)));
        }
    }

    private void converse() throws IOException, Mirrors.UnwillingException {
        show("connecting", "");
        Optional<Set<Long>> nips = links.nips(spec.relay());
        try (Link link = links.open(spec.relay())) {
            open = link;
            if (isStopping()) {
                return;
            }
            connected();
            Taking taking =
                    new Taking(exchange, Exchange.Way.LIVE, this::coming, taken -> note(live, taken, link), refusals);
            Dialogue dialogue = new Dialogue(link, message -> isLive(message, taking));
            Posting posting = new Posting(exchange, dialogue, live, this::sleep, gated, false);
            Exchange.Listening listening = listen(link);
            try {
                if (spec.direction().fetches()) {
                    // a relay may answer limit 0 in its own way; one stored event does no harm
                    dialogue.say(new ClientMessage.Request(
                            LIVE, filters.stream().map(one -> one.withLimit(1)).toList()));
                }
                while (!isStopping()) {
                    compare(dialogue, link, nips);
                    follow(dialogue, posting);
                }
                taking.drain();
            } finally {
                listening.close();
            }
        } finally {
            open = null;
        }
    }

    private Exchange.Listening listen(Link link) {
        if (!spec.direction().sends()) {
            return () -> {};
        }
        return exchange.listen(event -> {
            if (filters.stream().anyMatch(filter -> filter.matches(event))) {
                outgoing.add(event.id());
                link.wake();
            }
        });
    }

    private void compare(Dialogue dialogue, Link link, Optional<Set<Long>> nips)
            throws IOException, Mirrors.UnwillingException {
        show("comparing", "");
        again = false;
        outgoing.begin();
        Tally tally = new Tally();
        comparing = tally;
        Taking taking =
                new Taking(exchange, Exchange.Way.COMPARED, this::coming, taken -> note(tally, taken, link), refusals);
        Sync.Terms terms =
                new Sync.Terms(spec.direction(), gated, false, clock.instant().getEpochSecond());
        boolean ended = false;
        try {
            new Sync(exchange, dialogue, nips, terms, taking, tally, this::sleep, this::checkStopping)
                    .run(spec.filter());
            ended = true;
        } finally {
            add(tally, ended);
        }
        synchronized (this) {
            equal = Optional.of(clock.instant());
        }
        List<String> notes = tally.report().notes();
        show("following", notes.isEmpty() ? "" : notes.get(0));
        LOG.info(
                "The mirror of {} follows; {} events came, {} went",
                spec.name(),
                tally.report().stored(),
                tally.report().sent());
        told = false;
    }

    /** Until the relays have to be compared again. */
    private void follow(Dialogue dialogue, Posting posting) throws IOException, Mirrors.UnwillingException {
        Instant compareAt = Instant.MAX;
        while (!isStopping() && !outgoing.isOverflowed() && clock.instant().isBefore(compareAt)) {
            if (again && compareAt.equals(Instant.MAX)) {
                compareAt = clock.instant().plus(AGAIN);
            }
            List<EventId> ids = outgoing.take(POST_TOGETHER);
            if (ids.isEmpty()) {
                dialogue.listen(again ? Duration.ofSeconds(1) : LISTEN);
            } else {
                posting.post(ids, this::checkStopping);
            }
        }
    }

    private boolean isLive(RelayMessage message, Taking taking) throws IOException {
        if (message instanceof RelayMessage.Found found && found.subscription().equals(LIVE)) {
            if (filters.stream().anyMatch(filter -> filter.matches(found.event()))) {
                taking.take(found.event());
            }
            return true;
        }
        if (message instanceof RelayMessage.Closed closed
                && closed.subscription().equals(LIVE)) {
            throw new IOException("it ended the live subscription: " + Dialogue.cut(closed.message()));
        }
        return message instanceof RelayMessage.Eose end && end.subscription().equals(LIVE);
    }

    private void coming(Event event) {
        outgoing.came(event.id());
    }

    /** On any thread. */
    private void note(Tally tally, Exchange.Taken taken, Link link) {
        if (taken.stored()) {
            tally.stored();
        } else if (!taken.refusal().isEmpty()) {
            tally.refused(taken.refusal());
            if (taken.refusal().startsWith("error:") && !again) {
                again = true;
                link.wake();
            }
        }
    }

    private void sleep(Duration time) throws IOException {
        try {
            stopping.await(time.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        checkStopping();
    }

    private void checkStopping() throws IOException {
        if (isStopping()) {
            throw new IOException("this mirror ends");
        }
    }

    private boolean isStopping() {
        return stopping.getCount() == 0;
    }

    /** Begins to end it. */
    void stop() {
        stopping.countDown();
        Link link = open;
        if (link != null) {
            link.close();
        } else {
            thread.interrupt(); // it connects or waits; nothing of the store is interrupted
        }
    }

    /** Waits until it has ended, seconds at most. */
    void join(Duration most) {
        try {
            thread.join(most.toMillis());
            if (thread.isAlive()) {
                LOG.warn("The mirror of {} does not end", spec.name());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private synchronized void show(String now, String words) {
        if (!now.equals(state) || !words.equals(detail)) {
            state = now;
            detail = words;
            since = clock.instant();
        }
    }

    private synchronized void connected() {
        done = new Mirrors.Counts(
                done.stored(),
                done.refused(),
                done.sent(),
                done.rejected(),
                done.comparisons(),
                done.connections() + 1);
    }

    /** The comparison is over: what it counted is kept. */
    private synchronized void add(Tally tally, boolean ended) {
        Mirrors.Counts sum = sum(done, tally);
        done = new Mirrors.Counts(
                sum.stored(),
                sum.refused(),
                sum.sent(),
                sum.rejected(),
                done.comparisons() + (ended ? 1 : 0),
                done.connections());
        comparing = new Tally();
    }

    private static Mirrors.Counts sum(Mirrors.Counts counts, Tally tally) {
        Mirrors.Report more = tally.report();
        return new Mirrors.Counts(
                counts.stored() + more.stored(),
                counts.refused() + all(more.refused().values()),
                counts.sent() + more.sent(),
                counts.rejected() + all(more.rejected().values()),
                counts.comparisons(),
                counts.connections());
    }

    private static long all(Iterable<Long> counts) {
        long sum = 0;
        for (long count : counts) {
            sum += count;
        }
        return sum;
    }

    synchronized Mirrors.State state() {
        return new Mirrors.State(
                spec.name(), spec.direction(), state, detail, since, equal, sum(sum(done, comparing), live));
    }
}
