// SPDX-License-Identifier: MIT
package org.throng.relay;

import java.io.IOException;

/** The relay has events that a backup would take the place of. */
public class NotEmptyException extends IOException {
    private static final long serialVersionUID = 1;

    /** @param events that it has */
    public NotEmptyException(long events) {
        super("the relay has " + events + " events; restoring would remove them");
    }
}
