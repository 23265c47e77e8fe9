// SPDX-License-Identifier: MIT
package org.throng.mail.inbox;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.throng.curve.Curve;
import org.throng.curve.PublicKey;
import org.throng.curve.SecretKey;
import org.throng.event.Event;
import org.throng.event.EventReader;
import org.throng.event.MalformedException;
import org.throng.event.RelayUrl;
import org.throng.identity.Identities;
import org.throng.identity.IdentityException;
import org.throng.mailbox.Changes;
import org.throng.mailbox.Drawer;
import org.throng.mailbox.Mailbox;
import org.throng.parcel.profile.Profile;
import org.throng.transport.Receipt;
import org.throng.transport.Transport;

/**
 * Keeps the list of relays on which an identity reads wraps (kind 10050). The user's other clients may have put relays there:
 * only those that this node added are ever taken away.
 */
final class WrapRelays {
    static final int KIND = 10_050;

    private static final Logger LOG = LoggerFactory.getLogger(WrapRelays.class);
    private static final Duration ANSWER = Duration.ofSeconds(45);
    private static final String RELAY = "relay";

    private final Identities identities;
    private final Curve curve;
    private final RandomGenerator random;
    private final Clock clock;

    WrapRelays(Identities identities, Curve curve, RandomGenerator random, Clock clock) {
        this.identities = identities;
        this.curve = curve;
        this.random = random;
        this.clock = clock;
    }

    /** Whether this node ever put relays into the list. */
    boolean isPublished(Mailbox mailbox, PublicKey npub) throws IOException {
        return mailbox.note(Drawer.NOTE, addedKey(npub)).isPresent();
    }

    /**
     * Posts the list where the relay does not have it.
     *
     * @param read relays on which wraps are read now
     * @param kept those that stay in the list where they are in it, though it is not known yet whether they can be read
     */
    void ensure(
            Mailbox mailbox, Transport transport, RelayUrl at, PublicKey npub, Set<RelayUrl> read, Set<RelayUrl> kept)
            throws IOException, IdentityException, InterruptedException {
        Optional<Event> there = Answers.await(transport.newest(at, npub, KIND), ANSWER);
        Optional<Event> list = list(mailbox, npub, there, texts(read), texts(kept));
        if (list.isPresent() && !list.equals(there)) {
            Receipt receipt = Answers.await(transport.post(at, list.get()), ANSWER);
            if (!receipt.accepted()) {
                LOG.warn("{} did not take a list of relays for NIP-17: {}", at, receipt.message());
            }
        }
    }

    private synchronized Optional<Event> list(
            Mailbox mailbox, PublicKey npub, Optional<Event> there, Set<String> read, Set<String> kept)
            throws IOException, IdentityException {
        Optional<Event> held = held(mailbox, npub);
        Optional<Event> newest =
                there.isPresent() && (held.isEmpty() || Profile.replaces(there.get(), held.get())) ? there : held;
        List<String> listed = newest.map(WrapRelays::relays).orElse(List.of());
        Set<String> added = added(mailbox, npub);
        Set<String> wanted = new LinkedHashSet<>(listed);
        wanted.removeIf(url -> added.contains(url) && !read.contains(url) && !kept.contains(url));
        wanted.addAll(read);
        Set<String> ours = new LinkedHashSet<>(wanted);
        ours.removeIf(url -> listed.contains(url) && !added.contains(url));
        if (wanted.equals(new LinkedHashSet<>(listed))) {
            if (!newest.equals(held) || !ours.equals(added)) {
                keep(mailbox, npub, newest, ours);
            }
            return newest;
        }
        long createdAt = Math.max(
                clock.instant().getEpochSecond(),
                newest.map(event -> event.createdAt() + 1).orElse(0L));
        List<List<String>> tags =
                wanted.stream().map(url -> List.of(RELAY, url)).toList();
        byte[] aux = new byte[32];
        random.nextBytes(aux);
        Event signed;
        try (SecretKey secret = identities.secret(npub)) {
            signed = Event.sign(curve, secret, new Event.Unsigned(npub, createdAt, KIND, tags, ""), aux);
        }
        keep(mailbox, npub, Optional.of(signed), ours);
        return Optional.of(signed);
    }

    private static List<String> relays(Event event) {
        List<String> urls = new ArrayList<>();
        for (List<String> tag : event.tags()) {
            if (tag.size() > 1 && tag.get(0).equals(RELAY)) {
                try {
                    urls.add(RelayUrl.of(tag.get(1)).toString());
                } catch (IllegalArgumentException e) {
                    LOG.debug("A list of relays has an address that is none: {}", e.getMessage());
                }
            }
        }
        return urls;
    }

    private static Set<String> texts(Set<RelayUrl> urls) {
        Set<String> texts = new LinkedHashSet<>();
        urls.forEach(url -> texts.add(url.toString()));
        return texts;
    }

    private static void keep(Mailbox mailbox, PublicKey npub, Optional<Event> event, Set<String> ours)
            throws IOException {
        Changes changes = new Changes()
                .put(Drawer.NOTE, addedKey(npub), String.join("\n", ours).getBytes(StandardCharsets.UTF_8));
        event.ifPresent(
                list -> changes.put(Drawer.NOTE, heldKey(npub), list.json().getBytes(StandardCharsets.UTF_8)));
        mailbox.write(changes);
    }

    private static Set<String> added(Mailbox mailbox, PublicKey npub) throws IOException {
        Set<String> urls = new LinkedHashSet<>();
        mailbox.note(Drawer.NOTE, addedKey(npub))
                .ifPresent(lines ->
                        new String(lines, StandardCharsets.UTF_8).lines().forEach(urls::add));
        return urls;
    }

    private static Optional<Event> held(Mailbox mailbox, PublicKey npub) throws IOException {
        Optional<byte[]> json = mailbox.note(Drawer.NOTE, heldKey(npub));
        if (json.isEmpty()) {
            return Optional.empty();
        }
        try {
            return Optional.of(EventReader.event(new String(json.get(), StandardCharsets.UTF_8)));
        } catch (MalformedException e) {
            throw new IOException("our own list of relays is not in the form of this version", e);
        }
    }

    private static String heldKey(PublicKey npub) {
        return "own-wraps:" + npub.hex();
    }

    private static String addedKey(PublicKey npub) {
        return "own-wraps-added:" + npub.hex();
    }
}
