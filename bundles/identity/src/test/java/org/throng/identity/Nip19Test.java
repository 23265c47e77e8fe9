// SPDX-License-Identifier: MIT
package org.throng.identity;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.throng.cipher.Bytes;
import org.throng.curve.Curve;
import org.throng.curve.PublicKey;
import org.throng.curve.SecretKey;
import org.throng.curve.bouncycastle.BouncyCastleCurve;
import org.throng.event.EventId;
import org.throng.event.RelayUrl;
import org.throng.identity.IdentityException.Reason;

/** The vectors are NIP-19's own; origin and licence are in the README beside nip19.json. */
class Nip19Test {
    private static final String HEX = "3bf0c63fcb93463407af97a5e5ee64fa883d107ef9e558472c4eb9aaaefa459d";
    private static final String NSEC = "nsec1vl029mgpspedva04g90vltkh6fvh240zqtv9k0t9af8935ke9laqsnlfe5";

    private final Curve curve = new BouncyCastleCurve();

    @Test
    void vectorsAreReadAndWritten() throws IOException, IdentityException {
        JsonNode vectors = new ObjectMapper().readTree(Nip19Test.class.getResourceAsStream("/nip19.json"));
        int seen = 0;
        for (JsonNode row : vectors.get("vectors")) {
            String text = row.get("bech32").asText();
            if (text.startsWith("npub")) {
                PublicKey key = PublicKey.ofHex(row.get("hex").asText());
                assertEquals(new Pointer.Key(key), Nip19.decode(text));
                assertEquals(text, Nip19.npub(key));
            } else if (text.startsWith("nsec")) {
                try (SecretKey secret = Nip19.nsec(text.toCharArray())) {
                    assertEquals(row.get("hex").asText(), Bytes.hex(secret.insecureBytes()));
                    assertEquals(text, new String(Nip19.insecureNsec(secret)));
                }
            } else {
                List<RelayUrl> relays = List.of(RelayUrl.of("wss://r.x.com"), RelayUrl.of("wss://djbas.sadkb.com"));
                PublicKey key = PublicKey.ofHex(row.get("pubkey").asText());
                assertEquals(new Pointer.Profile(key, relays), Nip19.decode(text));
                assertEquals(text, Nip19.nprofile(key, relays));
            }
            seen++;
        }
        assertEquals(4, seen);
    }

    @Test
    void personMayBeWrittenInFourWays() throws IdentityException {
        PublicKey key = PublicKey.ofHex(HEX);
        String npub = Nip19.npub(key);
        for (String text : List.of(HEX, HEX.toUpperCase(java.util.Locale.ROOT), npub, "nostr:" + npub)) {
            assertEquals(key, Nip19.person(text, curve).npub());
        }
        assertEquals(
                List.of(RelayUrl.of("ws://a")),
                Nip19.person(Nip19.nprofile(key, List.of(RelayUrl.of("ws://a"))), curve)
                        .relays());
    }

    @Test
    void keyOffTheCurveIsNobody() {
        String off = Nip19.npub(PublicKey.of(new byte[32]));
        assertEquals(Reason.NOT_ON_CURVE, reason(() -> Nip19.person(off, curve)));
        assertEquals(Reason.NOT_ON_CURVE, reason(() -> Nip19.person("f".repeat(64), curve)));
    }

    @Test
    void secretWhereAPersonIsDueIsNamedAndNotRepeated() {
        IdentityException e = assertThrows(IdentityException.class, () -> Nip19.person(NSEC, curve));
        assertEquals(Reason.WRONG_KIND, e.reason());
        assertTrue(e.getMessage().contains("never show it"), e.getMessage());
        assertFalse(e.getMessage().contains("vl029"), e.getMessage());
    }

    @Test
    void npubWhereAnNsecIsDueIsNamed() {
        String npub = Nip19.npub(PublicKey.ofHex(HEX));
        IdentityException e = assertThrows(IdentityException.class, () -> Nip19.nsec(npub.toCharArray()));
        assertEquals(Reason.WRONG_KIND, e.reason());
        assertEquals("expected an nsec, got an npub", e.getMessage());
    }

