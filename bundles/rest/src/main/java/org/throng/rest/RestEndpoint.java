// SPDX-License-Identifier: MIT
package org.throng.rest;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.throng.cipher.Hmac;
import org.throng.curve.Curve;
import org.throng.home.Home;
import org.throng.home.LocalApi;
import org.throng.http.Endpoint;
import org.throng.http.Listener;
import org.throng.http.Request;
import org.throng.http.Response;
import org.throng.identity.Identities;
import org.throng.identity.IdentityException;
import org.throng.mail.Conversations;
import org.throng.mail.Inbox;
import org.throng.mail.MailException;
import org.throng.mail.Outbox;
import org.throng.mail.StandardRelays;
import org.throng.mailbox.Mailbox;
import org.throng.policy.Lists;
import org.throng.relay.Health;
import org.throng.relay.Mirrors;
import org.throng.relay.Moderation;
import org.throng.relay.Relay;
import org.throng.relay.RelayBackup;
import org.throng.relay.Retention;
import org.throng.relay.Transfer;
import org.throng.store.StoreException;
import org.throng.transport.Transport;

/**
 * {@code /api/v1} on the listener {@code api}.
 *
 * <p>Who may call: whoever can read {@code HOME/run/token}. A request from a web page is refused whatever it carries, for
 * browsers send Origin, and so is one that came by another name than the loopback's: a page may have re-bound a domain to
 * this address.
 */
@Component(service = Endpoint.class)
public final class RestEndpoint implements Endpoint {
    private static final Logger LOG = LoggerFactory.getLogger(RestEndpoint.class);
    private static final String PREFIX = "/api/v1";
    private static final Set<String> HOSTS = Set.of("127.0.0.1", "localhost", "[::1]");

    private final Home home;
    private final byte[] authorization;
    private final Router router = new Router();

    @Reference(
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY,
            cardinality = ReferenceCardinality.OPTIONAL)
    private volatile Outbox outbox;

    @Reference(
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY,
            cardinality = ReferenceCardinality.OPTIONAL)
    private volatile Inbox inbox;

    @Reference(
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY,
            cardinality = ReferenceCardinality.OPTIONAL)
    private volatile StandardRelays standardRelays;

    @Reference(
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY,
            cardinality = ReferenceCardinality.OPTIONAL)
    private volatile Relay relay;

    @Reference(
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY,
            cardinality = ReferenceCardinality.OPTIONAL)
    private volatile Conversations conversations;

    @Reference(policy = ReferencePolicy.DYNAMIC, policyOption = ReferencePolicyOption.GREEDY)
    private volatile List<Transport> transports = List.of();

    @Reference(
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY,
            cardinality = ReferenceCardinality.OPTIONAL)
    private volatile Lists lists;

    @Reference(
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY,
            cardinality = ReferenceCardinality.OPTIONAL)
    private volatile RelayBackup relayBackup;

    @Reference(
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY,
            cardinality = ReferenceCardinality.OPTIONAL)
    private volatile Moderation moderation;

    @Reference(
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY,
            cardinality = ReferenceCardinality.OPTIONAL)
    private volatile Transfer transfer;

    @Reference(
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY,
            cardinality = ReferenceCardinality.OPTIONAL)
    private volatile Retention retention;

    @Reference(
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY,
            cardinality = ReferenceCardinality.OPTIONAL)
    private volatile Mirrors mirrors;

    @Reference(
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY,
            cardinality = ReferenceCardinality.OPTIONAL)
    private volatile Health health;

    private volatile List<Listener> listeners = List.of();
    private volatile Mailbox mailbox;
    private final MessageRoutes messages;

