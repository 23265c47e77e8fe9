// SPDX-License-Identifier: MIT
package org.throng.mail.outbox;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.throng.curve.PublicKey;
import org.throng.curve.SecretKey;
import org.throng.event.RelayUrl;
import org.throng.identity.Identities;
import org.throng.identity.IdentityException;
import org.throng.mail.AbsentException;
import org.throng.mail.AckDuty;
import org.throng.mail.Conversations;
import org.throng.mail.KeptProfile;
import org.throng.mail.PeerKey;
import org.throng.mail.ReadingKeys;
import org.throng.mail.Strength;
import org.throng.mail.WaitingException;
import org.throng.mailbox.Changes;
import org.throng.mailbox.Drawer;
import org.throng.mailbox.Mailbox;
import org.throng.parcel.Hedge;
import org.throng.parcel.SchemeId;
import org.throng.parcel.Tlv;
import org.throng.parcel.tlv.KemKey;
import org.throng.parcel.tlv.ProfileId;
import org.throng.parcel.tlv.ReplyRelay;
import org.throng.parcel.tlv.ScanCertificate;
import org.throng.scheme.Encapsulation;
import org.throng.scheme.Recipient;
import org.throng.scheme.Scheme;
import org.throng.scheme.Sender;
import org.throng.session.Line;
import org.throng.session.Ref;
import org.throng.session.Riders;
import org.throng.session.Ticket;

/**
 * Which way words go to a contact (docs/protocol.md, section 3): on every session that stands, else pq where the profile has a
 * live KEM key, else direct. Never below the strongest that was used with this contact before: a relay that holds back
 * acknowledgements or hides a profile must not be able to bring that about.
 */
final class Ways {
    private static final Duration BETWEEN_ASKING = Duration.ofDays(1);

    private final Poster poster;
    private final Identities identities;
    private final Supplier<Optional<Conversations>> conversations;
    private final Supplier<Optional<ReadingKeys>> keys;
    private final String preferred;
    private final RandomGenerator random;
    private final Clock clock;

    /** @param preferred the scheme to use outside sessions with everybody who reads it; empty = the strongest of the protocol */
    Ways(
            Poster poster,
            Identities identities,
            Supplier<Optional<Conversations>> conversations,
            Supplier<Optional<ReadingKeys>> keys,
            String preferred,
            RandomGenerator random,
            Clock clock) {
        this.poster = poster;
        this.identities = identities;
        this.conversations = conversations;
        this.keys = keys;
        this.preferred = preferred;
        this.random = random;
        this.clock = clock;
    }

    /**
     * The ways that words take.
     *
     * @param reply where answers are to go, if anywhere
     * @throws WaitingException where the contact must be heard of first
     * @throws KeylessException where the contact's profile must be found first
     * @throws AbsentException where a plugin is not there now
     */
    List<Way> forWords(Mailbox open, PublicKey owner, PublicKey peer, Route route, Optional<RelayUrl> reply)
            throws IOException, IdentityException {
        Strength floor = Strength.floor(open, owner, peer);
        List<Way> sessions = sessions(owner, peer, route, floor);
        if (!sessions.isEmpty()) {
            raise(open, Strength.TAGGED, owner, peer);
            return sessions;
        }
        if (floor == Strength.TAGGED) {
            ask(open, owner, peer);
            throw new WaitingException("waits for a new session with the contact, who was asked for one");
        }
        check(route, floor); // before sessions are asked what is to ride along: nothing may leave
        Optional<Scheme> chosen = preferred(route, floor);
        if (chosen.isEmpty()) {
            return List.of(outside(open, owner, peer, route, reply));
        }
        if (bearsRecords(route)) {
            ask(open, owner, peer); // what begins a session cannot stand beside these words, so it follows them
        }
        Riders none = new Riders(List.of(), Optional.empty());
        return List.of(new Outside(
                chosen.get(), owner, peer, route, beside(open, owner, reply, none), none, Optional.empty()));
    }

    /** Whether words could leave, as far as the contact's profile tells. Throws as {@link #forWords}. */
    void check(Mailbox open, PublicKey owner, PublicKey peer, Route route) throws IOException {
        Strength floor = Strength.floor(open, owner, peer);
        if (sessions(owner, peer, route, floor).isEmpty()) {
            check(route, floor);
        }
    }

    /** A relay that hides a profile, or a profile without a key, must not bring a weaker scheme about. */
    private void check(Route route, Strength floor) throws KeylessException {
        if (floor == Strength.PQ
                && route.kemAt(clock.instant().getEpochSecond()).isEmpty()) {
            throw new KeylessException(noKey(route));
        }
    }

