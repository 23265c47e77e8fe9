// SPDX-License-Identifier: MIT
package org.throng.identity.keyfile;

import java.util.Arrays;
import org.throng.curve.Curve;
import org.throng.curve.SecretKey;
import org.throng.identity.IdentityException;
import org.throng.identity.IdentityException.Reason;
import org.throng.identity.Nip19;

/** A secret key as somebody brings it: tells the four ways of writing one apart, and says what is wrong with a fifth. */
final class KeyText {
    private static final String EXPECTED = "expected an nsec, an ncryptsec, 12 to 24 words, or 64 hex digits";
    private static final char[] NCRYPTSEC = "ncryptsec1".toCharArray();

    private final Nip06 words;

    KeyText(Curve curve) {
        this.words = new Nip06(curve);
    }

    /** The caller erases both arrays and closes the key. */
    SecretKey read(char[] text, char[] passphrase) throws IdentityException {
        char[] dense = withoutBlanks(text);
        try {
            if (dense.length == 0) {
                throw new IdentityException(Reason.LENGTH, EXPECTED + ", got nothing");
            }
            if (startsWith(dense, NCRYPTSEC)) {
                return Nip49.decrypt(dense, passphrase); // the rescue sheet prints it in groups
            }
            if (hasInnerBlank(text)) {
                return words.derive(text, passphrase);
            }
            if (isHex(dense)) {
                return hex(dense);
            }
            for (char c : dense) {
                if (c == '1') {
                    return Nip19.nsec(dense);
                }
            }
            throw new IdentityException(Reason.CHARACTERS, EXPECTED);
        } finally {
            Arrays.fill(dense, '\0');
        }
    }

    private static SecretKey hex(char[] digits) throws IdentityException {
        if (digits.length != 64) {
            throw new IdentityException(Reason.LENGTH, "expected 64 hex digits, got " + digits.length);
        }
        byte[] scalar = new byte[32];
        try {
            for (int i = 0; i < scalar.length; i++) {
                scalar[i] = (byte) (Character.digit(digits[2 * i], 16) << 4 | Character.digit(digits[2 * i + 1], 16));
            }
            return Nip19.secret(scalar);
        } finally {
            Arrays.fill(scalar, (byte) 0);
        }
    }

    private static char[] withoutBlanks(char[] text) {
        char[] dense = new char[text.length];
        int length = 0;
        for (char c : text) {
            if (!Character.isWhitespace(c)) {
                dense[length++] = c;
            }
        }
        char[] result = Arrays.copyOf(dense, length);
        Arrays.fill(dense, '\0');
        return result;
    }

    private static boolean hasInnerBlank(char[] text) {
        boolean started = false;
        boolean blank = false;
        for (char c : text) {
            if (Character.isWhitespace(c)) {
                blank = started;
            } else if (blank) {
                return true;
            } else {
                started = true;
            }
        }
        return false;
    }

    private static boolean startsWith(char[] text, char[] start) {
        for (int i = 0; i < start.length; i++) {
            if (i == text.length || Character.toLowerCase(text[i]) != start[i]) {
                return false;
            }
        }
        return true;
    }

    private static boolean isHex(char[] text) {
        for (char c : text) {
            if (c >= 0x80 || Character.digit(c, 16) < 0) {
                return false;
            }
        }
        return true;
    }
}
