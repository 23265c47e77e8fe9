// SPDX-License-Identifier: MIT
package org.throng.identity;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Arrays;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.throng.identity.IdentityException.Reason;

class Bech32Test {
    @Property(tries = 200)
    void whatIsWrittenIsRead(@ForAll @Size(max = 200) byte[] data) throws IdentityException {
        char[] text = Bech32.encode("note", data);
        assertArrayEquals(data, Bech32.decode(text).data());
        assertArrayEquals(
                data,
                Bech32.decode(new String(text)
                                .toUpperCase(java.util.Locale.ROOT)
                                .toCharArray())
                        .data());
    }

    @Property(tries = 200)
    void oneWrongCharacterIsFound(@ForAll @Size(32) byte[] data, @ForAll @IntRange(min = 5, max = 62) int where) {
        char[] text = Bech32.encode("npub", data);
        text[where] = text[where] == 'q' ? 'p' : 'q';
        assertEquals(Reason.CHECKSUM, reason(text));
    }

    /** From BIP-173 (BSD-2-Clause), the valid ones whose data are whole bytes. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "A12UEL5L",
                "a12uel5l",
                "an83characterlonghumanreadablepartthatcontainsthenumber1andtheexcludedcharactersbio1tt5tgs",
                "abcdef1qpzry9x8gf2tvdw0s3jn54khce6mua7lmqqqxw",
                "?1ezyfcl"
            })
    void validOneOfBip173IsRead(String text) throws IdentityException {
        Bech32.Decoded decoded = Bech32.decode(text.toCharArray());
        String again = new String(Bech32.encode(decoded.prefix(), decoded.data()));
        assertEquals(text.toLowerCase(java.util.Locale.ROOT), again);
    }

    /** From BIP-173 (BSD-2-Clause), the invalid ones. */
    @ParameterizedTest
    @CsvSource({
        "pzry9x0s0muk, CHARACTERS",
        "1pzry9x0s0muk, CHARACTERS",
        "x1b4n0q5v, CHARACTERS",
        "li1dgmt3, LENGTH",
        "A1G7SGD8, CHECKSUM",
        "10a06t8, CHARACTERS",
        "1qzzfhee, CHARACTERS",
        "an84characterslonghumanreadablepartthatcontainsthenumber1andtheexcludedcharactersbio1569pvx, CHARACTERS"
    })
    void invalidOneOfBip173IsToldApart(String text, Reason reason) {
        assertEquals(reason, reason(text.toCharArray()));
    }

    @Test
    void mixedCaseBlanksAndForeignLettersAreToldApart() {
        char[] text = Bech32.encode("npub", new byte[32]);
        text[7] = 'Q';
        assertEquals(Reason.CHARACTERS, reason(text));
        assertEquals(Reason.CHARACTERS, reason("npub1 qqqqqqqqqq".toCharArray()));
        assertEquals(Reason.CHARACTERS, reason("npub1qqqéqqqqqqq".toCharArray()));
    }

    @Test
    void paddingThatIsNotZeroIsRefused() {
        // one byte is two symbols: the last two bits of the second are padding; BIP-173's checksum made for 0xff,
        // 0b11111
        char[] good = Bech32.encode("x", new byte[] {(byte) 0xff});
        assertEquals("x1lu", new String(good, 0, 4));
        Reason padded = reason(withChecksum("x1ll"));
        assertEquals(Reason.LENGTH, padded);
    }

    @Test
    void textBeyondTheLimitIsNotLookedAt() {
        char[] text = new char[Bech32.MAX_LENGTH + 1];
        Arrays.fill(text, 'q');
        assertEquals(Reason.LENGTH, reason(text));
        assertThrows(IllegalArgumentException.class, () -> Bech32.encode("npub", new byte[3200]));
    }

    private static Reason reason(char[] text) {
        return assertThrows(IdentityException.class, () -> Bech32.decode(text)).reason();
    }

    /** Finds the checksum by trying: three symbols at a time would be too many, so it is computed by linearity. */
    private static char[] withChecksum(String body) {
        String alphabet = "qpzry9x8gf2tvdw0s3jn54khce6mua7l";
        int sum = 1;
        int[] values = new int[] {body.charAt(0) >>> 5, 0, body.charAt(0) & 31};
        for (int value : values) {
            sum = step(sum) ^ value;
        }
        for (int i = 2; i < body.length(); i++) {
            sum = step(sum) ^ alphabet.indexOf(body.charAt(i));
        }
        for (int i = 0; i < 6; i++) {
            sum = step(sum);
        }
        sum ^= 1;
        StringBuilder text = new StringBuilder(body);
        for (int i = 5; i >= 0; i--) {
            text.append(alphabet.charAt(sum >>> 5 * i & 31));
        }
        return text.toString().toCharArray();
    }

    private static int step(int sum) {
        int[] generator = {0x3b6a57b2, 0x26508e6d, 0x1ea119fa, 0x3d4233dd, 0x2a1462b3};
        int next = (sum & 0x1ffffff) << 5;
        for (int i = 0; i < 5; i++) {
            next ^= (sum >>> 25 + i & 1) == 1 ? generator[i] : 0;
        }
        return next;
    }
}
