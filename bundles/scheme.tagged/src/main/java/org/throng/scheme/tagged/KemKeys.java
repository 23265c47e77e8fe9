// SPDX-License-Identifier: MIT
package org.throng.scheme.tagged;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.throng.parcel.Tlv;
import org.throng.parcel.tlv.KemCiphertext;
import org.throng.parcel.tlv.KemKey;
import org.throng.parcel.tlv.ShortId;
import org.throng.scheme.KemPair;
import org.throng.session.Means;

/**
 * The KEM keys of one pair of nodes: mine, which types 4 carry to the peer, and the peer's newest. A key is encapsulated to
 * once; what it gave lives on in all later roots. It belongs to one {@link Peer} and changes only within a step, on a copy.
 */
final class KemKeys {
    private static final int MOST = 8;

    private final List<Mine> mine = new ArrayList<>();
    private KemKey peers;
    private ShortId used = ShortId.ZERO;

    /**
     * A key of mine.
     *
     * @param answered a ciphertext for it came
     */
    private record Mine(KemPair pair, long madeAt, boolean answered) {}

    KemKeys copy() {
        KemKeys copy = new KemKeys();
        copy.mine.addAll(mine);
        copy.peers = peers;
        copy.used = used;
        return copy;
    }

    /** The peer's newest key, replacing the one before. */
    void take(KemKey key) {
        peers = key;
    }

    /** The key that the next share is to name a ciphertext for; empty where that was done. */
    Optional<KemKey> next(Means means) {
        return Optional.ofNullable(peers)
                .or(means::profileKem)
                .filter(key -> !key.id().equals(used));
    }

    void use(KemKey key) {
        used = key.id();
    }

    /** My key, for as long as no ciphertext for it came; a new one each week, where anybody here does this at all. */
    Optional<Tlv> offer(long now, Means means) {
        boolean wanted = peers != null
                || !means.ownKems().isEmpty()
                || means.profileKem().isPresent();
        if (!wanted) {
            return Optional.empty();
        }
        Mine newest = mine.isEmpty() ? null : mine.get(mine.size() - 1);
        if (newest == null || newest.answered && newest.madeAt + Rules.KEM_RENEWED <= now) {
            byte[] seed = new byte[KemPair.SEED_LENGTH];
            means.random().nextBytes(seed);
            newest = new Mine(KemPair.of(seed), now, false);
            mine.add(newest);
            if (mine.size() > MOST) {
                mine.remove(0);
            }
        }
        return newest.answered
                ? Optional.empty()
                : Optional.of(newest.pair.key().tlv());
    }

    /** What a ciphertext for a key of mine holds; empty where the key is another's, or erased. */
    Optional<byte[]> open(KemCiphertext ciphertext, Collection<KemPair> ofProfile) {
        Optional<KemPair> pair = Stream.concat(mine.stream().map(Mine::pair), ofProfile.stream())
                .filter(one -> one.key().id().equals(ciphertext.key()))
                .findFirst();
        mine.replaceAll(
                one -> one.pair.key().id().equals(ciphertext.key()) ? new Mine(one.pair, one.madeAt, true) : one);
        return pair.map(one -> one.decapsulate(ciphertext.ciphertext()));
    }

    void erase(long now) {
        for (int i = 0; i + 1 < mine.size(); i++) {
            if (mine.get(i + 1).madeAt + Rules.KEM_KEPT <= now) {
                mine.remove(i--);
            }
        }
    }

    long eraseAt() {
        return mine.size() < 2 ? Rules.NEVER : mine.get(1).madeAt + Rules.KEM_KEPT;
    }

    void write(Out out) {
        out.list(mine, one -> out.raw(one.pair.insecureSeed()).u64(one.madeAt).flag(one.answered));
        out.maybe(peers, key -> out.raw(key.bytes())).id(used);
    }

    static KemKeys read(In in) throws IOException {
        KemKeys keys = new KemKeys();
        keys.mine.addAll(in.list(
                MOST, from -> new Mine(KemPair.of(from.raw(KemPair.SEED_LENGTH)), from.u64(), from.flag())));
        keys.peers = in.maybe(OwnShare::readKey);
        keys.used = in.id();
        return keys;
    }
}
