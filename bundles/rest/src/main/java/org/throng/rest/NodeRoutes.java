// SPDX-License-Identifier: MIT
package org.throng.rest;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.framework.ServiceReference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.throng.curve.Curve;
import org.throng.event.RelayUrl;
import org.throng.home.Home;
import org.throng.http.Listener;
import org.throng.http.Stream;
import org.throng.identity.Identities;
import org.throng.identity.Nip19;
import org.throng.mail.Inbox;
import org.throng.mail.Outbox;
import org.throng.mail.StandardRelays;
import org.throng.mailbox.Mailbox;
import org.throng.relay.Health;
import org.throng.relay.Mirrors;
import org.throng.relay.Relay;
import org.throng.transport.RelayFacts;
import org.throng.transport.Transport;

/** How the node stands: status, doctor, relays, logs, plugins. */
final class NodeRoutes {
    private static final Logger LOG = LoggerFactory.getLogger(NodeRoutes.class);
    private static final int LOG_TAIL = 256 << 10;
    private static final String ROLE = "throng.role";

    private final BundleContext context;
    private final Home home;
    private final Identities identities;
    private final DisposableRoutes disposables;
    private final Curve curve;
    private final Parts parts;
    private final Clock clock;
    private final long startedAt;

    /** What may come and go while the node runs; each is {@code null} while it is not there. */
    record Parts(
            Supplier<Mailbox> mailbox,
            Supplier<Outbox> outbox,
            Supplier<Inbox> inbox,
            Supplier<StandardRelays> standardRelays,
            Supplier<List<Transport>> transports,
            Supplier<List<Listener>> listeners,
            Supplier<Relay> relay,
            Supplier<Mirrors> mirrors,
            Supplier<Health> health) {}

    NodeRoutes(
            BundleContext context,
            Home home,
            Identities identities,
            DisposableRoutes disposables,
            Curve curve,
            Parts parts,
            Clock clock) {
        this.disposables = disposables;
        this.context = context;
        this.home = home;
        this.identities = identities;
        this.curve = curve;
        this.parts = parts;
        this.clock = clock;
        this.startedAt = clock.millis();
    }

    void addTo(Router router) {
        router.add("GET", "/status", call -> Json.ok(status()));
        router.add("GET", "/doctor", call -> Json.ok(Map.of("checks", checks())));
        router.add("GET", "/relays", call -> Json.ok(relays()));
        router.add("POST", "/relays/test", call -> Json.ok(test(People.relay(call.required("url")))));
        router.add("GET", "/logs", this::logs);
        router.add("GET", "/plugins", call -> Json.ok(Map.of("plugins", plugins())));
    }

    private Map<String, Object> status() throws IOException {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("ready", isWhole());
        json.put("version", context.getBundle().getVersion().toString());
        json.put("role", context.getProperty(ROLE));
        json.put("pid", ProcessHandle.current().pid());
        json.put("home", home.root().toString());
        json.put("uptime", (clock.millis() - startedAt) / 1000);
        json.put("locked", identities.isLocked());
        json.put("vault", !identities.exists() ? "none" : identities.isLocked() ? "locked" : "open");
        json.put("identities", identities.list().size());
        disposables.report(json);
        json.put("relays", followed());
        Outbox outbox = parts.outbox().get();
        if (outbox != null) {
            Outbox.Backlog backlog = outbox.backlog();
            json.put("outbox", Map.of("queued", backlog.queued(), "failed", backlog.failed()));
        } else {
            json.put("outbox", null);
        }
        json.put("relay", ownRelay());
        json.put("mirrors", MirrorRoutes.states(parts.mirrors().get()));
        json.put("clock", clockWarning());
        return json;
    }

    private Map<String, Object> clockWarning() {
        Inbox inbox = parts.inbox().get();
        if (inbox == null || inbox.clock().isEmpty()) {
            return null;
        }
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("aheadSeconds", inbox.clock().get().aheadSeconds());
        json.put("warning", inbox.clock().get().message());
        return json;
    }

    /** Whether all is there that the role is for: settings or a plugin may take a part of it away at any time. */
    private boolean isWhole() {
        boolean mails = parts.outbox().get() != null && parts.inbox().get() != null;
        return (!hasRelay() || relayUrl().isPresent()) && (!hasMail() || mails);
    }

    private boolean hasRelay() {
        return !"client".equals(context.getProperty(ROLE));
    }

    private boolean hasMail() {
        return hasMail(context);
    }

    /** Whether this node's role keeps messages. */
    static boolean hasMail(BundleContext context) {
        return !"relay".equals(context.getProperty(ROLE));
    }

    /** Where the own relay listens; empty while there is no relay, or none of the listeners is its own. */
    private Optional<String> relayUrl() {
        Relay relay = parts.relay().get();
        return parts.listeners().get().stream()
                .filter(listener -> relay != null && listener.name().equals(relay.listener()))
                .findFirst()
                .map(listener -> "ws://" + listener.authority());
    }

