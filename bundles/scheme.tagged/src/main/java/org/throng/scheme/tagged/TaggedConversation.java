// SPDX-License-Identifier: MIT
package org.throng.scheme.tagged;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.throng.cipher.Sha256;
import org.throng.curve.SecretKey;
import org.throng.event.MalformedException;
import org.throng.parcel.Tlv;
import org.throng.parcel.tlv.Acks;
import org.throng.parcel.tlv.Floor;
import org.throng.parcel.tlv.KemCiphertext;
import org.throng.parcel.tlv.KemKey;
import org.throng.parcel.tlv.NodeId;
import org.throng.parcel.tlv.ShareRecord;
import org.throng.parcel.tlv.ShortId;
import org.throng.scheme.Encapsulation;
import org.throng.scheme.OneTimeKey;
import org.throng.session.Conversation;
import org.throng.session.Line;
import org.throng.session.Means;
import org.throng.session.News;
import org.throng.session.Ref;
import org.throng.session.Riders;
import org.throng.session.Source;
import org.throng.session.Step;
import org.throng.session.Ticket;

/** The steps of a conversation; what they work on is a {@link State}, which no step changes in place. */
final class TaggedConversation implements Conversation {
    /** Beside these a body has words, and is acknowledged. */
    private static final Set<Integer> WORDLESS = Set.of(
            Tlv.SHARE_RECORD,
            Tlv.ACKS,
            Tlv.KEM_KEY,
            Tlv.CHECKPOINT,
            Tlv.NODE_ID,
            Tlv.PROFILE_ID,
            Tlv.KEM_CIPHERTEXT,
            Tlv.SCAN_CERTIFICATE,
            Tlv.FLOOR,
            Tlv.REPLY_RELAY);

    private final State state;

    TaggedConversation(State state) {
        this.state = state;
    }

    private <T> Step<T> step(Means means, Function<State, T> work) {
        State next = state.at(means.now());
        T result = work.apply(next);
        return new Step<>(new TaggedConversation(next), result);
    }

    @Override
    public byte[] bytes() {
        return state.bytes();
    }

    @Override
    public List<Line> lines() {
        List<Line> lines = new ArrayList<>();
        for (Peer peer : state.peers) {
            peer.line()
                    .ifPresent(session -> lines.add(new Line(
                            session.name,
                            peer.node,
                            session.postQuantum,
                            session.room(),
                            state.onTheWall(peer.sayBy))));
        }
        return lines;
    }

    @Override
    public long[] tags() {
        return state.sessions()
                .flatMap(session -> session.receiving.stream())
                .flatMap(chain -> chain.slots().stream())
                .mapToLong(ReceiveChain.Slot::tag)
                .toArray();
    }

    @Override
    public List<OneTimeKey> at(long tag) {
        List<ReceiveChain.Slot> found = new ArrayList<>();
        state.sessions().forEach(session -> session.receiving.forEach(chain -> chain.at(tag, found)));
        return found.stream().map(ReceiveChain.Slot::key).toList();
    }

    @Override
    public Optional<Step<Ticket>> draw(String line, Optional<Ref> ref, Means means) {
        State next = state.at(means.now());
        Optional<State.Found> found =
                next.find(line).filter(one -> one.session().stands());
        if (found.isEmpty()) {
            return Optional.empty();
        }
        Session session = found.get().session();
        ref.ifPresent(letter -> session.flights.replace(letter, session.current));
        session.advance(next.time);
        if (ref.isPresent() ? session.room() == 0 : session.current.next >= session.current.limit()) {
            return Optional.empty();
        }
        session.makeRoom();
        Ticket ticket = ticket(next, found.get().peer(), session, ref.orElse(null), means);
        return Optional.of(new Step<>(new TaggedConversation(next), ticket));
    }

    private static Ticket ticket(State next, Peer peer, Session session, Ref ref, Means means) {
        List<Tlv> riders = new ArrayList<>();
        ownShare(next, peer, session, means);
        session.compute(next, peer.node, means);
        if (session.own != null) {
            riders.add(session.record(peer.node).tlv());
        }
        List<Acks.Chain> acks = peer.tell(Rules.CHAINS_TOLD);
        if (!acks.isEmpty()) {
            riders.add(new Acks(List.of(), acks).tlv());
        }
        SendChain chain = session.current;
        long floor = session.flights.lowest(chain, flight -> true);
        if (floor > chain.acknowledged && chain.gaveUp > chain.acknowledged) {
            riders.add(new Floor(chain.name, floor).tlv());
        }
        kem(next, peer, session, means).ifPresent(riders::add);
        long index = chain.next;
        OneTimeKey key = chain.draw();
        session.flights.add(chain, index, ref, next.time);
        session.flights.bound(chain);
        peer.sayBy = peer.hasFresh() ? next.time + Rules.MINUTE : Rules.NEVER;
        return new Ticket(key, riders);
    }

