// SPDX-License-Identifier: MIT
package org.throng.identity.keyfile;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.throng.cipher.Bytes;
import org.throng.cipher.Hmac;
import org.throng.cipher.Sha256;
import org.throng.curve.Curve;
import org.throng.curve.SecretKey;
import org.throng.identity.IdentityException;
import org.throng.identity.IdentityException.Reason;
import org.throng.identity.Passphrase;

/**
 * A secret key from words (NIP-06): 12 to 24 words of BIP-39's English list, their checksum, the seed by PBKDF2, then
 * BIP-32 along m/44'/1237'/0'/0/0. Words and seed stay in arrays that are erased.
 */
final class Nip06 {
    private static final int[] PATH = {hardened(44), hardened(1237), hardened(0), 0, 0};
    private static final int ROUNDS = 2_048;
    private static final int LIST = 2_048;
    private static final byte[] ORDER =
            HexFormat.of().parseHex("fffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141");

    private final Curve curve;

    Nip06(Curve curve) {
        this.curve = curve;
    }

    /**
     * The caller erases both arrays and closes the key.
     *
     * @param words in either case, with any white space between
     */
    SecretKey derive(char[] words, char[] passphrase) throws IdentityException {
        byte[] sentence = checked(words);
        byte[] salt = Passphrase.utf8(passphrase, Normalizer.Form.NFKD);
        byte[] seed = pbkdf2(sentence, Bytes.join(Bytes.ascii("mnemonic"), salt));
        byte[] node = Hmac.sha512(Bytes.ascii("Bitcoin seed"), seed);
        try {
            for (int index : PATH) {
                byte[] child = child(node, index);
                Arrays.fill(node, (byte) 0);
                node = child;
            }
            return key(node);
        } finally {
            for (byte[] secret : new byte[][] {sentence, salt, seed, node}) {
                Arrays.fill(secret, (byte) 0);
            }
        }
    }

    /** BIP-32's CKDpriv; a node is key 32 ‖ chain code 32. */
    private byte[] child(byte[] node, int index) {
        byte[] chain = Arrays.copyOfRange(node, 32, 64);
        byte[] head = index < 0 ? Bytes.join(new byte[1], Arrays.copyOf(node, 32)) : compressedPoint(node);
        byte[] derived = Hmac.sha512(chain, head, Bytes.u32(index & 0xffffffffL));
        addModOrder(derived, node);
        Arrays.fill(head, (byte) 0);
        Arrays.fill(chain, (byte) 0);
        return derived;
    }

    private byte[] compressedPoint(byte[] node) {
        try (SecretKey secret = key(node);
                SecretKey even = curve.withEvenY(secret)) {
            byte parity = (byte) (even.equals(secret) ? 2 : 3);
            return Bytes.join(new byte[] {parity}, curve.publicKey(secret).bytes());
        }
    }

    private static SecretKey key(byte[] node) {
        byte[] scalar = Arrays.copyOf(node, 32);
        try {
            // BIP-32 would go on to the next index; that has a chance of 2^-127
            return SecretKey.of(scalar);
        } finally {
            Arrays.fill(scalar, (byte) 0);
        }
    }

    /** sum[0..32] += summand[0..32], modulo the order; both are below it, but for a chance of 2^-127. */
    private static void addModOrder(byte[] sum, byte[] summand) {
        int carry = 0;
        for (int i = 31; i >= 0; i--) {
            carry += (sum[i] & 0xff) + (summand[i] & 0xff);
            sum[i] = (byte) carry;
            carry >>>= 8;
        }
        if (carry == 1 || Arrays.compareUnsigned(sum, 0, 32, ORDER, 0, 32) >= 0) {
            int borrow = 0;
            for (int i = 31; i >= 0; i--) {
                borrow += (sum[i] & 0xff) - (ORDER[i] & 0xff);
                sum[i] = (byte) borrow;
                borrow >>= 8;
            }
        }
    }

