// SPDX-License-Identifier: MIT
package org.throng.mail.inbox;

import java.io.IOException;
import java.lang.ref.Reference;
import java.lang.ref.WeakReference;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.throng.curve.PublicKey;
import org.throng.event.RelayUrl;
import org.throng.identity.Identities;
import org.throng.identity.Identity;
import org.throng.identity.IdentityException;
import org.throng.mail.Chores;
import org.throng.mailbox.Changes;
import org.throng.mailbox.Drawer;
import org.throng.mailbox.Mailbox;
import org.throng.scheme.Scheme;
import org.throng.transport.Transport;

/**
 * Publishes the profiles of disposable identities, each at moments of its own. Other profiles are published when a relay is
 * met: at a start, all in one burst. Whoever saw a disposable one come in it, or after the same plugin was added, or each day
 * in the same minute, would know whose it is.
 *
 * <p>The next moment lies in the mailbox, {@code UNIX millis, what the profile said when it was published last}, a line each,
 * so that a start does not bring it about; one that was missed while the node was off is drawn again. Each identity is
 * published on a thread of its own, so that two never wait for the same silent relay.
 */
final class DisposableProfiles {
    private static final Logger LOG = LoggerFactory.getLogger(DisposableProfiles.class);
    private static final String KEY = "moment:";
    private static final int WORKERS = 4;

    /** Looked after again after this and up to three times as long: a KEM key is renewed each week. */
    private static final Duration AGAIN = Duration.ofHours(12);

    private final Identities identities;
    private final ProfilePublisher profiles;
    private final Places places;
    private final Supplier<List<Scheme>> schemes;
    private final long delayMillis;
    private final RandomGenerator random;
    private final Clock clock;
    private final Chores chores = new Chores("throng-inbox-moments", WORKERS, this::look);

    /** Whose moments were drawn in this process; one that was closed must be able to go. */
    private volatile Reference<Mailbox> met = new WeakReference<>(null);

    /** Where profiles go. */
    interface Places {
        /** All relays that are read for an identity, those that it left among them. */
        Set<RelayUrl> of(PublicKey npub);

        /** @throws IOException where none reaches the relay now */
        Transport transport(RelayUrl relay) throws IOException;
    }

    /** @param said empty before the first time */
    private record Moment(long at, String said) {
        byte[] bytes() {
            return (at + "\n" + said).getBytes(StandardCharsets.UTF_8);
        }

        static Moment read(byte[] bytes) {
            String[] lines = new String(bytes, StandardCharsets.UTF_8).split("\n", 2);
            return new Moment(Long.parseLong(lines[0]), lines[1]);
        }
    }

    /** @param delaySeconds how long after its making, or after a change, a profile is published at the latest */
    DisposableProfiles(
            Identities identities,
            ProfilePublisher profiles,
            Places places,
            Supplier<List<Scheme>> schemes,
            long delaySeconds,
            RandomGenerator random,
            Clock clock) {
        this.identities = identities;
        this.profiles = profiles;
        this.places = places;
        this.schemes = schemes;
        this.delayMillis = delaySeconds * 1_000;
        this.random = random;
        this.clock = clock;
    }

    Chores chores() {
        return chores;
    }

    private void look(Mailbox open) throws IOException {
        due(open).forEach((key, chore) -> chores.submit(open, key, chore));
    }

    /** What is to be published now, by whose it is. */
    Map<String, Chores.Chore> due(Mailbox open) throws IOException {
        boolean fresh = met.get() != open;
        Map<String, Chores.Chore> due = new LinkedHashMap<>();
        if (schemes.get().isEmpty()) {
            return due; // being swapped
        }
        for (Identity identity : identities.list()) {
            if (identity.isDisposable() && !identity.relays().isEmpty()) {
                Moment moment = moment(open, identity, fresh);
                if (moment.at() <= clock.millis()) {
                    due.put(KEY + identity.npub().hex(), () -> publish(open, identity));
                }
            }
        }
        met = new WeakReference<>(open);
        return due;
    }

    private Moment moment(Mailbox open, Identity identity, boolean fresh) throws IOException {
        Optional<Moment> held =
                open.note(Drawer.NOTE, KEY + identity.npub().hex()).map(Moment::read);
        long now = clock.millis();
        boolean missed = fresh && held.isPresent() && held.get().at() <= now;
        boolean changed = held.isPresent()
                && held.get().at() > now + delayMillis
                && !held.get().said().equals(says(identity));
        if (held.isPresent() && !missed && !changed) {
            return held.get();
        }
        Moment drawn = new Moment(soon(), held.map(Moment::said).orElse(""));
        write(open, identity, drawn);
        return drawn;
    }

    private long soon() {
        return clock.millis() + 1 + random.nextLong(delayMillis);
    }

    /** What of a profile changes by other causes than time. */
    private String says(Identity identity) {
        List<Integer> numbers =
                schemes.get().stream().map(Scheme::number).distinct().sorted().toList();
        return numbers + " " + identity.relays();
    }

    private static void write(Mailbox open, Identity identity, Moment moment) throws IOException {
        open.write(new Changes().put(Drawer.NOTE, KEY + identity.npub().hex(), moment.bytes()));
    }

    private void publish(Mailbox open, Identity identity) throws IOException, InterruptedException {
        String saying = says(identity);
        Set<RelayUrl> relays = places.of(identity.npub());
        boolean everywhere = !relays.isEmpty();
        for (RelayUrl relay : relays) {
            try {
                everywhere &= profiles.ensure(open, places.transport(relay), relay, identity, identity.relays());
            } catch (IOException | IdentityException e) {
                LOG.debug("A profile waits: {}", e.getMessage());
                everywhere = false;
            }
        }
        long again = AGAIN.toMillis() + random.nextLong(2 * AGAIN.toMillis());
        Moment next = everywhere ? new Moment(clock.millis() + again, saying) : new Moment(soon(), "");
        write(open, identity, next);
    }
}
