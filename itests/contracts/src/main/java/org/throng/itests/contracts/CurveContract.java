// SPDX-License-Identifier: MIT
package org.throng.itests.contracts;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.throng.cipher.Sha256;
import org.throng.curve.Curve;
import org.throng.curve.PublicKey;
import org.throng.curve.SecretKey;
import org.throng.curve.Signature;

/**
 * What every {@link Curve} does, in batches and one at a time, compared with another one. {@code -Dcurve.points=} says how
 * many agreements with random points are tried that no other run has tried.
 *
 * <p>The 19 rows of BIP-340's own table are bitcoin/bips, bip-0340/test-vectors.csv (BSD-2-Clause, MIT or CC0-1.0).
 */
public abstract class CurveContract {
    private static final int POINTS = Integer.getInteger("curve.points", 2_000);
    private static final int LENGTH = PublicKey.LENGTH;
    private static final BigInteger N =
            new BigInteger("fffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141", 16);
    private static final BigInteger P =
            new BigInteger("fffffffffffffffffffffffffffffffffffffffffffffffffffffffefffffc2f", 16);
    private static final BigInteger LAMBDA =
            new BigInteger("5363ad4cc05c30e0a5261c028812645a122e22ea20816678df02967c1b23bd72", 16);

    private final Random random = new Random(340);

    /** The one under test. */
    protected abstract Curve curve();

    /** Another one, right by itself. */
    protected abstract Curve reference();

    private static byte[] bytes(BigInteger number) {
        return HexFormat.of().parseHex(String.format("%064x", number));
    }

    private static SecretKey secret(BigInteger number) {
        return SecretKey.of(bytes(number.mod(N)));
    }

    private SecretKey randomSecret() {
        return secret(
                new BigInteger(256, random).mod(N.subtract(BigInteger.ONE)).add(BigInteger.ONE));
    }

    private byte[] randomBytes(int length) {
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        return bytes;
    }

    /** Scalars at the edges: small, large, with few digits, near λ. */
    private static List<SecretKey> edges() {
        List<SecretKey> edges = new ArrayList<>();
        BigInteger one = BigInteger.ONE;
        for (BigInteger near : List.of(BigInteger.ZERO, LAMBDA, LAMBDA.multiply(LAMBDA), N.shiftRight(1))) {
            for (int i = -3; i <= 3; i++) {
                if (near.add(BigInteger.valueOf(i)).mod(N).signum() != 0) {
                    edges.add(secret(near.add(BigInteger.valueOf(i))));
                }
            }
        }
        for (int bit : new int[] {4, 63, 64, 127, 128, 129, 192, 255}) {
            edges.add(secret(one.shiftLeft(bit)));
            edges.add(secret(one.shiftLeft(bit).subtract(one)));
            edges.add(secret(one.shiftLeft(bit).add(LAMBDA)));
        }
        return edges;
    }

    private static PublicKey point(byte[] packed, int p) {
        return PublicKey.of(Arrays.copyOfRange(packed, LENGTH * p, LENGTH * (p + 1)));
    }

    /** Where the reference has an answer, it is this one. */
    private void assertScan(List<SecretKey> secrets, byte[] points) {
        byte[] shared = new byte[secrets.size() * points.length];
        curve().scan(secrets, points, shared);
        int count = points.length / LENGTH;
        for (int s = 0; s < secrets.size(); s++) {
            for (int p = 0; p < count; p++) {
                Optional<byte[]> expected = reference().agree(secrets.get(s), point(points, p));
                int at = LENGTH * (s * count + p);
                if (expected.isPresent()) {
                    assertArrayEquals(
                            expected.get(),
                            Arrays.copyOfRange(shared, at, at + LENGTH),
                            "secret " + s + ", point " + p);
                }
            }
        }
    }

    @Test
    public void aHundredThousandRandomPointsAgreeAsBouncyCastleSays() {
        for (int number = 0; number < Agreements.SECRETS; number++) {
            Agreements block = Agreements.of(number);
            byte[] shared = new byte[block.points().length];
            curve().scan(List.of(block.secret()), block.points(), shared);
            String digest = block.digest(one -> Optional.of(LENGTH * one.number())
                    .filter(at -> curve().contains(one.point()))
                    .map(at -> Arrays.copyOfRange(shared, at, at + LENGTH)));
            if (!digest.equals(block.expected())) {
                assertScan(List.of(block.secret()), block.points()); // says which one it is
            }
            assertEquals(block.expected(), digest);
        }
    }

    @Test
    public void freshRandomPointsAgreeWithRandomSecretsAsTheReferenceSays() {
        long seed = Long.getLong("seed", System.nanoTime());
        random.setSeed(seed);
        try {
            int done = 0;
            for (int batch = 0; done < POINTS; batch++) { // small batches, so that many secrets are met
                List<SecretKey> secrets =
                        Stream.generate(this::randomSecret).limit(1 + batch % 5).toList();
                assertScan(secrets, randomBytes(LENGTH * 25));
                done += 25 * secrets.size();
            }
        } catch (AssertionError e) {
            throw new AssertionError("-Dseed=" + seed, e);
        }
    }

