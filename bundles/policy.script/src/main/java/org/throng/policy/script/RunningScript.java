// SPDX-License-Identifier: MIT
package org.throng.policy.script;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.throng.event.MalformedException;

/**
 * The process of a script, asked one thing at a time.
 *
 * <p>Three threads serve its pipes, so that nothing that it does or leaves undone can hold the asker longer than it wants to wait:
 * one writes its stdin, one reads its stdout, one its stderr. They end with the process.
 */
final class RunningScript implements AutoCloseable {
    /** Lines that are no answers, which a script may print before one. */
    private static final int CHATTER = 1_000;

    /** Lines that are read ahead. */
    private static final int UNREAD = 16;

    /** Of stderr, for the operator. */
    private static final int LAST_WORDS = 300;

    private static final long LISTEN_MILLIS = 200;

    private static final String END = "";

    private final Process process;
    private final BlockingQueue<String> questions = new ArrayBlockingQueue<>(2);
    private final BlockingQueue<String> answers = new LinkedBlockingQueue<>();
    private final Semaphore room = new Semaphore(UNREAD);
    private final ArrayDeque<Character> lastWords = new ArrayDeque<>();
    private final Thread listener;
    private volatile String trouble = "";
    private boolean answered;

    /**
     * Starts it.
     *
     * @param command for {@code /bin/sh}
     * @param folder that it works in
     * @param lineBytes of one of its lines at most
     */
    RunningScript(String command, Path folder, int lineBytes) throws IOException {
        process = new ProcessBuilder("/bin/sh", "-c", command)
                .directory(folder.toFile())
                .start();
        serve("write", this::write);
        serve("read", () -> read(lineBytes));
        listener = serve("errors", this::listen);
    }

    private static Thread serve(String what, Runnable work) {
        Thread thread = new Thread(work, "throng-policy-script-" + what);
        thread.setDaemon(true);
        thread.start();
        return thread;
    }

    private void write() {
        try (OutputStream out = process.getOutputStream()) {
            for (String next = questions.take(); !next.equals(END); next = questions.take()) {
                out.write(next.getBytes(StandardCharsets.UTF_8));
                out.write('\n');
                out.flush();
            }
        } catch (IOException e) {
            trouble = "it does not read what it is asked";
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void read(int lineBytes) {
        try (InputStream in = process.getInputStream()) {
            LineReader lines = new LineReader(in, lineBytes);
            for (String line = lines.next(); line != null; line = lines.next()) {
                if (!line.isBlank()) {
                    room.acquire();
                    answers.add(line);
                }
            }
        } catch (IOException e) {
            trouble = String.valueOf(e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            answers.add(END);
            process.toHandle().destroy(); // Process.destroy would close its stderr before its last words are read
        }
    }

    private void listen() {
        try (InputStream in = process.getErrorStream()) {
            for (int b = in.read(); b >= 0; b = in.read()) {
                synchronized (lastWords) {
                    lastWords.add((char) b);
                    if (lastWords.size() > LAST_WORDS) {
                        lastWords.remove();
                    }
                }
            }
        } catch (IOException e) {
            trouble = "its stderr broke";
        }
    }

    /** The end of what it wrote to stderr: may show whom it was asked about, so it is for the operator's eyes and no log. */
    String lastWords() throws InterruptedException {
        if (!process.isAlive()) {
            listener.join(LISTEN_MILLIS); // it may yet read what is in the pipe
        }
        StringBuilder words = new StringBuilder();
        synchronized (lastWords) {
            lastWords.forEach(words::append);
        }
        return words.toString().strip();
    }

    /** Whether it answered once, so that its end is no sign that it cannot. */
    boolean hasAnswered() {
        return answered;
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /**
     * Asks one question.
     *
     * @param id of the event in the question
     * @throws ScriptException where no answer comes in time, or no proper one: it is to be closed then
     */
    Reply ask(String question, String id, long millis) throws ScriptException, InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
        questions.put(question);
        for (int i = 0; i < CHATTER; i++) {
            String line = answers.poll(Math.max(0, deadline - System.nanoTime()), TimeUnit.NANOSECONDS);
            if (line == null) {
                throw new ScriptException("it did not answer within " + millis + " ms");
            }
            if (line.equals(END)) {
                answers.add(END); // it stays so
                throw new ScriptException("it ended" + exit() + (trouble.isEmpty() ? "" : ": " + trouble));
            }
            room.release();
            Map<?, ?> members;
            try {
                members = Reply.object(line);
            } catch (MalformedException e) {
                continue; // strfry reads on, too
            }
            Reply reply = Reply.read(members);
            if (!reply.id().equals(id)) {
                throw new ScriptException("it answered about another event than it was asked about");
            }
            answered = true;
            return reply;
        }
        throw new ScriptException("it printed " + CHATTER + " lines that are no answers");
    }

    private String exit() throws InterruptedException {
        return process.waitFor(200, TimeUnit.MILLISECONDS) ? " with exit code " + process.exitValue() : "";
    }

    /** Ends it and what it started. */
    @Override
    public void close() {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
        questions.clear();
        questions.add(END);
        room.release(Integer.MAX_VALUE / 2); // whoever reads meets the end
    }
}
