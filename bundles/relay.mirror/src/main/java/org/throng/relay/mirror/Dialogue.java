// SPDX-License-Identifier: MIT
package org.throng.relay.mirror;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Predicate;
import org.throng.event.ClientMessage;
import org.throng.event.Event;
import org.throng.event.RelayMessage;

/** Questions and answers on one connection, on which live events may come at any time. Not for several threads. */
final class Dialogue {
    private static final int MOST_WORDS = 200;
    private static final Duration ANSWER = Duration.ofSeconds(60);

    private final Link link;
    private final Aside aside;

    /** Takes what is no answer to a question. */
    @FunctionalInterface
    interface Aside {
        /** @return whether it was for it */
        boolean take(RelayMessage message) throws IOException;
    }

    /** Takes the events of an answer. */
    @FunctionalInterface
    interface Events {
        void take(Event event) throws IOException;
    }

    Dialogue(Link link, Aside aside) {
        this.link = link;
        this.aside = aside;
    }

    void say(ClientMessage message) throws IOException {
        link.say(message);
    }

    /**
     * Waits for an answer; what else comes is passed by.
     *
     * @param limit for all of it, whatever else comes
     * @return empty where it did not come
     */
    Optional<RelayMessage> await(Predicate<RelayMessage> wanted, Duration limit) throws IOException {
        long deadline = System.nanoTime() + limit.toNanos();
        for (long left = limit.toNanos(); left > 0; left = deadline - System.nanoTime()) {
            Optional<RelayMessage> heard = link.hear(Duration.ofNanos(left));
            if (heard.isPresent() && !aside.take(heard.get()) && wanted.test(heard.get())) {
                return heard;
            }
        }
        return Optional.empty();
    }

    /** As {@link #await}, of what has to come. */
    RelayMessage expect(Predicate<RelayMessage> wanted, Duration limit, String what) throws IOException {
        return await(wanted, limit)
                .orElseThrow(() -> new IOException("no " + what + " came within " + limit.toSeconds() + " s"));
    }

    /**
     * Waits for the whole answer to a question of NIP-01.
     *
     * @param found gets its events as they come
     * @return how it ended: EOSE or CLOSED
     */
    RelayMessage answer(String subscription, Events found) throws IOException {
        long deadline = System.nanoTime() + ANSWER.toNanos();
        while (true) {
            RelayMessage message = await(one -> isOf(one, subscription), Duration.ofNanos(deadline - System.nanoTime()))
                    .orElseThrow(() -> new IOException("no end of an answer came within " + ANSWER.toSeconds() + " s"));
            if (!(message instanceof RelayMessage.Found event)) {
                return message;
            }
            found.take(event.event());
        }
    }

    private static boolean isOf(RelayMessage message, String subscription) {
        return message instanceof RelayMessage.Found found
                        && found.subscription().equals(subscription)
                || message instanceof RelayMessage.Eose end
                        && end.subscription().equals(subscription)
                || message instanceof RelayMessage.Closed closed
                        && closed.subscription().equals(subscription);
    }

    /** Hears what comes by itself, until nothing came for a while or somebody woke the link. */
    void listen(Duration patience) throws IOException {
        Optional<RelayMessage> heard = link.hear(patience);
        if (heard.isPresent()) {
            aside.take(heard.get());
        }
    }

    /** Somebody else's words, fit for a line. */
    static String cut(String words) {
        String line = words.codePoints()
                .map(c -> Character.isISOControl(c) ? ' ' : c)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
        return line.length() <= MOST_WORDS ? line : line.substring(0, MOST_WORDS);
    }
}