    @Activate
    public RestEndpoint(BundleContext context, @Reference Identities identities, @Reference Curve curve)
            throws IOException {
        Clock clock = Clock.systemUTC();
        SecureRandom random = new SecureRandom();
        home = new Home(Path.of(context.getProperty("throng.home")));
        authorization = ("Bearer " + LocalApi.newToken(home, random)).getBytes(StandardCharsets.US_ASCII);
        People people = new People(identities, curve);
        NodeRoutes.Parts parts = new NodeRoutes.Parts(
                () -> mailbox,
                () -> outbox,
                () -> inbox,
                () -> standardRelays,
                () -> bestFirst(transports),
                () -> listeners,
                () -> relay,
                () -> mirrors,
                () -> health);
        OpenMailbox open = new OpenMailbox(() -> mailbox, NodeRoutes.hasMail(context));
        DisposableRoutes disposables =
                new DisposableRoutes(identities, people, () -> mailbox, () -> standardRelays, clock);
        new NodeRoutes(context, home, identities, disposables, curve, parts, clock).addTo(router);
        new IdentityRoutes(identities, people, disposables, clock).addTo(router);
        new SharingRoutes(identities, people, curve, open, () -> conversations, clock).addTo(router);
        messages = new MessageRoutes(identities, people, open, () -> outbox, () -> inbox, () -> relay, clock);
        messages.addTo(router);
        new ScanRoutes(open, () -> inbox).addTo(router);
        new AdminRoutes(() -> relay).addTo(router);
        new PolicyRoutes(people, () -> lists, () -> moderation).addTo(router);
        new BackupRoutes(identities, open, random, clock).addTo(router);
        new MirrorRoutes(() -> mirrors).addTo(router);
        new OperateRoutes(new OperateRoutes.Parts(() -> relayBackup, () -> transfer, () -> retention)).addTo(router);
    }

    @Reference(
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY,
            cardinality = ReferenceCardinality.OPTIONAL)
    void setMailbox(Mailbox opened) {
        mailbox = opened;
    }

    void unsetMailbox(Mailbox closed) {
        if (mailbox == closed) {
            mailbox = null;
            messages.closeFeeds();
        }
    }

    /** Declarative Services gives the lowest ranking first. */
    private static <T> List<T> bestFirst(List<T> ascending) {
        List<T> best = new ArrayList<>(ascending);
        Collections.reverse(best);
        return best;
    }

    @Deactivate
    void stop() throws IOException {
        LocalApi.clear(home);
    }

    @Reference(policy = ReferencePolicy.DYNAMIC, cardinality = ReferenceCardinality.MULTIPLE)
    synchronized void addListener(Listener listener) throws IOException {
        List<Listener> more = new ArrayList<>(listeners);
        more.add(listener);
        listeners = List.copyOf(more);
        if (listener.name().equals("api")) {
            new LocalApi(listener.address().getPort(), ProcessHandle.current().pid()).write(home);
        }
    }

    synchronized void removeListener(Listener listener) {
        listeners = listeners.stream().filter(other -> other != listener).toList();
    }

    @Override
    public String listener() {
        return "api";
    }

    @Override
    public String path() {
        return PREFIX + "/";
    }

    @Override
    public void handle(Request request, Response response) throws IOException {
        answer(request).send(response);
    }

    private Answer answer(Request request) throws IOException {
        Answer response;
        try {
            admit(request);
            response = router.route(request, request.path().substring(PREFIX.length()));
        } catch (Problem problem) {
            response = problem.answer();
        } catch (IdentityException e) {
            response = Problem.of(e).answer();
        } catch (MailException e) {
            response = Problem.of(e).answer();
        } catch (StoreException e) {
            LOG.error("A request failed: {}", e.getMessage(), e);
            response = new Problem(500, "Cannot write", Problem.CANNOT_WRITE, e.getMessage()).answer();
        } catch (RuntimeException e) {
            LOG.error("A request failed", e);
            response = new Problem(500, "Failed", Problem.TRY_AGAIN, "the node failed at this; its log says at what")
                    .answer();
        }
        return response.with("Cache-Control", "no-store").with("X-Content-Type-Options", "nosniff");
    }

    private void admit(Request request) throws Problem {
        String host = request.header("Host").orElse("").replaceFirst(":[0-9]+$", "");
        if (!HOSTS.contains(host)) {
            throw new Problem(403, "Refused", Problem.REFUSED, "the local API answers to 127.0.0.1 and localhost");
        }
        if (request.header("Origin").isPresent()) {
            throw new Problem(403, "Refused", Problem.REFUSED, "the local API does not answer to web pages");
        }
        byte[] given = request.header("Authorization").orElse("").getBytes(StandardCharsets.UTF_8);
        if (!Hmac.equal(authorization, given)) {
            throw new Problem(
                    401, "Unauthorized", Problem.REFUSED, "expected the token of HOME/run/token as a bearer token");
        }
    }
}
