// SPDX-License-Identifier: MIT
package org.throng.relay.events;

import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceRegistration;
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
import org.throng.curve.Curve;
import org.throng.http.Endpoint;
import org.throng.policy.Policy;
import org.throng.relay.Ledger;
import org.throng.relay.Management;
import org.throng.relay.Moderation;
import org.throng.relay.Relay;
import org.throng.relay.RelayBackup;
import org.throng.store.Store;
import org.throng.store.StoreException;
import org.throng.store.Stores;
import org.throng.store.Variants;

/**
 * Offers the relay of this node, its events in {@code HOME/data/relay}, while the store variant that they lie in is there.
 *
 * <p>The component's lock is held while the relay is opened and closed; nothing else takes it.
 */
@Component(
        service = {},
        immediate = true,
        configurationPid = "org.throng.relay.events")
@Designate(ocd = RelayEvents.Settings.class)
public final class RelayEvents {
    private static final Logger LOG = LoggerFactory.getLogger(RelayEvents.class);

    private final BundleContext context;
    private final Curve curve;
    private Settings settings;
    private final Variants variants = new Variants();
    private final List<Ledger> ledgers = new ArrayList<>();

    @Reference(policy = ReferencePolicy.DYNAMIC, policyOption = ReferencePolicyOption.GREEDY)
    private volatile List<Policy> policies = List.of();

    @Reference(
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY,
            cardinality = ReferenceCardinality.OPTIONAL)
    private volatile Management management;

    private boolean started;
    private Stores used;
    private Store store;
    private EventRelay relay;
    private ServiceRegistration<?> registration;
    private Operation operation;
    private ServiceRegistration<RelayBackup> backup;

    /** The settings of the relay. */
    @ObjectClassDefinition(id = "org.throng.relay.events", name = "The relay")
    @interface Settings {
        @AttributeDefinition(name = "Name", description = "What clients show to people.")
        String name() default "A Throng relay";

        @AttributeDefinition(name = "Description", description = "A sentence or two for people.")
        String description() default "Carries any Nostr event, and Throng's headers and bodies.";

        @AttributeDefinition(
                name = "Contact",
                description = "How people reach the operator: a mailto: or https: address. Empty: not told.")
        String contact() default "";

        @AttributeDefinition(
                name = "Public key",
                description = "The operator's public key in 64 hex digits. Empty: not told.")
        String pubkey() default "";

        @AttributeDefinition(
                name = "Public address",
                description = "The address that clients use, such as wss://relay.example. Clients prove their keys"
                        + " (NIP-42) for its host name; without it only those on this machine can, for else another"
                        + " relay could let its users sign for ours.")
        String url() default "";

        @AttributeDefinition(
                name = "Bytes of a message",
                description = "256 KiB hold the largest contact lists in use; our own messages are below 64 KiB.",
                min = "65536",
                max = "16777216")
        int message_bytes() default 256 << 10;

        @AttributeDefinition(
                name = "Subscriptions of a connection",
                description = "Each is looked at for every event that comes in.",
                min = "1",
                max = "10000")
        int subscriptions() default 64;

        @AttributeDefinition(
                name = "Filters of a question",
                description = "Each is a query of its own.",
                min = "1",
                max = "1000")
        int filters() default 32;

        @AttributeDefinition(
                name = "Largest limit",
                description = "Stored events for one filter. A client pages headers by until, and all headers of ten"
                        + " minutes have one created_at: they must fit.",
                min = "1",
                max = "100000")
        int max_limit() default 5_000;

        @AttributeDefinition(
                name = "Limit where a filter has none",
                description = "As the largest one, so that a client that sets none is not left with a gap.",
                min = "1",
                max = "100000")
        int default_limit() default 5_000;

        @AttributeDefinition(
                name = "Tags of an event",
                description = "Each is an entry in an index. Contact lists have up to some thousands.",
                min = "10",
                max = "100000")
        int tags() default 5_000;

        @AttributeDefinition(
                name = "Seconds ahead",
                description = "How far created_at may be after now. There is no limit backwards, for wraps (NIP-59)"
                        + " lie in the past on purpose.",
                min = "0",
                max = "31536000")
        long ahead_seconds() default 900;

        @AttributeDefinition(
                name = "Entries that a question may look at",
                description = "A broader one is refused with a reason, so that nobody keeps a thread for minutes.",
                min = "10000",
                max = "1000000000")
        long scan() default 500_000;

        @AttributeDefinition(
                name = "Events of a comparison",
                description =
                        "That a client or another relay may compare with its own (NIP-77), 40 bytes of memory each, and four times as many for all together. With more the"
                                + " filter is to be narrowed, by since and until.",
                min = "1000",
                max = "20000000")
        int compare() default 200_000;

