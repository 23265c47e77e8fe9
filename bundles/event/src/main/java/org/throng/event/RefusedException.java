// SPDX-License-Identifier: MIT
package org.throng.event;

/** A client's message that cannot be read, with the answer that fits it. */
public final class RefusedException extends Exception {
    private static final long serialVersionUID = 1;

    private final Answer answer;
    private final String subject;
    private final boolean replacement;

    /** Which message the relay answers with. */
    public enum Answer {
        /** For an event that has an id. */
        OK,
        /** For a subscription that has an id. */
        CLOSED,
        /** For a comparison that has an id. */
        NEG_ERR,
        /** For everything else. */
        NOTICE
    }

    /** @param subject the event's id, the subscription's id, or nothing */
    public RefusedException(Answer answer, String subject, String message) {
        this(answer, subject, message, false);
    }

    /**
     * A message that would have replaced what is open under its subject.
     *
     * @param replacement whether that ends all the same
     */
    public RefusedException(Answer answer, String subject, String message, boolean replacement) {
        super(message, null, false, false);
        this.answer = answer;
        this.subject = subject;
        this.replacement = replacement;
    }

    public Answer answer() {
        return answer;
    }

    /** The event's id, the subscription's id, or an empty string. */
    public String subject() {
        return subject;
    }

    /** Whether a subscription or comparison that is open under the subject ends by this: a client who reads the answer takes it so. */
    public boolean isReplacement() {
        return replacement;
    }
}
