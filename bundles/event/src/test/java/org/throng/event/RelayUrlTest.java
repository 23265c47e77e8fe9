// SPDX-License-Identifier: MIT
package org.throng.event;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;

class RelayUrlTest {
    private static String complaint(String text) {
        return assertThrows(IllegalArgumentException.class, () -> RelayUrl.of(text))
                .getMessage();
    }

    @Test
    void wrongAddressIsRepeatedToWhoGaveIt() {
        assertEquals(
                "expected a relay's address such as wss://relay.example or ws://127.0.0.1:7447, got 'http://x'",
                complaint("http://x"));
    }

    @Test
    void passwordInAnAddressIsNotRepeated() {
        for (String text : new String[] {"wss://me:hunter2@relay.example", "wss://hunter2@[x", "//a:b/hunter2@x"}) {
            assertEquals(-1, complaint(text).indexOf("hunter2"), complaint(text));
        }
    }
}
