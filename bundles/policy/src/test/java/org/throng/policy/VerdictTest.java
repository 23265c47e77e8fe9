// SPDX-License-Identifier: MIT
package org.throng.policy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.throng.event.MalformedException;

class VerdictTest {
    @Test
    void refusalHasAStandardWord() {
        assertEquals(
                "rate-limited: slow down",
                Verdict.refuse(Verdict.Word.RATE_LIMITED, "slow down").text());
        assertTrue(Verdict.hasWord("auth-required: who are you"));
        assertFalse(Verdict.hasWord("reject: no"));
        assertFalse(Verdict.hasWord("blocked:no"));
        assertThrows(IllegalArgumentException.class, () -> new Verdict(Verdict.Action.REFUSE, "no"));
    }

    @Test
    void longTextIsCut() {
        assertEquals(
                Verdict.MAX_TEXT,
                Verdict.refuse(Verdict.Word.ERROR, "x".repeat(10_000)).text().length());
    }

    @Test
    void subjectIsReadAsItIsWritten() throws Exception {
        for (String[] pair : new String[][] {
            {"key", "a".repeat(64)}, {"event", "b".repeat(64)}, {"kind", "1984"}, {"address", "192.0.2.0/24"}
        }) {
            Subject subject = Subject.read(pair[0], pair[1]);
            assertEquals(pair[0], subject.what());
            assertEquals(pair[1], subject.value());
            assertEquals(subject, Subject.read(pair[0], pair[1]));
        }
        for (String[] pair :
                new String[][] {{"key", "A".repeat(64)}, {"event", "b"}, {"kind", "65536"}, {"kind", "-1"}, {"word", ""}
                }) {
            assertThrows(MalformedException.class, () -> Subject.read(pair[0], pair[1]));
        }
    }
}
