// SPDX-License-Identifier: MIT
package org.throng.scheme.tagged;

import java.util.Arrays;
import org.throng.cipher.Bytes;
import org.throng.cipher.Hkdf;
import org.throng.curve.PublicKey;
import org.throng.parcel.tlv.ShortId;

/**
 * The root of an epoch and the first blocks of its two chains (docs/protocol.md, section 6, 'Roots'); 32 bytes each.
 */
record Roots(byte[] root, byte[] mine, byte[] peers) {
    /** root_0. */
    static final byte[] NONE = new byte[Ratchet.LENGTH];

    private static final byte[] INFO = Bytes.ascii("throng/v1/root");

    /**
     * One of the two sides.
     *
     * @param kemHash SHA-256 of the ciphertext that it named, or 32 zero bytes
     * @param kemSecret what that held, or nothing
     */
    record Side(PublicKey npub, ShortId node, PublicKey share, byte[] kemHash, byte[] kemSecret) {
        boolean isLowerThan(Side other) {
            int byNpub = npub.compareTo(other.npub);
            return byNpub != 0 ? byNpub < 0 : node.compareTo(other.node) < 0;
        }
    }

    /**
     * @param previous root_{e-1}
     * @param dhShares x(DH(X_e, X'_e))
     * @param dhStatic x(DH(static keys))
     */
    static Roots derive(long epoch, byte[] previous, Side me, Side peer, byte[] dhShares, byte[] dhStatic) {
        boolean lower = me.isLowerThan(peer);
        Side lo = lower ? me : peer;
        Side hi = lower ? peer : me;
        byte[] ikm = Bytes.join(dhShares, dhStatic, lo.kemSecret, hi.kemSecret);
        byte[] okm = Hkdf.derive(ikm, previous, info(epoch, lo, hi), 3 * Ratchet.LENGTH);
        byte[] ofLower = Arrays.copyOfRange(okm, 32, 64);
        byte[] ofHigher = Arrays.copyOfRange(okm, 64, 96);
        Arrays.fill(ikm, (byte) 0);
        return new Roots(Arrays.copyOf(okm, 32), lower ? ofLower : ofHigher, lower ? ofHigher : ofLower);
    }

    static byte[] info(long epoch, Side lo, Side hi) {
        return Bytes.join(
                INFO,
                Bytes.u32(epoch),
                lo.npub.bytes(),
                hi.npub.bytes(),
                lo.node.bytes(),
                hi.node.bytes(),
                lo.share.bytes(),
                hi.share.bytes(),
                lo.kemHash,
                hi.kemHash);
    }

    @Override
    public String toString() {
        return "Roots[hidden]";
    }
}