    /** Why no pq body can be sealed now, and what helps. */
    private static String noKey(Route route) {
        String why = "the contact's profile shows no KEM key";
        if (route.profile().isEmpty()) {
            why = "no profile of the contact was found";
        } else if (route.showsKem()) {
            why = "the contact's KEM key ran out";
        }
        return why
                + ", and a message of theirs came by pq: words to them wait until a profile with a key is found. Their"
                + " node publishes one while it runs; an invite of theirs ('throng contact add INVITE') brings it too";
    }

    private static void raise(Mailbox open, Strength strength, PublicKey owner, PublicKey peer) throws IOException {
        Changes changes = new Changes();
        strength.raise(open, changes, owner, peer);
        if (!changes.isEmpty()) {
            open.write(changes);
        }
    }

    /** The sessions on which a body without words is owed now; all that stand where none says so. */
    List<Way> owed(PublicKey owner, PublicKey peer, Route route, Strength floor) throws IOException {
        List<Way> all = sessions(owner, peer, route, floor);
        Optional<Conversations> kept = conversations.get();
        if (kept.isEmpty()) {
            return all;
        }
        long soon = clock.instant().getEpochSecond() + 60;
        List<String> names = kept.get().lines(owner, peer).stream()
                .filter(line -> line.sayBy() <= soon)
                .map(Line::name)
                .toList();
        List<Way> owed = all.stream().filter(way -> names.contains(way.name())).toList();
        return owed.isEmpty() ? all : owed;
    }

    /** The sessions that stand. */
    List<Way> sessions(PublicKey owner, PublicKey peer, Route route, Strength floor) throws IOException {
        Optional<Conversations> kept = conversations.get();
        if (kept.isEmpty()) {
            if (floor == Strength.TAGGED) {
                throw new AbsentException("no bundle keeps sessions now");
            }
            return List.of();
        }
        List<Way> ways = new ArrayList<>();
        for (Line line : kept.get().lines(owner, peer)) {
            ways.add(new InSession(kept.get(), poster.scheme(kept.get().scheme()), owner, peer, route, line.name()));
        }
        return ways;
    }

    /** The way outside sessions in the strongest scheme of the protocol: that of all bodies without words, and of most words. */
    Way outside(Mailbox open, PublicKey owner, PublicKey peer, Route route, Optional<RelayUrl> reply)
            throws IOException, IdentityException {
        Optional<KemKey> kem = route.kemAt(clock.instant().getEpochSecond());
        Riders riders = bearsRecords(route)
                ? conversations.get().get().riders(owner, peer)
                : new Riders(List.of(), Optional.empty());
        boolean pq = riders.kem().isPresent() || kem.isPresent();
        Scheme scheme = poster.scheme(pq ? SchemeId.PQ : SchemeId.DIRECT);
        return new Outside(scheme, owner, peer, route, beside(open, owner, reply, riders), riders, kem);
    }

    private boolean bearsRecords(Route route) {
        return route.hasSessions() && conversations.get().isPresent();
    }

    /** What else is to stand there: share records and more, where to answer, and which profile is the newest. */
    private List<Tlv> beside(Mailbox open, PublicKey owner, Optional<RelayUrl> reply, Riders riders)
            throws IOException {
        List<Tlv> beside = new ArrayList<>(riders.parts());
        reply.flatMap(ReplyRelay::of).ifPresent(relay -> beside.add(relay.tlv()));
        KeptProfile.own(open, owner).ifPresent(profile -> beside.add(new ProfileId(profile.id()).tlv()));
        return beside;
    }

    /**
     * A scheme for words that an integrator prefers, where this node has it, the recipient's profile names it, and it is not
     * below the floor.
     */
    private Optional<Scheme> preferred(Route route, Strength floor) {
        return preferred.isEmpty()
                ? Optional.empty()
                : poster.scheme(preferred)
                        .filter(scheme -> Strength.of(scheme.number()).compareTo(floor) >= 0)
                        .filter(scheme -> route.profile()
                                .map(profile -> profile.schemes().contains(scheme.number()))
                                .orElse(false));
    }

    /** Sees to it that the contact is asked for a session, once a day. */
    private void ask(Mailbox open, PublicKey owner, PublicKey peer) throws IOException {
        long now = clock.millis();
        Optional<byte[]> asked = open.note(Drawer.PEER, PeerKey.asked(owner, peer));
        boolean lately = asked.isPresent()
                && now - Long.parseLong(new String(asked.get(), StandardCharsets.US_ASCII)) < BETWEEN_ASKING.toMillis();
        AckDuty duty = AckDuty.bare(owner, peer, true, now);
        if (!lately && open.note(Drawer.ACKS, duty.key()).isEmpty()) {
            open.write(new Changes().put(Drawer.ACKS, duty.key(), duty.bytes()));
        }
    }

