// SPDX-License-Identifier: MIT
package org.throng.cli;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A terminal, or the lack of one, whose answers are laid down beforehand. */
final class FakeTerminal implements Terminal {
    final Map<String, String> environment = new HashMap<>();
    final Deque<String> answers = new ArrayDeque<>();
    boolean interactive;
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private InputStream in = InputStream.nullInputStream();

    /** Runs a word; the exit code. What was printed before is forgotten. */
    int run(String... args) {
        out.reset();
        err.reset();
        return Main.run(args, this);
    }

    FakeTerminal withInput(String text) {
        in = new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
        return this;
    }

    FakeTerminal answering(String... more) {
        interactive = true;
        answers.addAll(List.of(more));
        return this;
    }

    String printed() {
        return out.toString(StandardCharsets.UTF_8);
    }

    String complained() {
        return err.toString(StandardCharsets.UTF_8);
    }

    @Override
    public InputStream in() {
        return in;
    }

    @Override
    public PrintStream out() {
        return new PrintStream(out, true, StandardCharsets.UTF_8);
    }

    @Override
    public PrintStream err() {
        return new PrintStream(err, true, StandardCharsets.UTF_8);
    }

    @Override
    public Map<String, String> environment() {
        return environment;
    }

    @Override
    public Clock clock() {
        return Clock.fixed(Instant.ofEpochSecond(1_800_000_000), ZoneOffset.UTC);
    }

    @Override
    public boolean isInteractive() {
        return interactive;
    }

    @Override
    public char[] askSecret(String prompt) {
        return interactive ? answers.remove().toCharArray() : null;
    }

    @Override
    public String ask(String prompt) {
        return interactive ? answers.remove() : null;
    }
}
