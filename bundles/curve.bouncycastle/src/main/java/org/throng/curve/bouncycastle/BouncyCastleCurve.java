// SPDX-License-Identifier: MIT
package org.throng.curve.bouncycastle;

import java.math.BigInteger;
import java.util.Arrays;
import java.util.Optional;
import org.bouncycastle.math.ec.ECAlgorithms;
import org.bouncycastle.math.ec.ECPoint;
import org.bouncycastle.math.ec.FixedPointCombMultiplier;
import org.bouncycastle.math.ec.custom.sec.SecP256K1Curve;
import org.bouncycastle.util.BigIntegers;
import org.osgi.service.component.annotations.Component;
import org.throng.cipher.Bytes;
import org.throng.cipher.Sha256;
import org.throng.curve.Curve;
import org.throng.curve.PublicKey;
import org.throng.curve.SecretKey;
import org.throng.curve.Signature;

/**
 * The reference: plain, one point at a time, on Bouncy Castle's secp256k1. Multiplication of the generator by a secret uses
 * its comb of fixed length, that of another point a ladder: the order of operations is the same for every secret, not so
 * which of two points they read. Bouncy Castle does not promise constant time, and its big integers are left to the
 * garbage collector.
 */
@Component(
        service = Curve.class,
        property = {"name=bouncycastle", "service.ranking:Integer=0"})
public final class BouncyCastleCurve implements Curve {
    private static final SecP256K1Curve CURVE = new SecP256K1Curve();
    private static final BigInteger P = CURVE.getField().getCharacteristic();
    private static final BigInteger N = CURVE.getOrder();
    private static final ECPoint G = CURVE.createPoint(
            new BigInteger("79be667ef9dcbbac55a06295ce870b07029bfcdb2dce28d959f2815b16f81798", 16),
            new BigInteger("483ada7726a3c4655da4fbfc0e1108a8fd17b448a68554199c47d08ffb10d4b8", 16));
    private static final byte EVEN = 2;

    @Override
    public String name() {
        return "bouncycastle";
    }

    @Override
    public PublicKey publicKey(SecretKey secret) {
        return PublicKey.of(x(multiplyGenerator(scalar(secret))));
    }

    @Override
    public boolean contains(PublicKey key) {
        return lift(key) != null;
    }

    @Override
    public SecretKey withEvenY(SecretKey secret) {
        BigInteger d = scalar(secret);
        byte[] bytes = bytes(evenY(d, multiplyGenerator(d)));
        try {
            return SecretKey.of(bytes);
        } finally {
            Arrays.fill(bytes, (byte) 0);
        }
    }

    @Override
    public Signature sign(SecretKey secret, byte[] message, byte[] aux) {
        if (aux.length != 32) {
            throw new IllegalArgumentException("aux has 32 bytes, got " + aux.length);
        }
        BigInteger d0 = scalar(secret);
        ECPoint point = multiplyGenerator(d0);
        BigInteger d = evenY(d0, point);
        byte[] x = x(point);
        byte[] t = bytes(d);
        byte[] mask = Sha256.tagged("BIP0340/aux", aux);
        for (int i = 0; i < t.length; i++) {
            t[i] ^= mask[i];
        }
        BigInteger k0 = new BigInteger(1, Sha256.tagged("BIP0340/nonce", t, x, message)).mod(N);
        Arrays.fill(t, (byte) 0);
        if (k0.signum() == 0) {
            throw new IllegalStateException("the nonce came out as zero: a chance of 2^-256, or a broken hash");
        }
        ECPoint nonce = multiplyGenerator(k0);
        BigInteger k = evenY(k0, nonce);
        byte[] r = x(nonce);
        BigInteger s = k.add(challenge(r, x, message).multiply(d)).mod(N);
        Signature signature = Signature.of(Bytes.join(r, bytes(s)));
        if (!verify(PublicKey.of(x), message, signature)) {
            // BIP-340's own advice: a fault while signing would give the secret away
            throw new IllegalStateException("a new signature did not verify; nothing was released");
        }
        return signature;
    }

    @Override
    public boolean verify(PublicKey key, byte[] message, Signature signature) {
        byte[] rs = signature.bytes();
        byte[] rBytes = Arrays.copyOf(rs, 32);
        BigInteger r = new BigInteger(1, rBytes);
        BigInteger s = new BigInteger(1, Arrays.copyOfRange(rs, 32, 64));
        ECPoint point = lift(key);
        if (point == null || r.compareTo(P) >= 0 || s.compareTo(N) >= 0) {
            return false;
        }
        BigInteger e = challenge(rBytes, key.bytes(), message);
        ECPoint nonce = ECAlgorithms.sumOfTwoMultiplies(
                        G, s, point, N.subtract(e).mod(N))
                .normalize();
        return !nonce.isInfinity()
                && !nonce.getAffineYCoord().testBitZero()
                && nonce.getAffineXCoord().toBigInteger().equals(r);
    }

    @Override
    public Optional<byte[]> agree(SecretKey secret, PublicKey point) {
        ECPoint lifted = lift(point);
        return lifted == null ? Optional.empty() : Optional.of(x(multiply(lifted, scalar(secret))));
    }

    private static ECPoint lift(PublicKey key) {
        byte[] x = key.bytes();
        if (new BigInteger(1, x).compareTo(P) >= 0) {
            return null;
        }
        try {
            return CURVE.decodePoint(Bytes.join(new byte[] {EVEN}, x));
        } catch (IllegalArgumentException e) {
            return null; // not on the curve: Bouncy Castle's only way to say so
        }
    }

    /** An addition and a doubling for each bit, whatever it is; Bouncy Castle's own way skips what a scalar has no digit for. */
    private static ECPoint multiply(ECPoint point, BigInteger scalar) {
        BigInteger long257 = scalar.add(N); // the same multiple, of one length for all scalars but those below 2^129
        ECPoint[] ladder = {point, point.twice()};
        for (int i = long257.bitLength() - 2; i >= 0; i--) {
            int bit = long257.testBit(i) ? 1 : 0;
            ladder[1 - bit] = ladder[0].add(ladder[1]);
            ladder[bit] = ladder[bit].twice();
        }
        return ladder[0].normalize();
    }

    private static ECPoint multiplyGenerator(BigInteger scalar) {
        return new FixedPointCombMultiplier().multiply(G, scalar).normalize();
    }

    private static BigInteger evenY(BigInteger scalar, ECPoint point) {
        return point.getAffineYCoord().testBitZero() ? N.subtract(scalar) : scalar;
    }

    private static BigInteger challenge(byte[] r, byte[] x, byte[] message) {
        return new BigInteger(1, Sha256.tagged("BIP0340/challenge", r, x, message)).mod(N);
    }

    private static BigInteger scalar(SecretKey secret) {
        byte[] bytes = secret.insecureBytes();
        try {
            return new BigInteger(1, bytes);
        } finally {
            Arrays.fill(bytes, (byte) 0);
        }
    }

    private static byte[] x(ECPoint normalized) {
        return normalized.getAffineXCoord().getEncoded();
    }

    private static byte[] bytes(BigInteger scalar) {
        return BigIntegers.asUnsignedByteArray(32, scalar);
    }
}
