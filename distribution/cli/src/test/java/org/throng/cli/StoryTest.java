// SPDX-License-Identifier: MIT
package org.throng.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class StoryTest {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    private String told(boolean json) throws Failure {
        Story story = new Story(new PrintStream(out, true, StandardCharsets.UTF_8), json);
        List<Object> events = List.of(Map.of(
                "kind", (long) RelayView.HEADER, "pubkey", "ab".repeat(32), "created_at", 5L, "content", "noise"));
        story.tell("Alice writes.");
        story.detail("it is queued");
        story.relaySaw("a header", events);
        story.show(events);
        story.tell("Bob reads.");
        story.end("That is all.");
        return out.toString(StandardCharsets.UTF_8);
    }

    @Test
    void withJsonEachStepIsOneObject() throws Failure {
        assertEquals(
                "{\"step\":1,\"text\":\"Alice writes.\",\"details\":[\"it is queued\"],\"relay_saw\":{\"what\":\"a header\","
                        + "\"events\":[{\"kind\":4610,\"pubkey\":\"" + "ab".repeat(32)
                        + "\",\"created_at\":5,\"characters\":5}]}}\n"
                        + "{\"step\":2,\"text\":\"Bob reads.\",\"details\":[]}\n",
                told(true));
    }

    @Test
    void elseItIsAText() throws Failure {
        String text = told(false);
        assertTrue(text.startsWith("\n1. Alice writes.\n   it is queued\n   The relay saw: a header (1 events"), text);
        assertTrue(text.contains("     kind 4610  key abababababab…  created_at 5       5 characters"), text);
        assertTrue(text.endsWith("\n2. Bob reads.\n\nThat is all.\n"), text);
    }
}
