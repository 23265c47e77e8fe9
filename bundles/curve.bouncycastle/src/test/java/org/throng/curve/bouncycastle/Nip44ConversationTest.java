// SPDX-License-Identifier: MIT
package org.throng.curve.bouncycastle;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.HexFormat;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.throng.cipher.Bytes;
import org.throng.cipher.Nip44;
import org.throng.curve.Curve;
import org.throng.curve.PublicKey;
import org.throng.curve.SecretKey;

/** The conversation keys of NIP-44's vectors; origin and licence are in the README beside the file. */
class Nip44ConversationTest {
    private final Curve curve = new BouncyCastleCurve();

    static Stream<JsonNode> good() throws IOException {
        return each("/v2/valid/get_conversation_key");
    }

    static Stream<JsonNode> bad() throws IOException {
        return each("/v2/invalid/get_conversation_key");
    }

    static Stream<JsonNode> messages() throws IOException {
        return each("/v2/valid/encrypt_decrypt");
    }

    private static Stream<JsonNode> each(String pointer) throws IOException {
        JsonNode vectors =
                new ObjectMapper().readTree(Nip44ConversationTest.class.getResourceAsStream("/nip44/vectors.json"));
        return StreamSupport.stream(vectors.at(pointer).spliterator(), false);
    }

    @ParameterizedTest
    @MethodSource("good")
    void twoKeysGiveTheConversationKey(JsonNode row) {
        assertEquals(
                row.get("conversation_key").asText(),
                key(row.get("sec1"), PublicKey.ofHex(row.get("pub2").asText())).orElseThrow());
    }

    @ParameterizedTest
    @MethodSource("messages")
    void bothSidesGetTheSameKey(JsonNode row) {
        String expected = row.get("conversation_key").asText();
        assertEquals(expected, key(row.get("sec1"), publicKey(row.get("sec2"))).orElseThrow());
        assertEquals(expected, key(row.get("sec2"), publicKey(row.get("sec1"))).orElseThrow());
    }

    @ParameterizedTest
    @MethodSource("bad")
    void badKeysGiveNone(JsonNode row) {
        byte[] secret = HexFormat.of().parseHex(row.get("sec1").asText());
        PublicKey point = PublicKey.ofHex(row.get("pub2").asText());
        assertTrue(
                !SecretKey.isValid(secret) || key(row.get("sec1"), point).isEmpty(),
                row.get("note").asText());
    }

    private Optional<String> key(JsonNode secret, PublicKey point) {
        try (SecretKey key = SecretKey.of(HexFormat.of().parseHex(secret.asText()))) {
            return curve.agree(key, point).map(Nip44::conversationKey).map(Bytes::hex);
        }
    }

    private PublicKey publicKey(JsonNode secret) {
        try (SecretKey key = SecretKey.of(HexFormat.of().parseHex(secret.asText()))) {
            return curve.publicKey(key);
        }
    }
}
