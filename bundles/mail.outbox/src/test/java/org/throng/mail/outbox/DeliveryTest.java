// SPDX-License-Identifier: MIT
package org.throng.mail.outbox;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.throng.cipher.Sha256;
import org.throng.event.EventId;
import org.throng.event.RelayUrl;
import org.throng.itests.mail.Person;

class DeliveryTest {
    private static final Person ALICE = Person.of("alice");
    private static final Person BOB = Person.of("bob");
    private static final EventId LETTER = EventId.of(Sha256.of(new byte[] {7}));
    private static final RelayUrl A = RelayUrl.of("wss://a.test");
    private static final RelayUrl B = RelayUrl.of("ws://127.0.0.1:7447");

    private static Delivery fresh(Optional<String> rumor) {
        return Delivery.fresh(ALICE.npub(), BOB.npub(), LETTER, rumor, 1_800_000_000_123L);
    }

    @Test
    void whatWasStoredIsReadAsItWas() throws IOException {
        Delivery text = fresh(Optional.of("{\"content\":\"naïve \\u0007 \uD83D\uDE80\"}"));
        assertEquals(text, Delivery.read(text.bytes()));
        Delivery later = text.withPosted("", List.of(Set.of(A), Set.of(), Set.of(B)))
                .withPosted("0a", List.of(Set.of(B)))
                .again(17, 2, 1_800_000_777_000L);
        assertEquals(later, Delivery.read(later.bytes()));
    }

    @Test
    void fileWithoutARumorYetIsReadAsItWas() throws IOException {
        Delivery file = fresh(Optional.empty());
        assertEquals(file, Delivery.read(file.bytes()));
        Delivery bound = file.withRumor("{}", List.of(B, A));
        assertEquals(List.of(B, A), Delivery.read(bound.bytes()).relays());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{}",
                "[]",
                "null",
                "7",
                "\"text\"",
                "{\"owner\":1,\"posted\":[]}",
                "{\"owner\":\"ab\",\"peer\":\"cd\",\"letter\":\"ef\",\"relays\":[],\"posted\":[],\"attempts\":0,\"next\":0,"
                        + "\"since\":0}",
                "{\"posted\":{\"\":[[\"http://no.relay\"]]}}",
                "{\"posted\":[]}",
                "{\"posted\":{\"\":[1]}}"
            })
    void bytesOfAnotherFormAreAnErrorThatSaysSo(String json) {
        IOException e = assertThrows(IOException.class, () -> Delivery.read(json.getBytes(StandardCharsets.UTF_8)));
        assertEquals("a stored delivery is not in the form of this version", e.getMessage());
    }

    @Test
    void onlyARelayThatHasEveryBodyCounts() {
        Delivery delivery = fresh(Optional.of("{}"));
        assertEquals(0, delivery.relaysWithAll("", 1));
        assertEquals(
                1, delivery.withPosted("", List.of(Set.of(A, B), Set.of(B))).relaysWithAll("", 2));
        assertEquals(0, delivery.withPosted("", List.of(Set.of(A), Set.of(B))).relaysWithAll("", 2));
        assertEquals(0, delivery.withPosted("", List.of(Set.of(A))).relaysWithAll("", 2));
    }

    @Test
    void logShowsNeitherWhoNorWhat() {
        String shown = fresh(Optional.of("words")).toString();
        assertFalse(shown.contains("words") || shown.contains(BOB.npub().hex()), shown);
    }
}
