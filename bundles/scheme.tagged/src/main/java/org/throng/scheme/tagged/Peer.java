// SPDX-License-Identifier: MIT
package org.throng.scheme.tagged;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.throng.parcel.tlv.Acks;
import org.throng.parcel.tlv.ShortId;
import org.throng.session.Means;

/**
 * One node of the contact, and all sessions with it, the newest last: mostly one that stands, seldom one that is being begun
 * or one that died. It belongs to one {@link State} and changes only within a step, on a copy.
 */
final class Peer {
    /** Sessions of one pair of nodes, dying ones included. */
    static final int MOST_SESSIONS = 8;

    final ShortId node;
    long heardAt;
    final List<Session> sessions = new ArrayList<>();
    KemKeys kems = new KemKeys();

    /** By when something must be said to this node, and by when directly. */
    long sayBy = Rules.NEVER;

    long directBy = Rules.NEVER;

    /** No new session is begun here before. */
    long notBefore;

    private long tellings;

    Peer(ShortId node, long now) {
        this.node = node;
        this.heardAt = now;
    }

    Peer copy() {
        Peer copy = new Peer(node, heardAt);
        sessions.forEach(session -> copy.sessions.add(session.copy()));
        copy.kems = kems.copy();
        copy.sayBy = sayBy;
        copy.directBy = directBy;
        copy.notBefore = notBefore;
        copy.tellings = tellings;
        return copy;
    }

    /** The session that letters leave on. */
    Optional<Session> line() {
        return sessions.stream().filter(Session::stands).reduce((first, second) -> second);
    }

    /** A session that is being begun, later than the one that letters leave on. */
    Optional<Session> candidate(long now) {
        int from = line().map(sessions::indexOf).orElse(-1) + 1;
        return sessions.stream()
                .skip(from)
                .filter(Session::needsDirect)
                .filter(session -> session.own.madeAt() + Rules.OFFER > now)
                .reduce((first, second) -> second);
    }

    void add(Session session) {
        sessions.add(session);
        List<Session> open = sessions.stream()
                .filter(one -> !one.isRetired() && !one.stands())
                .toList();
        if (open.size() > Rules.CANDIDATES) {
            sessions.remove(open.get(0));
        }
        if (sessions.size() > MOST_SESSIONS) {
            sessions.stream().filter(Session::isRetired).findFirst().ifPresent(sessions::remove);
        }
    }

    void say(long by) {
        sayBy = Math.min(sayBy, by);
    }

    void sayDirectly(long by) {
        directBy = Math.min(directBy, by);
    }

    /** The first session that stands takes the place of all before it, and all letters on the way leave again. */
    void promote(State state) {
        Optional<Session> line = line();
        if (line.isEmpty()) {
            return;
        }
        Session newest = line.get();
        if (!newest.begun) {
            newest.begun = true;
            state.again.addAll(state.letters());
            if (newest.sending == 0) {
                // the peer cannot send on it before it hears of me there
                say(state.time + Rules.MINUTE);
            }
        }
        List<Session> before = List.copyOf(sessions.subList(0, sessions.indexOf(newest)));
        for (Session session : before) {
            if (session.isPending()) {
                sessions.remove(session);
            } else if (!session.isRetired()) {
                session.retire(state.time);
            }
        }
    }

    /** Acks of up to so many chains: what no body told first, then those that were told longest ago. */
    List<Acks.Chain> tell(int most) {
        List<ReceiveChain> chains = sessions.stream()
                .flatMap(session -> session.receiving.stream())
                .filter(chain -> chain.ack().isPresent())
                .sorted(Comparator.comparing((ReceiveChain chain) -> !chain.fresh)
                        .thenComparing(chain -> chain.told))
                .limit(most)
                .toList();
        List<Acks.Chain> told = new ArrayList<>();
        for (ReceiveChain chain : chains) {
            told.add(chain.ack().orElseThrow());
            chain.fresh = false;
            chain.told = ++tellings;
        }
        return told;
    }

    boolean hasFresh() {
        return sessions.stream().flatMap(session -> session.receiving.stream()).anyMatch(chain -> chain.fresh);
    }

    /** A body of this node was opened, and what it said was taken in. */
    void heard(long now) {
        heardAt = now;
        sessions.forEach(session -> session.flights.missed(now));
    }

    /** When the rules ask for another session in place of this one. */
    long worn(Session line, State state, Means means) {
        long missing = line.flights.due(flight -> flight.letter() != null);
        if (line.own != null && !line.own.held() && line.own.missedAt() != 0) {
            missing = Math.min(missing, line.own.missedAt() + Rules.HOLE);
        }
        if (line.flights.hasLetters()) {
            missing = Math.min(missing, line.room() == 0 ? state.time : heardAt + Rules.SILENCE);
        }
        boolean otherKey = means != null && !line.ownStatic.equals(means.agreeing());
        return otherKey ? state.time : missing;
    }

    /** What is due by the clock. */
    void tick(State state, Means means) {
        sessions.removeIf(session -> !session.erase(state.time));
        kems.erase(state.time);
        for (Session session : sessions) {
            session.flights.giveUp(flight -> flight.letter() == null && flight.due() <= state.time, session.current);
            state.again.addAll(session.flights.forgotten(state.time));
            session.compute(state, node, means);
            if (session.repeatAt() <= state.time) {
                sayDirectly(state.time);
            }
        }
        promote(state);
        Optional<Session> line = line();
        if (line.isPresent()
                && candidate(state.time).isEmpty()
                && notBefore <= state.time
                && worn(line.get(), state, means) <= state.time) {
            boolean begins = Starts.begin(state, this, means);
            notBefore = state.time + (begins ? Rules.DAY : Rules.HOUR);
        }
    }

    long due(State state) {
        long due = Math.min(heardAt + Rules.GONE, kems.eraseAt());
        for (Session session : sessions) {
            due = Math.min(due, session.eraseAt());
            due = Math.min(due, session.flights.due(flight -> flight.letter() == null));
            due = Math.min(due, session.flights.forgottenAt());
            if (directBy == Rules.NEVER) {
                due = Math.min(due, session.repeatAt());
            }
        }
        Optional<Session> line = line();
        if (line.isPresent() && candidate(state.time).isEmpty()) {
            due = Math.min(due, Math.max(notBefore, worn(line.get(), state, null)));
        }
        return due;
    }

    void write(Out out) {
        out.id(node).u64(heardAt).list(sessions, session -> session.write(out));
        kems.write(out);
        out.u64(sayBy).u64(directBy).u64(notBefore).u64(tellings);
    }

    static Peer read(In in) throws IOException {
        Peer peer = new Peer(in.id(), in.u64());
        peer.sessions.addAll(in.list(2 * MOST_SESSIONS, Session::read));
        peer.kems = KemKeys.read(in);
        peer.sayBy = in.u64();
        peer.directBy = in.u64();
        peer.notBefore = in.u64();
        peer.tellings = in.u64();
        return peer;
    }
}