    private static void ownShare(State next, Peer peer, Session session, Means means) {
        Optional<SecretKey> secret = session.own == null ? means.secret(means.agreeing()) : Optional.empty();
        if (secret.isEmpty()) {
            return;
        }
        try (SecretKey longTerm = secret.get()) {
            Optional<Encapsulation> kem = peer.kems.next(means).map(key -> {
                peer.kems.use(key);
                return OwnShare.encapsulate(next, longTerm, key, means.random());
            });
            session.own = OwnShare.make(next, longTerm, session.sending + 1, kem, means);
        }
    }

    /** The named ciphertext until the peer has it, else a key of mine until the peer used it: a body holds one of both. */
    private static Optional<Tlv> kem(State next, Peer peer, Session session, Means means) {
        return session.own != null && session.own.kem() != null && !session.own.held()
                ? Optional.of(ciphertext(session.own.kem()))
                : peer.kems.offer(next.time, means);
    }

    private static Tlv ciphertext(Encapsulation kem) {
        return new KemCiphertext(kem.key().id(), kem.ciphertext()).tlv();
    }

    @Override
    public Step<Riders> riders(Means means) {
        return step(means, next -> {
            List<ShareRecord> records = Starts.records(next, means);
            Optional<Encapsulation> kem = next.pendingKems().stream()
                    .filter(made ->
                            records.stream().anyMatch(record -> record.kemId().equals(made.id())))
                    .findFirst();
            List<Acks.Chain> acks = new ArrayList<>();
            for (Peer peer : next.peers) {
                acks.addAll(peer.tell(Rules.CHAINS_TOLD));
                if (!peer.hasFresh() && peer.line().isEmpty()) {
                    peer.sayBy = Rules.NEVER;
                }
            }
            List<Tlv> parts = new ArrayList<>();
            if (!records.isEmpty() || !acks.isEmpty()) {
                parts.add(next.node.tlv());
            }
            records.forEach(record -> parts.add(record.tlv()));
            if (!acks.isEmpty()) {
                parts.add(new Acks(List.of(), acks).tlv());
            }
            kem.ifPresent(made -> parts.add(ciphertext(made)));
            return new Riders(parts, kem);
        });
    }

    @Override
    public Optional<Step<Source.Index>> used(long tag, byte[] bodySecret, Means means) {
        State next = state.at(means.now());
        for (Peer peer : next.peers) {
            for (Session session : peer.sessions) {
                for (ReceiveChain chain : session.receiving) {
                    List<ReceiveChain.Slot> slots = new ArrayList<>();
                    chain.at(tag, slots);
                    for (ReceiveChain.Slot slot : slots) {
                        if (Arrays.equals(slot.key().bodySecret(), bodySecret)) {
                            session.use(chain, slot.index(), next.time);
                            peer.promote(next);
                            return Optional.of(new Step<>(
                                    new TaggedConversation(next),
                                    new Source.Index(session.name, chain.name, slot.index())));
                        }
                    }
                }
            }
        }
        return Optional.empty();
    }

    @Override
    public Step<News> opened(Source source, List<Tlv> parts, Means means) {
        return step(means, next -> {
            try {
                if (source instanceof Source.Index index) {
                    tagged(next, index, parts, means);
                } else if (source instanceof Source.Agreement agreement) {
                    direct(next, agreement, parts, means);
                }
            } catch (MalformedException e) {
                throw new IllegalArgumentException("the parts of an opened body were checked: " + e.getMessage(), e);
            }
            return next.news();
        });
    }

    private static void tagged(State next, Source.Index source, List<Tlv> parts, Means means)
            throws MalformedException {
        Optional<State.Found> found = next.find(source.line());
        if (found.isEmpty()) {
            return;
        }
        Peer peer = found.get().peer();
        Session session = found.get().session();
        Optional<ReceiveChain> chain = session.chain(source.chain());
        if (chain.isEmpty() || !chain.get().arrive(source.index())) {
            return;
        }
        for (Tlv part : parts) {
            switch (part.type()) {
                case Tlv.SHARE_RECORD -> {
                    ShareRecord record = ShareRecord.read(means.curve(), part.value());
                    if (record.to().equals(next.node.id()) && !session.isRetired()) {
                        session.take(record, chain.get().epoch);
                    }
                }
                case Tlv.FLOOR -> {
                    Floor floor = Floor.read(part.value());
                    session.chain(floor.chain()).ifPresent(one -> one.floor(floor.index()));
                }
                case Tlv.ACKS -> next.acknowledge(peer, part.value());
                default -> {
                    // the rest is not the session's
                }
            }
        }
        kems(peer, parts, Optional.empty(), means);
        session.compute(next, peer.node, means);
        peer.heard(next.time);
        if (session.own != null && chain.get().epoch >= session.sending) {
            session.own = session.own.missed(next.time);
        }
        if (session.own != null && session.own.missedAt() != 0 && !session.own.held() && session.own.kem() != null) {
            // words may have left no room for the ciphertext that the peer waits for
            peer.say(next.time + Rules.HOUR);
        }
        if (parts.stream().anyMatch(part -> !WORDLESS.contains(part.type()))) {
            peer.say(next.time + Rules.MINUTE);
        }
        peer.promote(next);
    }

