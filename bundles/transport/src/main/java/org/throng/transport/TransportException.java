// SPDX-License-Identifier: MIT
package org.throng.transport;

import java.io.IOException;

/** A relay could not be reached or did not answer; the message says which relay and what never came. */
public final class TransportException extends IOException {
    private static final long serialVersionUID = 1;

    public TransportException(String message) {
        super(message);
    }

    public TransportException(String message, Throwable cause) {
        super(message, cause);
    }
}
