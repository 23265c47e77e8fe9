// SPDX-License-Identifier: MIT
package org.throng.mail.inbox;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.throng.cipher.Sha256;
import org.throng.event.EventId;
import org.throng.event.RelayUrl;
import org.throng.itests.mail.Person;

class FileTaskTest {
    private final FileTask task = new FileTask(
            Person.of("bob").npub(),
            EventId.of(Sha256.of(new byte[] {1})),
            RelayUrl.of("wss://a.test"),
            true,
            2,
            1_800_000_000_123L);

    @Test
    void whatWasStoredIsReadAsItWas() throws IOException {
        assertEquals(task, FileTask.read(task.bytes()));
        FileTask waiting = task.wantedNow(false, 8);
        assertEquals(waiting, FileTask.read(waiting.bytes()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{}", "[]", "null", "{\"owner\":\"00\"}", "{\"owner\":7}"})
    void bytesOfAnotherFormAreAnErrorThatSaysSo(String json) {
        IOException e = assertThrows(IOException.class, () -> FileTask.read(json.getBytes(StandardCharsets.UTF_8)));
        assertEquals("a stored file task is not in the form of this version", e.getMessage());
    }
}
