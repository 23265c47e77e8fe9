// SPDX-License-Identifier: MIT
package org.throng.identity.keyfile;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.throng.cipher.Bytes;
import org.throng.curve.Curve;
import org.throng.curve.SecretKey;
import org.throng.curve.bouncycastle.BouncyCastleCurve;
import org.throng.identity.Bech32;
import org.throng.identity.IdentityException;
import org.throng.identity.IdentityException.Reason;
import org.throng.identity.Nip19;
import org.throng.identity.Passphrase;

/** Vectors of NIP-06 and NIP-49; origin and licence are in the README beside the files. */
class KeyTextTest {
    private static final String HEX = "67dea2ed018072d675f5415ecfaed7d2597555e202d85b3d65ea4e58d2d92ffa";
    private static final String WORDS =
            "leader monkey parrot ring guide accident before fence cannon height naive bean";

    private final Curve curve = new BouncyCastleCurve();
    private final KeyText keyText = new KeyText(curve);

    @Test
    void wordsGiveTheKeyOfNip06() throws IOException, IdentityException {
        JsonNode rows = json("/nip06.json").get("vectors");
        for (JsonNode row : rows) {
            String words = row.get("mnemonic").asText();
            try (SecretKey key = read(words)) {
                assertEquals(row.get("privkey").asText(), hex(key));
                assertEquals(row.get("nsec").asText(), new String(Nip19.insecureNsec(key)));
                assertEquals(row.get("npub").asText(), Nip19.npub(curve.publicKey(key)));
            }
            assertEquals(
                    row.get("privkey").asText(),
                    hex(read("  " + words.replace(" ", "\n\t ").toUpperCase(Locale.ROOT) + "\n")));
        }
        assertEquals(2, rows.size());
    }

    @Test
    void ncryptsecGivesTheKeyOfNip49() throws IOException, IdentityException {
        JsonNode row = json("/nip49.json").get("decrypt").get(0);
        String text = row.get("ncryptsec").asText();
        char[] passphrase = row.get("password").asText().toCharArray();
        assertEquals(row.get("privkey").asText(), hex(keyText.read(text.toCharArray(), passphrase)));
        String inGroups = text.replaceAll("(.{5})", "$1 ");
        assertEquals(row.get("privkey").asText(), hex(keyText.read(inGroups.toCharArray(), passphrase)));
    }

    @Test
    void passphraseIsNormalisedAsInNip49() throws IOException, IdentityException {
        JsonNode row = json("/nip49.json").get("nfkc").get(0);
        String input =
                new String(HexFormat.of().parseHex(row.get("input_utf8_hex").asText()), StandardCharsets.UTF_8);
        assertEquals(row.get("normalised_utf8_hex").asText(), Bytes.hex(Passphrase.utf8(input.toCharArray())));
        assertEquals(
                Reason.CHARACTERS,
                assertThrows(IdentityException.class, () -> Passphrase.utf8(new char[] {'\ud800', 'x'}))
                        .reason());
    }

    @Test
    void whatIsEncryptedIsDecrypted() throws IdentityException {
        try (SecretKey key = SecretKey.of(HexFormat.of().parseHex(HEX))) {
            String text = Nip49.encrypt(key, "pass".toCharArray(), new SecureRandom());
            assertEquals(162, text.length());
            assertEquals(key, keyText.read(text.toCharArray(), "pass".toCharArray()));
            IdentityException e =
                    assertThrows(IdentityException.class, () -> keyText.read(text.toCharArray(), "Pass".toCharArray()));
            assertEquals(Reason.WRONG_PASSPHRASE, e.reason());
        }
    }

