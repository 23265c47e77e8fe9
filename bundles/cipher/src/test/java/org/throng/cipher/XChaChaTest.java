// SPDX-License-Identifier: MIT
package org.throng.cipher;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class XChaChaTest {
    /** draft-irtf-cfrg-xchacha-03, appendix A.3.1 (IETF Trust; code components under the revised BSD licence). */
    @Test
    void vectorOfTheDraftComesOut() {
        byte[] key = hex("808182838485868788898a8b8c8d8e8f909192939495969798999a9b9c9d9e9f");
        byte[] nonce = hex("404142434445464748494a4b4c4d4e4f5051525354555657");
        byte[] aad = hex("50515253c0c1c2c3c4c5c6c7");
        byte[] text = ("Ladies and Gentlemen of the class of '99: If I could offer you only one tip for the future,"
                        + " sunscreen would be it.")
                .getBytes(StandardCharsets.US_ASCII);
        byte[] sealed = XChaCha.seal(key, nonce, aad, text);
        assertEquals(
                "bd6d179d3e83d43b9576579493c0e939572a1700252bfaccbed2902c21396cbb731c7f1b0b4aa6440bf3a82f4eda7e39"
                        + "ae64c6708c54c216cb96b72e1213b4522f8c9ba40db5d945b11b69b982c1bb9e3f3fac2bc369488f76b23835"
                        + "65d3fff921f9664c97637da9768812f615c68b13b52ec0875924c1c7987947deafd8780acf49",
                Bytes.hex(sealed));
        assertArrayEquals(text, XChaCha.open(key, nonce, aad, sealed).orElseThrow());
    }

    @Property(tries = 50)
    void changedByteIsNotOpened(@ForAll byte[] text, @ForAll byte where) {
        byte[] sealed = XChaCha.seal(new byte[32], new byte[24], new byte[0], text);
        sealed[Math.floorMod(where, sealed.length)] ^= 1;
        assertTrue(XChaCha.open(new byte[32], new byte[24], new byte[0], sealed).isEmpty());
    }

    @Test
    void textWithoutRoomForATagIsNotOpened() {
        assertTrue(XChaCha.open(new byte[32], new byte[24], new byte[0], new byte[15])
                .isEmpty());
    }

    @Test
    void wrongLengthsAreRefused() {
        assertThrows(
                IllegalArgumentException.class,
                () -> XChaCha.seal(new byte[31], new byte[24], new byte[0], new byte[0]));
        assertThrows(
                IllegalArgumentException.class,
                () -> XChaCha.seal(new byte[32], new byte[12], new byte[0], new byte[0]));
    }

    @Test
    void scryptComesOutAsInRfc7914() {
        // RFC 7914, section 12, has no vector of r = 8, p = 1 but this one
        assertEquals(
                "7023bdcb3afd7348461c06cd81fd38ebfda8fbba904f8e3ea9b543f6545da1f2"
                        + "d5432955613f0fcf62d49705242a9af9e61e85dc0d651e40dfcf017b45575887",
                Bytes.hex(Scrypt.derive(Bytes.ascii("pleaseletmein"), Bytes.ascii("SodiumChloride"), 14, 64)));
    }

    @Test
    void strengthBeyondThisMachineIsRefused() {
        assertThrows(IllegalArgumentException.class, () -> Scrypt.derive(new byte[1], new byte[16], 21, 32));
        assertThrows(IllegalArgumentException.class, () -> Scrypt.derive(new byte[1], new byte[16], 0, 32));
    }

    private static byte[] hex(String text) {
        return HexFormat.of().parseHex(text);
    }
}
