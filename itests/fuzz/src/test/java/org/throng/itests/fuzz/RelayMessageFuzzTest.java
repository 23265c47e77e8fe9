// SPDX-License-Identifier: MIT
package org.throng.itests.fuzz;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.throng.event.MalformedException;
import org.throng.event.RelayMessage;
import org.throng.itests.vectors.Vectors;

/** What a relay says to a client: read, written and read again it is the same. */
class RelayMessageFuzzTest {
    static Stream<Arguments> seeds() {
        String event = Vectors.find("events", "direct").given().get("header").toString();
        return Seeds.texts(
                "[\"EVENT\",\"a\"," + event + "]",
                "[\"OK\",\"" + "0".repeat(64) + "\",true,\"\"]",
                "[\"OK\",\"\",false,\"invalid: no\"]",
                "[\"EOSE\",\"a\"]",
                "[\"CLOSED\",\"a\",\"auth-required: no\"]",
                "[\"NOTICE\",\"a\"]",
                "[\"AUTH\",\"challenge\"]",
                "[\"COUNT\",\"a\",{\"count\":9223372036854775807}]");
    }

    @MethodSource("seeds")
    @FuzzTest(maxDuration = "20s")
    void messageIsReadAgainFromItsOwnJson(byte[] utf8) throws MalformedException {
        RelayMessage message;
        try {
            message = RelayMessage.read(new String(utf8, StandardCharsets.UTF_8));
        } catch (MalformedException e) {
            assertTrue(e.getMessage().length() < 200);
            return;
        }
        assertEquals(message, RelayMessage.read(message.json()));
    }
}
