// SPDX-License-Identifier: MIT
package org.throng.relay.mirror;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.throng.event.Filter;
import org.throng.event.MalformedException;
import org.throng.relay.Mirrors.Direction;

class SpecTest {
    @Test
    void entryHasADirectionAnAddressAndPerhapsAFilter() throws MalformedException {
        Spec spec = Spec.read("both  wss://Relay.example:444/path?token=x {\"kinds\": [1,2]}");
        assertEquals(Direction.BOTH, spec.direction());
        assertEquals("relay.example:444", spec.name());
        assertEquals(Filter.ALL.withKinds(1, 2), spec.filter());
        assertEquals(Filter.ALL, Spec.read("up ws://127.0.0.1:7447").filter());
    }

    @Test
    void wrongEntriesSayWhatWasExpectedAndNoKeys() {
        String key = "ab".repeat(32);
        for (String wrong : List.of(
                "",
                "sideways wss://a.example",
                "up",
                "up https://a.example",
                "down wss://a.example {",
                "down wss://a.example {\"authors\":[\"" + key + "\"],\"x\":1}",
                "down wss://a.example {\"limit\":1}")) {
            String said = assertThrows(MalformedException.class, () -> Spec.read(wrong), wrong)
                    .getMessage();
            assertTrue(said.contains("expected") || said.contains("limit"), said);
            assertFalse(said.contains(key), said);
        }
    }

    @Test
    void listThatWasSplitAtEveryCommaIsPutTogetherAgain() {
        assertEquals(
                List.of(
                        "up wss://a.example",
                        "both wss://b {\"kinds\":[1,2],\"#t\":[\"a}\",\"\\\"b\"]}",
                        "down wss://c"),
                Spec.entries(
                        "up wss://a.example",
                        "both wss://b {\"kinds\":[1",
                        "2]",
                        "\"#t\":[\"a}\"",
                        "\"\\\"b\"]}",
                        "down wss://c"));
        assertEquals(List.of("up wss://a {,b"), Spec.entries("up wss://a {", "b"));
        assertEquals(List.of(), Spec.entries());
    }

    @Test
    void informationDocumentNamesNips() {
        assertEquals(Optional.of(Set.of(1L, 77L)), Sockets.read("{\"supported_nips\":[1,77,\"x\"]}"));
        assertEquals(Optional.empty(), Sockets.read("{\"name\":\"x\"}"));
        assertEquals(Optional.empty(), Sockets.read("no JSON"));
        assertEquals(Optional.empty(), Sockets.read(null));
    }
}