    /** PBKDF2 with HMAC-SHA512, one block of 64 bytes. */
    private static byte[] pbkdf2(byte[] password, byte[] salt) {
        byte[] round = Hmac.sha512(password, salt, Bytes.u32(1));
        byte[] result = round.clone();
        for (int i = 1; i < ROUNDS; i++) {
            byte[] next = Hmac.sha512(password, round);
            Arrays.fill(round, (byte) 0);
            round = next;
            for (int j = 0; j < result.length; j++) {
                result[j] ^= round[j];
            }
        }
        Arrays.fill(round, (byte) 0);
        return result;
    }

    /** The sentence in lower case with single blanks, once every word and the checksum are right. */
    private static byte[] checked(char[] text) throws IdentityException {
        List<String> list = list();
        byte[] bits = new byte[24 * 11 / 8];
        byte[] sentence = new byte[24 * 9];
        int length = 0;
        int count = 0;
        int at = 0;
        try {
            while (true) {
                while (at < text.length && Character.isWhitespace(text[at])) {
                    at++;
                }
                if (at == text.length) {
                    break;
                }
                int end = at;
                while (end < text.length && !Character.isWhitespace(text[end])) {
                    end++;
                }
                int index = count < 24 ? find(list, text, at, end) : 0;
                if (index < 0) {
                    throw new IdentityException(
                            Reason.WORDS, "word " + (count + 1) + " is none of BIP-39's English list");
                }
                if (count < 24) {
                    for (int bit = 0; bit < 11; bit++) {
                        int place = 11 * count + bit;
                        bits[place / 8] |= (byte) ((index >>> 10 - bit & 1) << 7 - place % 8);
                    }
                    byte[] word = Bytes.ascii(list.get(index));
                    if (length > 0) {
                        sentence[length++] = ' ';
                    }
                    System.arraycopy(word, 0, sentence, length, word.length);
                    length += word.length;
                }
                count++;
                at = end;
            }
            if (count < 12 || count > 24 || count % 3 != 0) {
                throw new IdentityException(Reason.WORDS, "expected 12, 15, 18, 21 or 24 words, got " + count);
            }
            checkSum(bits, count);
            return Arrays.copyOf(sentence, length);
        } finally {
            Arrays.fill(bits, (byte) 0);
            Arrays.fill(sentence, (byte) 0);
        }
    }

    private static void checkSum(byte[] bits, int words) throws IdentityException {
        int entropy = words * 4 / 3;
        int sumBits = words / 3;
        byte[] secret = Arrays.copyOf(bits, entropy);
        int expected = (Sha256.of(secret)[0] & 0xff) >>> 8 - sumBits;
        Arrays.fill(secret, (byte) 0);
        if ((bits[entropy] & 0xff) >>> 8 - sumBits != expected) {
            throw new IdentityException(
                    Reason.WORDS, "the words' checksum does not fit: one is wrong, or two changed places");
        }
    }

    private static int find(List<String> list, char[] text, int from, int to) {
        int low = 0;
        int high = list.size() - 1;
        while (low <= high) {
            int middle = (low + high) >>> 1;
            int order = compare(list.get(middle), text, from, to);
            if (order == 0) {
                return middle;
            }
            low = order < 0 ? middle + 1 : low;
            high = order > 0 ? middle - 1 : high;
        }
        return -1;
    }

    private static int compare(String word, char[] text, int from, int to) {
        for (int i = 0; i < word.length() && from + i < to; i++) {
            int order = Character.compare(word.charAt(i), Character.toLowerCase(text[from + i]));
            if (order != 0) {
                return order;
            }
        }
        return Integer.compare(word.length(), to - from);
    }

    private static List<String> list() {
        try (InputStream in = Nip06.class.getResourceAsStream("bip39-english.txt")) {
            List<String> words = new String(in.readAllBytes(), StandardCharsets.US_ASCII)
                    .lines()
                    .toList();
            if (words.size() != LIST) {
                throw new IllegalStateException("the word list has " + words.size() + " words instead of " + LIST);
            }
            return words;
        } catch (IOException e) {
            throw new IllegalStateException("the word list is not in this bundle", e);
        }
    }

    private static int hardened(int index) {
        return index | 0x80000000;
    }
}