    @Test
    void hexAndNsecAreRead() throws IdentityException {
        assertEquals(HEX, hex(read(HEX)));
        assertEquals(HEX, hex(read(" " + HEX.toUpperCase(Locale.ROOT) + "\n")));
        assertEquals(HEX, hex(read("nsec1vl029mgpspedva04g90vltkh6fvh240zqtv9k0t9af8935ke9laqsnlfe5\n")));
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '"',
            value = {
                "nsec1vl029mgpspedva04g90vltkh6fvh240zqtv9k0t9af8935ke9laqsnlfe6, CHECKSUM",
                "npub180cvv07tjdrrgpa0j7j7tmnyl2yr6yr7l8j4s3evf6u64th6gkwsyjh6w6, WRONG_KIND",
                "nsec1vl029MGPSPEDVA04g90vltkh6fvh240zqtv9k0t9af8935ke9laqsnlfe5, CHARACTERS",
                "67dea2ed018072d675f5415ecfaed7d2597555e202d85b3d65ea4e58d2d92f, LENGTH",
                "0000000000000000000000000000000000000000000000000000000000000000, NOT_ON_CURVE",
                "fffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141, NOT_ON_CURVE",
                "lnurl1dp68gurn8ghj7um9wfmxjcm99e3k7mf0v9cxj0m385ekvcenxc6r2c35xvukxefcv5mkvv34x5ekzd3ev56nyd3hxqurzepexejxxepnxscrvwfnv9nxzcn9xq6xyefhvgcxxcmyxymnserxfq5fns, UNKNOWN_PREFIX",
                "hello, CHARACTERS",
                "\"\", LENGTH",
                "\"  \", LENGTH",
                "leader monkey parrot ring guide accident before fence cannon height naive, WORDS",
                "leader monkey parrot ring guide accident before fence cannon height bean naive, WORDS",
                "leader monkey parrot ring guide accident before fence cannon height naive beam, WORDS"
            })
    void wrongKeyIsToldApart(String text, Reason reason) {
        IdentityException e = assertThrows(IdentityException.class, () -> read(text));
        assertEquals(reason, e.reason(), e.getMessage());
        assertTrue(text.length() < 10 || !e.getMessage().contains(text.substring(6)), e.getMessage());
    }

    @Test
    void wrongNcryptsecsAreToldApart() throws IOException {
        String good = json("/nip49.json").get("decrypt").get(0).get("ncryptsec").asText();
        assertEquals(Reason.CHECKSUM, reason(good.substring(0, good.length() - 1) + "q"));
        byte[] data = new byte[91];
        data[0] = 1;
        assertEquals(Reason.UNSUPPORTED, reason(new String(Bech32.encode("ncryptsec", data))));
        data[0] = 2;
        data[1] = 40;
        assertEquals(Reason.UNSUPPORTED, reason(new String(Bech32.encode("ncryptsec", data))));
        assertEquals(Reason.LENGTH, reason(new String(Bech32.encode("ncryptsec", new byte[90]))));
    }

    @Test
    void tooManyWordsAreCounted() {
        IdentityException e = assertThrows(IdentityException.class, () -> read("zoo ".repeat(5_000)));
        assertEquals("expected 12, 15, 18, 21 or 24 words, got 5000", e.getMessage());
    }

    @Test
    void messageAboutAWordDoesNotRepeatIt() {
        IdentityException e = assertThrows(IdentityException.class, () -> read(WORDS.replace("parrot", "parott")));
        assertTrue(e.getMessage().startsWith("word 3 is none"), e.getMessage());
        assertFalse(e.getMessage().contains("parott"), e.getMessage());
    }

    @Test
    void passphraseOfTheWordsCounts() throws IdentityException {
        assertFalse(hex(keyText.read(WORDS.toCharArray(), "x".toCharArray())).equals(hex(read(WORDS))));
    }

    private SecretKey read(String text) throws IdentityException {
        return keyText.read(text.toCharArray(), new char[0]);
    }

    private Reason reason(String text) {
        return assertThrows(IdentityException.class, () -> read(text)).reason();
    }

    private static String hex(SecretKey key) {
        return Bytes.hex(key.insecureBytes());
    }

    private static JsonNode json(String file) throws IOException {
        return new ObjectMapper().readTree(KeyTextTest.class.getResourceAsStream(file));
    }
}
