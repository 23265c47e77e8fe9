// SPDX-License-Identifier: MIT
package org.throng.policy.script;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.throng.policy.Verdict;

/**
 * Asks a script about one event after the other, as strfry does, on one thread; starts it when it is needed, anew where it died
 * or its file changed, and at most once a second where it fails.
 */
final class Asker implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Asker.class);
    private static final long PAUSE_NANOS = TimeUnit.SECONDS.toNanos(1);
    private static final long COMPLAIN_NANOS = TimeUnit.MINUTES.toNanos(1);
    private static final long JOIN_MILLIS = 2_000;

    private final Terms terms;
    private final BlockingQueue<Question> waiting;
    private final Thread thread;
    private volatile boolean closed;
    private RunningScript running;
    private Optional<FileTime> startedFrom = Optional.empty();
    private long pausedUntil = System.nanoTime();
    private long nextComplaint = System.nanoTime();
    private String lastFailure = "";

    /**
     * @param command for the shell; without a blank, the file of a script
     * @param folder that it works in
     * @param millis for one answer
     * @param lineBytes of an answer at most
     * @param waiting questions at most
     * @param accept what cannot be judged, rather than refuse it
     */
    record Terms(String command, Path folder, long millis, int lineBytes, int waiting, boolean accept) {
        /** The file whose change starts it anew. */
        Optional<Path> file() {
            return command.indexOf(' ') >= 0 ? Optional.empty() : Optional.of(folder.resolve(command));
        }
    }

    Asker(Terms terms) {
        this.terms = terms;
        waiting = new ArrayBlockingQueue<>(terms.waiting());
        thread = new Thread(this::work, "throng-policy-script");
        thread.setDaemon(true);
        thread.start();
    }

    /** Takes a question; where too many wait, it is answered at once. Never blocks. */
    void add(Question question) {
        if (closed || !waiting.offer(question)) {
            question.verdict().complete(failed("more events wait for it than it can judge", question));
        } else if (closed) {
            endWaiting();
        }
    }

    private void work() {
        try {
            while (!closed) {
                answer(waiting.take());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // the end
        } finally {
            stop();
            endWaiting();
        }
    }

    private void answer(Question question) throws InterruptedException {
        try {
            question.verdict().complete(verdict(question));
        } catch (InterruptedException e) {
            question.verdict().complete(failed("the relay is ending", question));
            throw e;
        }
    }

    private Verdict verdict(Question question) throws InterruptedException {
        try {
            if (running == null && System.nanoTime() - pausedUntil < 0) {
                return failed(lastFailure, question);
            }
            ensureRunning();
            return ask(question);
        } catch (ScriptException e) {
            pausedUntil = System.nanoTime() + PAUSE_NANOS;
            return complain(e.getMessage(), question);
        } catch (IOException e) {
            pausedUntil = System.nanoTime() + PAUSE_NANOS;
            return complain("it cannot be started: " + e.getMessage(), question);
        } catch (RuntimeException e) {
            LOG.error("The policy script could not be asked", e);
            return failed("it could not be asked", question);
        }
    }

    /** One that answered before and has ended since is started anew for this question; another failure is one. */
    private Verdict ask(Question question) throws ScriptException, InterruptedException, IOException {
        String id = question.submission().event().id().hex();
        try {
            return running.ask(question.json(), id, terms.millis()).verdict();
        } catch (ScriptException e) {
            if (!running.hasAnswered() || running.isAlive()) {
                throw e;
            }
        }
        ensureRunning();
        return running.ask(question.json(), id, terms.millis()).verdict();
    }

    private void ensureRunning() throws IOException {
        Optional<FileTime> changed = changed();
        if (running != null && running.isAlive() && changed.equals(startedFrom)) {
            return;
        }
        if (running != null) {
            LOG.info("The policy script {}; it is started anew", running.isAlive() ? "has changed" : "has ended");
        }
        stop();
        startedFrom = changed;
        running = new RunningScript(terms.command(), terms.folder(), terms.lineBytes());
    }

    private Optional<FileTime> changed() throws IOException {
        Optional<Path> file = terms.file();
        return file.isEmpty() ? Optional.empty() : Optional.of(Files.getLastModifiedTime(file.get()));
    }

    private Verdict complain(String why, Question question) throws InterruptedException {
        String words = running == null ? "" : running.lastWords();
        stop();
        lastFailure = why + (words.isEmpty() ? "" : "; the end of its stderr: " + words);
        if (System.nanoTime() - nextComplaint >= 0) {
            nextComplaint = System.nanoTime() + COMPLAIN_NANOS;
            LOG.warn(
                    "The policy script gave no verdict: {}; events are {} meanwhile",
                    why,
                    terms.accept() ? "accepted" : "refused");
        }
        return failed(lastFailure, question);
    }

    /** @param why for the operator alone, who asks with a trial */
    private Verdict failed(String why, Question question) {
        if (question.submission().trial()) {
            return terms.accept()
                    ? Verdict.ACCEPT
                    : Verdict.refuse(Verdict.Word.ERROR, "the policy script gave no verdict: " + why);
        }
        return terms.accept()
                ? Verdict.ACCEPT
                : Verdict.refuse(Verdict.Word.ERROR, "this relay cannot judge it now, try again later");
    }

    private void stop() {
        if (running != null) {
            running.close();
            running = null;
        }
    }

    private void endWaiting() {
        for (Question next = waiting.poll(); next != null; next = waiting.poll()) {
            next.verdict().complete(failed("the relay is ending", next));
        }
    }

    /** Ends the script; what waits is answered. */
    @Override
    public void close() {
        closed = true;
        thread.interrupt();
        try {
            thread.join(JOIN_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        endWaiting();
    }
}
