// SPDX-License-Identifier: MIT
package org.throng.itests.contracts;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.Function;
import org.throng.curve.PublicKey;
import org.throng.curve.SecretKey;

/**
 * A hundred thousand random x, half of them on the curve, ten thousand for each of ten random secrets: the same each time.
 * What Bouncy Castle says of them takes it most of a minute; it is kept as a digest for each secret in {@code agreements.txt},
 * and a test of {@code curve.lockstep} makes it anew (a part of it in each check). So each tier is held against all of it in a moment.
 */
public final class Agreements {
    /** How many secrets there are. */
    public static final int SECRETS = 10;

    private static final int POINTS = 10_000;

    private final SecretKey secret;
    private final byte[] points;
    private final String expected;

    private Agreements(int number, String expected) {
        Random random = new Random(number);
        byte[] scalar = new byte[SecretKey.LENGTH];
        do {
            random.nextBytes(scalar);
        } while (!SecretKey.isValid(scalar));
        secret = SecretKey.of(scalar);
        points = new byte[POINTS * PublicKey.LENGTH];
        random.nextBytes(points);
        this.expected = expected;
    }

    /** @param number from 0 to {@link #SECRETS} less one */
    public static Agreements of(int number) {
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(
                Agreements.class.getResourceAsStream("/agreements.txt"), StandardCharsets.US_ASCII))) {
            List<String> digests =
                    lines.lines().filter(line -> !line.startsWith("#")).toList();
            return new Agreements(number, digests.get(number));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The scalar. */
    public SecretKey secret() {
        return secret;
    }

    /** The x of all points, 32 bytes each. */
    public byte[] points() {
        return points.clone();
    }

    /** What Bouncy Castle's answers come to, in hex. */
    public String expected() {
        return expected;
    }

    /**
     * SHA-256 over a byte for each point: 1 and the x of its agreement, or 0 where it is none.
     *
     * @param agreement the answer for a point, given with its number
     */
    public String digest(Function<Numbered, Optional<byte[]>> agreement) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            for (int p = 0; p < POINTS; p++) {
                int at = PublicKey.LENGTH * p;
                PublicKey point = PublicKey.of(Arrays.copyOfRange(points, at, at + PublicKey.LENGTH));
                Optional<byte[]> x = agreement.apply(new Numbered(p, point));
                digest.update((byte) (x.isPresent() ? 1 : 0));
                x.ifPresent(digest::update);
            }
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("each Java platform has it", e);
        }
    }

    /** A point and its number, from 0. */
    public record Numbered(int number, PublicKey point) {}
}
