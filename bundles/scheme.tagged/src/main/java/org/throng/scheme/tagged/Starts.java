// SPDX-License-Identifier: MIT
package org.throng.scheme.tagged;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.throng.curve.PublicKey;
import org.throng.curve.SecretKey;
import org.throng.parcel.tlv.KemKey;
import org.throng.parcel.tlv.ShareRecord;
import org.throng.parcel.tlv.ShortId;
import org.throng.scheme.Encapsulation;
import org.throng.session.Means;

/**
 * How sessions begin: what direct bodies carry, and what is done with the records of the other side's.
 *
 * <p>Why it converges. A share that another one answered, or may have answered, is never combined with a third one: a record
 * is taken with a share of mine that still waits, where its {@code have} is zero or names just that share. Any other
 * {@code have} answers a share that is gone; then a share that waits is sent, and the answer to it will name it. So the last
 * share that is sent is the one that both sides use.
 */
final class Starts {
    private static final Comparator<State.Found> LEAST_SAID = Comparator.comparing(
                    (State.Found one) -> one.session().said)
            .thenComparing(one -> -one.session().own.madeAt());

    private Starts() {}

    /** Begins a session with a node; false where the secret for it is not to be had now. */
    static boolean begin(State state, Peer peer, Means means) {
        Optional<OwnShare> share = share(state, means);
        share.ifPresent(own -> {
            peer.add(new Session(own, means.agreeing()));
            peer.sayDirectly(state.time + Rules.MINUTE);
        });
        return share.isPresent();
    }

    /** A first share; the ciphertext that it names is the one that others of this moment name, for they share a body. */
    private static Optional<OwnShare> share(State state, Means means) {
        Optional<SecretKey> secret = means.secret(means.agreeing());
        if (secret.isEmpty()) {
            return Optional.empty();
        }
        try (SecretKey longTerm = secret.get()) {
            Optional<KemKey> key = means.profileKem();
            Optional<Encapsulation> kem = key.flatMap(wanted -> state.pendingKems().stream()
                    .filter(made -> made.key().equals(wanted))
                    .findFirst());
            if (kem.isEmpty()) {
                kem = key.map(wanted -> OwnShare.encapsulate(state, longTerm, wanted, means.random()));
            }
            return Optional.of(OwnShare.make(state, longTerm, 1, kem, means));
        }
    }

    /** The records of a direct body that leaves now; what they say is noted as said. */
    static List<ShareRecord> records(State state, Means means) {
        PublicKey agreeing = means.agreeing();
        List<Session> told = new ArrayList<>();
        List<ShareRecord> records = new ArrayList<>();
        if (state.peers.isEmpty()) {
            if (state.offer == null
                    || !state.offer.isAlive(state.time)
                    || !state.offer.ownStatic().equals(agreeing)) {
                state.offer = share(state, means)
                        .map(own -> new Offer(own, agreeing, List.of()))
                        .orElse(null);
            }
            if (state.offer != null) {
                OwnShare own = state.offer.share();
                records.add(new ShareRecord(ShortId.ZERO, 1, Optional.of(own.x()), own.kemId(), ShortId.ZERO));
            }
        }
        for (Peer peer : state.peers) {
            // a first share goes with the certificate that it was made under
            boolean renew = peer.sessions.removeIf(
                    session -> session.needsDirect() && !session.stands() && !session.ownStatic.equals(agreeing));
            if (renew || peer.sessions.stream().allMatch(Session::isRetired)) {
                begin(state, peer, means);
            }
        }
        state.peers.stream()
                .flatMap(peer -> peer.sessions.stream()
                        .filter(Session::needsDirect)
                        .filter(session -> session.ownStatic.equals(agreeing))
                        .map(session -> new State.Found(peer, session)))
                .sorted(LEAST_SAID)
                .filter(one -> fits(one.session(), told, records.size()))
                .forEach(one -> {
                    Session session = one.session();
                    records.add(session.record(one.peer().node));
                    told.add(session);
                    session.saidAt = state.time;
                    session.said++;
                });
        for (Peer peer : state.peers) {
            boolean waits = peer.sessions.stream()
                    .anyMatch(session -> session.needsDirect() && !session.own.held() && session.said == 0);
            peer.directBy = waits ? state.time + Rules.MINUTE : Rules.NEVER;
        }
        return records;
    }

