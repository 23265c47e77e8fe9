// SPDX-License-Identifier: MIT
package org.throng.policy.script;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.throng.event.MalformedException;
import org.throng.policy.Verdict;

/** What the script of a policy prints: in the package of its reader, which nobody else is to see. */
class ReplyFuzzTest {
    private static final int LINE = 4_096;

    static Stream<Arguments> seeds() {
        String id = "b".repeat(64);
        return Stream.of(
                        "{\"id\":\"" + id + "\",\"action\":\"accept\"}\n",
                        "starting\n\n{\"id\":\"" + id + "\",\"action\":\"reject\",\"msg\":\"blocked: no\"}\n",
                        "{\"id\":\"" + id + "\",\"action\":\"reject\",\"msg\":\"no\"}\r\n",
                        "{\"id\":\"" + id + "\",\"action\":\"reject\"}\n[1]\nnull\n",
                        "{\"id\":\"" + id + "\",\"action\":\"shadowReject\",\"msg\":\"\\ud83d\"}",
                        "{\"action\":\"maybe\",\"id\":7}\n",
                        "x".repeat(LINE + 1))
                .map(text -> Arguments.of((Object) text.getBytes(StandardCharsets.UTF_8)));
    }

    @MethodSource("seeds")
    @FuzzTest(maxDuration = "20s")
    void eachLineIsAVerdictOrNoneAndNothingElse(byte[] printed) {
        LineReader lines = new LineReader(new ByteArrayInputStream(printed), LINE);
        try {
            for (String line = lines.next(); line != null; line = lines.next()) {
                assertTrue(line.length() <= LINE);
                read(line);
            }
        } catch (IOException e) {
            assertEquals("a line of more than " + LINE + " bytes", e.getMessage());
        }
    }

    private static void read(String line) {
        try {
            Verdict verdict = Reply.read(Reply.object(line)).verdict();
            assertTrue(verdict.text().length() <= Verdict.MAX_TEXT);
            assertTrue(verdict.action() != Verdict.Action.REFUSE || Verdict.hasWord(verdict.text()));
            assertTrue(!verdict.isAccepted() || verdict.text().isEmpty());
        } catch (MalformedException | ScriptException e) {
            assertTrue(e.getMessage().length() < 200, "it repeats what the script said");
        }
    }
}
