// SPDX-License-Identifier: MIT
package org.throng.scheme.tagged;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.throng.cipher.Bytes;
import org.throng.cipher.Sha256;
import org.throng.curve.PublicKey;
import org.throng.curve.SecretKey;
import org.throng.parcel.tlv.ShareRecord;
import org.throng.parcel.tlv.ShortId;
import org.throng.session.Means;

/**
 * What my node and one node of the peer share from one pair of first shares on.
 *
 * <p>Two numbers say where it is: {@link #epoch} e, of which the root was computed last (0 = none yet), and {@link #sending}
 * s, on which I send (0 = only direct bodies). s is e, or e - 1 until the peer holds my X_e and the time has come. My share
 * is made when a body that leaves needs it, and is about s + 1; the peer's next one is about e + 1. Where both are here the
 * root is computed in the same step.
 *
 * <p>It belongs to one {@link Peer} and changes only within a step, on a copy.
 */
final class Session {
    final PublicKey ownStatic;
    PublicKey peerStatic;
    /** Names it to its owner; empty as long as it has no root. */
    String name = "";

    final ShortId ownFirst;
    PublicKey peerFirst;
    long epoch;
    long sending;
    byte[] root = Roots.NONE;
    OwnShare own;
    PeerShare peer;
    /** The first 8 bytes of the peer's X_e. */
    ShortId peerName = ShortId.ZERO;

    SendChain current;
    SendChain following;
    final List<ReceiveChain> receiving = new ArrayList<>();
    Flights flights = new Flights();
    boolean postQuantum;

    /** It stood once. */
    boolean begun;

    /** Another one stands in its place: it only receives what was on the way. */
    long retiredAt = Rules.NEVER;

    /** When a direct body told of it last, and how many did. */
    long saidAt;

    int said;

    Session(OwnShare first, PublicKey ownStatic) {
        this.own = first;
        this.ownStatic = ownStatic;
        this.ownFirst = first.name();
    }

    private Session(PublicKey ownStatic, ShortId ownFirst) {
        this.ownStatic = ownStatic;
        this.ownFirst = ownFirst;
    }

    Session copy() {
        Session copy = new Session(ownStatic, ownFirst);
        copy.peerStatic = peerStatic;
        copy.name = name;
        copy.peerFirst = peerFirst;
        copy.epoch = epoch;
        copy.sending = sending;
        copy.root = root;
        copy.own = own;
        copy.peer = peer;
        copy.peerName = peerName;
        copy.current = current == null ? null : current.copy();
        copy.following = following == null ? null : following.copy();
        receiving.forEach(chain -> copy.receiving.add(chain.copy()));
        copy.flights = flights.copy();
        copy.postQuantum = postQuantum;
        copy.begun = begun;
        copy.retiredAt = retiredAt;
        copy.saidAt = saidAt;
        copy.said = said;
        return copy;
    }

    boolean isRetired() {
        return retiredAt != Rules.NEVER;
    }

    /** Whether messages can leave on it: it has a root, and the peer has it, too. */
    boolean stands() {
        return epoch > 0 && !isRetired() && (sending > 0 || own.held());
    }

    /** Whether its first share still waits for the peer's. */
    boolean isPending() {
        return epoch == 0;
    }

    /** Whether direct bodies speak of it. */
    boolean needsDirect() {
        return sending == 0 && !isRetired();
    }

    /** Takes the peer's first share, the newest where there are several. */
    void take(PeerShare share, PublicKey agreeing) {
        peer = share;
        peerFirst = share.x();
        peerStatic = agreeing;
    }

    /** Computes the next root where all that it needs is here. */
    void compute(State state, ShortId node, Means means) {
        if (sending != epoch || own == null || own.secret() == null || peer == null || !peer.isWhole()) {
            return;
        }
        Optional<SecretKey> fixed = means.secret(ownStatic);
        if (fixed.isEmpty()) {
            return;
        }
        Roots.Side me = new Roots.Side(
                state.owner,
                state.node.id(),
                own.x(),
                own.kem() == null
                        ? new byte[Sha256.LENGTH]
                        : Sha256.of(own.kem().ciphertext()),
                own.kem() == null ? new byte[0] : own.kem().secret());
        Roots.Side other = new Roots.Side(state.contact, node, peer.x(), peer.kemHash(), peer.kemSecret());
        try (SecretKey lasting = fixed.get();
                SecretKey share = SecretKey.of(own.secret())) {
            byte[] dhShares = means.curve().agree(share, peer.x()).orElseThrow();
            byte[] dhStatic = means.curve().agree(lasting, peerStatic).orElseThrow();
            install(Roots.derive(epoch + 1, root, me, other, dhShares, dhStatic), state.time);
        }
        if (epoch == 1) {
            boolean lower = me.isLowerThan(other);
            byte[] pair = Bytes.join(
                    (lower ? me : other).share().bytes(),
                    (lower ? other : me).share().bytes());
            name = Bytes.hex(ShortId.ofFirst(Sha256.of(pair)).bytes());
        }
        postQuantum |= me.kemSecret().length + other.kemSecret().length > 0;
        own = own.spent();
        peer = null;
    }

    private void install(Roots roots, long now) {
        epoch++;
        root = roots.root();
        following = new SendChain(own.name(), roots.mine(), now);
        peerName = peer.name();
        receiving.add(0, new ReceiveChain(peerName, epoch, roots.peers()));
        receiving.removeIf(chain -> chain.epoch < epoch - Rules.EARLIER_CHAINS);
    }