    @Test
    public void severalSecretsAgreeWithTheSamePoints() {
        for (int secrets : new int[] {2, 3, 10, 17}) {
            List<SecretKey> some = new ArrayList<>();
            for (int i = 0; i < secrets; i++) {
                some.add(randomSecret());
            }
            assertScan(some, randomBytes(LENGTH * 60));
        }
    }

    @Test
    public void secretsAtTheEdgesAgree() {
        byte[] points = randomBytes(LENGTH * 40);
        List<SecretKey> edges = edges();
        for (SecretKey edge : edges) {
            assertScan(List.of(edge), points);
        }
        assertScan(edges, points);
    }

    @Test
    public void batchesOfEverySizeAgree() {
        SecretKey secret = randomSecret();
        for (int size : new int[] {0, 1, 2, 7, 8, 9, 23, 24, 25, 31, 63, 64, 65, 127, 129, 1_025}) {
            assertScan(List.of(secret), randomBytes(LENGTH * size));
        }
        assertScan(List.of(), new byte[0]);
    }

    @Test
    public void onePointManyTimesAgrees() {
        byte[] points = new byte[LENGTH * 100];
        byte[] one = reference().publicKey(randomSecret()).bytes();
        for (int p = 0; p < 100; p++) {
            System.arraycopy(one, 0, points, LENGTH * p, LENGTH);
        }
        assertScan(List.of(randomSecret()), points);
    }

    @Test
    public void pointsOffTheCurveSpoilNoneOfTheOthers() {
        for (int secrets : new int[] {1, 4}) {
            List<SecretKey> some = new ArrayList<>();
            for (int i = 0; i < secrets; i++) {
                some.add(randomSecret());
            }
            byte[] points = randomBytes(LENGTH * 64);
            // zero has order 3 on the twist, and would make a product of all zero
            Arrays.fill(points, 0, LENGTH, (byte) 0);
            Arrays.fill(points, LENGTH * 40, LENGTH * 41, (byte) 0);
            // p is zero again, in another writing; these are too large
            System.arraycopy(bytes(P), 0, points, LENGTH * 5, LENGTH);
            Arrays.fill(points, LENGTH * 63, LENGTH * 64, (byte) -1);
            assertScan(some, points);
        }
    }

