// SPDX-License-Identifier: MIT
package org.throng.scheme.tagged;

import java.io.IOException;
import org.throng.cipher.MlKem768;
import org.throng.cipher.Sha256;
import org.throng.curve.PublicKey;
import org.throng.parcel.tlv.ShortId;

/**
 * The peer's share X_e of the next epoch.
 *
 * @param kemId of the ciphertext that it names, else zero
 * @param kemHash SHA-256 of that ciphertext; 32 zero bytes where none is named, null as long as it has not come
 * @param kemSecret what that ciphertext held; empty where none is named, null as long as it has not come
 */
record PeerShare(PublicKey x, ShortId kemId, byte[] kemHash, byte[] kemSecret) {
    static PeerShare of(PublicKey x, ShortId kemId) {
        boolean plain = kemId.isZero();
        return new PeerShare(x, kemId, plain ? new byte[Sha256.LENGTH] : null, plain ? new byte[0] : null);
    }

    PeerShare with(byte[] ciphertext, byte[] secret) {
        return new PeerShare(x, kemId, Sha256.of(ciphertext), secret);
    }

    /** Whether all that it names is here: only then is it held. */
    boolean isWhole() {
        return kemSecret != null;
    }

    ShortId name() {
        return ShortId.ofFirst(x.bytes());
    }

    void write(Out out) {
        out.key(x).id(kemId);
        if (!kemId.isZero()) {
            out.maybe(kemSecret, secret -> out.raw(kemHash).raw(secret));
        }
    }

    static PeerShare read(In in) throws IOException {
        PeerShare share = of(in.key(), in.id());
        if (share.kemId.isZero() || !in.flag()) {
            return share;
        }
        return new PeerShare(share.x, share.kemId, in.raw(Sha256.LENGTH), in.raw(MlKem768.SECRET_LENGTH));
    }

    @Override
    public String toString() {
        return "PeerShare[" + name() + "]";
    }
}
