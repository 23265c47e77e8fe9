// SPDX-License-Identifier: MIT
package org.throng.mail;

import java.io.IOException;

/** A plugin that the work needs is not there now. It may be on its way, as while one is swapped: nobody has failed. */
public final class AbsentException extends IOException {
    private static final long serialVersionUID = 1;

    /** @param message what is missing */
    public AbsentException(String message) {
        super(message);
    }
}
