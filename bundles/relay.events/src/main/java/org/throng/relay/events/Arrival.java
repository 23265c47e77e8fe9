// SPDX-License-Identifier: MIT
package org.throng.relay.events;

import org.throng.event.Event;
import org.throng.policy.Submission;

/**
 * An event on its way in: its form and id were checked.
 *
 * @param submission whose event it is, as policies are asked about it
 * @param row what will lie in the store
 * @param answer told once what became of it, on any thread
 */
record Arrival(Submission submission, Row row, Answer answer) {

    @FunctionalInterface
    interface Answer {
        /** @param text empty, or a word of NIP-01, a colon and an explanation */
        void give(boolean accepted, String text);
    }

    /** Ends a thread that takes it out of its queue. */
    static final Arrival END = new Arrival(null, null, (accepted, text) -> {});

    /** Wakes the thread that takes it out of its queue. */
    static final Arrival NUDGE = new Arrival(null, null, (accepted, text) -> {});

    boolean isEnd() {
        return equals(END);
    }

    boolean isNudge() {
        return equals(NUDGE);
    }

    Event event() {
        return submission.event();
    }

    /** Bytes that it holds while it waits, roughly. */
    int weight() {
        return 2 * row.json().length + 512;
    }
}