        @AttributeDefinition(
                name = "Questions a second of a connection",
                description =
                        "REQ, COUNT, NEG-OPEN, NEG-MSG and AUTH, on average. A comparison that has begun may run as"
                                + " much as the burst ahead of it.",
                min = "1",
                max = "1000000")
        int requests_per_second() default 50;

        @AttributeDefinition(
                name = "Questions at once of a connection",
                description = "After a pause; then the average above counts.",
                min = "1",
                max = "1000000")
        int requests_at_once() default 500;

        @AttributeDefinition(
                name = "Questions a second of a network",
                description = "On average, from one IPv4 address or one /64 of IPv6.",
                min = "1",
                max = "1000000")
        int network_requests_per_second() default 500;

        @AttributeDefinition(
                name = "Questions at once of a network",
                description = "After a pause; then the average above counts.",
                min = "1",
                max = "1000000")
        int network_requests_at_once() default 5_000;

        @AttributeDefinition(
                name = "Seconds between sweeps",
                description = "How often expired events are erased. They are never served after their time, swept or"
                        + " not.",
                min = "1",
                max = "86400")
        int sweep_seconds() default 60;

        @AttributeDefinition(
                name = "Cache in MiB",
                description =
                        "Events that are kept in memory as they are served. A relay with many readers has use for more; see that"
                                + " Java's heap (THRONG_JAVA_OPTIONS) has room for it.",
                min = "1",
                max = "100000")
        int cache_mib() default 32;

        @AttributeDefinition(
                name = "Store",
                description =
                        "The variant that keeps the events of a new relay: rocksdb, derby, or one that a plugin brings. Empty: the"
                                + " best that runs here. One that has events stays what it is.")
        String store() default "";

        @AttributeDefinition(
                name = "Policies",
                description = "Names of those without which no event is accepted, so that nothing slips in while one is"
                        + " replaced or cannot start. Every other policy that is here is asked as well.")
        String[] policies() default {"lists", "limits"};
    }

    @Activate
    public RelayEvents(BundleContext context, @Reference Curve curve, Settings settings) {
        this.context = context;
        this.curve = curve;
        this.settings = settings;
    }

    /** Everything that is there was told. */
    @Activate
    synchronized void start() {
        started = true;
        try {
            folder().discard(); // of a restore that was cut off
        } catch (IOException e) {
            LOG.warn("What a restore that was cut off left behind could not be removed: {}", e.getMessage());
        }
        open();
        backup = context.registerService(RelayBackup.class, new StoreBackup(new Owner()), null);
    }

    /** Clients who are connected stay so, unless the store, the required policies or the relay's memory are to be others. */
    @Modified
    synchronized void change(Settings changed) {
        Settings before = settings;
        settings = changed;
        boolean anew =
                !changed.store().equals(before.store()) || !required(changed).equals(required(before));
        if (relay == null || anew || !relay.change(terms(changed))) {
            close();
            open();
        }
    }

    @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
    synchronized void addStores(Stores added, Map<String, ?> properties) {
        variants.add(added, properties);
        if (started && relay == null) {
            open();
        }
    }

    synchronized void removeStores(Stores removed) {
        variants.remove(removed);
        if (removed == used) {
            close();
            if (started) {
                open();
            }
        }
    }

    @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
    synchronized void addLedger(Ledger added) {
        ledgers.add(added);
        if (relay != null) {
            relay.ledgers().add(added);
        }
    }

    synchronized void removeLedger(Ledger removed) {
        ledgers.remove(removed);
        if (relay != null) {
            relay.ledgers().remove(removed);
        }
    }

    private void open() {
        Path folder = folder().place();
        try {
            folder().settle();
            used = choose(folder);
        } catch (IOException e) {
            LOG.info("The relay waits: {}", e.getMessage());
            return;
        }
        try {
            store = used.open(folder);
            relay = new EventRelay(
                    terms(settings),
                    context.getBundle().getVersion().toString(),
                    store,
                    folder,
                    curve,
                    Clock.systemUTC(),
                    new SecureRandom(),
                    Math.max(1, Runtime.getRuntime().availableProcessors()),
                    new Gate(() -> bestFirst(policies), required(settings)),
                    () -> management);
            ledgers.forEach(relay.ledgers()::add);
            relay.ledgers().begin();
            registration = context.registerService(
                    new String[] {Endpoint.class.getName(), Relay.class.getName(), Moderation.class.getName()},
                    relay,
                    null);
            operation = new Operation(context, relay, folder);
        } catch (IOException | RuntimeException e) {
            LOG.error("The relay does not start: {}", e.getMessage(), e);
            close();
        }
    }