    /** The record that the next body is to carry: about s + 1. */
    ShareRecord record(ShortId to) {
        ShortId have = epoch == sending + 1 ? peerName : peer != null && peer.isWhole() ? peer.name() : ShortId.ZERO;
        return own.held()
                ? new ShareRecord(to, sending + 1, Optional.empty(), ShortId.ZERO, have)
                : new ShareRecord(to, sending + 1, Optional.of(own.x()), own.kemId(), have);
    }

    /** Moves on to the newest epoch where that is allowed. */
    void advance(long now) {
        boolean over = sending == 0 || current.computedAt + Rules.EPOCH < now || current.count >= Rules.EPOCH_MESSAGES;
        if (epoch == sending + 1 && own.held() && over) {
            // wordless bodies of the epoch that ends are not waited for
            flights.giveUp(Flight::isWordless, null);
            current = following;
            following = null;
            sending = epoch;
            own = null;
        }
    }

    /** How many letters may leave before the peer must be heard of. */
    int room() {
        SendChain chain = current == null ? following : current;
        long lowest = flights.lowest(chain, flight -> flight.letter() != null);
        long ahead = Math.min(Rules.WINDOW - (chain.next - lowest), chain.limit() - chain.next);
        return (int) Math.max(0, Math.min(ahead, Rules.WINDOW - flights.withLetters()));
    }

    /** Gives bodies up that nobody waits for, until the next index is near enough to the first that somebody does. */
    void makeRoom() {
        while (current.next - flights.lowest(current, flight -> true) >= Rules.WINDOW) {
            long first = flights.lowest(current, flight -> true);
            flights.giveUp(flight -> flight.chain().equals(current.name) && flight.index() == first, current);
        }
    }

    Optional<ReceiveChain> chain(ShortId chain) {
        return receiving.stream().filter(one -> one.name.equals(chain)).findFirst();
    }

    /** The mac of an index verified: the peer has computed this epoch. */
    void use(ReceiveChain chain, long index, long now) {
        chain.use(index, now);
        if (own != null && chain.epoch == epoch && sending < epoch) {
            own = own.heldByPeer();
        }
        if (chain.epoch == sending && current != null) {
            current.count++;
        } else if (chain.epoch == epoch && following != null) {
            following.count++;
        }
        for (ReceiveChain earlier : receiving) {
            if (earlier.epoch < chain.epoch && earlier.diesAt == Rules.NEVER) {
                earlier.diesAt = now + Rules.KEYS;
            }
        }
    }

    /** A record of a tagged body of epoch {@code from}. */
    void take(ShareRecord record, long from) {
        if (record.epoch() != from + 1) {
            return;
        }
        if (own != null && record.epoch() == sending + 1 && record.have().equals(own.name())) {
            own = own.heldByPeer();
        }
        boolean isNext = record.epoch() == epoch + 1 && epoch > 0;
        if (isNext
                && peer == null
                && record.share().isPresent()
                && !isMine(record.share().get())) {
            peer = PeerShare.of(record.share().get(), record.kemId());
        }
    }

    private boolean isMine(PublicKey share) {
        return own != null && own.x().equals(share);
    }

    void retire(long now) {
        retiredAt = Math.min(retiredAt, now);
        current = null;
        following = null;
        own = null;
        peer = null;
        root = Roots.NONE;
        flights.clear();
    }

    /** Erases what its time has come for; false where nothing of it is left. */
    boolean erase(long now) {
        receiving.removeIf(chain -> chain.diesAt <= now);
        receiving.forEach(chain -> chain.erase(now));
        if (isRetired()) {
            return retiredAt + Rules.KEYS > now;
        }
        return !isPending() || own.madeAt() + Rules.OFFER > now;
    }

    long eraseAt() {
        long own = isRetired() ? retiredAt + Rules.KEYS : isPending() ? this.own.madeAt() + Rules.OFFER : Rules.NEVER;
        return receiving.stream().mapToLong(ReceiveChain::due).reduce(own, Math::min);
    }

    /** When a direct body is to tell of it again, because no answer came: later each time, and in the end never. */
    long repeatAt() {
        boolean answered = !needsDirect() || own.held();
        return answered || said == 0 || said > 5 ? Rules.NEVER : saidAt + (Rules.DAY << said - 1);
    }

    void write(Out out) {
        out.key(ownStatic).id(ownFirst).maybe(peerStatic, out::key).maybe(peerFirst, out::key);
        out.u8(name.length()).raw(Bytes.ascii(name));
        out.u32(epoch).u32(sending).raw(root).id(peerName);
        out.maybe(own, share -> share.write(out)).maybe(peer, share -> share.write(out));
        out.maybe(current, chain -> chain.write(out)).maybe(following, chain -> chain.write(out));
        out.list(receiving, chain -> chain.write(out));
        flights.write(out);
        out.flag(postQuantum).flag(begun).u64(retiredAt).u64(saidAt).u32(said);
    }

    static Session read(In in) throws IOException {
        Session session = new Session(in.key(), in.id());
        session.peerStatic = in.maybe(In::key);
        session.peerFirst = in.maybe(In::key);
        session.name = new String(in.raw(in.u8()), java.nio.charset.StandardCharsets.US_ASCII);
        session.epoch = in.u32();
        session.sending = in.u32();
        session.root = in.raw(Ratchet.LENGTH);
        session.peerName = in.id();
        session.own = in.maybe(OwnShare::read);
        session.peer = in.maybe(PeerShare::read);
        session.current = in.maybe(SendChain::read);
        session.following = in.maybe(SendChain::read);
        session.receiving.addAll(in.list(Rules.EARLIER_CHAINS + 2, ReceiveChain::read));
        session.flights = Flights.read(in);
        session.postQuantum = in.flag();
        session.begun = in.flag();
        session.retiredAt = in.u64();
        session.saidAt = in.u64();
        session.said = (int) in.u32();
        return session;
    }
}
