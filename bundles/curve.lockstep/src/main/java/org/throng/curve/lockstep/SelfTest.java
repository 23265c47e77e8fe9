// SPDX-License-Identifier: MIT
package org.throng.curve.lockstep;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import org.throng.cipher.Sha256;
import org.throng.curve.Curve;
import org.throng.curve.PublicKey;
import org.throng.curve.SecretKey;
import org.throng.curve.Signature;

/**
 * Asks a tier what the reference knows: agreements of one and of several secrets in both forms, verdicts on good and bad
 * signatures, public keys. A few lanes only, for it runs before anything is compiled.
 */
final class SelfTest {
    private static final int POINTS = 12;
    private static final int SECRETS = Scanner.CHAIN;

    private final Curve reference;
    private final byte[] points = new byte[Bytes32.LENGTH * POINTS];
    private final List<SecretKey> secrets = new ArrayList<>();
    private final List<PublicKey> publicKeys = new ArrayList<>();
    private final List<Curve.Claim> claims = new ArrayList<>();
    private final boolean[] verdicts;

    /** @param reference an independent implementation */
    SelfTest(Curve reference) {
        this.reference = reference;
        for (int i = 1;
                i < POINTS;
                i++) { // the first stays zero, which is on no curve and would spoil a careless batch
            System.arraycopy(number("point", i % 9), 0, points, Bytes32.LENGTH * i, Bytes32.LENGTH);
        }
        for (int i = 0; i < SECRETS; i++) {
            SecretKey secret = SecretKey.of(number("secret", i));
            secrets.add(secret);
            publicKeys.add(reference.publicKey(secret));
        }
        for (int i = 0; i < POINTS; i++) {
            byte[] message = number("message", i);
            Signature signature = reference.sign(secrets.get(i % SECRETS), message, new byte[Bytes32.LENGTH]);
            message[0] ^= (byte) (i % 2);
            claims.add(new Curve.Claim(publicKeys.get(i % SECRETS), message, signature));
        }
        verdicts = reference.verifyAll(claims);
    }

    private static byte[] number(String name, int i) {
        return Sha256.tagged("throng/self-test", name.getBytes(StandardCharsets.US_ASCII), new byte[] {(byte) i});
    }

    /** Whether the tier is right in all that was asked. */
    boolean passes(Tier<?> tier) {
        List<BigInteger> scalars = secrets.stream().map(SelfTest::scalar).toList();
        return agrees(tier, List.of(Schedule.of(scalars.get(0), Form.OWN_MACHINE)))
                && agrees(tier, List.of(Schedule.of(scalars.get(0), Form.SHARED_HOST)))
                && agrees(tier, scalars.stream().map(ChainSchedule::of).toList())
                && verifies(tier)
                && multipliesGenerator(tier);
    }

    private static BigInteger scalar(SecretKey secret) {
        return Bytes32.number(secret.insecureBytes(), 0);
    }

    private boolean agrees(Tier<?> tier, List<? extends Multiplier> multipliers) {
        byte[] shared = new byte[multipliers.size() * points.length];
        tier.scan(multipliers, points, 0, POINTS, shared, 0, POINTS);
        for (int s = 0; s < multipliers.size(); s++) {
            for (int p = 0; p < POINTS; p++) {
                byte[] x = Arrays.copyOfRange(points, Bytes32.LENGTH * p, Bytes32.LENGTH * (p + 1));
                int at = Bytes32.LENGTH * (s * POINTS + p);
                Optional<byte[]> expected = reference.agree(secrets.get(s), PublicKey.of(x));
                if (expected.isPresent()
                        && !Arrays.equals(expected.get(), Arrays.copyOfRange(shared, at, at + Bytes32.LENGTH))) {
                    return false;
                }
            }
        }
        return true;
    }

    private boolean verifies(Tier<?> tier) {
        boolean[] found = new boolean[verdicts.length];
        BitSet rest = tier.verify(claims, found, 0);
        return rest.isEmpty() && Arrays.equals(verdicts, found);
    }

    private boolean multipliesGenerator(Tier<?> tier) {
        byte[] xs = new byte[Bytes32.LENGTH * SECRETS];
        BitSet rest = tier.multiplyGenerator(secrets, xs);
        for (int i = 0; i < SECRETS; i++) {
            byte[] x = Arrays.copyOfRange(xs, Bytes32.LENGTH * i, Bytes32.LENGTH * (i + 1));
            if (!publicKeys.get(i).equals(PublicKey.of(x))) {
                return false;
            }
        }
        return rest.isEmpty();
    }
}