    /** A relay took a body with a share record: until tomorrow that is enough. */
    void asked(Changes changes, PublicKey owner, PublicKey peer) {
        byte[] now = Long.toString(clock.millis()).getBytes(StandardCharsets.US_ASCII);
        changes.put(Drawer.PEER, PeerKey.asked(owner, peer), now);
    }

    private final class Outside implements Way {
        private final Scheme scheme;
        private final PublicKey owner;
        private final PublicKey peer;
        private final Route route;
        private final List<Tlv> others;
        private final Riders riders;
        private final Optional<KemKey> kem;

        private Outside(
                Scheme scheme,
                PublicKey owner,
                PublicKey peer,
                Route route,
                List<Tlv> others,
                Riders riders,
                Optional<KemKey> kem) {
            this.scheme = scheme;
            this.owner = owner;
            this.peer = peer;
            this.route = route;
            this.others = others;
            this.riders = riders;
            this.kem = kem;
        }

        @Override
        public String name() {
            return OUTSIDE;
        }

        @Override
        public Scheme scheme() {
            return scheme;
        }

        @Override
        public boolean begins() {
            return riders.parts().stream().anyMatch(part -> part.type() == Tlv.SHARE_RECORD);
        }

        @Override
        public Posted post(Optional<Tlv> piece, Optional<Ref> ref, List<RelayUrl> relays, List<AckDuty> due)
                throws IOException, IdentityException {
            Optional<ReadingKeys> mine = keys.get();
            Optional<ScanCertificate> certificate =
                    mine.isPresent() ? Optional.of(mine.get().certificate(owner)) : Optional.empty();
            List<Tlv> beside = new ArrayList<>(others);
            certificate.ifPresent(scan -> beside.add(scan.tlv()));
            BodyPlan plan = BodyPlan.of(scheme.number(), piece, beside, due);
            try (SecretKey secret = secret(certificate)) {
                Recipient recipient =
                        scheme.number() == SchemeId.PQ ? route.recipient().with(inner(secret)) : route.recipient();
                return new Posted(
                        Poster.await(
                                poster.post(scheme, new Sender(owner, secret), recipient, plan.contents(), relays)),
                        plan.acks());
            }
        }

        private SecretKey secret(Optional<ScanCertificate> certificate) throws IOException, IdentityException {
            if (certificate.isEmpty()) {
                return identities.secret(owner);
            }
            return keys.get()
                    .orElseThrow(() -> new AbsentException("no bundle keeps the reading keys now"))
                    .secret(owner, certificate.get().scan())
                    .orElseThrow(() -> new IOException("the scan key that was just certified is gone"));
        }

        private Encapsulation inner(SecretKey secret) {
            if (riders.kem().isPresent()) {
                return riders.kem().get();
            }
            KemKey live = kem.orElseThrow(() -> new IllegalStateException("pq was chosen for a KEM key"));
            return Encapsulation.to(live, new Hedge(secret, random).kemMessage(peer, live.bytes()));
        }
    }

    private final class InSession implements Way {
        private final Conversations kept;
        private final Scheme scheme;
        private final PublicKey owner;
        private final PublicKey peer;
        private final Route route;
        private final String line;

        private InSession(
                Conversations kept, Scheme scheme, PublicKey owner, PublicKey peer, Route route, String line) {
            this.kept = kept;
            this.scheme = scheme;
            this.owner = owner;
            this.peer = peer;
            this.route = route;
            this.line = line;
        }

        @Override
        public String name() {
            return line;
        }

        @Override
        public Scheme scheme() {
            return scheme;
        }

        /** The authenticator of a body is bound to its index: each relay gets a body of its own. */
        @Override
        public Posted post(Optional<Tlv> piece, Optional<Ref> ref, List<RelayUrl> relays, List<AckDuty> due)
                throws IOException, IdentityException {
            Map<RelayUrl, CompletableFuture<Poster.Answer>> asked = new LinkedHashMap<>();
            List<AckDuty> acks = List.of();
            try (SecretKey secret = identities.secret(owner)) {
                for (RelayUrl relay : relays) {
                    Optional<Ref> here =
                            ref.map(words -> new Ref(words.letter(), words.piece(), words.pieces(), relay.toString()));
                    Optional<Ticket> ticket = kept.draw(owner, peer, line, here);
                    if (ticket.isEmpty()) {
                        break;
                    }
                    BodyPlan plan =
                            BodyPlan.of(scheme.number(), piece, ticket.get().riders(), due);
                    acks = plan.acks();
                    asked.putAll(poster.post(
                            scheme,
                            new Sender(owner, secret),
                            route.recipient().with(ticket.get().key()),
                            plan.contents(),
                            List.of(relay)));
                }
                if (asked.isEmpty()) {
                    throw new WaitingException("waits until the contact's node has acknowledged earlier ones");
                }
                return new Posted(Poster.await(asked), acks);
            }
        }
    }
}
