// SPDX-License-Identifier: MIT
package org.throng.policy.script;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.throng.curve.Curve;
import org.throng.curve.bouncycastle.BouncyCastleCurve;
import org.throng.event.Event;
import org.throng.event.StrictJson;
import org.throng.itests.contracts.PolicyContract;
import org.throng.policy.Policy;
import org.throng.policy.Source;
import org.throng.policy.Submission;
import org.throng.policy.Verdict;

/** Scripts here are of the shell, so that they start in a moment. */
@Timeout(60)
class ScriptPolicyTest extends PolicyContract {
    /** Answers each line with what the function {@code judge} prints after the id. */
    private static final String FRAME = """
            #!/bin/sh
            while IFS= read -r line; do
              id=$(printf '%s' "$line" | sed 's/.*"event":{"id":"\\([0-9a-f]*\\)".*/\\1/')
              BODY
            done
            """;

    private static final String ACCEPT = "printf '{\"id\":\"%s\",\"action\":\"accept\"}\\n' \"$id\"";

    private final Curve curve = new BouncyCastleCurve();

    @TempDir
    Path home;

    private ScriptPolicy policy;

    @BeforeEach
    void start() throws IOException {
        script(ACCEPT);
        policy = new ScriptPolicy(home);
        use("./judge.sh", 10_000, false);
    }

    @AfterEach
    void stop() {
        policy.stop();
    }

    @Override
    protected Policy policy() {
        return policy;
    }

    @Override
    protected Curve curve() {
        return curve;
    }

    private void script(String body) throws IOException {
        Path file = home.resolve("judge.sh");
        boolean fresh = !Files.exists(file);
        FileTime before = fresh ? FileTime.fromMillis(0) : Files.getLastModifiedTime(file);
        Files.writeString(file, FRAME.replace("BODY", body));
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwx------"));
        if (!fresh) {
            Files.setLastModifiedTime(file, FileTime.fromMillis(before.toMillis() + 5_000));
        }
    }

    private void use(String command, int millis, boolean accept) {
        policy.use(Optional.of(new Asker.Terms(command, home, millis, 1_000, 400, accept)));
    }

    @Test
    void scriptIsToldWhatStrfryTells() throws Exception {
        script("printf '%s\\n' \"$line\" >> asked; " + ACCEPT);
        Event event = event(1, 1, "words \"quoted\" \u2028", "t=x");
        assertTrue(ask(event, from("192.0.2.1"), false).isAccepted());
        assertTrue(ask(event, from("2001:db8::1", event.pubkey()), false).isAccepted());
        assertTrue(ask(event, new Source(Source.Channel.SYNC, Optional.empty(), Set.of()), false)
                .isAccepted());
        List<Map<?, ?>> lines = new ArrayList<>();
        for (String line : Files.readAllLines(home.resolve("asked"))) {
            lines.add((Map<?, ?>) StrictJson.read(line));
        }
        assertEquals(3, lines.size());
        assertEquals("new", lines.get(0).get("type"));
        assertEquals(StrictJson.read(event.json()), lines.get(0).get("event"));
        long age = System.currentTimeMillis() / 1_000 - (Long) lines.get(0).get("receivedAt");
        assertTrue(age >= 0 && age < 60);
        assertEquals("IP4", lines.get(0).get("sourceType"));
        assertEquals("192.0.2.1", lines.get(0).get("sourceInfo"));
        assertFalse(lines.get(0).containsKey("authed"));
        assertEquals("IP6", lines.get(1).get("sourceType"));
        assertEquals(event.pubkey().hex(), lines.get(1).get("authed"));
        assertEquals("Sync", lines.get(2).get("sourceType"));
        assertEquals("", lines.get(2).get("sourceInfo"));
    }

    @Test
    void eachActionIsUnderstoodAndAMessageGetsAStandardWord() throws Exception {
        String[][] answers = {
            {"\"action\":\"accept\",\"msg\":\"ignored\"", "ACCEPT", ""},
            {"\"action\":\"reject\",\"msg\":\"blocked: not on white-list\"", "REFUSE", "blocked: not on white-list"},
            {"\"action\":\"reject\",\"msg\":\"rate-limited: slow down\"", "REFUSE", "rate-limited: slow down"},
            {"\"action\":\"reject\",\"msg\":\"no thanks\"", "REFUSE", "blocked: no thanks"},
            {"\"action\":\"reject\"", "REFUSE", "blocked: this relay does not take it"},
            {"\"action\":\"shadowReject\",\"msg\":\"spam\"", "SHADOW", "spam"},
        };
        for (String[] answer : answers) {
            script("printf '{\"id\":\"%s\"," + answer[0] + "}\\n' \"$id\"");
            Verdict verdict = ask(event(1, 1, "a"));
            assertEquals(answer[1], verdict.action().name(), answer[0]);
            assertEquals(answer[2], verdict.text());
        }
    }

    @Test
    void scriptOfTheSettingsWithArgumentsAndNoScriptAtAll() throws Exception {
        use("sh judge.sh", 10_000, false);
        assertTrue(ask(event(1, 1, "a")).isAccepted());
        assertTrue(policy.demands().restricted());
        policy.use(Optional.empty());
        assertTrue(ask(event(1, 1, "a")).isAccepted());
        assertFalse(policy.demands().restricted());
    }

