// SPDX-License-Identifier: MIT
package org.throng.mail;

import java.io.IOException;

/** The other side must be heard of first. It may be offline for weeks: nobody has failed. */
public final class WaitingException extends IOException {
    private static final long serialVersionUID = 1;

    /** @param message what is waited for */
    public WaitingException(String message) {
        super(message);
    }
}
