// SPDX-License-Identifier: MIT
package org.throng.mail.inbox;

import java.io.IOException;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.throng.curve.Curve;
import org.throng.curve.PublicKey;
import org.throng.event.Event;
import org.throng.event.EventId;
import org.throng.event.RelayUrl;
import org.throng.identity.Identities;
import org.throng.identity.Identity;
import org.throng.identity.IdentityException;
import org.throng.identity.IdentityListener;
import org.throng.mail.AbsentException;
import org.throng.mail.Conversations;
import org.throng.mail.Inbox;
import org.throng.mail.MailException;
import org.throng.mail.ReadingKeys;
import org.throng.mail.StandardRelays;
import org.throng.mailbox.Drawer;
import org.throng.mailbox.Letter;
import org.throng.mailbox.Mailbox;
import org.throng.scheme.OpenScheme;
import org.throng.scheme.Scheme;
import org.throng.scheme.Sighting;
import org.throng.transport.RelayFacts;
import org.throng.transport.Transport;

/** Keeps one {@link Watch} for each relay of the identities, while the mailbox is open. */
@Component(
        service = {Inbox.class, IdentityListener.class},
        configurationPid = MailSettings.PID)
public final class MailInbox implements Inbox, IdentityListener, Watch.Parts {
    private static final Logger LOG = LoggerFactory.getLogger(MailInbox.class);

    /** Beyond this a clock is wrong: relays refuse what it dates. */
    private static final long LOOK_SECONDS = 60;

    /** A plugin that is swapped is there again by then. */
    private static final long SWAP_SECONDS = 3;

    private static final Duration CLOCK_TOLERANCE = Duration.ofMinutes(10);

    private final Identities identities;
    private final Curve curve;
    private final StandardRelays standardRelays;
    private final SecureRandom random = new SecureRandom();
    private final Clock clock = Clock.systemUTC();
    private final LookUp lookUp;
    private final Scanner scanner;
    private final ProfilePublisher profiles;
    private final DisposableProfiles disposables;
    private final Fetcher fetcher;
    private final ScheduledExecutorService manager =
            Executors.newSingleThreadScheduledExecutor(task -> Watch.daemon(task, "throng-inbox"));
    private final ExecutorService publisher =
            Executors.newSingleThreadExecutor(task -> Watch.daemon(task, "throng-inbox-profile"));
    private final Map<RelayUrl, Watch> watches = new ConcurrentHashMap<>();
    private final WrapWatches wraps;
    private final boolean readsWraps;
    private final Map<RelayUrl, Duration> clocks = new ConcurrentHashMap<>();

    private AutoCloseable listening;
    private volatile boolean active;
    private volatile Mailbox mailbox;
    private volatile Set<Integer> published = Set.of();
    private ScheduledFuture<?> publishing;

    @Reference(policy = ReferencePolicy.DYNAMIC, policyOption = ReferencePolicyOption.GREEDY)
    private volatile List<Scheme> schemes = List.of();

    @Reference(policy = ReferencePolicy.DYNAMIC, policyOption = ReferencePolicyOption.GREEDY)
    private volatile List<Transport> transports = List.of();

    @Reference(policy = ReferencePolicy.DYNAMIC, policyOption = ReferencePolicyOption.GREEDY)
    private volatile List<OpenScheme> openSchemes = List.of();

    @Reference(
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY,
            cardinality = ReferenceCardinality.OPTIONAL)
    private volatile Conversations conversations;

    @Reference(
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY,
            cardinality = ReferenceCardinality.OPTIONAL)
    private volatile ReadingKeys keys;