    /** One body has four records, and one ciphertext. */
    private static boolean fits(Session session, List<Session> told, int count) {
        ShortId kem = session.own.kemId();
        return count < ShareRecord.MOST
                && (session.own.held()
                        || kem.isZero()
                        || told.stream()
                                .filter(other -> !other.own.held())
                                .allMatch(other -> other.own.kemId().isZero()
                                        || other.own.kemId().equals(kem)));
    }

    /** A record of a direct body. */
    static void take(State state, Peer peer, ShareRecord record, PublicKey agreeing, Means means) {
        Optional<Session> answered = peer.sessions.stream()
                .filter(session -> session.needsDirect() && session.ownFirst.equals(record.have()))
                .findFirst();
        if (record.share().isEmpty()) {
            answered.ifPresent(session -> session.own = session.own.heldByPeer());
            return;
        }
        PublicKey share = record.share().get();
        Optional<Session> known = peer.sessions.stream()
                .filter(session -> share.equals(session.peerFirst))
                .findFirst();
        if (state.isMine(share)) {
            return;
        }
        if (answered.isPresent() && !answered.get().isPending() && !answered.equals(known)) {
            again(state, peer, means);
        } else if (known.isPresent()) {
            repeated(state, peer, known.get(), record);
        } else if (record.have().isZero()) {
            fresh(state, peer, record, agreeing, means);
        } else {
            answer(state, peer, record, agreeing, answered, means);
        }
    }

    /** Each side combined its share with another one of the other's: neither can go on, and a fresh share settles it. */
    private static void again(State state, Peer peer, Means means) {
        if (waiting(peer).isPresent()) {
            peer.sayDirectly(state.time + Rules.MINUTE);
        } else if (peer.notBefore <= state.time && begin(state, peer, means)) {
            peer.notBefore = state.time + Rules.DAY;
        }
    }

    /** The peer goes on telling of a share that I hold: it lacks mine, or does not know that I hold its. */
    private static void repeated(State state, Peer peer, Session session, ShareRecord record) {
        if (session.isRetired()) {
            return;
        }
        if (session.needsDirect() && record.have().equals(session.ownFirst)) {
            session.own = session.own.heldByPeer();
        }
        long pause = session.said == 0 ? 0 : Rules.HOUR << Math.min(session.said - 1, 7);
        long by = Math.max(state.time + Rules.MINUTE, session.saidAt + pause);
        if (session.stands()) {
            peer.say(by);
        } else if (session.needsDirect()) {
            peer.sayDirectly(by);
        }
    }

    /** The peer begins: with my share that waits, else with a fresh one. */
    private static void fresh(State state, Peer peer, ShareRecord record, PublicKey agreeing, Means means) {
        Optional<Session> waiting = waiting(peer);
        if (waiting.isEmpty() && state.offer != null && state.offer.isFor(peer.node, state.time)) {
            waiting = Optional.of(fromOffer(state, peer));
        }
        if (waiting.isEmpty()) {
            if (!begin(state, peer, means)) {
                return;
            }
            waiting = waiting(peer);
        }
        waiting.orElseThrow().take(PeerShare.of(record.share().orElseThrow(), record.kemId()), agreeing);
        peer.sayDirectly(state.time + Rules.MINUTE);
    }

    /** The peer answers: it is taken with the share that it names, if that still waits. */
    private static void answer(
            State state, Peer peer, ShareRecord record, PublicKey agreeing, Optional<Session> answered, Means means) {
        PeerShare share = PeerShare.of(record.share().orElseThrow(), record.kemId());
        if (answered.isPresent()) {
            answered.get().own = answered.get().own.heldByPeer();
            answered.get().take(share, agreeing);
        } else if (state.offer != null
                && state.offer.share().name().equals(record.have())
                && state.offer.isFor(peer.node, state.time)) {
            Session session = fromOffer(state, peer);
            session.own = session.own.heldByPeer();
            session.take(share, agreeing);
        } else if (waiting(peer).isPresent()) {
            peer.sayDirectly(state.time + Rules.MINUTE);
        } else if (peer.line().isEmpty()) {
            again(state, peer, means);
        }
    }

    private static Optional<Session> waiting(Peer peer) {
        return peer.sessions.stream().filter(Session::isPending).reduce((first, second) -> second);
    }

    private static Session fromOffer(State state, Peer peer) {
        Session session = new Session(state.offer.share(), state.offer.ownStatic());
        // the body that carried the offer told of it
        session.saidAt = state.time;
        session.said = 1;
        peer.add(session);
        state.offer = state.offer.answeredBy(peer.node);
        return session;
    }
}
