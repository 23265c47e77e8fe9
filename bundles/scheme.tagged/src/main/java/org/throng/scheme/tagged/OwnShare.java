// SPDX-License-Identifier: MIT
package org.throng.scheme.tagged;

import java.io.IOException;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.throng.cipher.MlKem768;
import org.throng.curve.PublicKey;
import org.throng.curve.SecretKey;
import org.throng.event.MalformedException;
import org.throng.parcel.Hedge;
import org.throng.parcel.tlv.KemCiphertext;
import org.throng.parcel.tlv.KemKey;
import org.throng.parcel.tlv.ShortId;
import org.throng.scheme.Encapsulation;
import org.throng.session.Means;

/**
 * My share X_e of one epoch. It never changes once it was sent, nor does the ciphertext that it names.
 *
 * @param secret of the share, 32 bytes; null once the root was computed
 * @param kem the named ciphertext; null where none is named, or nobody needs it any longer
 * @param kemId of the named ciphertext, else zero
 * @param held the peer said that it holds the share
 * @param madeAt when
 * @param missedAt when the first later body of the peer came that did not say so; 0 = none came
 */
record OwnShare(
        PublicKey x, byte[] secret, Encapsulation kem, ShortId kemId, boolean held, long madeAt, long missedAt) {
    /** A fresh share, hedged with the secret that stands for its owner; its caller knows that there is one. */
    static OwnShare make(State state, SecretKey longTerm, long epoch, Optional<Encapsulation> kem, Means means) {
        Hedge hedge = new Hedge(longTerm, means.random());
        try (SecretKey secret = hedge.share(state.contact, state.node.id().bytes(), epoch)) {
            return new OwnShare(
                    means.curve().publicKey(secret),
                    secret.insecureBytes(),
                    kem.orElse(null),
                    kem.map(Encapsulation::id).orElse(ShortId.ZERO),
                    false,
                    state.time,
                    0);
        }
    }

    /** A ciphertext for a key of the contact, hedged alike. */
    static Encapsulation encapsulate(State state, SecretKey longTerm, KemKey key, RandomGenerator random) {
        return Encapsulation.to(key, new Hedge(longTerm, random).kemMessage(state.contact, key.bytes()));
    }

    /** The first 8 bytes of X_e, which name the chain that I send on. */
    ShortId name() {
        return ShortId.ofFirst(x.bytes());
    }

    /** The root was computed: the secret goes, and the ciphertext once the peer has it. */
    OwnShare spent() {
        return new OwnShare(x, null, held ? null : kem, kemId, held, madeAt, missedAt);
    }

    OwnShare heldByPeer() {
        return new OwnShare(x, secret, secret == null ? null : kem, kemId, true, madeAt, missedAt);
    }

    /** A later body of the peer came, and did not say that it holds this. */
    OwnShare missed(long now) {
        return held || missedAt != 0 ? this : new OwnShare(x, secret, kem, kemId, false, madeAt, now);
    }

    void write(Out out) {
        out.key(x).maybe(secret, out::raw).id(kemId).flag(held).u64(madeAt).u64(missedAt);
        out.maybe(
                kem,
                value -> out.raw(value.key().bytes()).raw(value.ciphertext()).raw(value.secret()));
    }

    static OwnShare read(In in) throws IOException {
        PublicKey x = in.key();
        byte[] secret = in.maybe(from -> from.raw(SecretKey.LENGTH));
        ShortId kemId = in.id();
        boolean held = in.flag();
        long madeAt = in.u64();
        long missedAt = in.u64();
        return new OwnShare(x, secret, in.maybe(OwnShare::readKem), kemId, held, madeAt, missedAt);
    }

    private static Encapsulation readKem(In in) throws IOException {
        return new Encapsulation(readKey(in), in.raw(KemCiphertext.CIPHERTEXT_LENGTH), in.raw(MlKem768.SECRET_LENGTH));
    }

    static KemKey readKey(In in) throws IOException {
        try {
            return KemKey.read(in.raw(KemKey.LENGTH));
        } catch (MalformedException e) {
            throw new IOException("a session's state has a KEM key here", e);
        }
    }

    @Override
    public String toString() {
        return "OwnShare[" + name() + "]";
    }
}