    private static Set<String> required(Settings settings) {
        return Set.copyOf(Arrays.asList(settings.policies()));
    }

    /** Declarative Services gives the lowest ranking first. */
    private static List<Policy> bestFirst(List<Policy> ascending) {
        List<Policy> best = new ArrayList<>(ascending);
        Collections.reverse(best);
        return best;
    }

    private Stores choose(Path folder) throws StoreException {
        try {
            return variants.choose(folder, settings.store().strip());
        } catch (StoreException e) {
            Stores other = variants.choose(folder, "");
            LOG.warn("org.throng.relay.events/store: {}; {} is used", e.getMessage(), other.name());
            return other;
        }
    }

    private void close() {
        used = null;
        if (operation != null) {
            operation.close();
            operation = null;
        }
        if (registration != null) {
            registration.unregister();
            registration = null;
        }
        if (relay != null) {
            try {
                relay.close();
            } catch (RuntimeException e) {
                LOG.error("The relay did not end in order: {}", e.getMessage(), e); // its store is closed all the same
            }
            relay = null;
        }
        if (store != null) {
            try {
                store.close();
            } catch (StoreException e) {
                LOG.error("The relay's store was not closed in order: {}", e.getMessage(), e);
            }
            store = null;
        }
    }

    @Deactivate
    synchronized void stop() {
        started = false;
        if (backup != null) {
            backup.unregister();
        }
        close();
    }

    private RelayFolder folder() {
        return new RelayFolder(Path.of(context.getProperty("throng.home"), "data", "relay"));
    }

    /** What {@link StoreBackup} asks of whoever opens and closes the store. */
    private final class Owner implements StoreBackup.Owner {
        @Override
        public Store store() throws StoreException {
            synchronized (RelayEvents.this) {
                if (store == null) {
                    throw new StoreException("the relay's store is not open: look into the log");
                }
                return store;
            }
        }

        @Override
        public RelayFolder folder() {
            return RelayEvents.this.folder();
        }

        @Override
        public Store open(RelayFolder folder) throws IOException {
            synchronized (RelayEvents.this) {
                Path fresh = folder.fresh();
                return choose(fresh).open(fresh);
            }
        }

        @Override
        public void exchange(boolean replace) throws IOException {
            synchronized (RelayEvents.this) {
                if (!started) {
                    throw new StoreException("the node is stopping: restore again when it has started");
                }
                try {
                    if (!replace && relay != null) {
                        registration.unregister();
                        registration = null;
                        relay.close(); // stores what was taken in
                        StoreBackup.expectEmpty(store);
                    }
                    close();
                    folder().complete();
                } finally {
                    close();
                    RelayEvents.this.open(); // settles first
                }
            }
        }
    }

    static Terms terms(Settings s) {
        return new Terms(
                new Terms.About(s.name(), s.description(), given(s.contact()), pubkey(s.pubkey()), url(s.url())),
                new Terms.Bounds(
                        s.message_bytes(),
                        s.subscriptions(),
                        s.filters(),
                        s.max_limit(),
                        Math.min(s.default_limit(), s.max_limit()),
                        s.tags(),
                        s.ahead_seconds(),
                        s.scan(),
                        s.compare(),
                        s.sweep_seconds(),
                        (long) s.cache_mib() << 20),
                new Terms.Speeds(
                        new Terms.Rate(s.requests_per_second(), s.requests_at_once()),
                        new Terms.Rate(s.network_requests_per_second(), s.network_requests_at_once())));
    }

    private static Optional<String> given(String text) {
        return Optional.of(text.strip()).filter(stripped -> !stripped.isEmpty());
    }

    private static Optional<String> pubkey(String text) {
        Optional<String> given = given(text);
        if (given.isPresent() && !given.get().matches("[0-9a-f]{64}")) {
            return notApplied("pubkey: expected 64 lower-case hex digits", text);
        }
        return given;
    }

    private static Optional<URI> url(String url) {
        if (url.isBlank()) {
            return Optional.empty();
        }
        try {
            URI address = new URI(url.strip());
            if (address.getHost() != null && url.strip().matches("wss?://.*")) {
                return Optional.of(address);
            }
        } catch (URISyntaxException e) {
            LOG.debug("The public address cannot be read", e);
        }
        return notApplied("url: expected a public address such as wss://relay.example", url);
    }

    /** As if it were not set: a wrong word about the relay must not take the relay away. */
    private static <T> Optional<T> notApplied(String expected, String text) {
        LOG.warn("org.throng.relay.events/{}, got '{}'; not applied", expected, text);
        return Optional.empty();
    }
}