    @Test
    public void agreementWithManyIsNullOffTheCurve() {
        List<PublicKey> points = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            points.add(PublicKey.of(i % 10 == 3 ? new byte[LENGTH] : randomBytes(LENGTH)));
        }
        points.add(PublicKey.of(bytes(P.add(BigInteger.ONE)))); // 1 is on the curve, but this is no way to write it
        List<SecretKey> secrets = List.of(randomSecret(), randomSecret());
        byte[][][] found = curve().agreeAll(secrets, points);
        for (int s = 0; s < secrets.size(); s++) {
            for (int p = 0; p < points.size(); p++) {
                assertArrayEquals(
                        reference().agree(secrets.get(s), points.get(p)).orElse(null), found[s][p], "point " + p);
            }
        }
    }

    @Test
    public void wrongLengthsAreRefused() {
        List<SecretKey> one = List.of(randomSecret());
        assertThrows(IllegalArgumentException.class, () -> curve().scan(one, new byte[33], new byte[33]));
        assertThrows(IllegalArgumentException.class, () -> curve().scan(one, new byte[64], new byte[32]));
    }

    @Test
    public void publicKeysOfManyAreTheirs() {
        List<SecretKey> secrets = edges();
        for (int i = 0; i < 300; i++) {
            secrets.add(randomSecret());
        }
        List<PublicKey> expected = secrets.stream().map(reference()::publicKey).toList();
        assertEquals(expected, curve().publicKeys(secrets));
        assertEquals(expected, secrets.stream().map(curve()::publicKey).toList());
        assertEquals(List.of(), curve().publicKeys(List.of()));
    }

    @Test
    public void signaturesAndSinglesAreTheSame() {
        for (int i = 0; i < 20; i++) {
            SecretKey secret = randomSecret();
            byte[] message = randomBytes(i * 7);
            byte[] aux = randomBytes(32);
            Signature signature = curve().sign(secret, message, aux);
            assertEquals(reference().sign(secret, message, aux), signature);
            PublicKey key = curve().publicKey(secret);
            assertTrue(curve().verify(key, message, signature));
            assertFalse(curve().verify(key, randomBytes(32), signature));
            assertEquals(reference().withEvenY(secret), curve().withEvenY(secret));
            PublicKey other = PublicKey.of(randomBytes(LENGTH));
            assertEquals(reference().contains(other), curve().contains(other));
            assertArrayEquals(
                    reference().agree(secret, other).orElse(null),
                    curve().agree(secret, other).orElse(null));
        }
    }

    @Test
    public void everySignatureHasAVerdictOfItsOwn() {
        List<Curve.Claim> claims = new ArrayList<>();
        boolean[] expected = new boolean[700];
        for (int i = 0; i < expected.length; i++) {
            SecretKey secret = randomSecret();
            byte[] message = randomBytes(32);
            byte[] signature =
                    reference().sign(secret, message, randomBytes(32)).bytes();
            byte[] key = reference().publicKey(secret).bytes();
            expected[i] = random.nextInt(3) != 0;
            if (!expected[i]) {
                byte[] broken = List.of(signature, message, key).get(random.nextInt(3));
                broken[random.nextInt(broken.length)] ^= (byte) (1 << random.nextInt(8));
            }
            claims.add(new Curve.Claim(PublicKey.of(key), message, Signature.of(signature)));
        }
        for (int size : new int[] {0, 1, 5, 24, 25, 64, 700}) {
            assertArrayEquals(Arrays.copyOf(expected, size), curve().verifyAll(claims.subList(0, size)), "of " + size);
        }
    }

    @Test
    public void rowsOfBip340HaveTheirVerdictsAmongOthers() throws IOException {
        List<Curve.Claim> claims = new ArrayList<>();
        List<Boolean> expected = new ArrayList<>();
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(
                CurveContract.class.getResourceAsStream("/bip340-test-vectors.csv"), StandardCharsets.US_ASCII))) {
            for (String line : lines.lines().skip(1).toList()) {
                String[] row = line.toLowerCase(Locale.ROOT).split(",", 8);
                claims.add(new Curve.Claim(
                        PublicKey.ofHex(row[2]), HexFormat.of().parseHex(row[4]), Signature.ofHex(row[5])));
                expected.add(Boolean.parseBoolean(row[6]));
            }
        }
        assertEquals(19, claims.size());
        for (int i = 0; i < 19; i++) {
            Curve.Claim claim = claims.get(i);
            assertEquals(expected.get(i), curve().verify(claim.key(), claim.message(), claim.signature()), "row " + i);
        }
        for (int more = 0; more < 40; more++) {
            SecretKey secret = randomSecret();
            byte[] message = randomBytes(more);
            claims.add(
                    more,
                    new Curve.Claim(
                            reference().publicKey(secret),
                            message,
                            reference().sign(secret, message, randomBytes(32))));
            expected.add(more, true);
        }
        boolean[] verdicts = curve().verifyAll(claims);
        for (int i = 0; i < verdicts.length; i++) {
            assertEquals(expected.get(i), verdicts[i], "claim " + i);
        }
    }

    /** Whoever chooses s or the nonce can make two points of a sum meet; the verdict is right all the same. */
    @Test
    public void signaturesMadeToMeetAnExceptionHaveTheRightVerdict() {
        List<Curve.Claim> claims = new ArrayList<>();
        List<Boolean> expected = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            SecretKey even = reference().withEvenY(randomSecret());
            BigInteger d = new BigInteger(1, even.insecureBytes());
            PublicKey key = reference().publicKey(even);
            if (i % 2 == 0) {
                // s G = e P: their difference is no point at all
                byte[] message = randomBytes(32);
                byte[] r = reference().publicKey(randomSecret()).bytes();
                BigInteger e = challenge(r, key, message);
                claims.add(claim(key, message, r, e.multiply(d).mod(N)));
                expected.add(false);
            } else {
                claims.add(doubling(key, d, i));
                expected.add(true);
            }
        }
        boolean[] verdicts = curve().verifyAll(claims);
        for (int i = 0; i < verdicts.length; i++) {
            assertEquals(expected.get(i), verdicts[i], "claim " + i);
        }
    }

    /**
     * A right signature whose sum ends with two equal points where s is added up from bytes: the nonce is twice the last
     * addend, (b + 1) 2^248 with b the topmost byte of s less 1 + 2^8 + 2^16 + …
     */
    private Curve.Claim doubling(PublicKey key, BigInteger d, int salt) {
        BigInteger ones = BigInteger.ONE.shiftLeft(256).subtract(BigInteger.ONE).divide(BigInteger.valueOf(255));
        for (int b = salt; ; b = (b + 1) % 200) {
            BigInteger nonce = BigInteger.valueOf(b + 1L).shiftLeft(249).mod(N);
            if (nonce.signum() == 0 || !reference().withEvenY(secret(nonce)).equals(secret(nonce))) {
                continue;
            }
            byte[] r = reference().publicKey(secret(nonce)).bytes();
            for (int tries = 0; tries < 5_000; tries++) {
                byte[] message = randomBytes(32);
                BigInteger s = nonce.add(challenge(r, key, message).multiply(d)).mod(N);
                if (s.subtract(ones).mod(N).shiftRight(248).intValue() == b) {
                    return claim(key, message, r, s);
                }
            }
        }
    }

    private static BigInteger challenge(byte[] r, PublicKey key, byte[] message) {
        return new BigInteger(1, Sha256.tagged("BIP0340/challenge", r, key.bytes(), message)).mod(N);
    }

    private static Curve.Claim claim(PublicKey key, byte[] message, byte[] r, BigInteger s) {
        byte[] signature = Arrays.copyOf(r, Signature.LENGTH);
        System.arraycopy(bytes(s), 0, signature, LENGTH, LENGTH);
        return new Curve.Claim(key, message, Signature.of(signature));
    }
}
