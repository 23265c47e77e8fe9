// SPDX-License-Identifier: MIT
package org.throng.itests.statistics;

import fr.acinq.secp256k1.Secp256k1;
import java.util.Arrays;
import java.util.Optional;
import org.throng.cipher.Bytes;
import org.throng.curve.Curve;
import org.throng.curve.PublicKey;
import org.throng.curve.SecretKey;
import org.throng.curve.Signature;
import org.throng.curve.bouncycastle.BouncyCastleCurve;

/** The same numbers by libsecp256k1, in a tenth of the time: sixty thousand events are signed here. */
final class NativeCurve implements Curve {
    private static final Secp256k1 SECP = Secp256k1.get();
    private static final byte EVEN = 2;

    private final Curve reference = new BouncyCastleCurve();

    @Override
    public String name() {
        return "libsecp256k1";
    }

    /** Uncompressed: 4, x, y. */
    private static byte[] point(SecretKey secret) {
        return SECP.pubkeyCreate(secret.insecureBytes());
    }

    @Override
    public PublicKey publicKey(SecretKey secret) {
        return PublicKey.of(Arrays.copyOfRange(point(secret), 1, 33));
    }

    @Override
    public boolean contains(PublicKey key) {
        return reference.contains(key);
    }

    @Override
    public SecretKey withEvenY(SecretKey secret) {
        byte[] bytes = secret.insecureBytes();
        return SecretKey.of((point(secret)[64] & 1) == 0 ? bytes : SECP.privKeyNegate(bytes));
    }

    @Override
    public Signature sign(SecretKey secret, byte[] message, byte[] aux) {
        return Signature.of(SECP.signSchnorr(message, secret.insecureBytes(), aux));
    }

    @Override
    public boolean verify(PublicKey key, byte[] message, Signature signature) {
        return reference.verify(key, message, signature);
    }

    @Override
    public Optional<byte[]> agree(SecretKey secret, PublicKey point) {
        byte[] lifted = Bytes.join(new byte[] {EVEN}, point.bytes());
        return Optional.of(Arrays.copyOfRange(SECP.pubKeyTweakMul(lifted, secret.insecureBytes()), 1, 33));
    }
}