    @Activate
    public MailInbox(
            @Reference Identities identities,
            @Reference Curve curve,
            @Reference StandardRelays standardRelays,
            MailSettings settings) {
        this.identities = identities;
        this.curve = curve;
        this.standardRelays = standardRelays;
        Readers readers = new Readers(identities, this::keys, this::conversations);
        lookUp = new LookUp(identities, readers, () -> bestFirst(schemes), this::conversations, clock);
        Scan scan = new Scan(lookUp, readers, () -> bestFirst(schemes), clock);
        scanner = new Scanner((open, relay, headers, with) -> {
            if (scan.scan(open, relay, headers, with) > 0) {
                fetcher().chores().wake();
            }
        });
        profiles = new ProfilePublisher(identities, curve, this::keys, () -> bestFirst(schemes), random, clock);
        disposables = new DisposableProfiles(
                identities,
                profiles,
                new DisposablePlaces(),
                () -> bestFirst(schemes),
                settings.disposable_delay_seconds(),
                random,
                clock);
        FileFetch files = new FileFetch(this::relaysOf, random, clock, settings.file_pace_millis());
        fetcher = new Fetcher(
                () -> bestFirst(schemes),
                () -> bestFirst(transports),
                this::keys,
                this::conversations,
                this::publishedRelay,
                new Opening(identities, this::conversations, random, clock),
                files,
                random,
                clock);
        readsWraps = settings.nip17_receive();
        wraps = new WrapWatches(
                this::transport,
                new Wraps(identities, () -> bestFirst(openSchemes), clock),
                new WrapRelays(identities, curve, random, clock),
                publisher,
                random,
                clock);
    }

    /**
     * Before it no thread runs: Declarative Services may let go of an instance that it made and did not get so far, and tells it
     * nothing.
     */
    @Activate
    void start() {
        listening = standardRelays.listen(this::changed);
        active = true;
        fetcher.chores().start();
        disposables.chores().start();
        scanner.start();
        // a relay was left long enough, or a note of it can be written at last
        manager.scheduleWithFixedDelay(this::refresh, LOOK_SECONDS, LOOK_SECONDS, TimeUnit.SECONDS);
        changed();
    }

    private Fetcher fetcher() {
        return fetcher;
    }

    private Optional<Conversations> conversations() {
        return Optional.ofNullable(conversations);
    }

    private Optional<ReadingKeys> keys() {
        return Optional.ofNullable(keys);
    }

    /** Declarative Services gives the lowest ranking first. */
    private static <T> List<T> bestFirst(List<T> ascending) {
        List<T> best = new ArrayList<>(ascending);
        Collections.reverse(best);
        return best;
    }

    @Deactivate
    void stop() throws Exception {
        active = false;
        listening.close();
        manager.shutdownNow();
        manager.awaitTermination(3, TimeUnit.SECONDS);
        publisher.shutdownNow();
        publisher.awaitTermination(3, TimeUnit.SECONDS);
        stopWatches();
        disposables.chores().close();
        scanner.stop();
        fetcher.chores().close();
    }

    @Reference(
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY,
            cardinality = ReferenceCardinality.OPTIONAL)
    void setMailbox(Mailbox opened) {
        mailbox = opened;
        scanner.open(opened);
        fetcher.chores().open(opened);
        disposables.chores().open(opened);
        changed();
    }

