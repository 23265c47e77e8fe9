// SPDX-License-Identifier: MIT
package org.throng.rest;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import org.throng.http.Response;
import org.throng.http.Stream;

/**
 * What a route answers.
 *
 * @param headers each name once
 * @param body how it is sent
 */
record Answer(int status, Map<String, String> headers, Body body) {
    Answer {
        headers = Map.copyOf(headers);
    }

    /** The three ways to send a body. */
    sealed interface Body {}

    /** Bytes that are there. */
    record Whole(byte[] bytes) implements Body {}

    /** Written bit by bit, on the thread of the request. */
    record Written(Writer writer) implements Body {}

    /** Stays open. */
    record Open(Opener opener) implements Body {}

    /** Writes a body. */
    @FunctionalInterface
    interface Writer {
        /** @throws IOException where the other end is gone, or to cut the answer short */
        void write(OutputStream out) throws IOException;
    }

    /** Starts what goes on writing to a body that stays open. */
    @FunctionalInterface
    interface Opener {
        /** @param closed is to be set to what is called once when the other end is gone */
        void open(Stream stream, Closing closed) throws IOException;
    }

    /** What to do when the other end is gone. */
    static final class Closing implements Runnable {
        private Runnable then;
        private boolean gone;

        synchronized void then(Runnable what) {
            if (gone) {
                what.run();
            } else {
                then = what;
            }
        }

        synchronized boolean isGone() {
            return gone;
        }

        @Override
        public synchronized void run() {
            gone = true;
            if (then != null) {
                then.run();
            }
        }
    }

    static Answer of(int status, String contentType, byte[] body) {
        return new Answer(status, Map.of("Content-Type", contentType), new Whole(body));
    }

    static Answer json(int status, String json) {
        return of(status, "application/json", json.getBytes(StandardCharsets.UTF_8));
    }

    static Answer empty(int status) {
        return new Answer(status, Map.of(), new Whole(new byte[0]));
    }

    static Answer written(Map<String, String> headers, Writer writer) {
        return new Answer(200, headers, new Written(writer));
    }

    static Answer open(String contentType, Opener opener) {
        return new Answer(200, Map.of("Content-Type", contentType), new Open(opener));
    }

    Answer with(String name, String value) {
        Map<String, String> more = new LinkedHashMap<>(headers);
        more.put(name, value);
        return new Answer(status, more, body);
    }

    void send(Response response) throws IOException {
        response.status(status);
        headers.forEach(response::header);
        if (body instanceof Whole whole) {
            response.send(whole.bytes());
        } else if (body instanceof Written written) {
            try (OutputStream out = response.body()) {
                written.writer().write(out);
            }
        } else if (body instanceof Open open) {
            Closing closed = new Closing();
            open.opener().open(response.stream(closed), closed);
        }
    }
}
