// SPDX-License-Identifier: MIT
package org.throng.itests.fuzz;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.throng.event.ClientMessage;
import org.throng.event.RefusedException;
import org.throng.itests.vectors.Vectors;

/** What a client says to a relay: read, written and read again it is the same; what is refused has a short answer. */
class ClientMessageFuzzTest {
    static Stream<Arguments> seeds() {
        String event = Vectors.find("events", "direct").given().get("header").toString();
        return Seeds.texts(
                "[\"EVENT\"," + event + "]",
                "[\"AUTH\"," + event + "]",
                "[\"REQ\",\"a\",{\"kinds\":[4610],\"#c\":[\"00:\"],\"since\":1,\"until\":2,\"limit\":3}]",
                "[\"REQ\",\"a\",{},{\"ids\":[\"" + "0".repeat(64) + "\"]}]",
                "[\"COUNT\",\"a\",{\"authors\":[\"" + "f".repeat(64) + "\"]}]",
                "[\"CLOSE\",\"a\"]",
                "[\"EVENT\",{\"id\":\"\\ud83d\\ude00\"}]");
    }

    @MethodSource("seeds")
    @FuzzTest(maxDuration = "20s")
    void messageIsReadAgainFromItsOwnJson(byte[] utf8) throws RefusedException {
        String json = new String(utf8, StandardCharsets.UTF_8);
        ClientMessage message;
        try {
            message = ClientMessage.read(json);
        } catch (RefusedException e) {
            assertTrue(e.getMessage().length() < 200 && e.subject().length() <= 256);
            return;
        }
        assertEquals(message, ClientMessage.read(message.json()));
    }
}
