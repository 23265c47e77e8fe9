// SPDX-License-Identifier: MIT
package org.throng.scheme.tagged;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.throng.curve.PublicKey;
import org.throng.event.EventId;
import org.throng.event.MalformedException;
import org.throng.parcel.tlv.Acks;
import org.throng.parcel.tlv.NodeId;
import org.throng.parcel.tlv.ShortId;
import org.throng.scheme.Encapsulation;
import org.throng.session.Means;
import org.throng.session.News;

/**
 * All that one node of mine shares with one contact. A step works on a copy, which nobody else sees before it is done.
 *
 * <p>Time: {@link #time} runs forward only. It goes on by as much as the wall clock went on since the last step, and stands
 * still where that was set back, so that no timer waits for a future that a wrong clock promised.
 */
final class State {
    private static final int FORM = 1;
    private static final int MOST_NEWS = 0xffff;

    final PublicKey owner;
    final NodeId node;
    final PublicKey contact;
    long wall;
    long time;
    Offer offer;
    final List<Peer> peers = new ArrayList<>();

    /** When {@link #tick} worked last. */
    private long tickedAt;

    /** What no {@link News} has said yet. */
    final Set<EventId> acknowledged = new HashSet<>();

    final Set<EventId> again = new HashSet<>();

    State(PublicKey owner, NodeId node, PublicKey contact) {
        this.owner = owner;
        this.node = node;
        this.contact = contact;
    }

    State copy() {
        State copy = new State(owner, node, contact);
        copy.wall = wall;
        copy.time = time;
        copy.offer = offer;
        peers.forEach(peer -> copy.peers.add(peer.copy()));
        copy.tickedAt = tickedAt;
        copy.acknowledged.addAll(acknowledged);
        copy.again.addAll(again);
        return copy;
    }

    /** A copy for a step at this moment. */
    State at(long now) {
        State next = copy();
        next.time += wall == 0 ? now : Math.max(0, now - wall);
        next.wall = now;
        return next;
    }

    /** A moment of this state's time as the wall clock will show it. */
    long onTheWall(long moment) {
        return moment == Rules.NEVER ? Rules.NEVER : wall + (moment - time);
    }

    Stream<Session> sessions() {
        return peers.stream().flatMap(peer -> peer.sessions.stream());
    }

    /** A session by its name, and whose it is. */
    record Found(Peer peer, Session session) {}

    Optional<Found> find(String name) {
        for (Peer peer : peers) {
            for (Session session : peer.sessions) {
                if (session.name.equals(name) && !name.isEmpty()) {
                    return Optional.of(new Found(peer, session));
                }
            }
        }
        return Optional.empty();
    }

    /** The peer of this node id, known from now on; the one unheard of longest makes room. */
    Peer peer(ShortId id) {
        for (Peer peer : peers) {
            if (peer.node.equals(id)) {
                return peer;
            }
        }
        if (peers.size() >= Rules.NODES) {
            drop(peers.stream()
                    .min(Comparator.comparingLong(peer -> peer.heardAt))
                    .orElseThrow());
        }
        Peer peer = new Peer(id, time);
        peers.add(peer);
        return peer;
    }

    private void drop(Peer peer) {
        peer.sessions.forEach(session -> again.addAll(session.flights.clear()));
        peers.remove(peer);
    }

    /** Whether this is a share of mine, thrown back. */
    boolean isMine(PublicKey share) {
        return offer != null && offer.share().x().equals(share)
                || sessions().anyMatch(session -> session.ownFirst.names(share.bytes()));
    }

    /** Letters that some node of the contact does not have yet, and no node has whole. */
    Set<EventId> letters() {
        Set<EventId> letters = new HashSet<>();
        sessions().forEach(session -> letters.addAll(session.flights.letters()));
        return letters;
    }

    /** Ciphertexts that first shares name and that the contact may still need. */
    List<Encapsulation> pendingKems() {
        return Stream.concat(
                        Stream.ofNullable(offer).map(Offer::share),
                        sessions().filter(Session::needsDirect).map(session -> session.own))
                .filter(share -> share.kem() != null && !share.held())
                .map(OwnShare::kem)
                .toList();
    }

    /** Acks of my chains by one node. */
    void acknowledge(Peer peer, byte[] value) throws MalformedException {
        for (Acks.Chain ack : Acks.read(value).chains()) {
            for (Session session : peer.sessions) {
                SendChain chain = session.current;
                if (chain != null && chain.name.equals(ack.chain())) {
                    if (ack.next() > chain.next) {
                        continue;
                    }
                    chain.acknowledged = Math.max(chain.acknowledged, ack.next());
                    long top = ack.bitmap() == 0
                            ? ack.next()
                            : ack.next() + 1 + Long.SIZE - Long.numberOfLeadingZeros(ack.bitmap());
                    chain.reached = Math.max(chain.reached, Math.min(chain.next, top));
                }
                whole(session.flights.acknowledge(ack, chain, time));
            }
        }
    }

    private void whole(Set<EventId> letters) {
        if (!letters.isEmpty()) {
            acknowledged.addAll(letters);
            again.removeAll(letters);
            sessions().forEach(session -> session.flights.settle(letters));
        }
    }

    void tick(Means means) {
        tickedAt = time;
        for (Peer peer : List.copyOf(peers)) {
            if (peer.heardAt + Rules.GONE <= time) {
                drop(peer);
            } else {
                peer.tick(this, means);
            }
        }
        if (offer != null && !offer.isAlive(time)) {
            offer = null;
        }
    }

    /** What happened since the last news; it is said once. */
    News news() {
        News news = new News(acknowledged, again);
        acknowledged.clear();
        again.clear();
        return news;
    }

    boolean hasNews() {
        return !acknowledged.isEmpty() || !again.isEmpty();
    }

    long due() {
        if (hasNews()) {
            return time;
        }
        long due = offer == null ? Rules.NEVER : offer.share().madeAt() + Rules.OFFER;
        for (Peer peer : peers) {
            due = Math.min(due, peer.due(this));
        }
        // what depends on keys outside of this state shows once a day
        return peers.isEmpty() ? due : Math.min(due, tickedAt + Rules.DAY);
    }

    byte[] bytes() {
        Out out = new Out();
        out.u8(FORM).key(owner).id(node.id()).key(contact).u64(wall).u64(time).u64(tickedAt);
        out.maybe(offer, value -> value.write(out)).list(peers, peer -> peer.write(out));
        out.list(acknowledged, out::id).list(again, out::id).flag(false); // a place that nobody uses any more
        return out.bytes();
    }

    static State read(byte[] bytes) throws IOException {
        In in = new In(bytes);
        int form = in.u8();
        if (form != FORM) {
            throw new IOException("a session's state has form " + FORM + ", got " + form);
        }
        try {
            State state = new State(in.key(), new NodeId(in.id()), in.key());
            state.wall = in.u64();
            state.time = in.u64();
            state.tickedAt = in.u64();
            state.offer = in.maybe(Offer::read);
            state.peers.addAll(in.list(Rules.NODES, Peer::read));
            state.acknowledged.addAll(in.list(MOST_NEWS, In::event));
            state.again.addAll(in.list(MOST_NEWS, In::event));
            in.flag();
            in.end();
            return state;
        } catch (IllegalArgumentException e) {
            throw new IOException("a session's state is not right: " + e.getMessage(), e);
        }
    }
}
