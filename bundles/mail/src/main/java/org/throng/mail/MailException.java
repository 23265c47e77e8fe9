// SPDX-License-Identifier: MIT
package org.throng.mail;

/** A letter cannot be taken as it is; the message says what was expected. Nothing was sent. */
public final class MailException extends Exception {
    private static final long serialVersionUID = 1;

    private final Reason reason;

    /** What is wrong. */
    public enum Reason {
        /** The vault is locked or there is none. */
        LOCKED,
        /** No such identity, letter or file. */
        UNKNOWN,
        /** The recipient's key, the text or the file is not as it should be. */
        BAD_INPUT,
        /** The recipient is blocked. */
        REFUSED
    }

    public MailException(Reason reason, String message) {
        super(message);
        this.reason = reason;
    }

    public Reason reason() {
        return reason;
    }
}
