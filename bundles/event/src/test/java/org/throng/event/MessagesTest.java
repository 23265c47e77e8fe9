// SPDX-License-Identifier: MIT
package org.throng.event;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.throng.curve.PublicKey;

class MessagesTest {
    private static final PublicKey KEY = PublicKey.of(new byte[32]);

    @Test
    void canonicalFormEscapesSevenCharactersAndWritesOtherControlsAsHex() {
        Event.Unsigned event =
                new Event.Unsigned(KEY, 1, 1, List.of(List.of("t", "\"")), "\n\"\\\r\t\b\f/\u007f\u2028\u0001\u001fé");
        assertEquals(
                "[0,\"" + KEY.hex()
                        + "\",1,1,[[\"t\",\"\\\"\"]],\"\\n\\\"\\\\\\r\\t\\b\\f/\u007f\u2028\\u0001\\u001fé\"]",
                new String(EventJson.canonical(event), StandardCharsets.UTF_8));
    }

    @Test
    void filterComesBackFromItsOwnJson() throws Exception {
        Filter filter = Filter.ALL
                .withIds(EventId.of(new byte[32]))
                .withAuthors(KEY)
                .withKinds(1, 70_000)
                .withTag('c', "00:")
                .withSince(5)
                .withUntil(9)
                .withLimit(0);
        assertEquals(filter, EventReader.filter(StrictJson.read(FilterJson.write(filter))));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "[",
                "{}",
                "[]",
                "[1]",
                "[\"EVENT\"]",
                "[\"EVENT\",{}]",
                "[\"REQ\"]",
                "[\"REQ\",\"\"]",
                "[\"REQ\",\"a\"]",
                "[\"REQ\",\"a\",{\"ids\":[\"A\"]}]",
                "[\"REQ\",\"a\",{\"limit\":-1}]",
                "[\"REQ\",\"a\",{\"limit\":1e400}]",
                "[\"REQ\",\"a\",{\"search\":\"x\"}]",
                "[\"REQ\",\"a\",{\"kinds\":[1,1],\"kinds\":[1]}]",
                "[\"EVENT\",\"\\ud800\"]",
                "[[[[[[[[[[[[[[[[[[[[[[]]]]]]]]]]]]]]]]]]]]]]",
                "[\"CLOSE\",\"a\"]x",
            })
    void wrongMessageIsRefusedWithAReason(String json) {
        RefusedException refused = assertThrows(RefusedException.class, () -> ClientMessage.read(json));
        assertTrue(refused.getMessage().length() > 5);
    }

    @Test
    void refusedFilterNamesItsSubscription() {
        RefusedException refused = assertThrows(
                RefusedException.class, () -> ClientMessage.read("[\"REQ\",\"sub\",{\"authors\":[\"xyz\"]}]"));
        assertEquals(RefusedException.Answer.CLOSED, refused.answer());
        assertEquals("sub", refused.subject());
    }
}
