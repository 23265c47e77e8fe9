// SPDX-License-Identifier: MIT
package org.throng.relay;

import java.io.IOException;

/** A file is no backup of a relay, or not a whole one as it was written; the message says which. */
public class DamagedBackupException extends IOException {
    private static final long serialVersionUID = 1;

    public DamagedBackupException(String message) {
        super(message);
    }

    public DamagedBackupException(String message, Throwable cause) {
        super(message, cause);
    }
}