    @Test
    void changedScriptIsStartedAnew() throws Exception {
        assertTrue(ask(event(1, 1, "a")).isAccepted());
        script("printf '{\"id\":\"%s\",\"action\":\"reject\",\"msg\":\"changed\"}\\n' \"$id\"");
        assertEquals("blocked: changed", ask(event(1, 1, "b")).text());
    }

    @Test
    void scriptThatEndsAfterAnAnswerIsStartedAnew() throws Exception {
        script(ACCEPT + "; echo $$ >> pids; exit 0");
        for (int i = 0; i < 3; i++) {
            assertTrue(ask(event(1, 1, "a" + i)).isAccepted());
            int wanted = i + 1;
            await(() -> Files.exists(home.resolve("pids"))
                    && Files.readAllLines(home.resolve("pids")).size() == wanted);
            awaitNoChild();
        }
        assertEquals(3, Set.copyOf(Files.readAllLines(home.resolve("pids"))).size());
    }

    @Test
    void lineThatIsNoAnswerIsReadOver() throws Exception {
        script("echo hello; echo; echo '[1]'; " + ACCEPT);
        assertTrue(ask(event(1, 1, "a")).isAccepted());
    }

    @Test
    void failureRefusesWithoutDetailsAndTellsTheOperatorWhy() throws Exception {
        String[][] bodies = {
            {"exit 3", "it ended with exit code 3"},
            {"echo oops >&2; exit 4", "oops"},
            {"sleep 30", "it did not answer within 300 ms"},
            {"echo '{\"id\":\"0\",\"action\":\"accept\"}'", "about another event"},
            {"printf '{\"id\":\"%s\",\"action\":\"maybe\"}\\n' \"$id\"", "another action"},
            {"printf '{\"id\":\"%s\"}\\n' \"$id\"", "no action"},
            {"head -c 5000 /dev/zero | tr '\\0' x; echo", "a line of more than 1000 bytes"},
        };
        for (String[] body : bodies) {
            policy.stop();
            script(body[0]);
            use("./judge.sh", 300, false);
            String told = ask(event(1, 1, "a"), from("192.0.2.1"), true).text();
            assertTrue(told.startsWith("error: ") && told.contains(body[1]), body[0] + ": " + told);
            assertEquals(
                    "error: this relay cannot judge it now, try again later",
                    ask(event(1, 1, "a")).text());
        }
    }

    @Test
    void failureAcceptsWhereTheSettingsSaySo() throws Exception {
        script("exit 3");
        use("./judge.sh", 300, true);
        assertTrue(ask(event(1, 1, "a")).isAccepted());
    }

    @Test
    void scriptThatFailedIsTriedAgainAfterASecond() throws Exception {
        script("if [ -f mended ]; then " + ACCEPT + "; else exit 1; fi");
        assertFalse(ask(event(1, 1, "a")).isAccepted());
        Files.createFile(home.resolve("mended"));
        await(() -> ask(event(1, 1, "a")).isAccepted());
    }

    @Test
    void scriptThatReadsNothingHoldsNobodyUp() throws Exception {
        use("sleep 60 #", 300, false);
        assertFalse(ask(event(1, 1, "x".repeat(200_000))).isAccepted());
        awaitNoChild();
    }

    @Test
    void whatDoesNotFitIntoTheQueueFailsAtOnceAndTheRestIsAnsweredAtTheEnd() throws Exception {
        script("sleep 30");
        use("./judge.sh", 20_000, false);
        List<CompletableFuture<Verdict>> verdicts = new ArrayList<>();
        for (int i = 0; i < 500; i++) {
            verdicts.add(policy.judge(new Submission(event(1, 1, "a"), from("192.0.2.1"), false))
                    .toCompletableFuture());
        }
        assertTrue(verdicts.get(499).isDone());
        assertFalse(verdicts.get(0).isDone());
        policy.stop();
        for (CompletableFuture<Verdict> verdict : verdicts) {
            assertNotEquals(Verdict.ACCEPT, verdict.get(5, TimeUnit.SECONDS));
        }
        awaitNoChild();
    }

    @Test
    void commandThatIsNotThereRefuses() throws Exception {
        use("./missing.sh", 300, false);
        assertTrue(ask(event(1, 1, "a"), from("192.0.2.1"), true).text().contains("missing.sh"));
        use("missing-command with words", 300, false);
        assertTrue(ask(event(1, 1, "a"), from("192.0.2.1"), true).text().contains("exit code 127"));
    }

    private interface Condition {
        boolean holds() throws Exception;
    }

    private static void await(Condition condition) throws Exception {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        while (!condition.holds()) {
            assertTrue(System.nanoTime() - deadline < 0, "it never came");
            Thread.sleep(20);
        }
    }

    private static void awaitNoChild() throws Exception {
        await(() -> ProcessHandle.current().children().noneMatch(ProcessHandle::isAlive));
    }
}
