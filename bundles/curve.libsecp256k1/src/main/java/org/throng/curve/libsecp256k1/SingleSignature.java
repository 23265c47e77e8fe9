// SPDX-License-Identifier: MIT
package org.throng.curve.libsecp256k1;

import fr.acinq.secp256k1.Secp256k1CFunctions;
import fr.acinq.secp256k1.Secp256k1Exception;
import java.util.Arrays;
import org.throng.cipher.Bytes;
import org.throng.cipher.Sha256;
import org.throng.curve.PublicKey;

/**
 * BIP-340 over messages of any length. What the library does itself, for the 32 bytes of an event's id, is left to it; for
 * others its functions on scalars and points are put together as BIP-340 says.
 *
 * <p>Threads: one for each context.
 */
final class SingleSignature {
    private static final int LIBRARY_LENGTH = 32;

    private SingleSignature() {}

    /**
     * The 64 bytes of a signature.
     *
     * @param d0 the secret
     * @param aux 32 bytes
     */
    static byte[] sign(long context, byte[] d0, byte[] message, byte[] aux) {
        if (message.length == LIBRARY_LENGTH) {
            return Secp256k1CFunctions.secp256k1_schnorrsig_sign(context, message, d0, aux);
        }
        byte[] point = Secp256k1CFunctions.secp256k1_ec_pubkey_create(context, d0);
        byte[] d = even(context, d0, point);
        byte[] x = NativeCurve.x(point);
        byte[] t = Sha256.tagged("BIP0340/aux", aux);
        for (int i = 0; i < t.length; i++) {
            t[i] ^= d[i];
        }
        byte[] k0 = Scalars.reduce(Sha256.tagged("BIP0340/nonce", t, x, message));
        byte[] nonce =
                Secp256k1CFunctions.secp256k1_ec_pubkey_create(context, k0); // fails for zero, a chance of 2^-256
        byte[] k = even(context, k0, nonce);
        byte[] r = NativeCurve.x(nonce);
        byte[] ed = Secp256k1CFunctions.secp256k1_ec_seckey_tweak_mul(context, d, challenge(r, x, message));
        byte[] s = Secp256k1CFunctions.secp256k1_ec_seckey_tweak_add(context, k, ed);
        NativeCurve.wipe(d, t, k0, k, ed);
        return Bytes.join(r, s);
    }

    /** A scalar, or its negative where the point that it makes has an odd y; a copy in either case. */
    static byte[] even(long context, byte[] scalar, byte[] point) {
        boolean odd = (point[point.length - 1] & 1) == 1;
        return odd ? Secp256k1CFunctions.secp256k1_ec_seckey_negate(context, scalar.clone()) : scalar.clone();
    }

    /**
     * Whether it is a signature of the key.
     *
     * @param rs 64 bytes
     * @throws Secp256k1Exception possibly, where the key is no point of the curve
     */
    static boolean verify(long context, PublicKey key, byte[] message, byte[] rs) {
        if (message.length == LIBRARY_LENGTH) {
            return Secp256k1CFunctions.secp256k1_schnorrsig_verify(context, rs, message, key.bytes()) == 1;
        }
        byte[] r = Arrays.copyOf(rs, Scalars.LENGTH);
        byte[] s = Arrays.copyOfRange(rs, Scalars.LENGTH, rs.length);
        byte[] point = NativeCurve.lift(context, key);
        if (point == null || Scalars.isTooLarge(s)) {
            return false;
        }
        byte[] nonce = nonce(context, s, challenge(r, key.bytes(), message), point);
        boolean even = nonce != null && (nonce[nonce.length - 1] & 1) == 0;
        return even && Arrays.equals(r, NativeCurve.x(nonce)); // an r that is no element of the field equals none
    }

    /** s G - e P in 65 bytes; null where that is no point. */
    private static byte[] nonce(long context, byte[] s, byte[] e, byte[] point) {
        byte[] sg = Scalars.isZero(s) ? null : Secp256k1CFunctions.secp256k1_ec_pubkey_create(context, s);
        if (Scalars.isZero(e)) {
            return sg;
        }
        byte[] ep = Secp256k1CFunctions.secp256k1_ec_pubkey_tweak_mul(context, point, e);
        byte[] minus = Secp256k1CFunctions.secp256k1_ec_pubkey_negate(context, ep);
        if (sg == null) {
            return minus;
        }
        try {
            return Secp256k1CFunctions.secp256k1_ec_pubkey_combine(context, new byte[][] {sg, minus});
        } catch (Secp256k1Exception same) {
            return null;
        }
    }

    private static byte[] challenge(byte[] r, byte[] x, byte[] message) {
        return Scalars.reduce(Sha256.tagged("BIP0340/challenge", r, x, message));
    }
}
