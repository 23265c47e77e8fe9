// SPDX-License-Identifier: MIT
package org.throng.mail.inbox;

import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.throng.curve.Curve;
import org.throng.curve.PublicKey;
import org.throng.curve.SecretKey;
import org.throng.event.Event;
import org.throng.event.MalformedException;
import org.throng.event.RelayUrl;
import org.throng.identity.Identities;
import org.throng.identity.Identity;
import org.throng.identity.IdentityException;
import org.throng.mail.AbsentException;
import org.throng.mail.AckDuty;
import org.throng.mail.KeptProfile;
import org.throng.mail.OtherNode;
import org.throng.mail.ReadingKeys;
import org.throng.mailbox.Changes;
import org.throng.mailbox.Drawer;
import org.throng.mailbox.Mailbox;
import org.throng.parcel.SchemeId;
import org.throng.parcel.profile.Profile;
import org.throng.scheme.Scheme;
import org.throng.transport.Receipt;
import org.throng.transport.Transport;

/**
 * Sees to it that each relay of an identity has its profile (kind 14610).
 *
 * <p>The list of relays is only appended to, or has entries blanked: an index in a header that is under way keeps its
 * meaning (docs/protocol.md, section 3).
 */
final class ProfilePublisher {
    private static final Logger LOG = LoggerFactory.getLogger(ProfilePublisher.class);
    private static final Duration ANSWER = Duration.ofSeconds(45);
    private static final long SETTLED_SECONDS = 35L * 86_400;

    /** As long as a KEM key that another node published may be used, and a day. */
    private static final long OTHER_NODE_SECONDS = 13L * 86_400;

    /** What a relay's user is told that found no place. */
    static final String FULL =
            "NOT IN THE PROFILE, so that nobody writes here: it has 8 places, and a relay that was removed"
                    + " keeps its own for 35 days";

    /** Seconds after now that a created_at may have; many relays take no more. */
    private static final long AHEAD = 600;

    private final Identities identities;
    private final Curve curve;
    private final Supplier<Optional<ReadingKeys>> keys;
    private final Supplier<List<Scheme>> schemes;
    private final RandomGenerator random;
    private final Clock clock;

    /** @param schemes that this node has: those that it reads stand in the profile */
    ProfilePublisher(
            Identities identities,
            Curve curve,
            Supplier<Optional<ReadingKeys>> keys,
            Supplier<List<Scheme>> schemes,
            RandomGenerator random,
            Clock clock) {
        this.identities = identities;
        this.curve = curve;
        this.keys = keys;
        this.schemes = schemes;
        this.random = random;
        this.clock = clock;
    }

    /**
     * Posts the profile where the relay does not have it.
     *
     * @return whether the relay has it now
     */
    boolean ensure(Mailbox mailbox, Transport transport, RelayUrl relay, Identity identity, List<RelayUrl> relays)
            throws IOException, IdentityException, InterruptedException {
        Optional<Event> there = Answers.await(transport.newest(relay, identity.npub(), Profile.KIND), ANSWER);
        Event profile = profile(mailbox, identity.npub(), relays, there);
        if (there.map(event -> event.id().equals(profile.id())).orElse(false)) {
            return true;
        }
        try {
            Receipt receipt = Answers.await(transport.post(relay, profile), ANSWER);
            if (!receipt.accepted()) {
                LOG.warn("{} did not take a profile of ours: {}", relay, receipt.message());
            }
            return receipt.accepted();
        } catch (IOException e) {
            // it may be read all the same; when it is met next the profile is offered again
            LOG.warn("{} did not take a profile of ours: {}", relay, e.getMessage());
            return false;
        }
    }

    /** The i-th relay, from 1, of what was published last. */
    static Optional<RelayUrl> relay(Mailbox mailbox, Curve curve, PublicKey npub, int index) throws IOException {
        Optional<Event> held = KeptProfile.own(mailbox, npub);
        if (held.isEmpty()) {
            return Optional.empty();
        }
        try {
            return Profile.read(curve, held.get()).relay(index);
        } catch (MalformedException e) {
            throw new IOException("our own profile is not in the form of this version", e);
        }
    }

    /** Whether what was published last has no place left, and none for this relay. */
    static boolean isLeftOut(Mailbox mailbox, Curve curve, PublicKey npub, RelayUrl relay) throws IOException {
        Optional<Event> held = KeptProfile.own(mailbox, npub);
        if (held.isEmpty()) {
            return false;
        }
        try {
            List<String> named = Profile.read(curve, held.get()).relays();
            return named.size() >= Profile.MAX_RELAYS && !named.contains(relay.toString());
        } catch (MalformedException e) {
            throw new IOException("our own profile is not in the form of this version", e);
        }
    }

