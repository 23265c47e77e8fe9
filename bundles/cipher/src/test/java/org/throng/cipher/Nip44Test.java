// SPDX-License-Identifier: MIT
package org.throng.cipher;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.HexFormat;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The vectors of NIP-44; origin and licence are in the README beside the files. */
class Nip44Test {
    private static final byte[] NONCE = new byte[32];

    static JsonNode vectors(String file) {
        try {
            return new ObjectMapper().readTree(Nip44Test.class.getResourceAsStream("/nip44/" + file));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    static Stream<JsonNode> messageKeys() {
        return each("/v2/valid/get_message_keys/keys");
    }

    static Stream<JsonNode> messages() {
        return each("/v2/valid/encrypt_decrypt");
    }

    static Stream<JsonNode> longMessages() {
        return each("/v2/valid/encrypt_decrypt_long_msg");
    }

    static Stream<JsonNode> badPayloads() {
        return each("/v2/invalid/decrypt");
    }

    static Stream<JsonNode> paddings() {
        return each("/v2/valid/calc_padded_len");
    }

    static Stream<JsonNode> badLengths() {
        return each("/v2/invalid/encrypt_msg_lengths");
    }

    static Stream<JsonNode> extended() {
        return StreamSupport.stream(
                vectors("extended-length.json").get("vectors").spliterator(), false);
    }

    private static Stream<JsonNode> each(String pointer) {
        return StreamSupport.stream(vectors("vectors.json").at(pointer).spliterator(), false);
    }

    @ParameterizedTest
    @MethodSource("messageKeys")
    void nonceGivesTheKeysOfTheMessage(JsonNode row) {
        byte[] conversation = hex(vectors("vectors.json").at("/v2/valid/get_message_keys/conversation_key"));
        Nip44.Keys keys = Nip44.messageKeys(conversation, hex(row.get("nonce")));
        assertEquals(row.get("chacha_key").asText(), Bytes.hex(keys.chachaKey()));
        assertEquals(row.get("chacha_nonce").asText(), Bytes.hex(keys.chachaNonce()));
        assertEquals(row.get("hmac_key").asText(), Bytes.hex(keys.macKey()));
    }

    @ParameterizedTest
    @MethodSource("paddings")
    void lengthIsPadded(JsonNode row) {
        assertEquals(row.get(1).asLong(), Nip44.paddedLength(row.get(0).asLong()));
    }

    @ParameterizedTest
    @MethodSource("messages")
    void messageIsSealedAndOpened(JsonNode row) throws GeneralSecurityException {
        byte[] conversation = hex(row.get("conversation_key"));
        String text = row.get("plaintext").asText();
        String payload = row.get("payload").asText();
        assertEquals(payload, Nip44.encrypt(conversation, hex(row.get("nonce")), text));
        assertEquals(text, Nip44.decrypt(conversation, payload));
    }

    @ParameterizedTest
    @MethodSource("longMessages")
    void longMessageIsSealedAndOpened(JsonNode row) throws GeneralSecurityException {
        String text = row.get("pattern").asText().repeat(row.get("repeat").asInt());
        assertEquals(row.get("plaintext_sha256").asText(), sha256(text));
        byte[] conversation = hex(row.get("conversation_key"));
        String payload = Nip44.encrypt(conversation, hex(row.get("nonce")), text);
        assertEquals(row.get("payload_sha256").asText(), sha256(payload));
        assertEquals(text, Nip44.decrypt(conversation, payload));
    }

    @ParameterizedTest
    @MethodSource("extended")
    void extendedLengthIsSealedAndOpened(JsonNode row) throws GeneralSecurityException {
        JsonNode file = vectors("extended-length.json");
        String text = "a".repeat(row.get("plaintext_len").asInt());
        assertEquals(row.get("plaintext_sha256").asText(), sha256(text));
        assertEquals(row.get("padded_len").asLong(), Nip44.paddedLength(text.length()));
        byte[] conversation = hex(file.get("conversation_key"));
        String payload = Nip44.encryptExtended(conversation, hex(file.get("nonce")), text);
        assertEquals(row.get("payload_sha256").asText(), sha256(payload));
        assertEquals(text, Nip44.decrypt(conversation, payload));
    }

    @ParameterizedTest
    @MethodSource("badPayloads")
    void badPayloadIsRefused(JsonNode row) {
        byte[] conversation = hex(row.get("conversation_key"));
        assertThrows(
                GeneralSecurityException.class,
                () -> Nip44.decrypt(conversation, row.get("payload").asText()),
                row.get("note").asText());
    }

    @ParameterizedTest
    @MethodSource("badLengths")
    void textThatOldReadersRefuseIsNotSealedByTheCommonMethod(JsonNode length) {
        String text = "x".repeat(length.asInt());
        assertThrows(IllegalArgumentException.class, () -> Nip44.encrypt(new byte[32], NONCE, text));
    }

    @Test
    void longestExtendedTextPassesAndALongerOneIsRefusedBeforeItIsDecoded() throws GeneralSecurityException {
        String longest = "y".repeat(Nip44.MAX_EXTENDED_LENGTH);
        String payload = Nip44.encryptExtended(new byte[32], NONCE, longest);
        assertEquals(longest, Nip44.decrypt(new byte[32], payload));
        assertThrows(IllegalArgumentException.class, () -> Nip44.encryptExtended(new byte[32], NONCE, longest + "y"));
        GeneralSecurityException refused =
                assertThrows(GeneralSecurityException.class, () -> Nip44.decrypt(new byte[32], payload + payload));
        assertTrue(refused.getMessage().startsWith("expected a payload of 132 to"), refused.getMessage());
    }

    @Test
    void extendedPrefixOfAShortTextIsRefused() {
        // the same text must not have two encodings: 0 ‖ u32 is for 65,536 bytes and more
        String payload = Nip44.encryptExtended(new byte[32], NONCE, "a".repeat(65_536));
        byte[] data = java.util.Base64.getDecoder().decode(payload);
        Nip44.Keys keys = Nip44.messageKeys(new byte[32], NONCE);
        data[33 + 3] ^= 1; // the length's 0x00010000 becomes 0
        byte[] sealed = java.util.Arrays.copyOfRange(data, 33, data.length - 32);
        byte[] mac = Hmac.sha256(keys.macKey(), NONCE, sealed);
        System.arraycopy(mac, 0, data, data.length - 32, 32);
        String changed = java.util.Base64.getEncoder().encodeToString(data);
        GeneralSecurityException refused =
                assertThrows(GeneralSecurityException.class, () -> Nip44.decrypt(new byte[32], changed));
        assertEquals("the padding is not that of NIP-44", refused.getMessage());
    }

    private static byte[] hex(JsonNode text) {
        return HexFormat.of().parseHex(text.asText());
    }

    private static String sha256(String text) {
        return Bytes.hex(Sha256.of(text.getBytes(StandardCharsets.UTF_8)));
    }
}