    void unsetMailbox(Mailbox closed) {
        if (mailbox == closed) {
            mailbox = null;
        }
        fetcher.chores().close(closed);
        disposables.chores().close(closed);
        try {
            scanner.close(closed);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        changed();
    }

    /** What this node reads stands in its profiles: they are published anew where a plugin brought a scheme or took one away. */
    @Reference(
            name = "number",
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY,
            cardinality = ReferenceCardinality.MULTIPLE)
    void addScheme(Scheme added) {
        laterPublish();
    }

    void removeScheme(Scheme removed) {
        laterPublish();
    }

    /** Each change puts it off: while bundles are swapped, a part of the schemes is no news. */
    private synchronized void laterPublish() {
        if (!active) {
            return;
        }
        if (publishing != null) {
            publishing.cancel(false);
        }
        try {
            publishing = manager.schedule(this::publishAnew, SWAP_SECONDS, TimeUnit.SECONDS);
        } catch (RejectedExecutionException e) {
            LOG.debug("Stopping", e);
        }
    }

    private void publishAnew() {
        Mailbox open = mailbox;
        Set<Integer> now = numbers();
        if (open != null && !published.isEmpty() && !now.isEmpty() && !now.equals(published)) {
            watches.forEach((relay, watch) -> publisher.execute(() -> publish(open, relay, watch.owners())));
        }
    }

    private Set<Integer> numbers() {
        return schemes.stream().map(Scheme::number).collect(Collectors.toUnmodifiableSet());
    }

    /** Identities or relays are others now. */
    @Override
    public void changed() {
        if (!active) {
            return; // all is looked at when it starts
        }
        try {
            manager.execute(this::refresh);
        } catch (RejectedExecutionException e) {
            LOG.debug("Stopping", e);
        }
    }

    private void refresh() {
        try {
            Mailbox open = mailbox;
            if (open != null) {
                new RelayDraw(identities, standardRelays, random).draw();
            }
            Map<RelayUrl, Long> left = new HashMap<>();
            Map<RelayUrl, List<PublicKey>> wanted = open == null ? Map.of() : wanted(open, left);
            for (Map.Entry<RelayUrl, Watch> watch : List.copyOf(watches.entrySet())) {
                List<PublicKey> owners = wanted.get(watch.getKey());
                if (owners != null
                        && watch.getValue().isIn(open)
                        && lasting(owners).equals(lasting(watch.getValue().owners()))) {
                    watch.getValue().serve(owners);
                } else {
                    watch.getValue().stop();
                    watches.remove(watch.getKey());
                    clocks.remove(watch.getKey());
                }
            }
            wanted.forEach((relay, owners) -> watches.computeIfAbsent(relay, url -> {
                Watch watch = new Watch(url, owners, open, this, random, clock);
                watch.start();
                return watch;
            }));
            wraps.refresh(open, open == null || !readsWraps ? Set.of() : wrapPlaces());
            watches.forEach((relay, watch) -> watch.leftUntil(left.getOrDefault(relay, 0L)));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            LOG.warn("The relays to follow cannot be looked up now", e); // the next look is due all the same
        }
    }

    /** Those whose coming or going makes a watch begin anew. */
    private List<PublicKey> lasting(List<PublicKey> owners) {
        Set<PublicKey> gone = identities.gone();
        return owners.stream()
                .filter(npub -> !gone.contains(npub) && !isDisposable(npub))
                .toList();
    }

    private boolean isDisposable(PublicKey npub) {
        return identities.find(npub).map(Identity::isDisposable).orElse(false);
    }

    @Override
    public long bornAt(PublicKey owner) {
        return identities
                .find(owner)
                .filter(Identity::isDisposable)
                .map(Identity::createdAt)
                .orElse(0L);
    }

    /** Where a disposable identity is read, there its profile goes. */
    private final class DisposablePlaces implements DisposableProfiles.Places {
        @Override
        public Set<RelayUrl> of(PublicKey npub) {
            return watches.entrySet().stream()
                    .filter(watch -> watch.getValue().owners().contains(npub))
                    .map(Map.Entry::getKey)
                    .collect(Collectors.toUnmodifiableSet());
        }

        @Override
        public Transport transport(RelayUrl relay) throws IOException {
            return MailInbox.this.transport(relay);
        }
    }

    /** @param left gets those that no identity uses any longer, and until when they are read */
    private Map<RelayUrl, List<PublicKey>> wanted(Mailbox open, Map<RelayUrl, Long> left) {
        Map<RelayUrl, List<PublicKey>> wanted = new LinkedHashMap<>();
        long now = clock.instant().getEpochSecond();
        List<Identity> all = identities.list();
        for (Identity identity : all) {
            List<RelayUrl> used = standardRelays.of(identity);
            used.forEach(relay ->
                    wanted.computeIfAbsent(relay, url -> new ArrayList<>()).add(identity.npub()));
            try {
                List<RelayUrl> lasting = used.stream()
                        .filter(relay -> !standardRelays.isOwn(relay))
                        .toList();
                LeftRelays.note(open, identity.npub(), lasting, now).forEach((relay, until) -> {
                    left.merge(relay, until, Math::max);
                    wanted.computeIfAbsent(relay, url -> new ArrayList<>()).add(identity.npub());
                });
            } catch (IOException e) {
                if (mailbox == open && !manager.isShutdown()) {
                    LOG.warn("The relays that were left cannot be looked up: {}", e.getMessage());
                }
            }
        }
        all.forEach(identity -> left.keySet().removeAll(standardRelays.of(identity)));
        return wanted;
    }

    private Set<WrapWatches.Place> wrapPlaces() {
        Set<WrapWatches.Place> places = new LinkedHashSet<>();
        for (Identity identity : identities.list()) {
            if (identity.isDisposable()) {
                continue; // each relay would see whose wraps this address asks for, beside those of the others
            }
            standardRelays.of(identity).forEach(relay -> places.add(new WrapWatches.Place(identity.npub(), relay)));
        }
        return places;
    }

    private void stopWatches() throws InterruptedException {
        for (Watch watch : watches.values()) {
            watch.stop();
        }
        watches.clear();
        wraps.stop();
    }

    @Override
    public Transport transport(RelayUrl relay) throws IOException {
        return bestFirst(transports).stream()
                .filter(candidate -> candidate.reaches(relay))
                .findFirst()
                .orElseThrow(() -> new AbsentException("no bundle reaches " + relay + " now"));
    }

    @Override
    public List<Sighting> lookUp(Mailbox open, RelayUrl relay, List<Event> headers)
            throws IOException, IdentityException {
        return lookUpLogged(open, relay, Sightings.of(headers, clock.instant().getEpochSecond()));
    }

    @Override
    public List<Sighting> lookUpLogged(Mailbox open, RelayUrl relay, List<Sighting> logged)
            throws IOException, IdentityException {
        LookUp.Looked looked = lookUp.look(open, relay, logged);
        if (looked.fresh() > 0) {
            fetcher.chores().wake();
        }
        return looked.misses();
    }

    @Override
    public Backlog backlog(Mailbox open, RelayUrl relay) throws IOException {
        return scanner.backlog(open, relay);
    }

    @Override
    public void added() {
        scanner.wake();
    }

    @Override
    public List<Sighting> live(Mailbox open, RelayUrl relay, List<Sighting> misses) {
        return scanner.live(open, relay, misses);
    }

    @Override
    public Scanning scanning(RelayUrl relay, long unread) {
        return scanner.report(relay, unread);
    }

    @Override
    public void pauseScan(boolean stop) throws MailException, IOException {
        opened();
        scanner.pause(stop);
    }

    @Override
    public void scanAgain(long since) throws MailException, IOException {
        opened();
        for (Watch watch : watches.values()) {
            watch.again(since);
        }
    }

    private Mailbox opened() throws MailException {
        Mailbox open = mailbox;
        if (open == null) {
            throw new MailException(MailException.Reason.LOCKED, "the vault is locked; use 'throng id unlock'");
        }
        return open;
    }

    @Override
    public void met(Mailbox open, RelayUrl relay, RelayFacts facts, List<PublicKey> owners) {
        facts.clockAhead().ifPresent(ahead -> clocks.put(relay, ahead));
        clock().ifPresent(warning -> LOG.warn("{}", warning.message()));
        try {
            // on a thread of its own: a relay that is silent about our profile must not hold back what it lets us read
            publisher.execute(() -> publish(open, relay, owners));
        } catch (RejectedExecutionException e) {
            LOG.debug("Stopping", e);
        }
    }

    /** Perhaps it has another address now, as the own relay may. */
    @Override
    public void lost(RelayUrl relay) {
        changed();
    }

    private void publish(Mailbox open, RelayUrl relay, List<PublicKey> owners) {
        published = numbers();
        for (Identity identity : identities.list()) {
            if (owners.contains(identity.npub()) && !identity.isDisposable() && mailbox == open) {
                try {
                    profiles.ensure(open, transport(relay), relay, identity, standardRelays.of(identity));
                    if (!readsWraps) {
                        wraps.withdraw(open, relay, identity.npub());
                    }
                } catch (IOException | IdentityException e) {
                    if (mailbox == open && !transports.isEmpty()) {
                        LOG.warn("{} has no profile of ours: {}", relay, e.getMessage());
                    } else {
                        LOG.debug("A profile waits for what was stopped", e);
                    }
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                    return;
                }
            }
        }
    }

    private List<RelayUrl> relaysOf(PublicKey owner) {
        return identities.find(owner).map(standardRelays::of).orElse(List.of());
    }

    private Optional<RelayUrl> publishedRelay(PublicKey owner, int index) {
        Mailbox open = mailbox;
        try {
            return open == null ? Optional.empty() : ProfilePublisher.relay(open, curve, owner, index);
        } catch (IOException e) {
            LOG.warn("Our own profile cannot be read: {}", e.getMessage());
            return Optional.empty();
        }
    }

    /** Whether a profile had no place for it. */
    private boolean isLeftOut(RelayState state) {
        Mailbox open = mailbox;
        try {
            for (PublicKey npub : open == null ? List.<PublicKey>of() : state.identities()) {
                if (relaysOf(npub).contains(state.url())
                        && ProfilePublisher.isLeftOut(open, curve, npub, state.url())) {
                    return true;
                }
            }
        } catch (IOException e) {
            LOG.debug("Our own profile cannot be read now", e);
        }
        return false;
    }

    @Override
    public List<RelayState> relays() {
        return watches.values().stream()
                .map(watch -> withWraps(watch.report()))
                .sorted(java.util.Comparator.comparing(RelayState::url))
                .toList();
    }

    private RelayState withWraps(RelayState state) {
        String wrapsTold = wraps.report(state.url());
        String said = wrapsTold
                + (state.left() || !isLeftOut(state) ? "" : (wrapsTold.isEmpty() ? "" : "; ") + ProfilePublisher.FULL);
        return said.isEmpty()
                ? state
                : new RelayState(
                        state.url(),
                        state.state(),
                        state.detail().isEmpty() ? said : state.detail() + "; " + said,
                        state.unverified(),
                        state.left(),
                        state.identities(),
                        state.scanning());
    }

    @Override
    public void fetchFile(EventId id) throws MailException, IOException {
        Mailbox open = opened();
        Letter letter = open.find(id)
                .filter(found -> found.file().isPresent())
                .orElseThrow(
                        () -> new MailException(MailException.Reason.UNKNOWN, "no letter with a file has this id"));
        Optional<byte[]> task = open.note(Drawer.NOTE, FileTask.key(letter.owner(), id));
        if (task.isPresent()) {
            FileFetch.wish(open, FileTask.read(task.get()), clock.millis());
            fetcher.chores().wake();
        }
    }

    @Override
    public Optional<ClockWarning> clock() {
        // the middle one: a single relay with a wrong clock says nothing of ours
        List<Duration> sorted = clocks.values().stream().sorted().toList();
        if (sorted.isEmpty()) {
            return Optional.empty();
        }
        Duration ahead = sorted.get(sorted.size() / 2);
        if (ahead.abs().compareTo(CLOCK_TOLERANCE) <= 0) {
            return Optional.empty();
        }
        return Optional.of(new ClockWarning(
                ahead.toSeconds(),
                "this machine's clock is " + ahead.abs().toMinutes() + " min "
                        + (ahead.isNegative() ? "ahead of" : "behind")
                        + " the relays'; they refuse what it dates: set the clock right"));
    }
}
