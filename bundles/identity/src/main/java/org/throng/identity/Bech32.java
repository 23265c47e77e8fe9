// SPDX-License-Identifier: MIT
package org.throng.identity;

import java.util.Arrays;
import org.throng.identity.IdentityException.Reason;

/**
 * Bech32 (BIP-173, not bech32m) of any length up to 5,000 characters, as NIP-19 and NIP-49 use it. Works on arrays that
 * a caller can erase: what is written may be a secret.
 *
 * <pre>
 * prefix (1 to 83 of 0x21 to 0x7e) ‖ '1' ‖ 5 bits a character ‖ checksum of 6 characters
 * </pre>
 *
 * <p>Strict: one case, the checksum, no whole character of padding, padding of zeros.
 */
public final class Bech32 {
    /** Characters at most, by NIP-19. */
    public static final int MAX_LENGTH = 5_000;

    private static final char[] ALPHABET = "qpzry9x8gf2tvdw0s3jn54khce6mua7l".toCharArray();
    private static final int[] GENERATOR = {0x3b6a57b2, 0x26508e6d, 0x1ea119fa, 0x3d4233dd, 0x2a1462b3};
    private static final int CHECKSUM = 6;
    private static final int MAX_PREFIX = 83;

    private Bech32() {}

    /** What was written: the prefix in lower case, and the bytes, for the caller to erase where they are a secret. */
    public record Decoded(String prefix, byte[] data) {
        /** Overwrites the bytes. */
        public void erase() {
            Arrays.fill(data, (byte) 0);
        }

        @Override
        public String toString() {
            return "Bech32[" + prefix + "]";
        }
    }

    /** Writes bytes; the caller erases both arrays where they are a secret. */
    public static char[] encode(String prefix, byte[] data) {
        int symbols = (8 * data.length + 4) / 5;
        char[] text = new char[prefix.length() + 1 + symbols + CHECKSUM];
        if (prefix.isEmpty() || prefix.length() > MAX_PREFIX || text.length > MAX_LENGTH) {
            throw new IllegalArgumentException("too long for bech32: " + text.length + " characters");
        }
        prefix.getChars(0, prefix.length(), text, 0);
        text[prefix.length()] = '1';
        int sum = sumOfPrefix(text, prefix.length());
        int at = prefix.length() + 1;
        for (int i = 0; i < symbols; i++) {
            int symbol = symbol(data, 5 * i);
            sum = step(sum) ^ symbol;
            text[at++] = ALPHABET[symbol];
        }
        for (int i = 0; i < CHECKSUM; i++) {
            sum = step(sum);
        }
        for (int i = 0; i < CHECKSUM; i++) {
            text[at++] = ALPHABET[(sum ^ 1) >>> 5 * (5 - i) & 31];
        }
        return text;
    }

    /**
     * Reads what {@link #encode} writes, in either case.
     *
     * @param text which the caller erases where it is a secret; blanks around it are the caller's to remove
     * @throws IdentityException {@code LENGTH}, {@code CHARACTERS} or {@code CHECKSUM}
     */
    public static Decoded decode(char[] text) throws IdentityException {
        if (text.length > MAX_LENGTH) {
            throw new IdentityException(
                    Reason.LENGTH, "expected at most " + MAX_LENGTH + " characters of bech32, got " + text.length);
        }
        char[] lower = lowerCase(text);
        try {
            return decodeLower(lower);
        } finally {
            Arrays.fill(lower, '\0');
        }
    }

    private static Decoded decodeLower(char[] text) throws IdentityException {
        int separator = text.length - 1;
        while (separator >= 0 && text[separator] != '1') {
            separator--;
        }
        if (separator < 1 || separator > MAX_PREFIX) {
            throw new IdentityException(
                    Reason.CHARACTERS, "expected bech32: a prefix such as npub, the digit 1, then letters and digits");
        }
        int symbols = text.length - separator - 1 - CHECKSUM;
        if (symbols < 0) {
            throw new IdentityException(Reason.LENGTH, "too short: bech32 ends with a checksum of 6 characters");
        }
        byte[] data = new byte[5 * symbols / 8];
        int sum = sumOfPrefix(text, separator);
        int bits = 0;
        int count = 0;
        int done = 0;
        for (int i = 0; i < symbols + CHECKSUM; i++) {
            int symbol = symbolOf(text[separator + 1 + i], separator + 1 + i);
            sum = step(sum) ^ symbol;
            if (i < symbols) {
                bits = bits << 5 | symbol;
                count += 5;
                if (count >= 8) {
                    count -= 8;
                    data[done++] = (byte) (bits >>> count);
                    bits &= (1 << count) - 1;
                }
            }
        }
        if (sum != 1) {
            Arrays.fill(data, (byte) 0);
            throw new IdentityException(
                    Reason.CHECKSUM, "the checksum does not fit: a character is wrong, missing or in the wrong place");
        }
        if (count >= 5 || bits != 0) {
            Arrays.fill(data, (byte) 0);
            throw new IdentityException(
                    Reason.LENGTH, "expected whole bytes, filled up with fewer than 5 bits of zero");
        }
        return new Decoded(new String(text, 0, separator), data);
    }

    private static char[] lowerCase(char[] text) throws IdentityException {
        char[] lower = new char[text.length];
        boolean anyUpper = false;
        boolean anyLower = false;
        for (int i = 0; i < text.length; i++) {
            char c = text[i];
            if (c < 0x21 || c > 0x7e) {
                throw new IdentityException(
                        Reason.CHARACTERS,
                        "character " + (i + 1) + " is a blank or outside ASCII, which bech32 never has");
            }
            anyLower |= c >= 'a' && c <= 'z';
            anyUpper |= c >= 'A' && c <= 'Z';
            lower[i] = c >= 'A' && c <= 'Z' ? (char) (c + 32) : c;
        }
        if (anyLower && anyUpper) {
            throw new IdentityException(
                    Reason.CHARACTERS, "expected lower case throughout, or upper case throughout, got both");
        }
        return lower;
    }

    private static int symbolOf(char c, int where) throws IdentityException {
        for (int i = 0; i < ALPHABET.length; i++) {
            if (ALPHABET[i] == c) {
                return i;
            }
        }
        throw new IdentityException(
                Reason.CHARACTERS,
                "character " + (where + 1) + " is none of bech32's: after the 1 stand no 1, b, i or o, and no signs");
    }

    private static int symbol(byte[] data, int bit) {
        int at = bit >>> 3;
        int pair = (data[at] & 0xff) << 8 | (at + 1 < data.length ? data[at + 1] & 0xff : 0);
        return pair >>> 11 - (bit & 7) & 31;
    }

    private static int sumOfPrefix(char[] text, int length) {
        int sum = 1;
        for (int i = 0; i < length; i++) {
            sum = step(sum) ^ text[i] >>> 5;
        }
        sum = step(sum);
        for (int i = 0; i < length; i++) {
            sum = step(sum) ^ text[i] & 31;
        }
        return sum;
    }

    private static int step(int sum) {
        int next = (sum & 0x1ffffff) << 5;
        for (int i = 0; i < GENERATOR.length; i++) {
            next ^= (sum >>> 25 + i & 1) * GENERATOR[i];
        }
        return next;
    }
}
