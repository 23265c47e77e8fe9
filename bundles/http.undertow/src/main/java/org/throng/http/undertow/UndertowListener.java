// SPDX-License-Identifier: MIT
package org.throng.http.undertow;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.osgi.framework.BundleContext;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.ServiceReference;
import org.osgi.framework.ServiceRegistration;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.Designate;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.throng.http.Endpoint;
import org.throng.http.Listener;

/**
 * A listener for each configuration, such as {@code org.throng.http.undertow~relay}. New settings open a new port before the
 * old one is closed; where that cannot be, the old one stays and the log says why.
 */
@Component(
        service = {},
        immediate = true,
        configurationPid = "org.throng.http.undertow",
        configurationPolicy = ConfigurationPolicy.REQUIRE)
@Designate(ocd = UndertowListener.Settings.class, factory = true)
public final class UndertowListener {
    private static final Logger LOG = LoggerFactory.getLogger(UndertowListener.class);

    private final BundleContext context;
    private final ServiceReference<Endpoints> endpoints;
    private Server server;
    private Settings applied;
    private ServiceRegistration<Listener> registration;
    private volatile Endpoints found;

    /** The settings of one listener. */
    @ObjectClassDefinition(id = "org.throng.http.undertow", name = "A listener for HTTP and WebSocket")
    @interface Settings {
        @AttributeDefinition(
                name = "Name",
                description = "What its endpoints call it: relay for Nostr clients, rest for this machine's own tools.")
        String name() default "relay";

        @AttributeDefinition(
                name = "Host",
                description = "The address to listen on. The default lets in this machine only, so that nobody opens a"
                        + " port to the world unawares; 0.0.0.0 lets in everybody.")
        String host() default "127.0.0.1";

        @AttributeDefinition(
                name = "Port",
                description = "0 takes any that is free, and says which.",
                min = "0",
                max = "65535")
        int port() default 7447;

        @AttributeDefinition(
                name = "Worker threads",
                description = "At most. Endpoints do not wait on them for long, so a few keep all cores busy.",
                min = "1",
                max = "256")
        int threads() default 8;

        @AttributeDefinition(
                name = "Connections",
                description = "Open at once. An idle one costs about 10 kB and a file handle.",
                min = "1",
                max = "1000000")
        int connections() default 4_000;

        @AttributeDefinition(
                name = "Connections of one network",
                description = "Open at once from one IPv4 address or one /64 of IPv6, so that one client cannot take"
                        + " them all. A hidden service or a proxy that is not trusted is one network.",
                min = "1",
                max = "1000000")
        int connections_per_network() default 400;

        @AttributeDefinition(
                name = "Bytes of a request's body",
                description = "A larger one is refused. The relay reads none. The local API has 1 TiB: it takes in"
                        + " backups of relays as streams, and bounds all else by itself.",
                min = "0",
                max = "1099511627776")
        long body_bytes() default 64L << 20;

        @AttributeDefinition(
                name = "Bytes of a request's headers",
                description = "A longer request line with its headers is refused.",
                min = "1024",
                max = "1048576")
        int header_bytes() default 16 << 10;

        @AttributeDefinition(
                name = "Bytes of a client's queue",
                description = "What waits for one slow reader. When it is full, stored events wait for room, and a"
                        + " subscriber that misses live events is told so and closed.",
                min = "65536",
                max = "67108864")
        int queue_bytes() default 1 << 20;

        @AttributeDefinition(
                name = "Patience in seconds",
                description = "How long a request's headers, one message, or a write that does not move may take"
                        + " before the connection is closed: slow on purpose is an attack.",
                min = "1",
                max = "3600")
        int patience_seconds() default 30;

        @AttributeDefinition(
                name = "Ping in seconds",
                description = "A silent WebSocket client is asked for a sign of life this often, and closed after three"
                        + " times as long; so connections through NAT stay open and dead ones do not.",
                min = "1",
                max = "3600")
        int ping_seconds() default 40;

        @AttributeDefinition(
                name = "Trusted proxies",
                description = "Addresses of reverse proxies whose X-Forwarded-For is believed. None by default: anybody"
                        + " can write that header.")
        String[] trusted_proxies() default {};
    }

    /** @param endpoints fetched with the first request only: an endpoint may want this listener to come up */
    @Activate
    public UndertowListener(BundleContext context, @Reference ServiceReference<Endpoints> endpoints, Settings settings)
            throws IOException {
        this.context = context;
        this.endpoints = endpoints;
        open(settings, address(settings));
    }

    @Modified
    synchronized void modified(Settings settings) throws IOException {
        InetSocketAddress address = address(settings);
        InetSocketAddress held = server.address();
        Settings before = applied;
        boolean any = address.getPort() == 0 && address.equals(address(before));
        if (any || address.getPort() == held.getPort()) {
            stop(); // its port is needed again, perhaps on another address
            try {
                open(settings, new InetSocketAddress(address.getAddress(), held.getPort()));
            } catch (IOException e) {
                stays(e, held);
                open(before, held);
            }
            return;
        }
        Server old = server;
        ServiceRegistration<Listener> offered = registration;
        try {
            open(settings, address);
        } catch (IOException e) {
            stays(e, held);
            return;
        }
        offered.unregister();
        old.close();
    }

    private static void stays(IOException e, InetSocketAddress held) {
        LOG.error("{}; it stays on {} with the settings from before", e.getMessage(), held);
    }

    private void open(Settings settings, InetSocketAddress address) throws IOException {
        Limits limits = new Limits(
                settings.connections(),
                settings.connections_per_network(),
                settings.body_bytes(),
                settings.header_bytes(),
                settings.queue_bytes(),
                Duration.ofSeconds(settings.patience_seconds()),
                Duration.ofSeconds(settings.ping_seconds()));
        try {
            server = new Server(
                    settings.name(), address, settings.threads(), limits, proxies(settings), this::endpoints);
        } catch (IOException e) {
            throw new IOException(
                    "the listener " + settings.name() + " cannot open " + address.getHostString() + ":"
                            + address.getPort()
                            + " (" + e.getMessage()
                            + "): give it another port, or end the process that has this one",
                    e);
        }
        applied = settings;
        LOG.info("listener {} on {}", settings.name(), server.address());
        registration = context.registerService(
                Listener.class, server, FrameworkUtil.asDictionary(Map.of("name", settings.name())));
    }

    private List<Endpoint> endpoints() {
        Endpoints now = found;
        if (now == null) {
            now = context.getService(endpoints);
            found = now;
        }
        return now == null ? List.of() : now.list();
    }

    /** A host that is none opens to this machine only: a wrong word must not take the listener away. */
    static InetSocketAddress address(Settings settings) {
        InetSocketAddress address = new InetSocketAddress(settings.host(), settings.port());
        if (!address.isUnresolved()) {
            return address;
        }
        notApplied(settings, "host: expected an address of this machine", settings.host());
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), settings.port());
    }

    static Set<InetAddress> proxies(Settings settings) {
        Set<InetAddress> proxies = new HashSet<>();
        for (String text : settings.trusted_proxies()) {
            Addresses.literal(text)
                    .ifPresentOrElse(
                            proxies::add,
                            () -> notApplied(
                                    settings, "trusted.proxies: expected the address of a proxy in digits", text));
        }
        return proxies;
    }

    private static void notApplied(Settings settings, String expected, String text) {
        LOG.warn("org.throng.http.undertow~{}/{}, got '{}'; not applied", settings.name(), expected, text);
    }

    @Deactivate
    synchronized void stop() {
        registration.unregister();
        server.close();
    }
}