    private Map<String, Object> ownRelay() throws IOException {
        Relay relay = parts.relay().get();
        if (relay == null) {
            return null;
        }
        Map<String, Object> json = new LinkedHashMap<>();
        relayUrl().ifPresent(url -> json.put("url", url));
        json.putAll(AdminRoutes.stats(relay.stats()));
        return json;
    }

    private List<Map<String, Object>> followed() {
        Inbox inbox = parts.inbox().get();
        List<Map<String, Object>> list = new ArrayList<>();
        if (inbox != null) {
            for (Inbox.RelayState state : inbox.relays()) {
                Map<String, Object> json = new LinkedHashMap<>();
                json.put("url", state.url().toString());
                json.put("state", state.state());
                json.put("detail", state.detail());
                json.put("unverified", state.unverified());
                json.put("left", state.left());
                json.put("for", state.identities().stream().map(Nip19::npub).toList());
                json.put("scan", ScanRoutes.of(state.scanning()));
                list.add(json);
            }
        }
        return list;
    }

    private Map<String, Object> relays() {
        Map<String, Object> json = new LinkedHashMap<>();
        StandardRelays standard = parts.standardRelays().get();
        json.put("standard", standard == null ? List.of() : Json.urls(standard.list()));
        json.put("relays", followed());
        return json;
    }

    private Map<String, Object> test(RelayUrl url) throws Problem {
        Transport transport = parts.transports().get().stream()
                .filter(candidate -> candidate.reaches(url))
                .findFirst()
                .orElseThrow(() -> Problem.notHere("a transport for " + url));
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("url", url.toString());
        try {
            RelayFacts facts = transport.look(url).get(45, TimeUnit.SECONDS);
            boolean clockFine = facts.clockAhead()
                    .map(ahead -> Math.abs(ahead.toSeconds()) <= 600)
                    .orElse(true);
            json.put("ok", !facts.demandsAuth() && clockFine);
            json.put("name", facts.name().orElse(null));
            json.put("software", facts.software().orElse(null));
            json.put("feed", facts.feed().isPresent());
            json.put(
                    "clockAheadSeconds",
                    facts.clockAhead().map(ahead -> ahead.toSeconds()).orElse(null));
            json.put("demandsAuth", facts.demandsAuth());
            json.put("roundTripMillis", facts.roundTrip().toMillis());
            json.put("detail", detail(facts, clockFine));
        } catch (ExecutionException e) {
            json.put("ok", false);
            json.put("detail", String.valueOf(e.getCause().getMessage()));
        } catch (TimeoutException e) {
            json.put("ok", false);
            json.put("detail", url + " did not answer");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Problem(503, "Stopping", Problem.TRY_AGAIN, "the node is stopping");
        }
        return json;
    }

    private static String detail(RelayFacts facts, boolean clockFine) {
        if (facts.demandsAuth()) {
            return "unusable: it wants to know who reads (NIP-42)";
        }
        if (!clockFine) {
            return "its clock and this machine's are more than 10 minutes apart";
        }
        return "";
    }

    private List<Map<String, Object>> checks() throws IOException {
        List<Map<String, Object>> checks = new ArrayList<>();
        checks.add(check("java", true, Runtime.version().toString(), null));
        checks.add(check("curve", true, curve.name() + ": " + curve.description(), null));
        boolean writable = Files.isWritable(home.data());
        long free = Files.getFileStore(home.data()).getUsableSpace();
        checks.add(check(
                "disk",
                writable && free > (256L << 20),
                (free >> 20) + " MiB free" + (writable ? "" : ", not writable"),
                "make room, or give another --home"));
        if (hasRelay()) {
            checks.add(check(
                    "own relay",
                    relayUrl().isPresent(),
                    relayUrl().orElse("nobody can reach it"),
                    "look into the log: throng logs"));
        }
        Health health = parts.health().get();
        for (Health.Check one : health == null ? List.<Health.Check>of() : health.checks()) {
            checks.add(check("relay's " + one.name(), one.ok(), one.detail(), "look into the log: throng logs"));
        }
        Mirrors mirrors = parts.mirrors().get();
        for (Mirrors.State mirror : mirrors == null ? List.<Mirrors.State>of() : mirrors.states()) {
            checks.add(check(
                    "mirror " + mirror.relay(),
                    List.of("comparing", "following").contains(mirror.state()),
                    mirror.state() + (mirror.detail().isEmpty() ? "" : ": " + mirror.detail()),
                    "is the other relay up, and the entry in org.throng.relay.mirror right?"));
        }
        boolean locked = identities.isLocked();
        if (hasMail()) {
            checks.add(check(
                    "vault",
                    !locked,
                    !identities.exists() ? "not made yet" : locked ? "locked" : "open",
                    !identities.exists() ? "throng id new" : "throng id unlock"));
        }
        Mailbox mailbox = parts.mailbox().get();
        if (hasMail() && !locked) {
            checks.add(check(
                    "mailbox",
                    mailbox != null,
                    mailbox == null ? "not open" : mailbox.size() / 1024 + " KiB",
                    "look into the log: throng logs"));
        }
        Inbox inbox = parts.inbox().get();
        if (inbox != null) {
            checks.add(check(
                    "clock",
                    inbox.clock().isEmpty(),
                    inbox.clock().map(Inbox.ClockWarning::message).orElse("as the relays'"),
                    "set the clock right"));
            List<Inbox.RelayState> states = inbox.relays();
            if (!locked && states.stream().allMatch(Inbox.RelayState::left)) {
                checks.add(check("relays", false, "none that is used", "throng relays add wss://…"));
            }
            for (Inbox.RelayState state : states) {
                checks.add(check(
                        "relay " + state.url(),
                        state.left()
                                || List.of("following", "reading").contains(state.state())
                                        && state.detail().isEmpty(),
                        state.state() + (state.detail().isEmpty() ? "" : ": " + state.detail()),
                        "throng relays test " + state.url()));
            }
        }
        for (Bundle bundle : context.getBundles()) {
            boolean fragment = bundle.getHeaders("").get(Constants.FRAGMENT_HOST) != null;
            if (!fragment && bundle.getState() != Bundle.ACTIVE && bundle.getState() != Bundle.STARTING) {
                checks.add(check(
                        "bundle " + bundle.getSymbolicName(), false, "does not run", "look into the log: throng logs"));
            }
        }
        return checks;
    }

