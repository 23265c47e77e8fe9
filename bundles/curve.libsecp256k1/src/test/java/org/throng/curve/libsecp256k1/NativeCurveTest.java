// SPDX-License-Identifier: MIT
package org.throng.curve.libsecp256k1;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.throng.cipher.Sha256;
import org.throng.curve.Curve;
import org.throng.curve.PublicKey;
import org.throng.curve.SecretKey;
import org.throng.curve.Signature;
import org.throng.curve.bouncycastle.BouncyCastleCurve;
import org.throng.itests.contracts.CurveContract;

class NativeCurveTest extends CurveContract {
    private static final BigInteger N =
            new BigInteger("fffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141", 16);
    private static final int THREADS = 4;

    @TempDir
    Path folder;

    private final Curve reference = new BouncyCastleCurve();
    private NativeCurve curve;

    @BeforeEach
    void load() throws IOException {
        curve = new NativeCurve(folder, new SecureRandom());
    }

    @AfterEach
    void close() {
        curve.close();
    }

    @Override
    protected Curve curve() {
        return curve;
    }

    @Override
    protected Curve reference() {
        return reference;
    }

    @Test
    void selfTestPassesForBoth() {
        assertTrue(SelfTest.passes(curve));
        assertTrue(SelfTest.passes(reference));
    }

    @Test
    void verdictsOnMessagesOfAnyLengthAreTheReferences() {
        Random random = new Random(3);
        SecretKey secret = SecretKey.of(bytes(BigInteger.valueOf(77)));
        PublicKey key = reference.publicKey(secret);
        for (int length : new int[] {0, 1, 31, 32, 33, 200}) {
            byte[] message = new byte[length];
            random.nextBytes(message);
            byte[] rs = reference.sign(secret, message, new byte[32]).bytes();
            for (int bit = 0; bit < 512; bit += 3) {
                byte[] broken = rs.clone();
                broken[bit / 8] ^= (byte) (1 << bit % 8);
                assertSame(key, message, broken);
            }
            byte[] s = Arrays.copyOfRange(rs, 32, 64);
            for (byte[] other : List.of(new byte[32], bytes(N), bytes(N.subtract(new BigInteger(1, s))), filled())) {
                byte[] odd = rs.clone();
                System.arraycopy(other, 0, odd, 32, 32);
                assertSame(key, message, odd);
            }
            // s G = e P
            byte[] r = Arrays.copyOf(rs, 32);
            BigInteger e = new BigInteger(1, Sha256.tagged("BIP0340/challenge", r, key.bytes(), message));
            BigInteger d = new BigInteger(1, reference.withEvenY(secret).insecureBytes());
            System.arraycopy(bytes(e.multiply(d).mod(N)), 0, rs, 32, 32);
            assertSame(key, message, rs);
            assertFalse(curve.verify(PublicKey.of(new byte[32]), message, Signature.of(rs)));
            assertFalse(curve.verify(PublicKey.of(filled()), message, Signature.of(rs)));
        }
    }

    private void assertSame(PublicKey key, byte[] message, byte[] rs) {
        Signature signature = Signature.of(rs);
        assertEquals(reference.verify(key, message, signature), curve.verify(key, message, signature));
    }

    @Test
    void threadsDoNotDisturbEachOtherAndLateCallersAreServed() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(THREADS);
        try {
            List<Callable<Boolean>> work = new ArrayList<>();
            for (int t = 0; t < THREADS; t++) {
                int first = 1 + 100 * t;
                work.add(() -> {
                    for (int i = first; i < first + 100; i++) {
                        SecretKey secret = SecretKey.of(bytes(BigInteger.valueOf(i)));
                        if (i == 250) {
                            curve.close();
                        }
                        byte[] message = bytes(BigInteger.valueOf(1000L + i));
                        if (!curve.verify(
                                curve.publicKey(secret), message, curve.sign(secret, message, new byte[32]))) {
                            return false;
                        }
                    }
                    return true;
                });
            }
            for (Future<Boolean> done : threads.invokeAll(work)) {
                assertTrue(done.get());
            }
        } finally {
            threads.shutdownNow();
        }
    }

    private static byte[] filled() {
        byte[] bytes = new byte[32];
        Arrays.fill(bytes, (byte) -1);
        return bytes;
    }

    private static byte[] bytes(BigInteger number) {
        return HexFormat.of().parseHex(String.format("%064x", number));
    }
}