    private synchronized Event profile(Mailbox mailbox, PublicKey npub, List<RelayUrl> relays, Optional<Event> there)
            throws IOException, IdentityException {
        Optional<Event> held = KeptProfile.own(mailbox, npub);
        // another node of this npub, or this one before it was restored, may have published a newer one
        Optional<Event> newest = there.isPresent()
                        && isGood(there.get())
                        && (held.isEmpty() || Profile.replaces(there.get(), held.get()))
                ? there
                : held;
        long now = clock.instant().getEpochSecond();
        // one that was signed under a wrong clock, and that relays refuse until then: it is made anew
        boolean early = newest.equals(held)
                && !there.equals(held)
                && held.map(event -> event.createdAt() > now + AHEAD).orElse(false);
        boolean others = newest.isPresent() && !newest.equals(held) && !isOurs(npub, newest.get());
        if (others) {
            heardOf(mailbox, npub, Math.min(now, newest.get().createdAt()));
        }
        Profile wanted = wanted(mailbox, npub, newest, relays);
        if (newest.isPresent() && !early && wanted.equals(read(newest.get()))) {
            if (!newest.equals(held)) {
                mailbox.write(KeptProfile.putOwn(new Changes(), newest.get()));
            }
            return newest.get();
        }
        long createdAt = early
                ? now
                : Math.max(now, newest.map(event -> event.createdAt() + 1).orElse(0L));
        createdAt = unshared(mailbox, npub, createdAt);
        byte[] aux = new byte[32];
        random.nextBytes(aux);
        Event signed;
        try (SecretKey secret = identities.secret(npub)) {
            signed = Event.sign(curve, secret, wanted.unsigned(npub, createdAt), aux);
        }
        mailbox.write(KeptProfile.putOwn(new Changes(), signed));
        return signed;
    }

    /** No two identities of this node show one second. */
    private long unshared(Mailbox mailbox, PublicKey npub, long createdAt) throws IOException {
        Set<Long> others = new HashSet<>();
        for (Identity identity : identities.list()) {
            if (!identity.npub().equals(npub)) {
                KeptProfile.own(mailbox, identity.npub()).ifPresent(event -> others.add(event.createdAt()));
            }
        }
        long second = createdAt;
        while (others.contains(second)) {
            second++;
        }
        return second;
    }

    private Profile wanted(Mailbox mailbox, PublicKey npub, Optional<Event> newest, List<RelayUrl> relays)
            throws IOException, IdentityException {
        List<String> list = new ArrayList<>();
        long now = clock.instant().getEpochSecond();
        boolean settled = newest.isPresent() && newest.get().createdAt() < now - SETTLED_SECONDS;
        if (newest.isPresent() && !settled) {
            for (String url : read(newest.get()).relays()) {
                boolean kept =
                        relays.stream().anyMatch(relay -> relay.toString().equals(url));
                list.add(kept ? url : "");
            }
        } else if (settled) {
            // no header that is under way has an index into it any more: blanked places may go
            for (String url : read(newest.get()).relays()) {
                if (relays.stream().anyMatch(relay -> relay.toString().equals(url))) {
                    list.add(url);
                }
            }
        }
        for (RelayUrl relay : relays) {
            if (!list.contains(relay.toString())) {
                list.add(relay.toString());
            }
        }
        if (list.size() > Profile.MAX_RELAYS) {
            LOG.warn("The last relays are left out: {}", FULL);
            list = list.subList(0, Profile.MAX_RELAYS);
        }
        ReadingKeys mine = keys.get().orElseThrow(() -> new AbsentException("no bundle keeps the reading keys now"));
        List<Integer> reads =
                schemes.get().stream().map(Scheme::number).distinct().sorted().toList();
        Optional<Profile.Kem> kem = reads.contains(SchemeId.PQ) && !hasOtherNode(mailbox, npub)
                ? Optional.of(mine.kem(npub))
                : Optional.empty();
        return new Profile(list, reads, 0, kem, Optional.of(mine.certificate(npub)), List.of());
    }

    /** Whether a profile shows a KEM key whose secret half is here: as after a restore. */
    private boolean isOurs(PublicKey npub, Event event) throws IOException {
        Optional<Profile.Kem> kem = read(event).kem();
        Optional<ReadingKeys> mine = keys.get();
        return kem.isPresent()
                && mine.isPresent()
                && mine.get().kems(npub).stream()
                        .anyMatch(pair -> pair.key().equals(kem.get().key()));
    }

    /**
     * Whether another node of this person signed a profile of late: it could not read what is sealed to a KEM key of this one,
     * nor this one what is sealed to one of its.
     */
    private boolean hasOtherNode(Mailbox mailbox, PublicKey npub) throws IOException {
        OptionalLong signed = OtherNode.heardOf(mailbox, npub);
        return signed.isPresent() && clock.instant().getEpochSecond() - signed.getAsLong() < OTHER_NODE_SECONDS;
    }

    /**
     * Another node signed a profile: what counts is when, not when it is seen. One that may be there still is greeted by a body
     * without words, for a session between the two, on which copies of what is sent go.
     */
    private void heardOf(Mailbox mailbox, PublicKey npub, long signedAt) throws IOException {
        long now = clock.instant().getEpochSecond();
        OptionalLong before = OtherNode.heardOf(mailbox, npub);
        if (before.isPresent() && before.getAsLong() >= signedAt) {
            return;
        }
        Changes changes = OtherNode.note(new Changes(), npub, signedAt);
        boolean gone = before.isEmpty() || now - before.getAsLong() > OtherNode.GONE_AFTER;
        if (gone && now - signedAt < OtherNode.GONE_AFTER) {
            AckDuty greeting = AckDuty.bare(npub, npub, true, clock.millis());
            changes.put(Drawer.ACKS, greeting.key(), greeting.bytes());
        }
        mailbox.write(changes);
    }

    private Profile read(Event event) throws IOException {
        try {
            return Profile.read(curve, event);
        } catch (MalformedException e) {
            throw new IOException("our own profile is not in the form of this version", e);
        }
    }

    private boolean isGood(Event event) {
        try {
            Profile.read(curve, event);
            return true;
        } catch (MalformedException e) {
            return false; // replaced by a good one
        }
    }
}
