// SPDX-License-Identifier: MIT
package org.throng.identity;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.List;
import org.throng.cipher.Bytes;
import org.throng.curve.PublicKey;

/**
 * 60 digits that two people compare by voice, the same on both sides, to know that nobody put his own key between them.
 *
 * <p>Made as Signal makes its own, with our name in it. Each key gives 30 digits:
 *
 * <pre>
 * h_0     = SHA-512("throng/v1/safety" ‖ npub)
 * h_{i+1} = SHA-512(h_i ‖ npub)                    5,200 times
 * digits  = the first 30 bytes of the last h as six numbers of 40 bits, each modulo 100,000, five digits each
 * </pre>
 *
 * <p>The smaller half stands first. To pass for somebody a forger needs a key whose half is the same: 30 digits are 99.6
 * bits, each try costs 5,200 hashes and a point, together about 2^112 hashes. Who compares only a part has only a
 * part of it: three groups of five digits, about 2^62.
 */
public final class SafetyNumber {
    private static final int ROUNDS = 5_200;
    private static final int GROUPS = 6;

    private final List<String> groups;

    private SafetyNumber(List<String> groups) {
        this.groups = List.copyOf(groups);
    }

    /** The number of two keys, whichever is named first. Takes some milliseconds. */
    public static SafetyNumber of(PublicKey one, PublicKey other) {
        List<String> left = half(one);
        List<String> right = half(other);
        boolean swap = String.join("", left).compareTo(String.join("", right)) > 0;
        List<String> all = new ArrayList<>(swap ? right : left);
        all.addAll(swap ? left : right);
        return new SafetyNumber(all);
    }

    /** Twelve groups of five digits. */
    public List<String> groups() {
        return groups;
    }

    /** Three lines of four groups. */
    public String lines() {
        return String.join(" ", groups.subList(0, 4))
                + "\n" + String.join(" ", groups.subList(4, 8))
                + "\n" + String.join(" ", groups.subList(8, 12));
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof SafetyNumber that && groups.equals(that.groups);
    }

    @Override
    public int hashCode() {
        return groups.hashCode();
    }

    /** All groups with a blank between. */
    @Override
    public String toString() {
        return String.join(" ", groups);
    }

    private static List<String> half(PublicKey key) {
        MessageDigest sha512 = sha512();
        byte[] npub = key.bytes();
        sha512.update(Bytes.ascii("throng/v1/safety"));
        byte[] hash = sha512.digest(npub);
        for (int i = 0; i < ROUNDS; i++) {
            sha512.update(hash);
            hash = sha512.digest(npub);
        }
        List<String> digits = new ArrayList<>(GROUPS);
        for (int i = 0; i < GROUPS; i++) {
            long number = 0;
            for (int j = 0; j < 5; j++) {
                number = number << 8 | hash[5 * i + j] & 0xff;
            }
            digits.add(String.format("%05d", number % 100_000));
        }
        return digits;
    }

    private static MessageDigest sha512() {
        try {
            return MessageDigest.getInstance("SHA-512");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-512", e);
        }
    }
}