    private static Map<String, Object> check(String name, boolean ok, String detail, String hint) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("name", name);
        json.put("ok", ok);
        json.put("detail", detail);
        if (!ok && hint != null) {
            json.put("hint", hint);
        }
        return json;
    }

    private Answer logs(Call call) throws Problem, IOException {
        int lines = call.number("lines", 100, 1, 10_000);
        boolean follow = call.parameter("follow").filter("true"::equals).isPresent();
        Path file = home.logs().resolve("node.log");
        byte[] all;
        try {
            all = tail(file);
        } catch (NoSuchFileException e) {
            all = new byte[0];
        }
        String[] split = new String(all, StandardCharsets.UTF_8).split("\n");
        String last = String.join("\n", List.of(split).subList(Math.max(0, split.length - lines), split.length)) + "\n";
        byte[] bytes = last.getBytes(StandardCharsets.UTF_8);
        if (!follow) {
            return Answer.of(200, "text/plain; charset=utf-8", bytes);
        }
        long from = Files.exists(file) ? Files.size(file) : 0;
        return Answer.open("text/plain; charset=utf-8", (stream, closed) -> {
            stream.send(bytes);
            Thread follower = new Thread(() -> followLog(stream, closed, file, from), "throng-rest-log");
            follower.setDaemon(true);
            closed.then(follower::interrupt);
            follower.start();
        });
    }

    private static byte[] tail(Path file) throws IOException {
        long from = Math.max(0, Files.size(file) - LOG_TAIL);
        return read(file, from, LOG_TAIL);
    }

    private static void followLog(Stream stream, Answer.Closing closed, Path file, long from) {
        long at = from;
        try (stream) {
            while (!closed.isGone()) {
                Thread.sleep(500);
                long size = Files.exists(file) ? Files.size(file) : 0;
                at = size < at ? 0 : at; // a new file took its place
                if (size > at) {
                    byte[] more = read(file, at, (int) Math.min(size - at, LOG_TAIL));
                    at += more.length;
                    if (!stream.send(more)) {
                        return; // the reader is slower than the log
                    }
                }
            }
        } catch (IOException e) {
            LOG.debug("The log cannot be followed: {}", e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static byte[] read(Path file, long from, int length) throws IOException {
        try (var channel = Files.newByteChannel(file)) {
            channel.position(from);
            return java.nio.channels.Channels.newInputStream(channel).readNBytes(length);
        }
    }

    private List<Map<String, Object>> plugins() {
        List<Map<String, Object>> list = new ArrayList<>();
        for (Bundle bundle : context.getBundles()) {
            if (bundle.getBundleId() == 0) {
                continue;
            }
            Map<String, Object> json = new LinkedHashMap<>();
            json.put("name", bundle.getSymbolicName());
            json.put("version", bundle.getVersion().toString());
            json.put("state", state(bundle.getState()));
            List<String> provides = new ArrayList<>();
            ServiceReference<?>[] services = bundle.getRegisteredServices();
            for (ServiceReference<?> service : services == null ? new ServiceReference<?>[0] : services) {
                for (String name : (String[]) service.getProperty(Constants.OBJECTCLASS)) {
                    if (name.startsWith("org.throng.") && !provides.contains(name)) {
                        provides.add(name);
                    }
                }
            }
            json.put("provides", provides);
            json.put("deployed", bundle.getLocation().startsWith("deploy:"));
            list.add(json);
        }
        return list;
    }

    private static String state(int state) {
        return switch (state) {
            case Bundle.ACTIVE -> "active";
            case Bundle.STARTING -> "starting";
            case Bundle.RESOLVED -> "resolved";
            case Bundle.STOPPING -> "stopping";
            case Bundle.INSTALLED -> "installed";
            default -> "uninstalled";
        };
    }
}
