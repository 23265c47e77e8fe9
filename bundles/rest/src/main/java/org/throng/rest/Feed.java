// SPDX-License-Identifier: MIT
package org.throng.rest;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.throng.http.Stream;
import org.throng.mailbox.Letter;
import org.throng.mailbox.Mailbox;

/**
 * Server-sent events of letters: first those that are there, then each as it is put. A reader that does not keep up is let
 * go; it comes again with the last cursor that it saw.
 */
final class Feed implements Mailbox.LetterListener {
    private static final int WAIT_MILLIS = 20;
    private static final int MOST_WAITS = 1_500;

    private final Stream stream;
    private final Function<Letter, String> text;
    private List<Letter> early = new ArrayList<>();

    /** @param text the event, or nothing where a letter is not wanted */
    Feed(Stream stream, Function<Letter, String> text) {
        this.stream = stream;
        this.text = text;
    }

    /** Sends the letters that are there, waiting for the reader, and then those that came meanwhile. */
    void begin(List<Letter> there) {
        for (Letter letter : there) {
            if (!patiently(letter)) {
                stream.close();
                return;
            }
        }
        synchronized (this) {
            early.forEach(this::at);
            early = null;
            stream.send(": here\n\n".getBytes(StandardCharsets.UTF_8));
        }
    }

    private boolean patiently(Letter letter) {
        byte[] event = text.apply(letter).getBytes(StandardCharsets.UTF_8);
        for (int wait = 0; wait < MOST_WAITS; wait++) {
            if (event.length == 0 || stream.send(event)) {
                return true;
            }
            try {
                Thread.sleep(WAIT_MILLIS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return false;
            }
        }
        return false;
    }

    @Override
    public synchronized void put(Letter letter) {
        if (early != null) {
            early.add(letter);
        } else {
            at(letter);
        }
    }

    private void at(Letter letter) {
        byte[] event = text.apply(letter).getBytes(StandardCharsets.UTF_8);
        if (event.length > 0 && !stream.send(event)) {
            stream.close();
        }
    }

    void close() {
        stream.close();
    }
}
