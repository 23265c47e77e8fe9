// SPDX-License-Identifier: MIT
package org.throng.backup;

/** A backup does not open, or is none; the message says what was expected. */
public final class BackupException extends Exception {
    private static final long serialVersionUID = 1;

    private final Reason reason;

    /** What is told apart. */
    public enum Reason {
        /** Not a backup of ours, or of a later version. */
        FORMAT,
        /** The passphrase or key does not open it, or its first part was changed. */
        WRONG_PASSPHRASE,
        /** Cut short, or changed. */
        DAMAGED
    }

    BackupException(Reason reason, String message) {
        super(message);
        this.reason = reason;
    }

    BackupException(Reason reason, String message, Throwable cause) {
        super(message, cause);
        this.reason = reason;
    }

    public Reason reason() {
        return reason;
    }
}