    private static void direct(State next, Source.Agreement source, List<Tlv> parts, Means means)
            throws MalformedException {
        Optional<ShortId> node = Optional.empty();
        for (Tlv part : parts) {
            if (part.type() == Tlv.NODE_ID) {
                node = Optional.of(NodeId.read(part.value()).id());
            }
        }
        if (node.isEmpty() || node.get().equals(next.node.id())) {
            return;
        }
        Peer peer = next.peer(node.get());
        for (Tlv part : parts) {
            if (part.type() == Tlv.SHARE_RECORD) {
                ShareRecord record = ShareRecord.read(means.curve(), part.value());
                boolean mine = record.to().isZero() || record.to().equals(next.node.id());
                if (mine && record.epoch() == 1) {
                    Starts.take(next, peer, record, source.agreeing(), means);
                }
            } else if (part.type() == Tlv.ACKS) {
                next.acknowledge(peer, part.value());
            }
        }
        kems(peer, parts, source.kem(), means);
        for (Session session : List.copyOf(peer.sessions)) {
            session.compute(next, peer.node, means);
        }
        peer.heard(next.time);
        peer.promote(next);
    }

    /** Keys and ciphertexts, those of the body's own inner layer included. */
    private static void kems(Peer peer, List<Tlv> parts, Optional<Encapsulation> inner, Means means)
            throws MalformedException {
        inner.ifPresent(kem -> named(peer, kem.ciphertext(), kem.secret()));
        for (Tlv part : parts) {
            if (part.type() == Tlv.KEM_KEY) {
                peer.kems.take(KemKey.read(part.value()));
            } else if (part.type() == Tlv.KEM_CIPHERTEXT) {
                KemCiphertext ciphertext = KemCiphertext.read(part.value());
                peer.kems
                        .open(ciphertext, means.ownKems())
                        .ifPresent(secret -> named(peer, ciphertext.ciphertext(), secret));
            }
        }
    }

    private static void named(Peer peer, byte[] ciphertext, byte[] secret) {
        ShortId id = ShortId.ofFirst(Sha256.of(ciphertext));
        for (Session session : peer.sessions) {
            if (session.peer != null
                    && !session.peer.isWhole()
                    && session.peer.kemId().equals(id)) {
                session.peer = session.peer.with(ciphertext, secret);
            }
        }
    }

    @Override
    public Step<News> lost(Source.Index source, Means means) {
        return step(means, next -> {
            next.find(source.line())
                    .flatMap(found -> found.session().chain(source.chain()))
                    .ifPresent(chain -> chain.lose(source.index()));
            return next.news();
        });
    }

    @Override
    public Step<News> tick(Means means) {
        return step(means, next -> {
            next.tick(means);
            return next.news();
        });
    }

    @Override
    public long wakeAt() {
        return state.onTheWall(state.due());
    }

    @Override
    public long sayBy() {
        long by = state.peers.stream()
                .mapToLong(peer -> Math.min(peer.sayBy, peer.directBy))
                .min()
                .orElse(Rules.NEVER);
        return state.onTheWall(by);
    }

    @Override
    public boolean saysDirect() {
        long direct = Rules.NEVER;
        long tagged = Rules.NEVER;
        for (Peer peer : state.peers) {
            direct = Math.min(direct, peer.directBy);
            if (peer.line().isPresent()) {
                tagged = Math.min(tagged, peer.sayBy);
            } else {
                direct = Math.min(direct, peer.sayBy);
            }
        }
        return direct <= tagged && direct != Rules.NEVER;
    }

    /** The epoch that a line sends on; for tests. */
    long sendingEpoch(String line) {
        return state.find(line).orElseThrow().session().sending;
    }

    /** The newest epoch of all sessions; for tests. */
    long epoch() {
        return state.sessions().mapToLong(session -> session.epoch).max().orElse(0);
    }

    @Override
    public String toString() {
        return "Conversation[" + state.peers.size() + " nodes]";
    }
}