    @Test
    void unknownPrefixIsNamed() {
        String text = new String(Bech32.encode("bc", new byte[20]));
        IdentityException e = assertThrows(IdentityException.class, () -> Nip19.decode(text));
        assertEquals(Reason.UNKNOWN_PREFIX, e.reason());
        assertTrue(e.getMessage().contains("'bc'"), e.getMessage());
    }

    @Test
    void wrongLengthIsNamed() {
        assertEquals(Reason.LENGTH, reason(() -> Nip19.decode(new String(Bech32.encode("npub", new byte[31])))));
        assertEquals(Reason.LENGTH, reason(() -> Nip19.nsec(Bech32.encode("nsec", new byte[33]))));
    }

    @Test
    void secretOfZeroOrFromTheOrderOnIsNone() {
        byte[] order = HexFormat.of().parseHex("fffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141");
        assertEquals(Reason.NOT_ON_CURVE, reason(() -> Nip19.nsec(Bech32.encode("nsec", new byte[32]))));
        assertEquals(Reason.NOT_ON_CURVE, reason(() -> Nip19.nsec(Bech32.encode("nsec", order))));
    }

    @Test
    void eventAndAddressAreRead() throws IdentityException {
        byte[] id = HexFormat.of().parseHex(HEX);
        byte[] event = Bytes.join(tlv(0, id), tlv(2, id), tlv(3, Bytes.u32(30_023)), tlv(77, new byte[3]));
        PublicKey author = PublicKey.of(id);
        assertEquals(
                new Pointer.EventAt(EventId.of(id), List.of(), Optional.of(author), OptionalInt.of(30_023)),
                Nip19.decode(new String(Bech32.encode("nevent", event))));
        byte[] address = Bytes.join(
                tlv(0, Bytes.ascii("notes")), tlv(2, id), tlv(3, Bytes.u32(30_023)), tlv(1, Bytes.ascii("nonsense")));
        assertEquals(
                new Pointer.Address("notes", author, 30_023, List.of()),
                Nip19.decode(new String(Bech32.encode("naddr", address))));
        assertEquals(new Pointer.Note(EventId.of(id)), Nip19.decode(Nip19.note(EventId.of(id))));
    }

    @Test
    void brokenFieldsAreRefused() {
        byte[] id = new byte[32];
        assertEquals(Reason.LENGTH, fieldsRefused("nprofile", new byte[] {0}));
        assertEquals(Reason.LENGTH, fieldsRefused("nprofile", new byte[] {0, 32, 1}));
        assertEquals(Reason.LENGTH, fieldsRefused("nprofile", tlv(1, Bytes.ascii("ws://a"))));
        assertEquals(Reason.LENGTH, fieldsRefused("nprofile", new byte[0]));
        assertEquals(Reason.LENGTH, fieldsRefused("nevent", Bytes.join(tlv(0, id), tlv(2, new byte[31]))));
        assertEquals(Reason.LENGTH, fieldsRefused("nevent", Bytes.join(tlv(0, id), tlv(3, new byte[2]))));
        assertEquals(Reason.LENGTH, fieldsRefused("naddr", Bytes.join(tlv(0, id), tlv(2, id))));
        byte[] address = Bytes.join(tlv(0, new byte[] {(byte) 0xff}), tlv(2, id), tlv(3, new byte[4]));
        assertEquals(Reason.CHARACTERS, fieldsRefused("naddr", address));
    }

    @Test
    void relaysAreBounded() throws IdentityException {
        byte[] fields = tlv(0, new byte[32]);
        for (int i = 0; i < 100; i++) {
            fields = Bytes.join(fields, tlv(1, Bytes.ascii("ws://r" + i)));
        }
        assertEquals(
                Nip19.MAX_RELAYS,
                Nip19.decode(new String(Bech32.encode("nprofile", fields)))
                        .relays()
                        .size());
    }

    private static Reason fieldsRefused(String prefix, byte[] fields) {
        return reason(() -> Nip19.decode(new String(Bech32.encode(prefix, fields))));
    }

    private static Reason reason(org.junit.jupiter.api.function.Executable call) {
        return assertThrows(IdentityException.class, call).reason();
    }

    private static byte[] tlv(int type, byte[] value) {
        return Bytes.join(new byte[] {(byte) type, (byte) value.length}, value);
    }
}
